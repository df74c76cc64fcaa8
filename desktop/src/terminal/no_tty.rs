//! No terminal: this system's consoles are not known here, and a PIN is taken from nowhere else (REQ-127).

use std::io;

/// There is no terminal that a person could type at.
#[derive(Debug, thiserror::Error)]
#[error("no terminal: {0}")]
pub struct NoTerminal(pub(super) io::Error);

/// Nothing can be one.
pub(super) enum Tty {}

impl Tty {
    /// Whether there is one.
    pub(super) fn is_there() -> bool {
        false
    }

    pub(super) fn open() -> Result<Self, NoTerminal> {
        Err(NoTerminal(io::ErrorKind::Unsupported.into()))
    }

    pub(super) fn restore(&self) {
        match *self {}
    }

    pub(super) fn forget_typed(&self) {
        match *self {}
    }

    pub(super) fn columns(&self) -> Option<usize> {
        match *self {}
    }

    pub(super) fn write(&self, _: &str) {
        match *self {}
    }

    pub(super) fn read(&self, _: &mut [u8]) -> io::Result<usize> {
        match *self {}
    }
}
