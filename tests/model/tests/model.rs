//! What must hold, holds in every state; and each part of it catches a deliberate defect.
#![allow(clippy::print_stderr)]

use kazasu_model::Defect;
use kazasu_model::explore::{explore, scenes};

#[test]
fn t21_every_interleaving_crash_and_retry_makes_one_registration() {
    let mut states = 0;
    for scene in scenes() {
        let explored = explore(&scene);
        if let Some((what, events)) = explored.broken {
            panic!("{}: {what}\n{}", scene.name, events.join("\n"));
        }
        eprintln!("{}: {} states, {} ways", scene.name, explored.states, explored.ways);
        states += explored.states;
    }
    assert!(states > 10_000, "{states}");
}

/// What a defect comes to, by the shortest way in the first scene that shows it.
fn found(defect: Defect) -> String {
    let broken = scenes().into_iter().find_map(|mut scene| {
        scene.defect = Some(defect);
        explore(&scene).broken
    });
    broken.map(|(what, _)| what).unwrap_or_else(|| panic!("{defect:?} goes unseen"))
}

#[test]
fn t21_each_property_catches_a_defect() {
    let expected = [
        (Defect::SettlesLostClaims, ""),
        (Defect::LateLeavesClaim, "was told TooLate first and then Registered(0)"),
        (Defect::ForgetsCards, "two active registrations"),
        (Defect::UnbindsKeys, "was bound to the key"),
        (Defect::KeepsAnswerLater, "not registered"),
        (Defect::DeadlineFirst, ""),
        (Defect::NeverLapses, "not registered"),
    ];
    for (defect, wanted) in expected {
        let what = found(defect);
        assert!(what.contains(wanted), "{defect:?}: {what}");
    }
}
