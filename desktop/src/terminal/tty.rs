//! The controlling terminal, without echo.

use std::fs::{File, OpenOptions};
use std::io::{self, Read, Write};

use rustix::termios::{
    LocalModes, OptionalActions, QueueSelector, SpecialCodeIndex, Termios, tcflush, tcgetattr, tcgetwinsize, tcsetattr,
};

/// Where the controlling terminal is, on every Unix.
const DEVICE: &str = "/dev/tty";

/// Where lines are no longer broken between words.
const NARROWEST: usize = 20;

/// There is no terminal that a person could type at.
#[derive(Debug, thiserror::Error)]
#[error("no terminal: {0}")]
pub struct NoTerminal(pub(super) io::Error);

/// The controlling terminal. Keys arrive one by one, are not echoed and send no signals until [`Tty::restore`].
pub(super) struct Tty {
    file: File,
    before: Termios,
}

impl Tty {
    /// Whether there is one.
    pub(super) fn is_there() -> bool {
        OpenOptions::new().read(true).write(true).open(DEVICE).is_ok()
    }

    pub(super) fn open() -> Result<Self, NoTerminal> {
        Self::take_over(OpenOptions::new().read(true).write(true).open(DEVICE).map_err(NoTerminal)?)
    }

    /// Takes a terminal over.
    pub(super) fn take_over(file: File) -> Result<Self, NoTerminal> {
        let fail = |error: rustix::io::Errno| NoTerminal(error.into());
        let before = tcgetattr(&file).map_err(fail)?;
        let mut quiet = before.clone();
        // Without ISIG, Ctrl-C is a key like others: it must not end the program before the terminal is given back.
        quiet.local_modes -=
            LocalModes::ICANON | LocalModes::ECHO | LocalModes::ECHONL | LocalModes::ISIG | LocalModes::IEXTEN;
        // A read waits for a tenth of a second. Neither poll nor kqueue know /dev/tty on macOS.
        quiet.special_codes[SpecialCodeIndex::VMIN] = 0;
        quiet.special_codes[SpecialCodeIndex::VTIME] = 1;
        tcsetattr(&file, OptionalActions::Flush, &quiet).map_err(fail)?;
        Ok(Self { file, before })
    }

    /// Gives the terminal back as it was. Keys that nobody read are forgotten: they were not meant for what follows.
    pub(super) fn restore(&self) {
        let _ = tcsetattr(&self.file, OptionalActions::Flush, &self.before); // it may be gone
    }

    /// Forgets keys that nobody has read.
    pub(super) fn forget_typed(&self) {
        let _ = tcflush(&self.file, QueueSelector::IFlush);
    }

    /// How many columns it has, if it says so and a word fits into them.
    pub(super) fn columns(&self) -> Option<usize> {
        let size = tcgetwinsize(&self.file).ok()?;
        Some(size.ws_col.into()).filter(|columns| *columns >= NARROWEST)
    }

    pub(super) fn write(&self, text: &str) {
        let _ = (&self.file).write_all(text.as_bytes()); // it may be gone
    }

    /// Waits for keys, but not for long. Gives how many came.
    pub(super) fn read(&self, keys: &mut [u8]) -> io::Result<usize> {
        (&self.file).read(keys)
    }
}
