//! Cards, and what they lie on.

mod desk;
mod pcsc;
#[cfg(feature = "sandbox")]
mod tcp;
#[cfg(feature = "sandbox")]
mod virtual_card;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use kazasu_core::effect::{CardFacts, CardFault, Facts};

pub use desk::CardDesk;
pub use pcsc::Pcsc;
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

    /// Ends the contact and takes the card's power away, and with it what a PIN has unlocked. May come twice.
    fn close(&mut self);

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
