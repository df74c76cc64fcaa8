//! Each invariant catches a deliberate defect, and without one nothing is caught.

use kazasu_explore::defects::Defect;
use kazasu_explore::explore::{Broken, explore};
use kazasu_explore::faults::Depth;
use kazasu_explore::invariants::Invariant;
use kazasu_explore::row::row;
use kazasu_explore::run::How;
use kazasu_explore::shrink::shortest;
use kazasu_explore::starts::Start;

use crate::SHARED;

fn found(defect: Defect, start: Start, faults: usize) -> Broken {
    let how = How { defect: Some(defect), ..How::plainly(Depth::Classes) };
    let broken = explore(&SHARED, &[start], faults, how, 2).broken.unwrap_or_else(|| panic!("{defect:?} goes unseen"));
    shortest(&SHARED, broken, how)
}

fn caught(defect: Defect, start: Start, faults: usize) -> Invariant {
    found(defect, start, faults).ran.violation.map(|violation| violation.invariant).unwrap()
}

#[test]
fn req_52_a_verify_that_is_sent_twice_is_caught() {
    assert_eq!(caught(Defect::VerifyTwice, Start::FRESH, 0), Invariant::OneVerifyPerPin);
}

#[test]
fn req_128_a_keypad_that_asks_twice_is_caught() {
    assert_eq!(caught(Defect::VerifyTwice, Start::KEYPAD, 0), Invariant::OneVerifyPerPin);
}

#[test]
fn req_110_a_last_try_that_is_not_confirmed_is_caught() {
    assert_eq!(caught(Defect::HidesLastTry, Start::ALL[4], 0), Invariant::LastTryConfirmed);
}

#[test]
fn req_40_a_radio_before_the_pin_is_caught() {
    assert_eq!(caught(Defect::RadioFirst, Start::FRESH, 0), Invariant::NoRadioBeforePin);
}

#[test]
fn req_33_a_flag_that_was_not_shown_is_caught() {
    assert_eq!(caught(Defect::FlipsBox, Start::FRESH, 0), Invariant::NothingUnagreed);
    assert_eq!(caught(Defect::FlipsBox, Start::ALL[1], 0), Invariant::NothingUnagreed);
}

#[test]
fn t21_a_server_that_registers_twice_is_caught() {
    assert_eq!(caught(Defect::RegistersTwice, Start::FRESH, 1), Invariant::OneRegistrationPerProof);
}

#[test]
fn a_server_that_keeps_nothing_is_caught() {
    assert_eq!(caught(Defect::KeepsNothing, Start::FRESH, 0), Invariant::RegisteredOnceArrived);
}

#[test]
fn a_registration_that_is_denied_is_caught() {
    assert_eq!(caught(Defect::Denies, Start::FRESH, 0), Invariant::ToldTruly);
}

#[test]
fn req_118_a_record_that_is_lost_is_caught() {
    assert_eq!(caught(Defect::LosesRecord, Start::FRESH, 0), Invariant::ToldTruly);
}

#[test]
fn a_screen_without_a_way_on_is_caught() {
    assert_eq!(caught(Defect::DeadEnd, Start::FRESH, 1), Invariant::WayOn);
}

#[test]
fn req_125_a_pin_in_storage_and_a_command_after_the_end_are_caught() {
    assert_eq!(caught(Defect::LeaksPin, Start::FRESH, 0), Invariant::SecretsGone);
    assert_eq!(caught(Defect::CommandAfterEnd, Start::FRESH, 0), Invariant::SecretsGone);
}

#[test]
fn a_card_that_is_never_closed_is_caught() {
    assert_eq!(caught(Defect::NeverCloses, Start::FRESH, 0), Invariant::CardAlone);
}

#[test]
fn an_effect_that_is_handed_out_twice_is_caught() {
    assert_eq!(caught(Defect::SameIdTwice, Start::FRESH, 0), Invariant::Contract);
}

/// REQ-103: a release, by a platform that takes it in and denies it, one that takes it in twice, one that nobody ticked the
/// box for, and a box the other way round: who sees it ticked presses what is not offered.
#[test]
fn req_103_a_release_that_is_denied_doubled_or_not_agreed_to_is_caught() {
    let release = Start::ALL[18];
    assert_eq!(caught(Defect::Denies, release, 0), Invariant::ToldTruly);
    assert_eq!(caught(Defect::RegistersTwice, release, 1), Invariant::OneRegistrationPerProof);
    assert_eq!(caught(Defect::HidesTick, release, 0), Invariant::NothingUnagreed);
    assert_eq!(caught(Defect::FlipsBox, release, 0), Invariant::WayOn);
    assert_eq!(caught(Defect::VerifyTwice, Start::ALL[13], 0), Invariant::OneVerifyPerPin);
}

/// A card that is only looked at needs no PIN; signing in does.
#[test]
fn req_40_a_radio_before_the_pin_of_a_sign_in_is_caught() {
    assert_eq!(caught(Defect::RadioFirst, Start::ALL[16], 0), Invariant::NoRadioBeforePin);
}

/// From home what was told, ticked or agreed to is watched as it is without.
#[test]
fn a_defect_on_the_way_through_home_is_caught() {
    let [registering, releasing, _] = Start::ALL[Start::FROM_HOME] else { panic!("three starts from home") };
    assert_eq!(caught(Defect::Denies, registering, 0), Invariant::ToldTruly);
    assert_eq!(caught(Defect::FlipsBox, registering, 0), Invariant::NothingUnagreed);
    assert_eq!(caught(Defect::HidesTick, releasing, 0), Invariant::NothingUnagreed);
    assert_eq!(caught(Defect::NeverCloses, registering, 0), Invariant::CardAlone);
}

/// What is printed is the shortest run, as a row of the scenario table.
#[test]
fn a_broken_run_is_printed_as_a_scenario() {
    let broken = found(Defect::RegistersTwice, Start::FRESH, 1);
    assert_eq!(broken.script.spent(), 1);
    let row = row(&broken);
    for part in [
        "[[scenario]]\nname = \"found-by-exploration\"\n",
        "card = \"fresh\"\n",
        "{ at = \"POST /v1/registrations\", nth = 1, then = \"lost-after\" }",
        "{ on = \"pin\", pin = \"1234\" }",
        "registrations = 2",
        "# the run, line by line:\n",
    ] {
        assert!(row.contains(part), "{part} is not in\n{row}");
    }
}
