//! What a reader says, and what a person is told of a contact while it lasts and when it ends.

use kazasu_core::effect::{Answer, CardFacts, CardFault, Effect};
use kazasu_core::words::{self, Language, Text, text};
use kazasu_explore::answers::Command::{self, ReadNamedShort, ReadOn, SelectApplication};
use kazasu_explore::drive::{Driven, ONCE, drive, honest};
use kazasu_explore::starts::Start;

use crate::SHARED;

fn opened(answer: impl Fn() -> Answer) -> (Driven, Vec<Command>) {
    let mut commands = Vec::new();
    let mut meddle = |_: usize, effect: &Effect, _: &Answer| match effect {
        Effect::OpenCard { .. } => Some(answer()),
        Effect::Transmit { command, .. } => {
            commands.push(Command::of(command.expose()));
            None
        }
        _ => None,
    };
    let driven = drive(&SHARED, Start::FRESH, ONCE, &mut meddle);
    assert_eq!(driven.violation, None);
    (driven, commands)
}

#[test]
fn req_54_what_a_reader_cannot_carry_is_not_tried() {
    let facts = |extended_length| move || Answer::CardFound(CardFacts { extended_length, ..CardFacts::default() });
    assert_eq!(opened(facts(Some(false))).1[..3], [SelectApplication, ReadNamedShort, ReadOn]);
    for asked in [Some(true), None] {
        assert_eq!(opened(facts(asked)).1.len(), 5, "{asked:?}");
    }
}

#[test]
fn each_reason_for_no_card_has_its_own_code() {
    let reasons = [
        (CardFault::NoCard, "C01"),
        (CardFault::Dismissed, "C02"),
        (CardFault::SeveralCards, "C03"),
        (CardFault::NotACard, "C04"),
        (CardFault::NfcOff, "C05"),
        (CardFault::NfcAbsent, "C06"),
        (CardFault::ReaderAbsent, "C07"),
        (CardFault::ReaderRemoved, "C08"),
        (CardFault::ReaderBusy, "C09"),
        (CardFault::ServiceOff, "C10"),
        (CardFault::Other, "C11"),
    ];
    for (reason, code) in reasons {
        let (driven, commands) = opened(|| Answer::CardFailed(reason));
        assert_eq!((driven.codes, commands.len()), (vec![code.to_owned()], 0), "{reason:?}");
    }
}

fn answered(at: usize, octets: &[u8]) -> Driven {
    let mut meddle = |nth: usize, effect: &Effect, _: &Answer| {
        (matches!(effect, Effect::Transmit { .. }) && nth == at).then(|| Answer::Response(octets.to_vec()))
    };
    drive(&SHARED, Start::FRESH, ONCE, &mut meddle)
}

#[test]
fn a_card_of_another_kind_is_told_from_one_that_refuses() {
    let codes = [[0x6A, 0x82], [0x6D, 0x00], [0x69, 0x85], [0x6A, 0x80]].map(|word| answered(1, &word).codes.concat());
    assert_eq!(codes, ["C17", "C17", "C15", "C15"]);
}

/// What the card says to VERIFY: so many tries left, blocked, or what does not say.
#[test]
fn req_52_only_a_card_that_says_blocked_is_taken_for_one() {
    let said = |octets: &[u8]| {
        let driven = answered(4, octets);
        (driven.codes.concat(), driven.screens.iter().filter(|screen| **screen == "pin").count())
    };
    assert_eq!(said(&[0x63, 0xC2]), (String::new(), 2), "the PIN is asked for again");
    for blocked in [[0x63, 0xC0], [0x69, 0x83], [0x69, 0x84]] {
        assert_eq!(said(&blocked), ("P01".to_owned(), 1), "{blocked:02X?}");
    }
    for unclear in [[0x65, 0x81], [0x69, 0x82], [0x6F, 0x00]] {
        assert_ne!(said(&unclear).0, "P01", "{unclear:02X?}");
    }
}

#[test]
fn the_sheet_says_how_far_the_reading_is_and_what_became_of_it() {
    let mut sheets = Vec::new();
    let mut look = |_: usize, effect: &Effect, _: &Answer| {
        if let Effect::Transmit { sheet, .. } = effect {
            sheets.push(sheet.clone());
        }
        None
    };
    let said = |text: Text| words::plain(Language::Japanese, text, &[]);
    let signed = drive(&SHARED, Start::FRESH, ONCE, &mut look);
    let percent =
        |sheet: &String| sheet.chars().filter(char::is_ascii_digit).collect::<String>().parse::<u8>().unwrap();
    let percents: Vec<u8> = sheets.iter().map(percent).collect();
    assert!(percents.is_sorted() && percents[0] < 20 && percents[4] > 50, "{percents:?}");
    assert_eq!(signed.closed, [(said(text::HOLD_FINISHED), true)]);
    assert_eq!(answered(1, &[0x6D, 0x00]).closed, [(said(text::SHEET_FOREIGN), false)]);
    let locked = drive(&SHARED, Start { card: "locked", ..Start::FRESH }, ONCE, &mut honest);
    assert_eq!(locked.closed, [(said(text::SHEET_PIN_UNUSABLE), false)]);
}
