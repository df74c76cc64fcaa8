//! Texts that only a PC needs (`words/*.ftl`, and `words/sandbox/*.ftl` for practice). The product's are the core's.

use std::sync::LazyLock;

use kazasu_core::words::{Args, Book, Language, Line};

/// The id of a text; there is a constant for each.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text(&'static str);

/// Ids of all texts, as constants.
pub mod text {
    #![allow(dead_code, reason = "a build without the sandbox, and the tests, take what they need")]

    use super::Text;
    include!(concat!(env!("OUT_DIR"), "/text.rs"));
}

static BOOK: LazyLock<Book> = LazyLock::new(|| Book::new(SOURCES));

#[cfg(not(feature = "sandbox"))]
const SOURCES: [&str; 3] =
    [include_str!("../words/ja.ftl"), include_str!("../words/ja-easy.ftl"), include_str!("../words/en.ftl")];
#[cfg(feature = "sandbox")]
const SOURCES: [&str; 3] = [
    concat!(include_str!("../words/ja.ftl"), "\n", include_str!("../words/sandbox/ja.ftl")),
    concat!(include_str!("../words/ja-easy.ftl"), "\n", include_str!("../words/sandbox/ja-easy.ftl")),
    concat!(include_str!("../words/en.ftl"), "\n", include_str!("../words/sandbox/en.ftl")),
];

/// A text in a language.
pub fn say(language: Language, text: Text, args: Args<'_>) -> Line {
    BOOK.line(language, text.0, args)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use kazasu_core::words::is_kanji;

    use super::*;

    /// Every text of a source, with its placeholders.
    fn texts(source: &str) -> BTreeMap<&str, Vec<&str>> {
        let placeholders = |text: &'static str| text.split("{ $").skip(1).filter_map(|rest| rest.split(' ').next());
        let mut texts = BTreeMap::new();
        for (id, text) in source.to_owned().leak().lines().filter_map(|line| line.split_once(" = ")) {
            let mut names: Vec<_> = placeholders(text).collect();
            names.sort_unstable();
            assert!(texts.insert(id, names).is_none(), "{id} is there twice");
        }
        texts
    }

    #[test]
    fn req_122_every_text_in_three_languages_with_the_same_placeholders() {
        let [japanese, plain_japanese, english] = SOURCES.map(texts);
        assert_eq!(japanese, plain_japanese);
        assert_eq!(japanese, english);
        assert_eq!(japanese.len(), text::ALL.len());
        for (text, language) in text::ALL.iter().flat_map(|text| Language::ALL.map(|language| (text, language))) {
            assert_ne!(say(language, *text, &[]).written(), text.0.replace('-', "."), "{language:?}");
        }
    }

    #[test]
    fn req_122_every_kanji_of_plain_japanese_has_a_reading() {
        for text in text::ALL {
            for run in say(Language::PlainJapanese, *text, &[]).0 {
                assert!(run.ruby.is_some() || !run.base.contains(is_kanji), "{text:?}: {}", run.base);
            }
        }
    }
}
