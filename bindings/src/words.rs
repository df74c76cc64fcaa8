//! Finished texts.

use kazasu_core::words;

pub use kazasu_core::words::{Language, Run};

/// A language that every text exists in.
#[uniffi::remote(Enum)]
pub enum Language {
    /// 日本語
    Japanese,
    /// やさしい日本語, with readings.
    PlainJapanese,
    /// English
    English,
}

/// A stretch of text, with its reading if it has one.
#[uniffi::remote(Record)]
pub struct Run {
    /// What is written.
    pub base: String,
    /// How it is read, in hiragana: to be shown as ruby.
    pub ruby: Option<String>,
}

/// A finished text.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Line {
    /// Run by run, with readings.
    pub runs: Vec<Run>,
    /// What is written, without readings.
    pub written: String,
    /// What a screen reader says: the reading where there is one.
    pub spoken: String,
}

impl From<words::Line> for Line {
    fn from(line: words::Line) -> Self {
        Self { written: line.written(), spoken: line.spoken(), runs: line.0 }
    }
}
