//! The card as a state machine: command APDUs in, response APDUs out.

mod apdu;
mod behaviour;
mod files;
mod hostile;
mod other;
mod read;
mod select;
mod session;
mod sign;
mod status;
mod trace;
mod verify;

pub use behaviour::{Atr, Behaviour, EcdsaInput, EcdsaOutput, Filler, Timing, Token};
pub use files::{Contents, Pin};
pub use hostile::Hostility;
pub use select::{Application, JPKI_AID};
pub use status::StatusWord;
pub use trace::{Exchange, Trace};
pub use verify::Reference;

use std::fmt;

use crate::authority::Key;
use apdu::{Command, Outcome, response};
use files::Files;
use session::Session;

/// The card is not in the field, or left it before its answer arrived.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the card is gone")]
pub struct Removed;

/// What is made when a card is issued.
#[derive(Clone)]
pub struct Issue {
    /// Certificates.
    pub contents: Contents,
    /// User-authentication key (EF 0017).
    pub user_key: Key,
    /// Signature key (EF 001A).
    pub signature_key: Key,
    /// The key a hostile card signs with instead.
    pub wrong_key: Option<Key>,
    /// User PIN.
    pub user_pin: Reference,
    /// Signature password.
    pub signature_password: Reference,
    /// The JPKI application is on the card.
    pub has_jpki: bool,
}

/// A My Number Card.
///
/// ```
/// # use kazasu_virtual_card::{Authority, Personality, Card};
/// let authority = Authority::new();
/// let personality: Personality = "fresh".parse().unwrap();
/// let mut card = personality.card(&authority, authority.created_unix(), "1234");
/// let select = [0, 0xA4, 4, 12, 10, 0xD3, 0x92, 0xF0, 0, 0x26, 1, 0, 0, 0, 1];
/// assert_eq!(card.transmit(&select), Ok(vec![0x90, 0x00]));
/// ```
pub struct Card {
    behaviour: Behaviour,
    files: Files,
    user_key: Key,
    signature_key: Key,
    wrong_key: Option<Key>,
    user_pin: Reference,
    signature_password: Reference,
    has_jpki: bool,
    session: Session,
    in_field: bool,
    trace: Trace,
}

impl Card {
    /// A card in the field, powered up, nothing selected.
    #[must_use]
    pub fn new(issue: Issue, behaviour: Behaviour) -> Self {
        Self {
            files: Files::new(issue.contents, &behaviour),
            behaviour,
            user_key: issue.user_key,
            signature_key: issue.signature_key,
            wrong_key: issue.wrong_key,
            user_pin: issue.user_pin,
            signature_password: issue.signature_password,
            has_jpki: issue.has_jpki,
            session: Session::default(),
            in_field: true,
            trace: Trace::default(),
        }
    }

    /// Sends a command and returns the answer.
    ///
    /// # Errors
    /// If the card is not in the field.
    pub fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Removed> {
        if !self.in_field {
            self.trace.record(command, None, 0);
            return Err(Removed);
        }
        let duration = self.duration(command);
        let outcome = self.answer(command);
        if outcome.is_ok() {
            self.trace.count_success(command);
        }
        let mut octets = response(outcome);
        if let Some(hostility) = self.behaviour.hostility {
            octets = hostility.distort(command, octets);
        }
        self.trace.record(command, Some(&octets), duration);
        Ok(octets)
    }

    /// The reader switches the power off: the security state is gone, retry counters stay.
    pub fn power_off(&mut self) {
        self.session = Session::default();
        self.user_pin.verified = false;
        self.signature_password.verified = false;
    }

    /// Warm reset. It does not clear the security state (card fact sheet §4.5).
    pub fn reset(&mut self) {
        self.session.warm_reset();
    }

    /// The card leaves the field.
    pub fn leave_field(&mut self) {
        self.power_off();
        self.in_field = false;
    }

    /// The card enters the field.
    pub fn enter_field(&mut self) {
        self.power_off();
        self.in_field = true;
    }

