//! What a failure means for the PIN and for the registration, and who can help: for people who are asked about it.

use super::Failure;
use crate::effect::CardFault;

/// What became of a PIN try.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum PinTry {
    /// None was used.
    NotUsed,
    /// The PIN was right, so that all tries are there again.
    WasRight,
    /// The card knows: it is asked at the next hold, before anything is sent to it.
    AskedOfTheCard,
    /// The last one is used up.
    UsedUp,
}

/// What became of the registration.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Standing {
    /// Nothing was registered or released by this.
    Unchanged,
    /// It cannot be told here: the status says.
    SeeStatus,
    /// The same request can be sent again, and counts once.
    SendAgain,
}

/// Who can help.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Helper {
    /// The person, with what the screen says.
    Oneself,
    /// The platform's contact, which the screen links to.
    Platform,
    /// The municipal office, or what else the screen names.
    Office,
    /// Whoever cares for the device or PC.
    Device,
}

impl Failure {
    /// What became of a PIN try.
    pub fn pin_try(self) -> PinTry {
        match self {
            Self::PinLocked => PinTry::UsedUp,
            Self::CardMovedDuringVerify | Self::CardGarbled => PinTry::AskedOfTheCard,
            Self::CardMovedAfterVerify
            | Self::CardRefused
            | Self::AnswerLost
            | Self::ProofRefused
            | Self::ResendExpired
            | Self::OtherRegistration => PinTry::WasRight,
            _ => PinTry::NotUsed,
        }
    }

    /// What became of the registration.
    pub fn standing(self) -> Standing {
        match self {
            Self::Unsure | Self::StoreUnreadable | Self::ReleaseRequested => Standing::SeeStatus,
            Self::AnswerLost => Standing::SendAgain,
            _ => Standing::Unchanged,
        }
    }

    /// Who can help.
    pub fn helper(self) -> Helper {
        match self {
            Self::CardWithoutCertificate
            | Self::PinLocked
            | Self::PinUnusable
            | Self::CertificateExpired { .. }
            | Self::CertificateNotYetValid { .. }
            | Self::CertificateRevoked
            | Self::CertificateSuspended => Helper::Office,
            Self::CardNotFound(
                CardFault::NfcOff
                | CardFault::NfcAbsent
                | CardFault::ReaderAbsent
                | CardFault::ReaderBusy
                | CardFault::ServiceOff
                | CardFault::SoftwareAbsent
                | CardFault::Other,
            )
            | Self::ClockWrong
            | Self::UpgradeRequired
            | Self::StoreUnreadable => Helper::Device,
            Self::Insecure
            | Self::ServiceDown
            | Self::ServiceBusy
            | Self::Maintenance { .. }
            | Self::ProtocolBroken
            | Self::TermsUnavailable
            | Self::Unsure
            | Self::ReleaseRequested
            | Self::CertificateUnchecked
            | Self::CertificateUntrusted
            | Self::RealCardInSandbox
            | Self::TestCardInProduction => Helper::Platform,
            _ => Helper::Oneself,
        }
    }
}
