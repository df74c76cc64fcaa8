//! VERIFY, its retry query, and CHANGE REFERENCE DATA (card fact sheet §4.3, §6).

use std::ops::RangeInclusive;

use super::Card;
use super::apdu::{Command, Outcome};
use super::files::{File, Pin};
use super::status::StatusWord;

/// Most octets a PIN can have.
const LONGEST: usize = 16;

/// A PIN with its retry counter.
#[derive(Clone, Debug)]
pub struct Reference {
    value: Vec<u8>,
    lengths: RangeInclusive<usize>,
    most_tries: u8,
    pub(super) tries_left: u8,
    pub(super) verified: bool,
}

impl Reference {
    /// The user PIN: three tries.
    #[must_use]
    pub fn user(pin: &str) -> Self {
        Self::new(pin, 4..=4, 3)
    }

    /// The signature password: five tries.
    #[must_use]
    pub fn signature(password: &str) -> Self {
        Self::new(password, 6..=LONGEST, 5)
    }

    fn new(value: &str, lengths: RangeInclusive<usize>, tries: u8) -> Self {
        Self { value: value.as_bytes().to_vec(), lengths, most_tries: tries, tries_left: tries, verified: false }
    }

    /// The same with so many tries left.
    #[must_use]
    pub fn with_tries_left(mut self, tries: u8) -> Self {
        self.tries_left = tries.min(self.most_tries);
        self
    }
}

impl Card {
    pub(super) fn verify(&mut self, command: &Command) -> Outcome {
        let pin = self.named_pin(command)?;
        if command.is_header_only() {
            return self.query(pin);
        }
        if command.data.is_empty() {
            return match self.behaviour.query_with_le {
                StatusWord::OK => self.query(pin),
                refusal => Err(refusal),
            };
        }
        if command.le.is_some() || command.data.len() > LONGEST {
            return Err(StatusWord::WRONG_LENGTH);
        }
        self.try_pin(pin, command.data)
    }

    /// The PIN that P2 names: 80 the current file, else a short identifier.
    fn named_pin(&mut self, command: &Command) -> Result<Pin, StatusWord> {
        if command.p1 != 0x00 {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        let file = match command.p2 {
            0x80 => self.session.current(&self.files)?,
            p2 => {
                let short_id = self.short_id(p2)?;
                self.session.by_short_id(&self.files, short_id)?
            }
        };
        match file {
            File::Pin(pin) => Ok(pin),
            _ => Err(self.behaviour.wrong_file_kind),
        }
    }

    fn query(&self, pin: Pin) -> Outcome {
        let reference = self.reference(pin);
        match reference.tries_left {
            0 => Err(self.behaviour.query_blocked),
            _ if reference.verified && self.behaviour.query_verified_ok => Ok(Vec::new()),
            left => Err(StatusWord::tries(left)),
        }
    }

    fn try_pin(&mut self, pin: Pin, value: &[u8]) -> Outcome {
        let behaviour = &self.behaviour;
        let (blocked, drops, counts) =
            (behaviour.blocked, behaviour.failure_drops_state, behaviour.wrong_length_counts);
        let reference = self.reference_mut(pin);
        if reference.tries_left == 0 {
            return Err(blocked);
        }
        if !counts && !reference.lengths.contains(&value.len()) {
            return Err(StatusWord::WRONG_LENGTH);
        }
        if value == reference.value {
            reference.tries_left = reference.most_tries;
            reference.verified = true;
            return Ok(Vec::new());
        }
        reference.tries_left -= 1;
        reference.verified &= !drops && reference.tries_left > 0;
        Err(StatusWord::tries(reference.tries_left))
    }

    /// Replaces a verified PIN; the current file is the PIN.
    pub(super) fn change_reference_data(&mut self, command: &Command) -> Outcome {
        if command.p1 != 0x01 {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        let pin = self.named_pin(&Command { p1: 0x00, ..*command })?;
        let reference = self.reference_mut(pin);
        if !reference.verified {
            return Err(StatusWord::NOT_VERIFIED);
        }
        if command.le.is_some() || !reference.lengths.contains(&command.data.len()) {
            return Err(StatusWord::WRONG_LENGTH);
        }
        reference.value = command.data.to_vec();
        Ok(Vec::new())
    }
}
