//! What went wrong, by what the person does next.
//!
//! Each module has its own precise errors by cause. Here they have become what a person needs to know: what happened,
//! what it means for PIN and registration, what to do. Every failure has a stable code, texts and a way on.

mod meaning;

use crate::effect::CardFault;

pub use meaning::{Helper, PinTry, Standing};

/// What went wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Failure {
    /// Nothing can be reached; nothing was signed yet.
    Offline,
    /// The other side could not prove who it is.
    Insecure,
    /// A clock is wrong, most likely this device's (REQ-120).
    ClockWrong,
    /// The service does not answer as it should.
    ServiceDown,
    /// The service has too much to do.
    ServiceBusy,
    /// The service is being worked on (REQ-129).
    Maintenance {
        /// When it opens again, where it says so.
        until: Option<i64>,
    },
    /// Too many tries in a short time.
    RateLimited {
        /// From when on it works again.
        until: i64,
    },
    /// This app is too old for the platform (REQ-18).
    UpgradeRequired,
    /// The terms could not be loaded, or are not what their digest says.
    TermsUnavailable,
    /// The terms changed meanwhile (REQ-119).
    TermsChanged,
    /// It took too long: the session is over. Nothing was registered.
    SessionExpired,
    /// The time to resend has passed, and nothing was registered.
    ResendExpired,
    /// The signed request was not accepted as such: the card must be read again.
    ProofRefused,
    /// It cannot be told whether the card was registered.
    Unsure,
    /// The server does not keep to the protocol, or is not the one that this app is made for.
    ProtocolBroken,
    /// The card was read and the request sent, but no answer came: the same request can be sent again.
    AnswerLost,
    /// The registration that this device keeps is not this card's.
    OtherRegistration,
    /// A release of this card's registration was asked for and is under way.
    ReleaseRequested,
    /// What this device kept cannot be read.
    StoreUnreadable,

    /// No card can be spoken to.
    CardNotFound(CardFault),
    /// The card left before the PIN was sent.
    CardMoved,
    /// The card left while the PIN was being checked.
    CardMovedDuringVerify,
    /// The card left after the PIN was found right.
    CardMovedAfterVerify,
    /// The card answered what no such card answers.
    CardGarbled,
    /// The card refused something after the PIN had been sent and accepted, or its signature is wrong.
    CardRefused,
    /// No My Number Card.
    CardUnsupported,
    /// The card holds no user-authentication certificate.
    CardWithoutCertificate,
    /// Another card than before.
    CardChanged,
    /// The PIN is locked, by tries made just now.
    PinLocked,
    /// The PIN cannot be used: locked earlier, or a card without one (REQ-108).
    PinUnusable,
    /// The PIN was not typed on the reader's keypad in time; no try was used (REQ-128).
    KeypadTimedOut,
    /// Not four digits were typed on the reader's keypad; no try was used.
    KeypadLength,

    /// The certificate is past its end (REQ-106).
    CertificateExpired {
        /// Its end.
        end: Option<i64>,
    },
    /// The certificate is not valid yet.
    CertificateNotYetValid {
        /// Its beginning.
        start: Option<i64>,
    },
    /// The certificate is revoked.
    CertificateRevoked,
    /// The certificate is suspended.
    CertificateSuspended,
    /// It could not be checked whether the certificate is revoked: never treated as valid (REQ-107).
    CertificateUnchecked,
    /// Not a certificate that the platform takes.
    CertificateUntrusted,
    /// A real card in a sandbox (REQ-121).
    RealCardInSandbox,
    /// A test card in production (REQ-121).
    TestCardInProduction,
}

/// What a person can do about a failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Remedy {
    /// Try the same again.
    Retry,
    /// Try the same again, or begin anew with what is at hand: the first card may have been the wrong one.
    RetryOrStartAgain,
    /// Begin anew: nothing was registered.
    StartAgain,
    /// Look at the new terms.
    ReviewTerms,
    /// Nothing here; the texts name other ways.
    Elsewhere,
}

