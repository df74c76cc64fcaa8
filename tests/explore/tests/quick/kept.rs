//! What stays on the device when a registration is accepted, and what the person is told when it cannot be kept.

use kazasu_core::effect::{Answer, Effect, Slot};
use kazasu_explore::drive::{ONCE, drive};
use kazasu_explore::starts::Start;

use crate::SHARED;

/// The slots that were written in order, where those that `fails` names do not work.
fn saved(fails: fn(&Slot) -> bool) -> Vec<(String, serde_json::Value)> {
    let mut saved = Vec::new();
    let mut look = |_: usize, effect: &Effect, _: &Answer| {
        let Effect::Save { slot, bytes } = effect else { return None };
        let kind = slot.to_string().split('/').next().unwrap().to_owned();
        if kind == "records" {
            return None; // the list of what is kept
        }
        saved.push((kind, serde_json::from_slice(bytes.expose()).unwrap()));
        fails(slot).then_some(Answer::StoreFailed)
    };
    let driven = drive(&SHARED, Start::FRESH, ONCE, &mut look);
    assert_eq!((driven.violation, driven.registrations), (None, 1));
    saved
}

#[test]
fn req_70_req_126_receipt_and_status_token_are_kept_and_nothing_else() {
    for fails in [(|_| false) as fn(&Slot) -> bool, |slot| matches!(slot, Slot::Receipt(_))] {
        let saved = saved(fails);
        let kinds: Vec<&str> = saved.iter().map(|(kind, _)| kind.as_str()).collect();
        assert_eq!(kinds, ["pending", "receipt", "status"], "one that fails does not stop the next");
        for (_, record) in &saved[1..] {
            assert_eq!(record["platform"], "https://sandbox.example");
            assert!(record["registration_id"].as_str().unwrap().starts_with("reg_"));
        }
        assert!(saved[2].1["status_token"].as_str().is_some_and(|token| !token.is_empty()));
    }
}
