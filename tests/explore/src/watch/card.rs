//! What is asked of a card, and what it answers.

use super::{Watch, holds_pin};
use crate::answers::{AnswerClass, Command};
use crate::invariants::{Invariant, Violation};

impl Watch {
    pub(super) fn open_card(&mut self) -> Result<(), Violation> {
        self.alone("another card is looked for")?;
        let due = self.unsent.is_some() || self.unknown || self.keypad || self.looks;
        Invariant::NoRadioBeforePin.need(due, "a card is looked for, and no PIN waits to be sent")?;
        (self.open, self.queried, self.tries, self.honest) = (true, None, None, true);
        Ok(())
    }

    pub(super) fn transmit(&mut self, octets: &[u8], sensitive: bool, tries: u8) -> Result<(), Violation> {
        Invariant::CardAlone.need(self.open, "a command without a card")?;
        let command = Command::of(octets);
        let verify = command == Command::Verify;
        Invariant::SecretsGone.need(sensitive == verify, format!("{command:?} is marked as sensitive: {sensitive}"))?;
        Invariant::SecretsGone.need(verify || !holds_pin(octets), format!("a PIN in {command:?}"))?;
        if !verify {
            return Ok(());
        }
        let sent = self.unsent.take();
        let same = sent.is_some_and(|pin| octets.get(5..) == Some(pin));
        Invariant::OneVerifyPerPin.need(same, "a VERIFY without a PIN that was typed for it")?;
        self.may_verify(tries)
    }

    /// The reader asks for a PIN and sends it: once for each time that the person went on.
    pub(super) fn on_keypad(&mut self, template: &[u8], tries: u8) -> Result<(), Violation> {
        Invariant::CardAlone.need(self.open, "a keypad without a card")?;
        Invariant::Contract.need(self.keypad, "a keypad that is not there")?;
        let empty = Command::of(template) == Command::Verify && template.get(5..) == Some(&[0xFF; 4]);
        Invariant::SecretsGone.need(empty, "a template with digits, or of another command")?;
        let wanted = std::mem::take(&mut self.wanted);
        Invariant::OneVerifyPerPin.need(wanted, "the keypad asks again, and nobody wanted that")?;
        self.may_verify(tries)
    }

    /// VERIFY is about to be sent, by the app or by the reader.
    fn may_verify(&mut self, tries: u8) -> Result<(), Violation> {
        let told = self.queried.take();
        self.tries = told;
        let left = if self.honest { Some(tries) } else { told };
        Invariant::LastTryConfirmed.need(told.is_some(), "a VERIFY without a query in the same contact")?;
        let confirmed = std::mem::take(&mut self.confirmed);
        let asked = left != Some(1) || confirmed;
        Invariant::LastTryConfirmed.need(asked, "a VERIFY at one try left, and nobody agreed to that")?;
        self.unknown = true;
        Ok(())
    }

    /// The card answered, itself or by a fault's word.
    pub(crate) fn answered(&mut self, command: Command, answer: &[u8], own: bool) {
        let class = AnswerClass::of(answer);
        match (command, answer) {
            (Command::Verify, _) => {
                use AnswerClass::{Blocked, Empty, LastTry, Noise, TriesLeft};
                self.unknown = !matches!(class, Blocked | Empty | Noise | LastTry | TriesLeft);
            }
            (_, [.., 0x63, low]) if command.is_query() => {
                self.queried = Some(low & 0x0F);
                self.honest &= own;
            }
            _ if command.is_query() => self.honest &= own,
            _ => {}
        }
    }
}
