//! What is kept on the device is used for what it is, and what must be random is.

use kazasu_core::effect::{Answer, Effect, Slot};
use kazasu_core::flow::Outcome;
use kazasu_core::secret::Secret;
use kazasu_explore::drive::{Driven, ONCE, drive, drive_from};
use kazasu_explore::faults::Depth;
use kazasu_explore::run::{How, run};
use kazasu_explore::script::Script;
use kazasu_explore::server::problem;
use kazasu_explore::starts::{BEGIN, Start};
use kazasu_explore::trace::Line;

use crate::SHARED;

/// A run in which the records of one kind are read with a member changed.
fn with(start: Start, kind: &str, member: &str, value: &str) -> Driven {
    with_first(start, kind, member, value).0
}

/// The same, and where its first request goes.
fn with_first(start: Start, kind: &str, member: &str, value: &str) -> (Driven, Option<String>) {
    let mut first = None;
    let mut meddle = |_: usize, effect: &Effect, own: &Answer| match (effect, own) {
        (Effect::Send(request), _) => {
            first.get_or_insert_with(|| request.url.clone());
            None
        }
        (Effect::Load { slot }, Answer::Loaded(Some(bytes))) if slot.to_string().starts_with(kind) => {
            let mut record: serde_json::Value = serde_json::from_slice(bytes.expose()).unwrap();
            assert!(record[member].is_string(), "{record}");
            record[member] = value.into();
            Some(Answer::Loaded(Some(Secret::new(record.to_string().into_bytes()))))
        }
        _ => None,
    };
    let driven = drive(&SHARED, start, ONCE, &mut meddle);
    assert_eq!(driven.violation, None);
    (driven, first)
}

const OTHER_ID: &str = "reg_99999999999999999999999999";

#[test]
fn req_130_a_receipt_of_another_platform_or_registration_is_not_shown() {
    let receipts = Start::ALL[24];
    assert_eq!(with(receipts, "receipt", "platform", "https://sandbox.example").screens, ["receipt"]);
    assert_eq!(with(receipts, "receipt", "platform", "https://other.example").screens, ["no_receipt"]);
    assert_eq!(with(receipts, "receipt", "registration_id", OTHER_ID).screens, ["no_receipt"]);
}

/// What reads a status goes to the platform that gave it, and to no other.
#[test]
fn req_71_a_status_token_of_another_platform_is_not_sent() {
    let status = Start::ALL[12];
    let kept = with(status, "status", "platform", "https://sandbox.example");
    assert_eq!((kept.screens[0], kept.requests), ("status", 1));
    for (member, value) in
        [("platform", "https://other.example"), ("registration_id", OTHER_ID), ("status_token", "a\r\nb: c")]
    {
        let (driven, first) = with_first(status, "status", member, value);
        assert_eq!(driven.screens[0], "sign_in", "{member}");
        assert!(first.is_none_or(|url| !url.contains("/v1/registrations/")), "{member} is asked with");
    }
}

/// The newest of two reads no status any more: the older one's is shown, and no way leads to what reads nothing.
#[test]
fn req_71_what_reads_no_status_any_more_is_passed_over() {
    let gone = serde_json::json!({
        "registration_id": OTHER_ID,
        "platform": "https://sandbox.example",
        "status_token": "no-longer-known",
    });
    let mut keeps_two = |_: usize, effect: &Effect, own: &Answer| {
        let record = match (effect, own) {
            (Effect::Load { slot: Slot::Records }, Answer::Loaded(Some(bytes))) => {
                let mut index: serde_json::Value = serde_json::from_slice(bytes.expose()).unwrap();
                index["ids"].as_array_mut().unwrap().push(OTHER_ID.into());
                index
            }
            (Effect::Load { slot: Slot::Status(id) }, _) if id == OTHER_ID => gone.clone(),
            _ => return None,
        };
        Some(Answer::Loaded(Some(Secret::new(record.to_string().into_bytes()))))
    };
    let driven = drive(&SHARED, Start::ALL[12], ONCE, &mut keeps_two);
    assert_eq!((driven.violation, driven.screens[0], driven.requests), (None, "status", 2));
}

