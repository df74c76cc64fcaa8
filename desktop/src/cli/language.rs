//! The language, as an argument or the environment says it.

use std::ffi::OsString;

use kazasu_core::words::Language;

/// The language of that tag.
pub(super) fn language(tag: &str) -> Result<Language, String> {
    Language::from_tag(tag).ok_or_else(|| "it is ja, ja-easy or en".to_owned())
}

/// The language that the environment asks for: Japanese, else English.
pub fn default_language() -> Language {
    language_of(["LC_ALL", "LC_MESSAGES", "LANG"].map(std::env::var_os))
}

fn language_of(locales: [Option<OsString>; 3]) -> Language {
    let locale = locales.into_iter().flatten().find(|locale| !locale.is_empty()).unwrap_or_default();
    let locale = locale.to_string_lossy().to_ascii_lowercase();
    let name = locale.split(['_', '.', '@', '-']).next().unwrap_or_default();
    if name == "ja" { Language::Japanese } else { Language::English }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages() {
        let of = |texts: [&str; 3]| language_of(texts.map(|text| Some(text.into())));
        assert_eq!(of(["", "", "ja_JP.UTF-8"]), Language::Japanese);
        assert_eq!(of(["C", "ja_JP.UTF-8", "ja_JP.UTF-8"]), Language::English);
        assert_eq!(of(["ja", "", "en_US"]), Language::Japanese);
        assert_eq!(of(["javanese", "", ""]), Language::English);
        assert_eq!(language_of([None, None, None]), Language::English);
    }
}
