//! Cards, and what they lie on.

mod desk;
mod pcsc;
#[cfg(feature = "sandbox")]
pub mod practice;
#[cfg(feature = "sandbox")]
mod tcp;
#[cfg(feature = "sandbox")]
mod virtual_card;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use kazasu_core::effect::{Answer, CardFacts, CardFault, Facts};

pub use desk::CardDesk;
pub use pcsc::{FoundReader, Inspection, Pcsc};
#[cfg(feature = "sandbox")]
pub use tcp::Tcp;
#[cfg(feature = "sandbox")]
pub use virtual_card::VirtualCard;

/// How long a card is waited for.
pub const WAITING: Duration = Duration::from_secs(90);
/// How often something that waits looks whether it is still wanted.
pub const GLANCE: Duration = Duration::from_millis(250);

/// What a card lies on. Its calls block, so it lives in a thread of its own ([`CardDesk`]).
pub trait Reader: Send {
    /// Waits for a card and makes contact. Ends soon after `stop` is set.
    fn open(&mut self, stop: &Stop) -> Result<CardFacts, CardFault>;

    /// Exchanges one command, once: whatever happens, it is never sent again.
    fn transmit(&mut self, command: &[u8], limit: Duration) -> Exchange;

    /// Has a PIN typed on the reader's own keypad and sent in `template`, once. Comes only where `open` told of a keypad.
    fn verify_on_keypad(&mut self, _template: &[u8], _limit: Duration) -> Exchange {
        Exchange::NotSent
    }

    /// Ends the contact and takes the card's power away, and with it what a PIN has unlocked. May come twice.
    fn close(&mut self);

    /// The readers among which a person has to choose; none where there is no choice.
    fn choices(&mut self) -> Vec<String> {
        Vec::new()
    }

    /// Takes one of those from now on.
    fn choose(&mut self, _name: &str) {}

    /// What can be told without contact.
    fn presence(&mut self) -> Facts;
}

/// What an exchange came to.
#[derive(Debug, PartialEq, Eq)]
pub enum Exchange {
    /// The card's answer, status word included.
    Response(Vec<u8>),
    /// The card, or its answer, is gone.
    Lost,
    /// The reader cannot carry such a command, and nothing reached the card.
    NotSent,
}

impl Exchange {
    /// For log lines.
    fn name(&self) -> &'static str {
        match self {
            Self::Response(_) => "answered",
            Self::Lost => "lost",
            Self::NotSent => "not sent",
        }
    }
}

impl From<Exchange> for Answer {
    fn from(exchange: Exchange) -> Self {
        match exchange {
            Exchange::Response(bytes) => Self::Response(bytes),
            Exchange::Lost => Self::CardLost,
            Exchange::NotSent => Self::NotSent,
        }
    }
}

/// Says to a call that blocks that nobody waits for it any longer.
#[derive(Debug, Clone, Default)]
pub struct Stop(Arc<AtomicBool>);

impl Stop {
    /// From now on.
    pub fn set(&self) {
        self.0.store(true, Ordering::SeqCst);
    }

    /// Whether it is so.
    pub fn is_set(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}
