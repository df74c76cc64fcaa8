//! Who comes to the desk, and what that desk asks.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use kazasu_core::words::{Language, Line};
use serde::Deserialize;

use crate::words::{say, text};

/// The file of further questions cannot be used.
#[derive(Debug, thiserror::Error)]
pub(in crate::sandbox) enum BadSetup {
    #[error("--reception {}: {error}", .file.display())]
    File { file: PathBuf, error: std::io::Error },
    #[error("--reception {}: {error}", .file.display())]
    Content { file: PathBuf, error: Box<toml::de::Error> },
}

/// Who comes, and what is asked.
#[derive(Debug, Clone, Default)]
pub(in crate::sandbox) struct Setup {
    /// Whether the card is a child's, who comes with a guardian.
    pub(in crate::sandbox) child: bool,
    /// Whether the card is registered already.
    pub(in crate::sandbox) registered: bool,
    further: Arc<Vec<Further>>,
}

/// A question that a desk asks besides the two that every desk asks.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Further {
    /// The question, by language.
    question: BTreeMap<String, String>,
}

/// A question.
#[derive(Debug, Clone, Copy)]
pub(in crate::sandbox) enum Question<'a> {
    /// May medicine information be shown?
    Medicine,
    /// May specific health check-up information be shown?
    CheckUp,
    /// One of that desk's own.
    Further(&'a BTreeMap<String, String>),
}

impl Setup {
    /// A desk that asks the questions of a TOML file too: `[[consent]]`, then `question = { ja = "…", en = "…" }`.
    pub(in crate::sandbox) fn of_file(file: &Path) -> Result<Self, BadSetup> {
        #[derive(Deserialize)]
        #[serde(deny_unknown_fields)]
        struct File {
            consent: Vec<Further>,
        }
        let text = std::fs::read_to_string(file).map_err(|error| BadSetup::File { file: file.into(), error })?;
        let content = toml::from_str::<File>(&text)
            .map_err(|error| BadSetup::Content { file: file.into(), error: Box::new(error) })?;
        Ok(Self { further: Arc::new(content.consent), ..Self::default() })
    }

    /// The same desk, visited with such a card.
    pub(in crate::sandbox) fn visited_by(&self, child: bool, registered: bool) -> Self {
        Self { child, registered, ..self.clone() }
    }

    /// The questions, in the order in which they are asked.
    pub(super) fn questions(&self) -> Vec<Question<'_>> {
        let further = self.further.iter().map(|further| Question::Further(&further.question));
        [Question::Medicine, Question::CheckUp].into_iter().chain(further).collect()
    }
}

impl Question<'_> {
    /// In words; a desk's own question in the language that it has.
    pub(in crate::sandbox) fn words(&self, language: Language) -> Line {
        match self {
            Self::Medicine => say(language, text::DESK_ASK_MEDICINE, &[]),
            Self::CheckUp => say(language, text::DESK_ASK_CHECKUP, &[]),
            Self::Further(words) => {
                let words = words.get(language.tag()).or_else(|| words.values().next());
                Line::parse(words.map(String::as_str).unwrap_or_default())
            }
        }
    }
}
