//! What a shell draws.

use kazasu_core::screen as core;

use crate::action::{Action, ActionId, OutLink};
use crate::block::{Block, all};
use crate::words::{Language, Line};

pub use kazasu_core::screen::{Presentation, Shell};

/// How a shell draws.
#[uniffi::remote(Record)]
pub struct Presentation {
    /// In which language.
    pub language: Language,
    /// On what.
    pub shell: Shell,
    /// Whether a browser draws it. No app does.
    #[uniffi(default = false)]
    pub browser: bool,
}

/// What a shell runs on. It decides the order of buttons and how holding a card is explained.
#[uniffi::remote(Enum)]
pub enum Shell {
    /// An Android phone.
    Android,
    /// An iPhone.
    Ios,
    /// A PC with a card reader.
    Pc,
}

/// One screen. `serial` goes back with whatever the person does on it.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Screen {
    /// Grows with every new page; a page that only changes keeps it.
    pub serial: u64,
    /// Which page: a stable name for tests and pictures.
    pub id: String,
    /// The language of the words.
    pub language: Language,
    /// The header of three steps, in order; empty outside the application pages.
    pub steps: Vec<Step>,
    /// The heading.
    pub title: Line,
    /// From top to bottom.
    pub blocks: Vec<Block>,
    /// Buttons and the core's own links, in the order in which they stand.
    pub actions: Vec<Action>,
    /// Which of them the platform's own way back presses: the back gesture, Escape. None where there is only waiting.
    pub back: Option<ActionId>,
    /// "Frequent questions" and "Contact".
    pub links: Vec<OutLink>,
    /// The languages to change to, on every screen.
    pub languages: LanguageMenu,
    /// Whether digits of a PIN are on the screen: no screenshot, no preview.
    pub secret: bool,
}

/// The choice of a language.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LanguageMenu {
    /// What the menu is called.
    pub label: Line,
    /// In the order in which they are offered.
    pub choices: Vec<LanguageChoice>,
}

/// A language to change to, by `present`.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct LanguageChoice {
    /// Which.
    pub language: Language,
    /// What those who read it call it.
    pub name: Line,
}

/// One step of the header.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Step {
    /// 1 to 3.
    pub number: u8,
    /// What it is called.
    pub name: Line,
    /// What a screen reader says of the current one.
    pub spoken: Line,
    /// Whether the person is here.
    pub current: bool,
}

impl From<core::Screen> for Screen {
    fn from(screen: core::Screen) -> Self {
        let core::Screen { serial, id, language, steps, title, blocks, actions, back, links, languages, secret } =
            screen;
        Self {
            serial,
            id: id.to_owned(),
            language,
            steps: all(steps),
            title: title.into(),
            blocks: all(blocks),
            actions: all(actions),
            back,
            links: all(links),
            languages: languages.into(),
            secret,
        }
    }
}

impl From<core::LanguageMenu> for LanguageMenu {
    fn from(core::LanguageMenu { label, choices }: core::LanguageMenu) -> Self {
        Self { label: label.into(), choices: all(choices) }
    }
}

impl From<core::LanguageChoice> for LanguageChoice {
    fn from(core::LanguageChoice { language, name }: core::LanguageChoice) -> Self {
        Self { language, name: name.into() }
    }
}

impl From<core::Step> for Step {
    fn from(core::Step { number, name, spoken, current }: core::Step) -> Self {
        Self { number, name: name.into(), spoken: spoken.into(), current }
    }
}
