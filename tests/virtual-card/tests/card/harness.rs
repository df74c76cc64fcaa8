//! What the tests share.

use std::sync::OnceLock;

use kazasu_virtual_card::card::Issue;
use kazasu_virtual_card::{Authority, Behaviour, Card, Personality};
use sha2::{Digest, Sha256};

/// 2027-01-15 08:00:00 UTC.
pub const NOW: i64 = 1_800_000_000;
pub const DAY: i64 = 86_400;

pub const SELECT_JPKI: [u8; 15] =
    [0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];
pub const QUERY_USER: [u8; 4] = [0x00, 0x20, 0x00, 0x98];
pub const QUERY_SIGNATURE: [u8; 4] = [0x00, 0x20, 0x00, 0x9B];
pub const READ_WHOLE: [u8; 7] = [0x00, 0xB0, 0x8A, 0x00, 0x00, 0x00, 0x00];
const SHA256_DIGEST_INFO: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

/// One authority for all tests.
pub fn authority() -> &'static Authority {
    static AUTHORITY: OnceLock<Authority> = OnceLock::new();
    AUTHORITY.get_or_init(|| Authority::at(NOW))
}

pub fn personality(name: &str) -> Personality {
    name.parse().unwrap()
}

pub fn card(name: &str) -> Card {
    personality(name).card(authority(), NOW, "1234")
}

/// A fresh card made differently.
pub fn card_with(change: impl FnOnce(&mut Issue, &mut Behaviour)) -> Card {
    let (mut issue, mut behaviour) = personality("fresh").issue(authority(), NOW, "1234");
    change(&mut issue, &mut behaviour);
    Card::new(issue, behaviour)
}

/// A fresh card with switches turned, the application selected.
pub fn selected_with(turn: impl FnOnce(&mut Behaviour)) -> Card {
    let mut card = card_with(|_, behaviour| turn(behaviour));
    card.select_jpki();
    card
}

/// A fresh card, the application selected.
pub fn selected() -> Card {
    selected_with(|_| {})
}

/// Short forms for talking to a card.
pub trait Talk {
    /// Sends a command and returns data and status word.
    fn send(&mut self, command: &[u8]) -> (Vec<u8>, u16);

    /// Sends a command that must not return data unless it succeeds, and returns the status word.
    fn status(&mut self, command: &[u8]) -> u16 {
        let (data, word) = self.send(command);
        assert!(word == 0x9000 || data.is_empty(), "{word:04X} with data");
        word
    }

    fn select_jpki(&mut self) {
        assert_eq!(self.send(&SELECT_JPKI), (vec![], 0x9000));
    }

    fn select_file(&mut self, id: u8) -> u16 {
        self.status(&select_file(id))
    }

    fn verify(&mut self, p2: u8, pin: &str) -> u16 {
        self.status(&verify(p2, pin))
    }
}

impl Talk for Card {
    fn send(&mut self, command: &[u8]) -> (Vec<u8>, u16) {
        let mut answer = self.transmit(command).unwrap();
        let word = answer.split_off(answer.len() - 2);
        (answer, u16::from_be_bytes([word[0], word[1]]))
    }
}

pub fn select_file(id: u8) -> [u8; 7] {
    [0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, id]
}

pub fn verify(p2: u8, pin: &str) -> Vec<u8> {
    [&[0x00, 0x20, 0x00, p2, u8::try_from(pin.len()).unwrap()], pin.as_bytes()].concat()
}

pub fn sign(p1: u8, p2: u8, input: &[u8]) -> Vec<u8> {
    [&[0x80, 0x2A, p1, p2, u8::try_from(input.len()).unwrap()], input, &[0x00]].concat()
}

/// A DigestInfo of the SHA-256 hash of a message.
pub fn digest_info(message: &[u8]) -> Vec<u8> {
    [&SHA256_DIGEST_INFO[..], &Sha256::digest(message)].concat()
}
