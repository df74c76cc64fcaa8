//! What a shell can tell of its device: reader or phone, and the card that is held to it.

/// What can be told of a card that was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct CardFacts {
    /// Whether commands and answers of more than 256 bytes can pass, where the reader or phone says so for sure.
    pub extended_length: Option<bool>,
    /// Whether the reader has a keypad that takes a PIN and sends it by itself (REQ-128).
    pub keypad: bool,
}

/// Why no card can be spoken to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum CardFault {
    /// None came in the time that the platform gives.
    NoCard,
    /// The person closed the system's own sheet.
    Dismissed,
    /// More than one card in the field.
    SeveralCards,
    /// What is there does not speak ISO 14443-4 or ISO 7816.
    NotACard,
    /// NFC is switched off.
    NfcOff,
    /// The device has no NFC.
    NfcAbsent,
    /// No card reader is connected.
    ReaderAbsent,
    /// The reader was disconnected.
    ReaderRemoved,
    /// Another program holds the card.
    ReaderBusy,
    /// The PC/SC service is stopped.
    ServiceOff,
    /// The PC/SC library is not there.
    SoftwareAbsent,
    /// Anything else.
    Other,
}

/// What the shell knows of its surroundings; `None` where it cannot tell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Facts {
    /// A card reader is connected (PC).
    pub reader: Option<bool>,
    /// A card is on the reader (PC).
    pub card: Option<bool>,
    /// The reader that will be used has a keypad for the PIN (PC, REQ-128).
    pub keypad: Option<bool>,
    /// Whether this device could read a card now, and if not, why (REQ-16).
    pub readiness: Option<Readiness>,
}

/// Whether a device could read a card now (REQ-16).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Readiness {
    /// It could.
    Ready,
    /// NFC is switched off.
    NfcOff,
    /// The device has no NFC.
    NfcAbsent,
    /// No card reader is connected.
    NoReader,
    /// Another program holds the card.
    ReaderBusy,
    /// The PC/SC service is stopped.
    ServiceOff,
    /// The PC/SC software is missing.
    SoftwareAbsent,
}

impl Readiness {
    /// What a device lacks where no card can be spoken to; none where that says nothing of the device.
    pub fn lacking(fault: CardFault) -> Option<Self> {
        let all =
            [Self::NfcOff, Self::NfcAbsent, Self::NoReader, Self::ReaderBusy, Self::ServiceOff, Self::SoftwareAbsent];
        all.into_iter().find(|readiness| readiness.fault() == Some(fault))
    }

    /// Why a card could not be spoken to; none where it could.
    pub fn fault(self) -> Option<CardFault> {
        match self {
            Self::Ready => None,
            Self::NfcOff => Some(CardFault::NfcOff),
            Self::NfcAbsent => Some(CardFault::NfcAbsent),
            Self::NoReader => Some(CardFault::ReaderAbsent),
            Self::ReaderBusy => Some(CardFault::ReaderBusy),
            Self::ServiceOff => Some(CardFault::ServiceOff),
            Self::SoftwareAbsent => Some(CardFault::SoftwareAbsent),
        }
    }
}