    /// The card is in the field.
    #[must_use]
    pub fn in_field(&self) -> bool {
        self.in_field
    }

    /// The answer to reset a PC/SC reader reports.
    #[must_use]
    pub fn atr(&self) -> [u8; 13] {
        self.behaviour.atr.octets()
    }

    /// How long the last command took the card.
    #[must_use]
    pub fn last_duration_ms(&self) -> u64 {
        self.trace.exchanges().last().map_or(0, |exchange| exchange.duration_ms)
    }

    /// Tries left for a PIN.
    #[must_use]
    pub fn tries_left(&self, pin: Pin) -> u8 {
        self.reference(pin).tries_left
    }

    /// Everything that went over the interface.
    #[must_use]
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// Forgets the trace and its counts, not the state of the card.
    pub fn clear_trace(&mut self) {
        self.trace = Trace::default();
    }

    /// The switches.
    #[must_use]
    pub fn behaviour(&self) -> &Behaviour {
        &self.behaviour
    }

    /// The switches, to change them. Filler and token are written when the card is made.
    pub fn behaviour_mut(&mut self) -> &mut Behaviour {
        &mut self.behaviour
    }

    /// Marks the last answer as lost on its way.
    pub(crate) fn lose_last_answer(&mut self) {
        self.trace.lose_last();
    }

    fn answer(&mut self, octets: &[u8]) -> Outcome {
        if self.session.begin() && self.behaviour.first_answer_fails {
            return Err(StatusWord::FAILURE);
        }
        let class = *octets.first().filter(|_| octets.len() >= 4).ok_or(StatusWord::WRONG_LENGTH)?;
        check_class(class)?;
        let command = Command::parse(octets)?;
        if command.extended && !self.behaviour.extended_length {
            return Err(StatusWord::WRONG_LENGTH);
        }
        match (command.cla, command.ins) {
            (0x00, 0xA4) => self.select(&command),
            (0x00, 0xB0) => self.read_binary(&command),
            (0x00, 0x20) => self.verify(&command),
            (0x80, 0x2A) => self.compute_signature(&command),
            (0x00, 0x24) => self.change_reference_data(&command),
            (0x00, 0x84) => self.get_challenge(&command),
            (0x00, 0xCA) => Err(StatusWord::NO_OBJECT),
            (0x80, _) => self.proprietary(&command),
            _ => Err(StatusWord::NO_INSTRUCTION),
        }
    }

    fn duration(&mut self, command: &[u8]) -> u64 {
        let timing = self.behaviour.timing;
        match *command {
            [0x00, 0xA4, 0x04, ..] => timing.select_application,
            [0x00, 0x20, _, _, _, _, ..] => timing.verify,
            [0x80, 0x2A, ..] => timing.sign,
            _ if timing.others_timed.is_none_or(|limit| self.session.count_other() <= limit) => timing.other,
            _ => 0,
        }
    }

    fn reference(&self, pin: Pin) -> &Reference {
        match pin {
            Pin::User => &self.user_pin,
            Pin::Signature => &self.signature_password,
        }
    }

    fn reference_mut(&mut self, pin: Pin) -> &mut Reference {
        match pin {
            Pin::User => &mut self.user_pin,
            Pin::Signature => &mut self.signature_password,
        }
    }
}

impl fmt::Debug for Card {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("Card")
            .field("in_field", &self.in_field)
            .field("behaviour", &self.behaviour)
            .finish_non_exhaustive()
    }
}

/// One logical channel, no secure messaging (card fact sheet §4.1, §4.5).
fn check_class(class: u8) -> Result<(), StatusWord> {
    match class {
        0x00 | 0x80 => Ok(()),
        _ if class & 0x70 != 0 => Err(StatusWord::NO_CLASS),
        _ if class & 0x03 != 0 => Err(StatusWord::NO_CHANNEL),
        _ => Err(StatusWord::NO_SECURE_MESSAGING),
    }
}
