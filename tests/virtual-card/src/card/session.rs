//! What a card forgets without power.

use super::files::{File, Files};
use super::select::Application;
use super::status::StatusWord;

/// Current application and file.
#[derive(Default)]
pub(super) struct Session {
    begun: bool,
    others: u32,
    /// Selected application.
    pub(super) application: Option<Application>,
    /// Application the verified PINs belong to; outlives a warm reset as they do.
    pub(super) verified_in: Option<Application>,
    /// Identifier of the current elementary file.
    pub(super) file: Option<u16>,
}

impl Session {
    /// Notes that a command arrived; true for the first one after power-up.
    pub(super) fn begin(&mut self) -> bool {
        !std::mem::replace(&mut self.begun, true)
    }

    pub(super) fn count_other(&mut self) -> u32 {
        self.others = self.others.saturating_add(1);
        self.others
    }

    pub(super) fn warm_reset(&mut self) {
        self.application = None;
        self.file = None;
    }

    pub(super) fn in_jpki(&self) -> bool {
        self.application == Some(Application::Jpki)
    }

    /// The current file, for commands that do not name one.
    pub(super) fn current<'a>(&self, files: &'a Files) -> Result<File<'a>, StatusWord> {
        self.file.and_then(|id| files.get(id)).ok_or(StatusWord::NO_CURRENT_FILE)
    }

    /// The file with a short identifier, which becomes the current one (card fact sheet §4.1).
    pub(super) fn by_short_id<'a>(&mut self, files: &'a Files, short_id: u8) -> Result<File<'a>, StatusWord> {
        if !self.in_jpki() {
            return Err(StatusWord::NO_CURRENT_FILE);
        }
        let id = u16::from(short_id);
        let file = files.get(id).ok_or(StatusWord::NOT_FOUND)?;
        self.file = Some(id);
        Ok(file)
    }
}
