//! What can come of a contact with the card.

use crate::apdu::{Header, StatusWord};
use crate::effect::{CardFault, Intent};

use super::certificate::{Certificate, CertificateFault};

/// What a contact came to.
pub(crate) enum Found {
    /// Signed, and the signature is good.
    Signed { certificate: Certificate, signature: Vec<u8> },
    /// Nothing was sent to be verified: there was no PIN, or this would be the last try and nobody has agreed to that.
    Tries(u8),
    /// The PIN was not typed on the reader's keypad, and no try was used.
    NotTyped(NotTyped),
    /// The PIN was wrong; so many tries are left.
    Wrong(u8),
    /// The PIN is blocked.
    Blocked,
    /// Not the card of the contact before.
    OtherCard,
    /// The platform would not take the certificate.
    Unusable(CertificateFault),
    /// The platform does not take the card's algorithm.
    UnlistedAlgorithm,
    /// VERIFY was sent, and what came of it is unknown: the counter must be looked at.
    VerifyUnknown {
        /// The card left; otherwise it answered what says nothing.
        lost: bool,
    },
    /// The PIN was right, but no good signature came of it.
    Unsigned(CardError),
}

/// Why no PIN came from a keypad: nothing was sent, and no try was used (PC/SC part 10, §2.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum NotTyped {
    /// Nobody typed in time.
    TimedOut,
    /// The person pressed the reader's cancel key.
    Cancelled,
    /// Too few digits, or too many.
    WrongLength,
}

/// Why a contact with the card ended early.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CardError {
    /// No card can be spoken to.
    #[error("no card: {0:?}")]
    NotFound(CardFault),
    /// The card went away, or an answer was lost.
    #[error("the card went away")]
    Lost,
    /// What came is no answer of such a card.
    #[error("{0}")]
    Garbled(&'static str),
    /// The card refused a command.
    #[error("{1} to {0:02X?}")]
    Refused(Header, StatusWord),
    /// The JPKI application is not there.
    #[error("no JPKI application: {0}")]
    Foreign(StatusWord),
    /// The certificate's file is absent or empty.
    #[error("no certificate")]
    NoCertificate,
    /// The certificate needs the PIN first: a phone held against the reader (card fact sheet §9.2).
    #[error("a phone, not a card")]
    Phone,
    /// The person pressed something instead.
    #[error("stopped")]
    Stopped(Intent),
}
