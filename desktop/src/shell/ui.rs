//! What the loop needs of whatever a person looks at.

use kazasu_core::effect::Intent;
use kazasu_core::screen::Screen;
use kazasu_core::words::Language;

/// What the person wants.
#[derive(Debug)]
pub enum Wish {
    /// Something that a screen offers.
    Do {
        /// The serial of the screen that it was done on.
        screen: u64,
        /// What.
        intent: Intent,
    },
    /// To stop, in the way that a screen offers; to leave if it does not take that now.
    Stop {
        /// The serial of the screen that it was done on.
        screen: u64,
        /// What.
        intent: Intent,
    },
    /// Another language.
    Present(Language),
    /// To leave at once.
    Leave,
}

/// A terminal or page that a person looks at.
pub trait Ui {
    /// Whether a browser draws it.
    const IN_BROWSER: bool;

    /// Shows a screen; the same one may come again.
    fn draw(&mut self, screen: &Screen);

    /// Shows a sentence beside the screens.
    fn say(&mut self, sentence: &str);

    /// What the person wanted is not offered at this moment; they may choose again.
    fn not_taken(&mut self);

    /// Waits for the person. Dropping the future loses nothing.
    async fn next(&mut self) -> Wish;
}
