//! What a platform's answer is told as: that a request waits to be sent again, and refusals.

use std::sync::Arc;

use kazasu_core::effect::{Answer, Effect, Event, Intent, NetFault, Slot};
use kazasu_core::flow::{Entry, Flow};
use kazasu_core::platform::{Environment, Links, Platform, PlatformSpec};
use kazasu_core::screen::{ActionId, Presentation, Screen, Shell};
use kazasu_core::secret::Secret;
use kazasu_core::time::Now;
use kazasu_core::words::{self, Language, text};
use kazasu_explore::drive::{ONCE, drive};
use kazasu_explore::server::{problem, stranger};
use kazasu_explore::starts::{BEGIN, ORIGIN, Start};

use crate::{SHARED, refused};

/// What the device keeps while a registration is sent.
fn record() -> Vec<u8> {
    let mut record = None;
    let mut look = |_: usize, effect: &Effect, _: &Answer| {
        if let Effect::Save { slot: Slot::Pending, bytes } = effect {
            record.get_or_insert_with(|| bytes.expose().to_vec());
        }
        None
    };
    drive(&SHARED, Start::FRESH, ONCE, &mut look);
    record.unwrap()
}

/// The screens at which the request is sent, waits to be sent again, and rests. `posts` answer it; it is sent again at once.
fn shown(posts: impl IntoIterator<Item = Answer>) -> Vec<Screen> {
    started(&SHARED.platform, Some(record()), posts)
}

/// As above; without a record, what the app asks for at first.
fn started(
    platform: &Arc<Platform>,
    record: Option<Vec<u8>>,
    answers: impl IntoIterator<Item = Answer>,
) -> Vec<Screen> {
    let now = Now { monotonic_ms: 0, unix_s: BEGIN };
    let how = Presentation { language: Language::English, shell: Shell::Pc, browser: false };
    let mut flow = Flow::home(platform.clone(), SHARED.client.clone(), how, now, Entry::Register);
    let (mut answers, mut screens) = (answers.into_iter(), Vec::new());
    while let Some((id, effect)) = flow.take_effect() {
        let answer = match effect {
            Effect::Load { slot: Slot::Pending } => Answer::Loaded(record.clone().map(Secret::new)),
            Effect::Load { .. } => Answer::Loaded(None),
            Effect::Send(request) if record.is_none() || request.url.ends_with("/v1/registrations") => {
                screens.push(flow.screen());
                let Some(answer) = answers.next() else { return screens };
                answer
            }
            Effect::Send(_) => Answer::HttpFailed(NetFault::Offline),
            Effect::Wait { .. } => {
                let screen = flow.screen();
                let again = Event::Intent { screen: screen.serial, intent: Intent::Press(ActionId::Resend) };
                screens.push(screen);
                flow.handle(now, again).unwrap();
                continue;
            }
            _ => continue,
        };
        flow.handle(now, Event::Answer { id, answer }).unwrap();
    }
    screens.push(flow.screen());
    screens
}

fn says(screen: &Screen, words: &str) -> bool {
    serde_json::to_string(screen).unwrap().contains(words)
}

#[test]
fn req_118_a_busy_platform_is_waited_for_by_seconds_and_what_is_kept_is_not_said_to_be_lost() {
    let screens = shown([Answer::Http(problem("overloaded").answer(BEGIN))]);
    assert_eq!(screens.iter().map(|screen| screen.id).collect::<Vec<_>>(), ["resuming", "unsent", "sending"]);
    assert!(says(&screens[1], &words::plain(Language::English, text::SRV_BUSY, &[("seconds", "5")])));
    let lost = words::plain(Language::English, text::STORE_FAILED, &[]);
    assert!(screens.iter().all(|screen| !says(screen, &lost)));
    let unchecked = shown([Answer::Http(problem("revocation-unavailable").answer(BEGIN))]);
    assert!(says(&unchecked[1], &words::plain(Language::English, text::CERT_CHECK_UNAVAILABLE, &[])));
}

#[test]
fn req_118_a_definite_refusal_ends_it_and_is_told_as_what_it_is() {
    for (refusal, code) in [
        ("challenge-expired", "S09"),
        ("session-invalid", "S11"),
        ("session-expired", "S08"),
        ("certificate-wrong-environment", "X07"),
    ] {
        let screens = shown([Answer::Http(problem(refusal).answer(BEGIN))]);
        let last = screens.last().unwrap();
        assert!(last.id == "trouble" && says(last, &format!("\"{code}\"")), "{refusal}: {}", last.id);
    }
}

/// A platform that says when to come again: the screen says it by the platform's clock.
#[test]
fn who_is_sent_away_for_a_while_is_told_until_when() {
    for code in ["rate-limited", "maintenance"] {
        let screens = started(&SHARED.platform, None, [refused(code, "retry_after", 7_200.into())]);
        let last = screens.last().unwrap();
        assert!(last.id == "trouble" && says(last, &words::date_time(Language::English, BEGIN + 7_200)), "{code}");
    }
}

