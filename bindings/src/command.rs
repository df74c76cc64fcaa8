//! A command on its way to the card.

use std::sync::{Arc, Mutex};

use kazasu_core::secret::Secret;

use crate::guard::lock;

/// A command APDU, to be sent once. An object and no bytes: it may carry the PIN, and Kotlin's data classes print the
/// arrays that they hold.
#[derive(uniffi::Object)]
pub struct CardCommand(Mutex<Option<Secret>>);

/// There is nothing to be sent any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum CommandProblem {
    /// The bytes were taken: a command is sent once.
    #[error("the bytes were taken")]
    Spent,
}

#[uniffi::export]
impl CardCommand {
    /// The bytes, once. The shell wipes its copy as soon as they are sent.
    pub fn take(&self) -> Result<Vec<u8>, CommandProblem> {
        lock(&self.0).take().map(Secret::into_exposed).ok_or(CommandProblem::Spent)
    }
}

impl CardCommand {
    pub(crate) fn new(command: Secret) -> Arc<Self> {
        Arc::new(Self(Mutex::new(Some(command))))
    }
}
