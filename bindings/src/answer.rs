//! What a shell reports.

use kazasu_core::effect as core;
use kazasu_core::secret::Secret;

use crate::action::{ActionId, FieldId};

pub use kazasu_core::effect::{CardFacts, CardFault, Facts, NetFault, Readiness};

/// Something that happened. A typed PIN goes another way: [`crate::Session::enter_pin`].
#[derive(Debug, uniffi::Enum)]
pub enum Event {
    /// What an effect came to.
    Answered {
        /// Which effect.
        id: u64,
        /// What it came to.
        answer: Answer,
    },
    /// A button or one of the core's own links was pressed.
    Pressed {
        /// The serial of the screen that it was done on: a double tap cannot hit the next screen.
        screen: u64,
        /// Which.
        action: ActionId,
    },
    /// A checkbox was ticked or unticked.
    Ticked {
        /// The serial of the screen that it was done on.
        screen: u64,
        /// Which.
        field: FieldId,
        /// Ticked.
        on: bool,
    },
    /// What the shell noticed by itself.
    Noticed {
        /// What it knows now.
        facts: Facts,
    },
}

/// What an effect came to.
#[derive(Debug, uniffi::Enum)]
pub enum Answer {
    /// A card is in reach and can be spoken to.
    CardFound {
        /// What can be told of it.
        facts: CardFacts,
    },
    /// No card can be spoken to.
    CardFailed {
        /// Why.
        fault: CardFault,
    },
    /// The card's answer, status word included.
    CardAnswered {
        /// All of it.
        bytes: Vec<u8>,
    },
    /// The card went away, or what it answered was lost.
    CardLost,
    /// The reader or phone cannot carry such a command; nothing reached the card.
    NotSent,
    /// An HTTP answer, whatever its status.
    HttpAnswered {
        /// The answer.
        answer: HttpAnswer,
    },
    /// No HTTP answer.
    HttpFailed {
        /// Why.
        fault: NetFault,
    },
    /// The timer ran out.
    Elapsed,
    /// Saved.
    Stored,
    /// What was in the slot, if anything. The shell wipes its copy.
    Loaded {
        /// The bytes, as they were saved.
        bytes: Option<Vec<u8>>,
    },
    /// Storage did not work.
    StoreFailed,
    /// Random bytes, as many as were asked for. The shell wipes its copy.
    RandomBytes {
        /// The bytes.
        bytes: Vec<u8>,
    },
}

/// One HTTP answer.
#[derive(Clone, uniffi::Record)]
pub struct HttpAnswer {
    /// 100 to 599.
    pub status: u16,
    /// In the order in which they came.
    pub headers: Vec<crate::request::HttpHeader>,
    /// The whole body.
    pub body: Vec<u8>,
}

impl std::fmt::Debug for HttpAnswer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} ({} bytes)", self.status, self.body.len())
    }
}

/// What can be told of a card that was found.
#[uniffi::remote(Record)]
pub struct CardFacts {
    /// Whether commands and answers of more than 256 bytes can pass, where the reader or phone says so for sure.
    pub extended_length: Option<bool>,
    /// Whether the reader has a keypad that takes a PIN and sends it by itself; never on a phone.
    #[uniffi(default = false)]
    pub keypad: bool,
}

/// What the shell knows of its surroundings; absent where it cannot tell.
#[uniffi::remote(Record)]
pub struct Facts {
    /// A card reader is connected (PC).
    pub reader: Option<bool>,
    /// A card is on the reader (PC).
    pub card: Option<bool>,
    /// The reader that will be used has a keypad for the PIN (PC).
    #[uniffi(default = None)]
    pub keypad: Option<bool>,
    /// Whether this device could read a card now, and if not, why.
    #[uniffi(default = None)]
    pub readiness: Option<Readiness>,
}

/// Whether a device could read a card now.
#[uniffi::remote(Enum)]
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

/// Why no card can be spoken to.
#[uniffi::remote(Enum)]
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

/// Why there is no HTTP answer.
#[uniffi::remote(Enum)]
pub enum NetFault {
    /// The name was not found or nothing could be reached.
    Offline,
    /// It took too long.
    Timeout,
    /// The connection broke off.
    Broken,
    /// The other side could not prove who it is.
    Tls,
    /// The other side's certificate is not of this date: a clock is wrong, most likely this device's.
    TlsDate,
    /// More came than was asked for.
    TooLarge,
    /// What came is no HTTP.
    Malformed,
}

impl From<Event> for core::Event {
    fn from(event: Event) -> Self {
        match event {
            Event::Answered { id, answer } => Self::Answer { id: core::EffectId(id), answer: answer.into() },
            Event::Pressed { screen, action } => Self::Intent { screen, intent: core::Intent::Press(action) },
            Event::Ticked { screen, field, on } => Self::Intent { screen, intent: core::Intent::Set { field, on } },
            Event::Noticed { facts } => Self::Noticed(facts),
        }
    }
}

impl From<Answer> for core::Answer {
    fn from(answer: Answer) -> Self {
        match answer {
            Answer::CardFound { facts } => Self::CardFound(facts),
            Answer::CardFailed { fault } => Self::CardFailed(fault),
            Answer::CardAnswered { bytes } => Self::Response(bytes),
            Answer::CardLost => Self::CardLost,
            Answer::NotSent => Self::NotSent,
            Answer::HttpAnswered { answer: HttpAnswer { status, headers, body } } => {
                let headers = headers.into_iter().map(|header| (header.name, header.value)).collect();
                Self::Http(core::HttpAnswer { status, headers, body })
            }
            Answer::HttpFailed { fault } => Self::HttpFailed(fault),
            Answer::Elapsed => Self::Elapsed,
            Answer::Stored => Self::Stored,
            Answer::Loaded { bytes } => Self::Loaded(bytes.map(Secret::new)),
            Answer::StoreFailed => Self::StoreFailed,
            Answer::RandomBytes { bytes } => Self::RandomBytes(bytes),
        }
    }
}

/// A new answer of the core has to be given a name here first.
const _: fn(core::Answer) = |answer| match answer {
    core::Answer::CardFound(_)
    | core::Answer::CardFailed(_)
    | core::Answer::Response(_)
    | core::Answer::CardLost
    | core::Answer::NotSent
    | core::Answer::Http(_)
    | core::Answer::HttpFailed(_)
    | core::Answer::Elapsed
    | core::Answer::Stored
    | core::Answer::Loaded(_)
    | core::Answer::StoreFailed
    | core::Answer::RandomBytes(_) => {}
};

/// And so has a new event, or a new thing that a person can do.
const _: fn(core::Event) = |event| match event {
    core::Event::Answer { .. }
    | core::Event::Intent {
        intent: core::Intent::Press(_) | core::Intent::Set { .. } | core::Intent::EnterPin(_),
        ..
    }
    | core::Event::Noticed(core::Facts { reader: _, card: _, keypad: _, readiness: _ }) => {}
};

#[cfg(feature = "http")]
impl From<core::HttpAnswer> for HttpAnswer {
    fn from(core::HttpAnswer { status, headers, body }: core::HttpAnswer) -> Self {
        let headers = headers.into_iter().map(|(name, value)| crate::request::HttpHeader { name, value }).collect();
        Self { status, headers, body }
    }
}