impl Failure {
    /// The number that is shown, told on the telephone and looked up: stable, never reused.
    pub fn code(self) -> &'static str {
        match self {
            Self::Offline => "N01",
            Self::Insecure => "N02",
            Self::ClockWrong => "N03",
            Self::AnswerLost => "N04",
            Self::ServiceDown => "S01",
            Self::ServiceBusy => "S02",
            Self::Maintenance { .. } => "S03",
            Self::RateLimited { .. } => "S04",
            Self::UpgradeRequired => "S05",
            Self::TermsUnavailable => "S06",
            Self::TermsChanged => "S07",
            Self::SessionExpired => "S08",
            Self::ResendExpired => "S09",
            Self::ProofRefused => "S10",
            Self::Unsure => "S11",
            Self::ProtocolBroken => "S12",
            Self::ReleaseRequested => "S13",
            Self::OtherRegistration => "S14",
            Self::StoreUnreadable => "D01",
            Self::CardNotFound(CardFault::NoCard) => "C01",
            Self::CardNotFound(CardFault::Dismissed) => "C02",
            Self::CardNotFound(CardFault::SeveralCards) => "C03",
            Self::CardNotFound(CardFault::NotACard) => "C04",
            Self::CardNotFound(CardFault::NfcOff) => "C05",
            Self::CardNotFound(CardFault::NfcAbsent) => "C06",
            Self::CardNotFound(CardFault::ReaderAbsent) => "C07",
            Self::CardNotFound(CardFault::ReaderRemoved) => "C08",
            Self::CardNotFound(CardFault::ReaderBusy) => "C09",
            Self::CardNotFound(CardFault::ServiceOff) => "C10",
            Self::CardNotFound(CardFault::Other) => "C11",
            Self::CardNotFound(CardFault::SoftwareAbsent) => "C20",
            Self::CardMoved => "C12",
            Self::CardMovedDuringVerify => "C13",
            Self::CardMovedAfterVerify => "C14",
            Self::CardGarbled => "C15",
            Self::CardRefused => "C16",
            Self::CardUnsupported => "C17",
            Self::CardWithoutCertificate => "C18",
            Self::CardChanged => "C19",
            Self::PinLocked => "P01",
            Self::PinUnusable => "P02",
            Self::KeypadTimedOut => "P03",
            Self::KeypadLength => "P04",
            Self::CertificateExpired { .. } => "X01",
            Self::CertificateNotYetValid { .. } => "X02",
            Self::CertificateRevoked => "X03",
            Self::CertificateSuspended => "X04",
            Self::CertificateUnchecked => "X05",
            Self::CertificateUntrusted => "X06",
            Self::RealCardInSandbox => "X07",
            Self::TestCardInProduction => "X08",
        }
    }

    /// What a person can do about it.
    pub fn remedy(self) -> Remedy {
        match self {
            Self::Offline
            | Self::Insecure
            | Self::ClockWrong
            | Self::ServiceDown
            | Self::ServiceBusy
            | Self::Maintenance { .. }
            | Self::RateLimited { .. }
            | Self::TermsUnavailable
            | Self::ProtocolBroken
            | Self::AnswerLost
            | Self::OtherRegistration
            | Self::CardMoved
            | Self::CardMovedDuringVerify
            | Self::CardMovedAfterVerify
            | Self::CardGarbled
            | Self::CardRefused
            | Self::CardUnsupported
            | Self::KeypadTimedOut
            | Self::KeypadLength
            | Self::ProofRefused
            | Self::CertificateUnchecked => Remedy::Retry,
            Self::CardChanged => Remedy::RetryOrStartAgain,
            Self::CardNotFound(CardFault::NfcAbsent) => Remedy::Elsewhere,
            Self::CardNotFound(_) => Remedy::Retry,
            Self::SessionExpired | Self::ResendExpired | Self::Unsure | Self::StoreUnreadable => Remedy::StartAgain,
            Self::TermsChanged => Remedy::ReviewTerms,
            Self::UpgradeRequired
            | Self::ReleaseRequested
            | Self::CardWithoutCertificate
            | Self::PinLocked
            | Self::PinUnusable
            | Self::CertificateExpired { .. }
            | Self::CertificateNotYetValid { .. }
            | Self::CertificateRevoked
            | Self::CertificateSuspended
            | Self::CertificateUntrusted
            | Self::RealCardInSandbox
            | Self::TestCardInProduction => Remedy::Elsewhere,
        }
    }
}
