//! Terms as files: `terms.{lang}.md` (its first line is the title) and `consents.{lang}.txt` (on each line an id,
//! `required` or `optional`, and the words shown).

use crate::terms::{ConsentItem, TermsText};

/// Reads both files of a language. Lines of consents that are not complete are left out; see [`incomplete_line`].
pub(crate) fn text_of(terms: &str, consents: &str) -> TermsText {
    let (title, body) = terms.trim().split_once('\n').unwrap_or((terms.trim(), ""));
    TermsText {
        title: title.trim_start_matches('#').trim().to_owned(),
        body: body.trim().to_owned(),
        items: lines(consents).filter_map(|(_, line)| item(line)).collect(),
    }
}

/// The first line of consents that is not complete, counted from 1.
pub(crate) fn incomplete_line(consents: &str) -> Option<usize> {
    lines(consents).find(|(_, line)| item(line).is_none()).map(|(place, _)| place + 1)
}

fn lines(consents: &str) -> impl Iterator<Item = (usize, &str)> {
    consents.lines().map(str::trim).enumerate().filter(|(_, line)| !line.is_empty())
}

fn item(line: &str) -> Option<ConsentItem> {
    let (id, rest) = line.split_once(' ')?;
    let (need, text) = rest.split_once(' ')?;
    let required = match need {
        "required" => true,
        "optional" => false,
        _ => return None,
    };
    let text = text.trim();
    (!text.is_empty()).then(|| ConsentItem { id: id.to_owned(), text: text.to_owned(), required })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_incomplete_line_is_found() {
        assert_eq!(incomplete_line("hrp.a required words here\n\nhrp.b optional x\n"), None);
        assert_eq!(incomplete_line("hrp.a required words\nhrp.b perhaps x\n"), Some(2));
        assert_eq!(incomplete_line("hrp.a required \n"), Some(1));
    }

    #[test]
    fn the_first_line_is_the_title() {
        let text = text_of("# Title\n\nBody\n", "hrp.a required two words\n");
        assert_eq!((text.title.as_str(), text.body.as_str()), ("Title", "Body"));
        assert_eq!(text.items[0].text, "two words");
    }
}
