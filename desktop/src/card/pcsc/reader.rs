//! A reader as the service tells of it.

use std::ffi::{CStr, CString};

use super::abi::{Word, flag};

/// A reader, and how it is.
pub(super) struct ReaderState {
    pub(super) name: CString,
    pub(super) current: Word,
    pub(super) event: Word,
}

impl ReaderState {
    pub(super) fn new(name: CString) -> Self {
        Self { name, current: 0, event: 0 }
    }

    pub(super) fn name(&self) -> &CStr {
        &self.name
    }

    pub(super) fn has_card(&self) -> bool {
        self.event & flag::STATE_PRESENT != 0
    }

    /// Whether another program has it to itself.
    pub(super) fn is_taken(&self) -> bool {
        self.event & flag::STATE_EXCLUSIVE != 0
    }

    /// Whether the card does not answer to power.
    pub(super) fn is_mute(&self) -> bool {
        self.event & flag::STATE_MUTE != 0
    }

    /// The next question is answered once it is otherwise.
    pub(super) fn expect_a_change(&mut self) {
        self.current = self.event & !flag::STATE_CHANGED;
    }
}
