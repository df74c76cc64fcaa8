//! A server, or something in its place, that answers as no platform should.

use std::cell::RefCell;

use kazasu_core::effect::{Answer, Effect, HttpAnswer, NetFault};
use kazasu_explore::drive::{Driven, ONCE, drive};
use kazasu_explore::server::{problem, stranger};
use kazasu_explore::starts::{BEGIN, Start};
use serde_json::{Value, json};

use crate::SHARED;

/// The requests of a registration, by their number.
const CONFIGURATION: usize = 1;
const STATUS: usize = 2;
const TERMS: usize = 3;
const SESSION: usize = 4;
const PROOF: usize = 5;
/// The sixth closes the session, and nobody waits for its answer.
const POLL: usize = 7;
const ALL: [usize; 6] = [CONFIGURATION, STATUS, TERMS, SESSION, PROOF, POLL];

/// A run in which the answer to one request is another.
fn with(nth: usize, answer: impl Fn(&HttpAnswer) -> Answer) -> Driven {
    let mut meddle = |at: usize, effect: &Effect, own: &Answer| match (effect, own) {
        (Effect::Send(_), Answer::Http(own)) if at == nth => Some(answer(own)),
        _ => None,
    };
    drive(&SHARED, Start::FRESH, ONCE, &mut meddle)
}

fn body(own: &HttpAnswer, change: impl FnOnce(&mut Value)) -> Answer {
    let mut value = serde_json::from_slice(&own.body).unwrap();
    change(&mut value);
    Answer::Http(HttpAnswer { body: serde_json::to_vec(&value).unwrap(), ..own.clone() })
}

fn typed(own: &HttpAnswer, kind: &str) -> Answer {
    Answer::Http(HttpAnswer { headers: vec![("content-type".to_owned(), kind.to_owned())], ..own.clone() })
}

type Behaviour = (&'static str, fn(&HttpAnswer) -> Answer, &'static str);

/// What any request may meet, and the code that the person is told.
const ANYWHERE: [Behaviour; 24] = [
    ("nothing there", |_| Answer::HttpFailed(NetFault::Offline), "N01"),
    ("no answer in time", |_| Answer::HttpFailed(NetFault::Timeout), "N01"),
    ("broken off", |_| Answer::HttpFailed(NetFault::Broken), "N01"),
    ("an unknown certificate", |_| Answer::HttpFailed(NetFault::Tls), "N02"),
    ("a certificate of another date", |_| Answer::HttpFailed(NetFault::TlsDate), "N03"),
    ("too large", |_| Answer::HttpFailed(NetFault::TooLarge), "S12"),
    ("not HTTP", |_| Answer::HttpFailed(NetFault::Malformed), "S12"),
    ("a redirect", |_| Answer::Http(stranger(302)), "S12"),
    ("a captive portal", |_| Answer::Http(stranger(200)), "S12"),
    ("an empty page", |_| Answer::Http(stranger(204)), "S12"),
    ("not found", |_| Answer::Http(stranger(404)), "S12"),
    ("forbidden", |_| Answer::Http(stranger(403)), "S12"),
    ("too many requests, by a proxy", |_| Answer::Http(stranger(429)), "S01"),
    ("a proxy without a server", |_| Answer::Http(stranger(502)), "S01"),
    ("no body", |own| Answer::Http(HttpAnswer { body: vec![], ..own.clone() }), "S12"),
    ("no JSON", |own| Answer::Http(HttpAnswer { body: b"<html>".to_vec(), ..own.clone() }), "S12"),
    ("a list", |own| body(own, |it| *it = json!([1, 2])), "S12"),
    ("another media type", |own| typed(own, "text/html"), "S12"),
    ("no media type", |own| Answer::Http(HttpAnswer { headers: vec![], ..own.clone() }), "S12"),
    ("an internal error", |_| Answer::Http(problem("internal").answer(BEGIN)), "S01"),
    ("too much to do", |_| Answer::Http(problem("overloaded").answer(BEGIN)), "S02"),
    ("closed for maintenance", |_| Answer::Http(problem("maintenance").answer(BEGIN)), "S03"),
    ("too many requests", |_| Answer::Http(problem("rate-limited").answer(BEGIN)), "S04"),
    ("too old an app", |_| Answer::Http(problem("client-upgrade-required").answer(BEGIN)), "S05"),
];

/// What one request alone may meet.
const THERE: [(usize, Behaviour); 14] = [
    (CONFIGURATION, ("another origin", |own| body(own, |it| it["origin"] = json!("https://a.example")), "S12")),
    (CONFIGURATION, ("the other environment", |own| body(own, |it| it["environment"] = json!("production")), "S12")),
    (CONFIGURATION, ("another protocol", |own| body(own, |it| it["protocol"] = json!("hrp/2")), "S12")),
    (CONFIGURATION, ("a newer client wanted", |own| body(own, |it| it["min_client"]["linux"] = json!("9.0.0")), "S05")),
    (CONFIGURATION, ("no known algorithm", |own| body(own, |it| it["algorithms"] = json!(["none"])), "S05")),
    (STATUS, ("maintenance", |own| body(own, |it| it["state"] = json!("maintenance")), "S03")),
    (STATUS, ("no such time", |own| body(own, |it| it["server_time"] = json!("2026-13-40")), "S12")),
    (TERMS, ("other words", |own| body(own, |it| it["body"] = json!("free")), "S06")),
    (TERMS, ("another language", |own| body(own, |it| it["lang"] = json!("en")), "S06")),
    (SESSION, ("a short challenge", |own| body(own, |it| it["challenge"]["challenge"] = json!("AAAA")), "S12")),
    (SESSION, ("a long challenge", |own| body(own, |it| it["challenge"]["challenge"] = json!("A".repeat(64))), "S12")),
    (SESSION, ("no challenge", |own| body(own, |it| it["challenge"] = json!(null)), "S12")),
    (SESSION, ("an id that is a path", |own| body(own, |it| it["session_id"] = json!("ses_../../x")), "S12")),
    (SESSION, ("a token of two lines", |own| body(own, |it| it["session_token"] = json!("a\r\nx: y")), "S12")),
];