/// What was signed for one platform goes to no other, whatever app finds it.
#[test]
fn req_118_a_request_that_was_signed_for_another_platform_is_not_sent() {
    let mut record = None;
    drive(&SHARED, Start::FRESH, ONCE, &mut |_: usize, effect: &Effect, _: &Answer| {
        if let Effect::Save { slot: Slot::Pending, bytes } = effect {
            record = serde_json::from_slice::<serde_json::Value>(bytes.expose()).ok();
        }
        None
    });
    let mut record = record.unwrap();
    for (origin, sent) in [("https://sandbox.example", true), ("https://other.example", false)] {
        record["origin"] = origin.into();
        let mut first = None;
        let mut look = |_: usize, effect: &Effect, _: &Answer| {
            if let Effect::Send(request) = effect {
                first.get_or_insert_with(|| request.url.clone());
            }
            None
        };
        drive_from(&SHARED, Start::FRESH, ONCE, Some(record.to_string().into_bytes()), &mut look);
        let first = first.unwrap();
        assert_eq!(!first.ends_with("/.well-known/hrp-configuration"), sent, "{origin}: {first}");
    }
}

/// Without randomness there is no key for a request: the app stops, before a card is looked for.
#[test]
fn a_generator_that_brings_too_little_ends_it_before_the_card() {
    let keyed = Start { keyed: true, ..Start::FRESH };
    for (start, short) in [(Start::FRESH, 15), (Start::FRESH, 0), (keyed, 31), (Start::ALL[13], 15)] {
        let mut dry = |_: usize, effect: &Effect, _: &Answer| match effect {
            Effect::Random { .. } => Some(Answer::RandomBytes(vec![7; short])),
            Effect::OpenCard { .. } | Effect::Save { slot: Slot::Pending, .. } => panic!("{short}: {effect:?}"),
            _ => None,
        };
        let driven = drive(&SHARED, start, ONCE, &mut dry);
        assert_eq!((driven.outcome, driven.registrations > 1), (Some(Outcome::Defect), false), "{short}");
    }
}

/// What a platform says of a card that signed in is told as what it is, and nothing else as "not registered".
#[test]
fn req_71_a_refusal_after_a_sign_in_is_told_as_itself() {
    let told = |start: usize, code: &'static str| {
        let mut refuse = |_: usize, effect: &Effect, _: &Answer| match effect {
            Effect::Send(request) if request.url.ends_with("/v1/registrations/me") => {
                Some(Answer::Http(problem(code).answer(BEGIN)))
            }
            _ => None,
        };
        let driven = drive(&SHARED, Start::ALL[start], ONCE, &mut refuse);
        assert_eq!((driven.violation, driven.tries_left), (None, 3), "{code}");
        (driven.codes.join(" "), driven.screens.contains(&"not_registered"))
    };
    for start in [13, 21] {
        assert_eq!(told(start, "overloaded"), ("S02".to_owned(), false), "{start}");
        assert_eq!(told(start, "session-invalid"), ("S08".to_owned(), false), "{start}");
        assert_eq!(told(start, "not-found"), (String::new(), true), "{start}");
    }
}

/// What somebody goes through from home, screen by screen, when nothing goes wrong.
#[test]
fn req_03_home_leads_to_one_thing_after_the_other_and_back() {
    let went = |start: Start| -> Vec<&'static str> {
        let ran = run(&SHARED, start, How::plainly(Depth::Classes).traced(), &mut Script::with_faults(0));
        assert_eq!(ran.violation, None);
        let shown = ran.lines.iter().filter_map(|line| match line {
            Line::Shown { id, .. } if *id != "loading" => Some(*id),
            _ => None,
        });
        let mut shown: Vec<_> = shown.collect();
        shown.dedup();
        shown
    };
    let [registering, releasing, looking] = Start::ALL[Start::FROM_HOME] else { panic!("three starts from home") };
    for (went, by) in [
        (went(registering), ["home", "terms", "pin", "done", "home", "status", "home"].as_slice()),
        (went(releasing), ["home", "release", "pin", "release_accepted", "home", "status", "home"].as_slice()),
        (
            went(looking),
            ["home", "sign_in", "pin", "insurance", "home", "check_card", "card_report", "home"].as_slice(),
        ),
    ] {
        let mut rest = went.iter();
        assert!(by.iter().all(|id| rest.any(|shown| shown == id)), "{went:?}");
    }
}
