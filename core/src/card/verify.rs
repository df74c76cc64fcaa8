//! The PIN's retry counter, and VERIFY.

use crate::apdu::{Command, Header, StatusWord};
use crate::secret::Pin;

use super::abilities::Abilities;
use super::channel::Channel;
use super::found::{CardError, NotTyped};
use super::profile::PIN;

/// How many tries are left, without using one: four bytes and nothing after them (card fact sheet §4.3, REQ-110).
///
/// Named by short identifier, only 63Cx with x > 0 counts as an answer; anything else is confirmed by the plain form
/// before anybody is told that a PIN is blocked.
pub(super) async fn query(card: &mut Channel<'_>, can: &mut Abilities) -> Result<u8, CardError> {
    if can.short_read == Some(false) {
        can.short_pin = Some(false);
    }
    if can.short_pin != Some(false) {
        let answer = card.transmit(Command::bare([0x00, 0x20, 0x00, 0x80 | PIN.short])).await?.status;
        match answer.tries() {
            Some(tries @ 1..) => {
                can.short_pin = Some(true);
                return Ok(tries);
            }
            _ => can.short_pin = Some(false),
        }
    }
    const QUERY: Header = [0x00, 0x20, 0x00, 0x80];
    card.must_select_file(PIN).await?;
    match card.transmit(Command::bare(QUERY)).await?.status {
        status if status.is_blocked() => Ok(0),
        status => status.tries().ok_or(CardError::Refused(QUERY, status)),
    }
}

/// What a VERIFY came to.
pub(super) enum Verified {
    Right,
    Wrong(u8),
    Blocked,
    /// An answer that does not say: the counter must be looked at.
    Unknown,
    /// The PIN was not typed on the keypad; nothing was sent.
    NotTyped(NotTyped),
    /// The reader does not use its keypad for this; nothing was sent.
    NoKeypad,
}

impl Verified {
    /// By the card's answer.
    pub(super) fn of(status: StatusWord) -> Self {
        match status {
            StatusWord::OK => Self::Right,
            status if status.is_blocked() => Self::Blocked,
            status => status.tries().map_or(Self::Unknown, Self::Wrong),
        }
    }
}

/// The PIN's name in VERIFY: as in the query, which has just shown that this works; so nothing falls back, and no second
/// VERIFY can follow.
pub(super) fn reference(can: &Abilities) -> u8 {
    if can.short_pin == Some(true) { 0x80 | PIN.short } else { 0x80 }
}

/// VERIFY, once.
pub(super) async fn verify(card: &mut Channel<'_>, reference: u8, pin: Pin) -> Result<Verified, CardError> {
    let command = Command::with_pin([0x00, 0x20, 0x00, reference], pin);
    Ok(Verified::of(card.transmit(command).await?.status))
}
