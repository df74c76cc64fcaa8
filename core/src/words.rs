//! Every text, in three languages (`words/*.ftl`), with readings for plain Japanese.

use std::borrow::Cow;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Serialize, Serializer};
use unic_langid::LanguageIdentifier;

use crate::time::JapanTime;

/// A language that every text exists in (REQ-122).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Language {
    /// 日本語
    Japanese,
    /// やさしい日本語, with readings.
    PlainJapanese,
    /// English
    English,
}

impl Language {
    /// All, in the order in which they are offered.
    pub const ALL: [Self; 3] = [Self::Japanese, Self::PlainJapanese, Self::English];

    /// The name in HRP/1 and on the command line.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Japanese => "ja",
            Self::PlainJapanese => "ja-easy",
            Self::English => "en",
        }
    }

    /// The language of that name.
    pub fn from_tag(tag: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.tag() == tag)
    }

    /// What a person who reads it calls it.
    pub fn own_name(self) -> &'static str {
        match self {
            Self::Japanese => "日本語",
            Self::PlainJapanese => "やさしい日本語《にほんご》",
            Self::English => "English",
        }
    }
}

impl Serialize for Language {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.tag())
    }
}

/// The id of a text. Dots of the copy are hyphens here: Fluent knows no dots in ids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Text(&'static str);

impl Text {
    /// The id, as in the copy: `pin.last_attempt.title`.
    pub fn id(self) -> String {
        self.0.replace('-', ".")
    }
}

/// Ids of all texts, as constants.
pub mod text {
    use super::Text;
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

/// A finished text, run by run. A screen shows a reading as ruby; a terminal or a screen reader takes [`Line::spoken`].
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Line(pub Vec<Run>);

/// A stretch of text, with its reading if it has one.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Run {
    /// What is written.
    pub base: String,
    /// How it is read, in hiragana.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ruby: Option<String>,
}

impl Line {
    /// Takes `漢字《よみ》` apart: the reading belongs to the run of kanji just before it.
    pub fn parse(text: &str) -> Self {
        let mut runs = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('《') {
            let Some((ruby, after)) = after.split_once('》') else { break };
            let start = before.char_indices().rev().take_while(|(_, letter)| is_kanji(*letter)).last();
            let (plain, kanji) = before.split_at(start.map_or(before.len(), |(at, _)| at));
            runs.extend((!plain.is_empty()).then(|| Run { base: plain.to_owned(), ruby: None }));
            runs.push(Run { base: kanji.to_owned(), ruby: Some(ruby.to_owned()) });
            rest = after;
        }
        runs.extend((!rest.is_empty()).then(|| Run { base: rest.to_owned(), ruby: None }));
        Self(runs)
    }

    /// What is written, without readings.
    pub fn written(&self) -> String {
        self.0.iter().map(|run| run.base.as_str()).collect()
    }

    /// The text with its readings, as [`Line::parse`] takes it: for a place inside another text.
    pub(crate) fn marked(&self) -> String {
        let run = |run: &Run| match &run.ruby {
            Some(ruby) => format!("{}《{ruby}》", run.base),
            None => run.base.clone(),
        };
        self.0.iter().map(run).collect()
    }

    /// What is spoken: the reading where there is one.
    pub fn spoken(&self) -> String {
        self.0.iter().map(|run| run.ruby.as_deref().unwrap_or(&run.base)).collect()
    }

    /// What is written, each reading in brackets behind its run: for a place that knows no ruby.
    pub fn annotated(&self) -> String {
        self.0
            .iter()
            .map(|run| match &run.ruby {
                Some(ruby) => Cow::Owned(format!("{}（{ruby}）", run.base)),
                None => Cow::Borrowed(run.base.as_str()),
            })
            .collect()
    }
}

/// Serialised as the text with its readings, `漢字《よみ》`.
impl Serialize for Line {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&self.marked())
    }
}

/// Whether a character is written with a reading in plain Japanese.
pub fn is_kanji(letter: char) -> bool {
    matches!(letter, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '々' | '〆' | 'ヶ')
}

/// What stands in a text's placeholders.
pub type Args<'a> = &'a [(&'static str, &'a str)];

/// A text in a language, its placeholders filled in.
pub fn line(language: Language, text: Text, args: Args<'_>) -> Line {
    Line::parse(&raw(language, text, args))
}

