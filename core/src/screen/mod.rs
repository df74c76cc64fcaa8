//! What a shell draws: finished words in a small closed set of blocks.
//!
//! A shell draws each block with its platform's own controls and sends back what the person did. It holds no product
//! text and no product rule.

mod action;
mod around;
#[cfg(test)]
mod around_tests;
mod block;
mod buttons;
#[cfg(test)]
mod errors_tests;
mod offers;
mod page;
mod registering;
mod render;
#[cfg(test)]
mod samples;
#[cfg(test)]
mod snapshot_tests;
mod trouble;
mod writer;

use serde::Serialize;

use crate::words::{self, Language, Line, text};

pub use action::{Action, ActionId, ActionKind, FieldId};
pub use block::{Block, Check, Link, Mark, NoticeKind, Row, Setting};

pub(crate) use around::{Around, CardReport, ReceiptPage, ReleasePage, SignInPage, StatusPage};
pub(crate) use page::{ApplyPage, DonePage, HoldPage, KeypadPage, Page, PinNote, PinPage, TermsPage, TroublePage};
pub(crate) use registering::PRACTICE_DIGITS;

/// How a shell draws.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Presentation {
    /// In which language.
    pub language: Language,
    /// On what.
    pub shell: Shell,
    /// Whether a browser draws it: then what helps there belongs to what is needed (REQ-21).
    pub browser: bool,
}

/// What a shell runs on. It decides the order of buttons (REQ-37) and how holding a card is explained.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Shell {
    /// An Android phone.
    Android,
    /// An iPhone.
    Ios,
    /// A PC with a card reader.
    Pc,
}

/// One screen. `serial` goes back with every intent.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Screen {
    /// Grows with every new page; a page that only changes keeps it.
    pub serial: u64,
    /// Which page: a stable name for tests, pictures and `--json`.
    pub id: &'static str,
    /// The language of the words.
    pub language: Language,
    /// The three-step header, in order (REQ-29); empty outside the application pages.
    pub steps: Vec<Step>,
    /// The heading.
    pub title: Line,
    /// From top to bottom.
    pub blocks: Vec<Block>,
    /// Buttons and the core's own links, in the order in which they stand (REQ-37).
    pub actions: Vec<Action>,
    /// Which of them the platform's own way back presses: the back gesture, Escape. None where there is only waiting.
    pub back: Option<ActionId>,
    /// "Frequent questions" and "Contact" (REQ-27).
    pub links: Vec<Link>,
    /// The languages to change to, on every screen (REQ-28).
    pub languages: LanguageMenu,
    /// Whether digits of a PIN are on the screen: no screenshot, no preview.
    pub secret: bool,
}

/// The choice of a language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LanguageMenu {
    /// What the menu is called.
    pub label: Line,
    /// In the order in which they are offered.
    pub choices: Vec<LanguageChoice>,
}

impl LanguageMenu {
    /// The choice as it stands on a screen in `language`: for what a shell shows before or after the core's screens.
    #[must_use]
    pub fn in_language(language: Language) -> Self {
        let choice = |language: Language| LanguageChoice { language, name: Line::parse(language.own_name()) };
        Self {
            label: words::line(language, text::COMMON_LANGUAGE, &[]),
            choices: Language::ALL.into_iter().map(choice).collect(),
        }
    }
}

/// A language to change to, by [`crate::flow::Flow::present`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LanguageChoice {
    /// Which.
    pub language: Language,
    /// What those who read it call it.
    pub name: Line,
}

/// One step of the header.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// 1 to 3.
    pub number: u8,
    /// What it is called.
    pub name: Line,
    /// What a screen reader says: "Step 1 of 3: …". Said for the current one.
    pub spoken: Line,
    /// Whether the person is here.
    pub current: bool,
}