/// HRP/1 §3.9: the text for a problem comes from its code, whatever way on a platform gives with it; a code that is not
/// known goes by that.
#[test]
fn t39_what_a_refusal_means_goes_by_its_code() {
    let never = || serde_json::Value::from("never");
    for (code, told, step) in [
        ("session-invalid session-expired challenge-expired", "S08", 1),
        ("terms-changed consent-missing", "S07", 1),
        ("certificate-malformed certificate-wrong-kind certificate-untrusted", "X06", 2),
        ("certificate-wrong-environment", "X07", 2),
        ("certificate-not-yet-valid", "X02", 2),
        ("certificate-expired", "X01", 2),
        ("certificate-revoked", "X03", 2),
        ("certificate-suspended", "X04", 2),
        ("algorithm-unsupported client-upgrade-required", "S05", 1),
        ("signature-invalid challenge-in-use", "S10", 2),
        ("release-already-requested", "S13", 1),
        ("revocation-unavailable", "X05", 2),
        ("maintenance", "S03", 1),
        ("rate-limited", "S04", 1),
        ("overloaded request-in-progress", "S02", 1),
        ("internal", "S01", 1),
        ("malformed-request scope-missing", "S11", 2),
    ] {
        for code in code.split(' ') {
            let screens = started(&SHARED.platform, None, [refused(code, "retry", never())]);
            let last = screens.last().unwrap();
            assert!(says(last, &format!("\"{told}\"")), "{code}");
            let current = last.steps.iter().find(|step| step.current).map(|step| step.number);
            assert_eq!(current, Some(step), "{code}: in the header, what has to do with the card is step 2");
        }
    }
    for (retry, told) in [
        ("same-request", "S01"),
        ("new-challenge", "S10"),
        ("new-session", "S08"),
        ("after-user-action", "S11"),
        ("never", "S11"),
    ] {
        let mut unknown = problem("not-found");
        (unknown.code, unknown.retry) = ("not-known-yet", retry);
        let screens = started(&SHARED.platform, None, [Answer::Http(unknown.answer(BEGIN))]);
        assert!(says(screens.last().unwrap(), &format!("\"{told}\"")), "{retry}");
    }
    // Too many tries at once end with the session, where the platform says so.
    let screens = started(&SHARED.platform, None, [refused("rate-limited", "retry", "new-session".into())]);
    assert!(says(screens.last().unwrap(), "\"S08\""));
}

/// Memory and time are bounded whatever answers: half a MiB, which terms need at most, and fifteen seconds.
#[test]
fn t39_every_request_says_how_long_an_answer_may_be_and_take() {
    let mut bounds = Vec::new();
    let mut look = |_: usize, effect: &Effect, _: &Answer| {
        if let Effect::Send(request) = effect {
            bounds.push((request.longest_answer, request.timeout_ms));
        }
        None
    };
    drive(&SHARED, Start::FRESH, ONCE, &mut look);
    assert!(bounds.len() > 4 && bounds.iter().all(|bound| *bound == (524_288, 15_000)), "{bounds:?}");
}

/// Something in the way that speaks no HRP/1: a platform that is down comes back, another program does not become one.
#[test]
fn t39_who_is_no_platform_is_told_from_one_that_is_down() {
    for (status, told) in
        [(429, "S01"), (500, "S01"), (502, "S01"), (200, "S12"), (301, "S12"), (404, "S12"), (499, "S12")]
    {
        let screens = started(&SHARED.platform, None, [Answer::Http(stranger(status))]);
        assert!(says(screens.last().unwrap(), &format!("\"{told}\"")), "{status}");
    }
}

/// A practice card at a real platform is another mistake than a real card at a practice platform.
#[test]
fn req_121_a_card_of_the_other_environment_is_told_by_the_platforms_own() {
    let real = Platform::new(PlatformSpec {
        origin: ORIGIN.into(),
        environment: Environment::Production,
        name: [("en".to_owned(), "Real".to_owned())].into(),
        policies: None,
        links: Links::default(),
    });
    let real = Arc::new(real.unwrap());
    for (platform, told) in [(&real, "\"X08\""), (&SHARED.platform, "\"X07\"")] {
        let refusal = problem("certificate-wrong-environment").answer(BEGIN);
        let screens = started(platform, None, [Answer::Http(refusal)]);
        assert!(says(screens.last().unwrap(), told));
    }
}

/// A proof of the session key bears the platform's time. Where that was too far from it the request goes out once more, and
/// no oftener, whatever a platform says its time is (RFC 9449 §11.1); a refusal that has nothing to do with it stands.
#[test]
fn a_platform_whose_clock_jumps_is_asked_twice_and_no_oftener() {
    for (refusal, times) in [("session-invalid", 2), ("malformed-request", 1)] {
        let mut posts = 0;
        let mut jumps = |_: usize, effect: &Effect, _: &Answer| match effect {
            Effect::Send(request) if request.url.ends_with("/v1/registrations") => {
                posts += 1;
                assert!(posts <= 2, "asked again and again");
                Some(Answer::Http(problem(refusal).answer(BEGIN + 7_200 * posts)))
            }
            _ => None,
        };
        let keyed = Start { keyed: true, ..Start::FRESH };
        let driven = drive(&SHARED, keyed, ONCE, &mut jumps);
        assert_eq!((driven.violation, driven.codes, posts), (None, vec!["S11".to_owned()], times), "{refusal}");
    }
}