/// A text in a language, for a place that shows no readings (the NFC sheet): as written.
pub fn plain(language: Language, text: Text, args: Args<'_>) -> String {
    line(language, text, args).written()
}

fn raw(language: Language, text: Text, args: Args<'_>) -> String {
    BOOK.raw(language, text.0, args)
}

/// A date, in words.
pub fn date(language: Language, unix_s: i64) -> String {
    let at = JapanTime::at(unix_s);
    calendar_date(language, at.year, at.month, at.day)
}

/// A day of the calendar, in words.
pub(crate) fn calendar_date(language: Language, year: i32, month: u8, day: u8) -> String {
    let name = raw(language, month_name(month), &[]);
    let (year, month, day) = (year.to_string(), month.to_string(), day.to_string());
    raw(language, text::DATE_LONG, &[("year", &year), ("month", &month), ("day", &day), ("name", &name)])
}

/// A date with the time of day, in words.
pub fn date_time(language: Language, unix_s: i64) -> String {
    let at = JapanTime::at(unix_s);
    let clock = format!("{}:{:02}", at.hour, at.minute);
    raw(language, text::DATE_TIME, &[("date", &date(language, unix_s)), ("clock", &clock)])
}

/// How long, in the largest unit that fits.
pub fn duration(language: Language, seconds: i64) -> String {
    let seconds = seconds.unsigned_abs();
    let (unit, count) = match seconds {
        0..5_400 => (text::DURATION_MINUTES, (seconds + 30) / 60),
        5_400..129_600 => (text::DURATION_HOURS, (seconds + 1_800) / 3_600),
        _ => (text::DURATION_DAYS, (seconds + 43_200) / 86_400),
    };
    raw(language, unit, &[("count", &count.to_string())])
}

fn month_name(month: u8) -> Text {
    match month {
        1 => text::MONTH_01,
        2 => text::MONTH_02,
        3 => text::MONTH_03,
        4 => text::MONTH_04,
        5 => text::MONTH_05,
        6 => text::MONTH_06,
        7 => text::MONTH_07,
        8 => text::MONTH_08,
        9 => text::MONTH_09,
        10 => text::MONTH_10,
        11 => text::MONTH_11,
        _ => text::MONTH_12,
    }
}

static BOOK: LazyLock<Book> = LazyLock::new(|| {
    Book::new([include_str!("../words/ja.ftl"), include_str!("../words/ja-easy.ftl"), include_str!("../words/en.ftl")])
});

/// Texts in three languages. A shell has one of its own for what only it needs.
pub struct Book([FluentBundle<FluentResource>; 3]);

impl Book {
    /// From Fluent sources, in the order of [`Language::ALL`].
    pub fn new([japanese, plain_japanese, english]: [&str; 3]) -> Self {
        Self([bundle("ja", japanese), bundle("ja", plain_japanese), bundle("en", english)])
    }

    /// The text of that id in a language, its placeholders filled in; the id, with dots, where there is none.
    pub fn line(&self, language: Language, id: &str, args: Args<'_>) -> Line {
        Line::parse(&self.raw(language, id, args))
    }

    fn raw(&self, language: Language, id: &str, args: Args<'_>) -> String {
        let [japanese, plain_japanese, english] = &self.0;
        let bundle = match language {
            Language::Japanese => japanese,
            Language::PlainJapanese => plain_japanese,
            Language::English => english,
        };
        let pattern = bundle.get_message(id).and_then(|message| message.value());
        let Some(pattern) = pattern else { return id.replace('-', ".") };
        let args: FluentArgs<'_> = args.iter().map(|(name, value)| (*name, FluentValue::from(*value))).collect();
        bundle.format_pattern(pattern, Some(&args), &mut Vec::new()).into_owned()
    }
}

fn bundle(tag: &str, source: &str) -> FluentBundle<FluentResource> {
    let language: LanguageIdentifier = tag.parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![language]);
    bundle.set_use_isolating(false); // the marks would show up in copied text and in snapshots
    // A text with a mistake is left out here and found by the tests of this module.
    let (Ok(resource) | Err((resource, _))) = FluentResource::try_new(source.to_owned());
    let _ = bundle.add_resource(resource);
    bundle
}

#[cfg(test)]
#[path = "words_tests.rs"]
mod tests;
