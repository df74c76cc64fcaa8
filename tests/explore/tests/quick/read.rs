//! How the certificate's file is read, whatever is in it.

use kazasu_core::effect::{Answer, Effect};
use kazasu_explore::answers::Command::{self, ReadHere, ReadNamed, ReadOn, SelectApplication, SelectCertificate};
use kazasu_explore::drive::{Drive, ONCE, drive};
use kazasu_explore::starts::Start;

use crate::SHARED;

/// What a card with that file answers to a READ BINARY.
fn read(file: &[u8], command: &[u8]) -> Option<Vec<u8>> {
    let (offset, rest) = match *command {
        [_, 0xB0, 0x80..=0xFF, low, ..] => (usize::from(low), &command[4..]),
        [_, 0xB0, high, low, ..] => (usize::from(u16::from_be_bytes([high, low])), &command[4..]),
        _ => return None,
    };
    let most = match *rest {
        [0, high, low] => usize::from(u16::from_be_bytes([high, low])),
        [0] => 256,
        [most] => usize::from(most),
        _ => return None,
    };
    let Some(data) = file.get(offset..) else { return Some(vec![0x6B, 0x00]) };
    Some([&data[..data.len().min(most)], &[0x90, 0x00]].concat())
}

/// The commands to a card with that file, and the code of what came of it.
fn with(file: &[u8]) -> (Vec<Vec<u8>>, String) {
    let mut commands = Vec::new();
    let mut meddle = |_: usize, effect: &Effect, _: &Answer| {
        let Effect::Transmit { command, .. } = effect else { return None };
        commands.push(command.expose().to_vec());
        read(file, command.expose()).map(Answer::Response)
    };
    let driven = drive(&SHARED, Start::FRESH, ONCE, &mut meddle);
    assert_eq!((driven.violation, driven.verifies), (None, 0));
    (commands, driven.codes.concat())
}

/// A file that claims so many octets in all, and has them.
fn claiming(length: usize) -> Vec<u8> {
    let [high, low] = u16::try_from(length - 4).unwrap().to_be_bytes();
    [&[0x30, 0x82, high, low][..], &vec![0; length - 4]].concat()
}

#[test]
fn req_54_a_long_certificate_takes_one_more_long_read_and_one_that_is_too_long_none() {
    let (commands, _) = with(&claiming(4_096));
    assert_eq!(commands.len(), 3);
    assert_eq!(commands[2], [0x00, 0xB0, 0x08, 0x00, 0x00, 0x08, 0x00], "what is missing, no more");
    let (commands, code) = with(&claiming(4_097));
    assert_eq!((commands.len(), code.as_str()), (2, "C15"));
}

#[test]
fn a_file_that_is_cut_off_is_told_from_an_empty_one() {
    let (commands, code) = with(&[]);
    assert_eq!((commands.len(), code.as_str()), (2, "C18"));
    let (commands, code) = with(&[0x30]);
    assert_eq!((commands.len(), code.as_str()), (3, "C15"));
    assert_eq!(commands[2], [0x00, 0xB0, 0x00, 0x01, 0x00, 0x01, 0x00]);
}

#[test]
fn reading_in_short_pieces_goes_on_from_10_to_60_percent() {
    let mut percents = Vec::new();
    let mut look = |_: usize, effect: &Effect, _: &Answer| {
        if let Effect::Transmit { sheet, command, .. } = effect
            && Command::of(command.expose()) == ReadOn
        {
            let digits: String = sheet.chars().filter(char::is_ascii_digit).collect();
            percents.push(digits.parse::<u8>().unwrap());
        }
        None
    };
    drive(&SHARED, Start { card: "no-extended", ..Start::FRESH }, ONCE, &mut look);
    assert_eq!(percents, [18, 26, 34, 42, 50, 58], "256 octets of 1,583 are eight of fifty percent");
}

/// A length that passed before is not doubted: that card does not know the short identifier any more.
#[test]
fn req_54_a_wrong_length_after_a_long_read_that_went_well_is_no_reason_for_short_ones() {
    let mut commands = Vec::new();
    let mut meddle = |nth: usize, effect: &Effect, _: &Answer| {
        let Effect::Transmit { command, .. } = effect else { return None };
        commands.push(Command::of(command.expose()));
        match nth {
            3 => Some(Answer::CardLost),
            5 => Some(Answer::Response(vec![0x67, 0x00])),
            _ => None,
        }
    };
    drive(&SHARED, Start::FRESH, Drive { retries: 1, ..ONCE }, &mut meddle);
    assert_eq!(commands[3..7], [SelectApplication, ReadNamed, SelectCertificate, ReadHere]);
}
