//! What holds in every run, by name.

use std::fmt;

/// What must hold, whatever goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Invariant {
    /// Each PIN that was typed is sent at most once, and no other is sent.
    OneVerifyPerPin,
    /// No VERIFY at one try left without a confirmation for that reading; a reader's keypad asks with the tries left shown.
    LastTryConfirmed,
    /// No card is looked for before the PIN is complete.
    NoRadioBeforePin,
    /// Nothing is sent to be registered but what was agreed to, with the flag that was shown.
    NothingUnagreed,
    /// No proof makes two registrations, and no card has two.
    OneRegistrationPerProof,
    /// A good proof that arrived in time is registered.
    RegisteredOnceArrived,
    /// Nobody is told that what is registered is not, or the other way round; nobody is left without a word.
    ToldTruly,
    /// Every screen at which the flow waits for the person offers a way on, and every run comes to its end.
    WayOn,
    /// No screen, request or record holds a PIN, and nothing goes to a card after the end.
    SecretsGone,
    /// While a card is held nothing else is done, and it is closed afterwards.
    CardAlone,
    /// Effects are handed out once; what does not fit changes nothing; the flow does not fail.
    Contract,
}

/// An invariant that did not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{invariant:?}: {what}")]
pub struct Violation {
    /// Which.
    pub invariant: Invariant,
    /// In what way.
    pub what: String,
}

impl Invariant {
    /// `Ok` if it holds.
    pub(crate) fn need(self, holds: bool, otherwise: impl fmt::Display) -> Result<(), Violation> {
        if holds { Ok(()) } else { Err(self.violated(otherwise)) }
    }

    /// A violation.
    pub(crate) fn violated(self, what: impl fmt::Display) -> Violation {
        Violation { invariant: self, what: what.to_string() }
    }
}
