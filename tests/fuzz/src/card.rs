//! What a card answers.

use kazasu_core::effect::{Answer, Effect};
use kazasu_core::tlv::sequence_length;
use kazasu_explore::drive::{Drive, ONCE, drive};
use kazasu_explore::starts::Start;

use super::{SHARED, holds};

/// The first octet chooses the card. Then answers to its commands, one after the other, each behind its length in two
/// octets; once they are used up the card answers for itself.
pub(super) fn apdu(octets: &[u8]) {
    let Some((choice, mut rest)) = octets.split_first() else { return };
    let plans = Start::PLANS;
    let start = plans[usize::from(*choice) % plans.len()];
    let mut meddle = |_: usize, effect: &Effect, own: &Answer| {
        let (Effect::Transmit { .. }, Answer::Response(_)) = (effect, own) else { return None };
        let (length, after) = rest.split_first_chunk::<2>()?;
        let (answer, after) = after.split_at(usize::from(u16::from_be_bytes(*length)).min(after.len()));
        rest = after;
        Some(Answer::Response(answer.to_vec()))
    };
    let driven = drive(&SHARED, start, Drive { retries: 2, ..ONCE }, &mut meddle);
    holds(&driven);
    assert!(driven.exchanges < 400, "{driven:?}");
}

/// A length is never shorter than what says it.
pub(super) fn tlv(octets: &[u8]) {
    if let Ok(length) = sequence_length(octets) {
        assert!((2..=5 + 0xFF_FFFF).contains(&length) && octets.first() == Some(&0x30));
    }
}

/// The octets are what is in the card's certificate file.
pub(super) fn certificate(octets: &[u8]) {
    let mut meddle = |_: usize, effect: &Effect, own: &Answer| {
        let (Effect::Transmit { command, .. }, Answer::Response(_)) = (effect, own) else { return None };
        let (from, most) = match *command.expose() {
            [_, 0xB0, 0x80..=0xFF, from, ..] => (usize::from(from), 2_048),
            [_, 0xB0, high, low, ..] => (usize::from(u16::from_be_bytes([high, low])), 2_048),
            _ => return None,
        };
        let data = octets.get(from..octets.len().min(from + most)).unwrap_or_default();
        Some(Answer::Response([data, &[0x90, 0x00]].concat()))
    };
    holds(&drive(&SHARED, Start::FRESH, ONCE, &mut meddle));
}
