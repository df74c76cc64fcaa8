//! What a flow asks of its shell, and what a shell reports.

mod desk;
mod device;
mod engine;
mod http;

use std::fmt;

use crate::screen::{ActionId, FieldId};
use crate::secret::Secret;

pub(crate) use desk::{Either, Io};
pub use device::{CardFacts, CardFault, Facts, Readiness};
pub use engine::Misuse;
pub(crate) use engine::{End, Engine};
pub use http::{Header, HttpAnswer, HttpRequest, Method, NetFault};

/// Names one published effect. Never reused within a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct EffectId(pub u64);

/// Something for the shell to do. Each is handed out once; most are answered by an [`Answer`] with the same id.
#[derive(Debug)]
pub enum Effect {
    /// Start looking for a card, and say `sheet` where the platform has a place for it (the NFC sheet of iOS).
    /// Answered by [`Answer::CardFound`] or [`Answer::CardFailed`].
    OpenCard {
        /// What to tell the person.
        sheet: String,
    },
    /// Send `command` to the card. Answered by [`Answer::Response`], [`Answer::CardLost`] or [`Answer::NotSent`].
    Transmit {
        /// The command APDU.
        command: Secret,
        /// How long the card may take, in milliseconds.
        timeout_ms: u32,
        /// Whether the bytes carry a PIN: wipe every copy, log nothing.
        sensitive: bool,
        /// What to tell the person meanwhile.
        sheet: String,
    },
    /// Have the PIN typed on the reader's own keypad, which sends `template` with the digits in place of its data: once,
    /// and only if they were typed. Comes only where [`CardFacts::keypad`] is set. Answered by [`Answer::Response`] (the
    /// card's answer, or the reader's word for a PIN that was not typed: PC/SC part 10), [`Answer::CardLost`] or
    /// [`Answer::NotSent`].
    VerifyOnKeypad {
        /// VERIFY with octets that are no digits where the PIN goes.
        template: Vec<u8>,
        /// How long the person may take, in milliseconds.
        timeout_ms: u32,
    },
    /// The card may go: end the session. A notice; may come at any time, and twice.
    CloseCard {
        /// What to tell the person.
        sheet: String,
        /// Whether the reading did what it was for.
        success: bool,
    },
    /// Make one HTTP exchange: no redirect, no retry, no cookie, no cache.
    /// Answered by [`Answer::Http`] or [`Answer::HttpFailed`].
    Send(HttpRequest),
    /// Set a timer. Answered by [`Answer::Elapsed`].
    Wait {
        /// Milliseconds.
        ms: u32,
    },
    /// Put `bytes` into sealed storage, replacing what was there, and return only when they would survive a power
    /// failure. Answered by [`Answer::Stored`] or [`Answer::StoreFailed`].
    Save {
        /// Where.
        slot: Slot,
        /// What.
        bytes: Secret,
    },
    /// Read sealed storage. Answered by [`Answer::Loaded`] or [`Answer::StoreFailed`].
    Load {
        /// Where.
        slot: Slot,
    },
    /// Remove from sealed storage. A notice.
    Forget {
        /// Where.
        slot: Slot,
    },
    /// Draw from the system's random generator. Answered by [`Answer::RandomBytes`].
    Random {
        /// How many bytes.
        bytes: usize,
    },
    /// Nobody waits for that effect any longer: stop it if it can be stopped. A notice.
    Withdraw {
        /// Which.
        id: EffectId,
    },
}

impl Effect {
    /// Whether nobody waits for an answer.
    pub fn is_notice(&self) -> bool {
        matches!(self, Self::CloseCard { .. } | Self::Forget { .. } | Self::Withdraw { .. })
    }
}

/// A place in sealed storage: Keystore, Keychain, or a file that only its owner reads.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Slot {
    /// The signed request that has no definite answer yet.
    Pending,
    /// What the person was given when a registration was accepted, by registration id.
    Receipt(String),
    /// What reads a registration's status, by registration id.
    Status(String),
    /// Which receipts and statuses there are: storage cannot be listed.
    Records,
    /// Language and the like.
    Preferences,
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pending => f.write_str("pending"),
            Self::Receipt(id) => write!(f, "receipt/{id}"),
            Self::Status(id) => write!(f, "status/{id}"),
            Self::Records => f.write_str("records"),
            Self::Preferences => f.write_str("preferences"),
        }
    }
}

/// Something that happened.
#[derive(Debug)]
pub enum Event {
    /// What an effect came to.
    Answer {
        /// Which effect.
        id: EffectId,
        /// What it came to.
        answer: Answer,
    },
    /// What the person did.
    Intent {
        /// The serial of the screen that it was done on: a double tap cannot hit the next screen.
        screen: u64,
        /// What.
        intent: Intent,
    },
    /// What the shell noticed by itself.
    Noticed(Facts),
}

/// What an effect came to.
#[derive(Debug)]
pub enum Answer {
    /// A card is in reach and can be spoken to.
    CardFound(CardFacts),
    /// No card can be spoken to.
    CardFailed(CardFault),
    /// The card's answer, status word included.
    Response(Vec<u8>),
    /// The card went away, or what it answered was lost.
    CardLost,
    /// The reader or phone cannot carry such a command; nothing reached the card.
    NotSent,
    /// An HTTP answer, whatever its status.
    Http(HttpAnswer),
    /// No HTTP answer.
    HttpFailed(NetFault),
    /// The timer ran out.
    Elapsed,
    /// Saved.
    Stored,
    /// What was in the slot, if anything.
    Loaded(Option<Secret>),
    /// Storage did not work.
    StoreFailed,
    /// Random bytes, as many as were asked for.
    RandomBytes(Vec<u8>),
}

/// What the person did on a screen.
#[derive(Debug)]
pub enum Intent {
    /// Pressed a button or one of the core's own links.
    Press(ActionId),
    /// Ticked or unticked a checkbox.
    Set {
        /// Which.
        field: FieldId,
        /// Ticked.
        on: bool,
    },
    /// Typed a PIN and confirmed it: UTF-8, as typed.
    EnterPin(Secret),
}
