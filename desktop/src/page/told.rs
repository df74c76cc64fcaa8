//! What a tab says.

use kazasu_core::effect::Intent;
use kazasu_core::screen::{ActionId, FieldId};
use kazasu_core::words::Language;
use serde::Deserialize;

/// What a tab says.
#[derive(Debug)]
pub enum Told {
    /// The person did something on a page.
    Intent {
        /// The page's key.
        on: String,
        /// What.
        intent: Intent,
    },
    /// Their card is on this reader of the list; nothing, where they leave it open.
    Reader {
        /// The page's key.
        on: String,
        /// Its place in the list.
        place: Option<usize>,
    },
    /// They want another language.
    Language(Language),
    /// They want to begin anew, after a run.
    Again,
    /// The program is asked to end.
    Leave,
}

/// The same as it comes over the wire. A PIN comes another way.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
pub enum Message {
    /// A button.
    Press { on: String, action: ActionId },
    /// A checkbox.
    Set { on: String, field: FieldId, value: bool },
    /// A reader of a list.
    Reader { on: String, place: Option<usize> },
    /// A language.
    Language(String),
    /// Once more.
    Again,
}

impl Message {
    /// What it means; nothing, for a language that there is not.
    pub fn read(self) -> Option<Told> {
        Some(match self {
            Self::Press { on, action } => Told::Intent { on, intent: Intent::Press(action) },
            Self::Set { on, field, value } => Told::Intent { on, intent: Intent::Set { field, on: value } },
            Self::Reader { on, place } => Told::Reader { on, place },
            Self::Language(tag) => Told::Language(Language::from_tag(&tag)?),
            Self::Again => Told::Again,
        })
    }
}
