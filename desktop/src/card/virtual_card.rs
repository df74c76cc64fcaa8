//! A virtual card in this process: it lies on its reader, always.

use std::fmt;
use std::thread;
use std::time::Duration;

use kazasu_core::effect::{CardFacts, CardFault, Facts, Readiness};
use kazasu_virtual_card::Slot;

use super::{Exchange, Reader, Stop};

/// A virtual card.
pub struct VirtualCard(Slot);

impl VirtualCard {
    /// The cards of this slot, one a contact.
    pub fn new(slot: Slot) -> Self {
        Self(slot)
    }
}

impl fmt::Debug for VirtualCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("VirtualCard")
    }
}

impl Reader for VirtualCard {
    fn open(&mut self, _: &Stop) -> Result<CardFacts, CardFault> {
        self.0.tap();
        Ok(CardFacts::default())
    }

    fn transmit(&mut self, command: &[u8], _: Duration) -> Exchange {
        match self.0.transmit(command) {
            Ok(answer) => {
                thread::sleep(Duration::from_millis(answer.duration_ms)); // the time that a real card would take
                Exchange::Response(answer.octets)
            }
            Err(_) => Exchange::Lost,
        }
    }

    fn close(&mut self) {
        self.0.leave();
    }

    fn presence(&mut self) -> Facts {
        Facts { reader: Some(true), card: Some(true), keypad: None, readiness: Some(Readiness::Ready) }
    }
}