#[test]
fn t39_each_behaviour_of_a_server_before_the_card_is_a_failure_with_its_code_and_the_card_is_untouched() {
    let before = [CONFIGURATION, STATUS, TERMS, SESSION];
    let anywhere = before.into_iter().flat_map(|at| ANYWHERE.map(|behaviour| (at, behaviour)));
    let mut seen = 0;
    for (at, (what, answer, code)) in anywhere.chain(THERE) {
        // Terms that cannot be read are terms that cannot be shown.
        let code = if at == TERMS && code == "S12" && !what.contains("too large") && what != "not HTTP" {
            "S06"
        } else {
            code
        };
        let driven = with(at, answer);
        assert_eq!((driven.violation, driven.codes), (None, vec![code.to_owned()]), "request {at}: {what}");
        assert_eq!((driven.exchanges, driven.typed), (0, 0), "request {at}: {what}");
        seen += 1;
    }
    assert!(seen >= 30, "{seen}");
}

/// Every status that HTTP has, with the server's own body, with a page, and with a problem.
#[test]
fn t39_every_status_at_every_request_ends_on_a_screen_with_a_way_on() {
    for at in ALL {
        for status in 100..=599 {
            let answers: [fn(&HttpAnswer, u16) -> HttpAnswer; 3] = [
                |own, status| HttpAnswer { status, ..own.clone() },
                |_, status| stranger(status),
                |_, status| HttpAnswer { status, ..problem("internal").answer(BEGIN) },
            ];
            // The whole road to the last two takes a card.
            for answer in answers.iter().take(if at < PROOF { 3 } else { usize::from(status % 10 == 4) * 3 }) {
                let driven = with(at, |own| Answer::Http(answer(own, status)));
                assert_eq!(driven.violation, None, "request {at}: status {status}");
            }
        }
    }
}

/// The body that the server itself answers a request with.
fn own_body(at: usize) -> Vec<u8> {
    let seen = RefCell::new(Vec::new());
    with(at, |own| {
        seen.replace(own.body.clone());
        Answer::Http(own.clone())
    });
    assert!(seen.borrow().len() > 20, "request {at}");
    seen.into_inner()
}

/// Every truncation of every answer: none is taken for a whole one.
#[test]
fn t39_every_truncation_of_every_answer_ends_on_a_screen_with_a_way_on() {
    for (at, step) in [(CONFIGURATION, 1), (STATUS, 1), (TERMS, 1), (SESSION, 1), (PROOF, 13), (POLL, 13)] {
        let length = own_body(at).len();
        for cut in (0..length).step_by(step) {
            let driven = with(at, |own| Answer::Http(HttpAnswer { body: own.body[..cut].to_vec(), ..own.clone() }));
            assert_eq!(driven.violation, None, "request {at}: {cut} of {length} octets");
            if at < PROOF {
                assert_eq!((driven.codes.len(), driven.exchanges), (1, 0), "request {at}: {cut} of {length} octets");
            }
        }
    }
}

/// Where the values of a JSON text stand, as pointers.
fn pointers(value: &Value, at: &str, found: &mut Vec<String>) {
    found.push(at.to_owned());
    match value {
        Value::Object(members) => {
            members.iter().for_each(|(name, value)| pointers(value, &format!("{at}/{name}"), found))
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(place, value)| pointers(value, &format!("{at}/{place}"), found));
        }
        _ => {}
    }
}

/// Every value of every answer replaced by others, most of the wrong type: nothing panics, nothing is taken for what it is
/// not, and the run ends.
#[test]
fn t39_req_101_every_value_of_every_answer_replaced_ends_on_a_screen_with_a_way_on() {
    let deep = format!("{}{}", "[".repeat(100), "]".repeat(100));
    let others = [
        json!(null),
        json!(true),
        json!(-1),
        json!(u64::MAX),
        json!(1e308),
        json!(""),
        json!("\u{0}\u{202e}\r\n"),
        json!("9999-12-31T23:59:59Z"),
        json!("0000-01-01T00:00:00+23:59"),
        json!("x".repeat(100_000)),
        json!([]),
        json!({}),
        serde_json::from_str(&deep).unwrap(),
    ];
    let mut runs = 0;
    for at in ALL {
        let whole: Value = serde_json::from_slice(&own_body(at)).unwrap();
        let mut places = Vec::new();
        pointers(&whole, "", &mut places);
        for place in places {
            for other in others.iter().take(if at < PROOF { others.len() } else { 6 }) {
                let mut changed = whole.clone();
                if let Some(value) = changed.pointer_mut(&place) {
                    value.clone_from(other);
                }
                let octets = serde_json::to_vec(&changed).unwrap();
                let driven = with(at, |own| Answer::Http(HttpAnswer { body: octets.clone(), ..own.clone() }));
                assert_eq!(driven.violation, None, "request {at}: {other} at `{place}`");
                assert!(driven.verifies <= 1 && driven.registrations <= 1);
                runs += 1;
            }
        }
    }
    assert!(runs > 700, "{runs}");
}
