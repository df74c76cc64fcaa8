//! What a flow asks of its shell.

use std::sync::Arc;

use kazasu_core::effect as core;

use crate::command::CardCommand;
use crate::request::HttpRequest;

/// An effect with its number, which goes back with the answer.
#[derive(uniffi::Record)]
pub struct PublishedEffect {
    /// Never used again within a session.
    pub id: u64,
    /// What to do.
    pub effect: Effect,
}

/// Something for the shell to do. Each is handed out once; all but notices are answered with their number.
#[derive(uniffi::Enum)]
pub enum Effect {
    /// Start looking for a card, and say `sheet` where the platform has a place for it (the NFC sheet of iOS).
    /// Answered by `CardFound` or `CardFailed`.
    OpenCard {
        /// What to tell the person.
        sheet: String,
    },
    /// Send `command` to the card. Answered by `CardAnswered`, `CardLost` or `NotSent`.
    Transmit {
        /// The command APDU.
        command: Arc<CardCommand>,
        /// How long the card may take, in milliseconds.
        timeout_ms: u32,
        /// Whether the bytes carry a PIN: wipe every copy, log nothing.
        sensitive: bool,
        /// What to tell the person meanwhile.
        sheet: String,
    },
    /// Have the PIN typed on the reader's own keypad, which sends `template` with the digits in place of its data: once,
    /// and only if they were typed. Comes only where `CardFacts.keypad` is set: never on a phone.
    /// Answered by `CardAnswered`, `CardLost` or `NotSent`.
    VerifyOnKeypad {
        /// VERIFY with octets that are no digits where the PIN goes.
        template: Vec<u8>,
        /// How long the person may take, in milliseconds.
        timeout_ms: u32,
    },
    /// The card may go: end the session with it. A notice; may come at any time, and twice.
    CloseCard {
        /// What to tell the person.
        sheet: String,
        /// Whether the reading did what it was for.
        success: bool,
    },
    /// Make one HTTP exchange: no redirect, no retry, no cookie, no cache.
    /// Answered by `HttpAnswered` or `HttpFailed`: just what `HttpClient` returns.
    Send {
        /// The request.
        request: Arc<HttpRequest>,
    },
    /// Set a timer. Answered by `Elapsed`.
    Wait {
        /// Milliseconds.
        ms: u32,
    },
    /// Put `bytes` into sealed storage, replacing what was there, and return only when they would survive a power
    /// failure. Wipe the copy. Answered by `Stored` or `StoreFailed`.
    Save {
        /// Where: lower-case letters, digits, hyphens and slashes, such as `pending` or `receipt/…`.
        slot: String,
        /// What.
        bytes: Vec<u8>,
    },
    /// Read sealed storage. Answered by `Loaded` or `StoreFailed`.
    Load {
        /// Where.
        slot: String,
    },
    /// Remove from sealed storage. A notice.
    Forget {
        /// Where.
        slot: String,
    },
    /// Draw from the system's random generator. Answered by `RandomBytes`.
    Random {
        /// How many bytes.
        count: u32,
    },
    /// Nobody waits for that effect any longer: stop it if it can be stopped. A notice.
    Withdraw {
        /// Which.
        id: u64,
    },
}

impl From<(core::EffectId, core::Effect)> for PublishedEffect {
    fn from((id, effect): (core::EffectId, core::Effect)) -> Self {
        Self { id: id.0, effect: effect.into() }
    }
}

impl From<core::Effect> for Effect {
    fn from(effect: core::Effect) -> Self {
        match effect {
            core::Effect::OpenCard { sheet } => Self::OpenCard { sheet },
            core::Effect::Transmit { command, timeout_ms, sensitive, sheet } => {
                Self::Transmit { command: CardCommand::new(command), timeout_ms, sensitive, sheet }
            }
            core::Effect::VerifyOnKeypad { template, timeout_ms } => Self::VerifyOnKeypad { template, timeout_ms },
            core::Effect::CloseCard { sheet, success } => Self::CloseCard { sheet, success },
            core::Effect::Send(request) => Self::Send { request: HttpRequest::new(request) },
            core::Effect::Wait { ms } => Self::Wait { ms },
            core::Effect::Save { slot, bytes } => Self::Save { slot: slot.to_string(), bytes: bytes.into_exposed() },
            core::Effect::Load { slot } => Self::Load { slot: slot.to_string() },
            core::Effect::Forget { slot } => Self::Forget { slot: slot.to_string() },
            core::Effect::Random { bytes } => Self::Random { count: u32::try_from(bytes).unwrap_or(u32::MAX) },
            core::Effect::Withdraw { id } => Self::Withdraw { id: id.0 },
        }
    }
}
