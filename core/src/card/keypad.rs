//! VERIFY by a reader's own keypad (REQ-128): the PIN goes from the keys to the card, and nothing here ever sees it.

use crate::apdu::{Command, StatusWord};
use crate::effect::Facts;
use crate::screen::KeypadPage;
use crate::secret::Pin;

use super::channel::Channel;
use super::found::{CardError, NotTyped};
use super::verify::Verified;

/// What stands where the digits go: no digit, so that a reader that puts none there sends no PIN.
const NO_DIGIT: u8 = 0xFF;

/// What is known of the reader's keypad.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Keypad {
    /// Nothing yet.
    #[default]
    Unknown,
    /// The reader of the last contact has one.
    There,
    /// It has none.
    Absent,
    /// It has one and would not use it: it is not asked again in this run.
    Refuses,
}

impl Keypad {
    /// Learns from the reader of a contact.
    pub(super) fn learn(&mut self, there: bool) {
        if *self != Self::Refuses {
            *self = if there { Self::There } else { Self::Absent };
        }
    }

    /// Whether the PIN will be typed there: by the reader of the last contact, before the first one by what the shell
    /// noticed.
    pub(crate) fn is_to_be_used(self, facts: Facts) -> bool {
        match self {
            Self::Unknown => facts.keypad == Some(true),
            Self::There => true,
            Self::Absent | Self::Refuses => false,
        }
    }
}

/// Has the PIN typed on the keypad and sent, at most once.
pub(super) async fn verify(card: &mut Channel<'_>, reference: u8, page: KeypadPage) -> Result<Verified, CardError> {
    let template = Command::write([0x00, 0x20, 0x00, reference], &[NO_DIGIT; Pin::DIGITS]);
    let Some(response) = card.verify_on_keypad(template.bytes().to_vec(), page).await? else {
        return Ok(Verified::NoKeypad);
    };
    Ok(match response.status {
        StatusWord::KEYPAD_TIMED_OUT => Verified::NotTyped(NotTyped::TimedOut),
        StatusWord::KEYPAD_CANCELLED => Verified::NotTyped(NotTyped::Cancelled),
        StatusWord::KEYPAD_LENGTH => Verified::NotTyped(NotTyped::WrongLength),
        StatusWord::KEYPAD_PARAMETER => Verified::NoKeypad,
        status => Verified::of(status),
    })
}
