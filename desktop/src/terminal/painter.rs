//! Lines into what is written to a terminal.

use std::env;

use super::fold::fold;
use super::lines::{Line, Style};

/// Writes lines, with colour where it is wanted.
pub(super) struct Painter {
    colour: bool,
    /// Columns of the terminal, where there is one that says so.
    columns: Option<usize>,
}

impl Painter {
    /// With colour, unless `NO_COLOR` or a terminal without any says otherwise.
    pub(super) fn of_environment() -> Self {
        let is_set = |name| env::var_os(name).is_some_and(|value| !value.is_empty());
        Self { colour: !is_set("NO_COLOR") && env::var_os("TERM").is_some_and(|term| term != "dumb"), columns: None }
    }

    /// Without colour: for what a program may read.
    pub(super) fn without_colour() -> Self {
        Self { colour: false, columns: None }
    }

    /// Breaks lines for that many columns from now on.
    pub(super) fn fit(&mut self, columns: Option<usize>) {
        self.columns = columns;
    }

    pub(super) fn paint(&self, lines: &[Line]) -> String {
        lines.iter().map(|Line(style, text)| self.line(*style, text)).collect()
    }

    pub(super) fn plain(&self, lines: &[String]) -> String {
        lines.iter().map(|text| self.line(Style::Plain, text)).collect()
    }

    pub(super) fn prompt(&self, text: &str) -> String {
        format!("{} ", clean(text))
    }

    fn line(&self, style: Style, text: &str) -> String {
        let text = clean(text);
        let text = self.columns.map_or_else(|| text.clone(), |columns| fold(&text, columns));
        let code = match style {
            Style::Plain | Style::Choice => None,
            Style::Title | Style::Heading => Some("1"),
            Style::Warning => Some("33"),
            Style::Error => Some("31"),
            Style::Success => Some("32"),
        };
        match code.filter(|_| self.colour) {
            Some(code) => format!("\x1b[{code}m{text}\x1b[0m\n"),
            None => format!("{text}\n"),
        }
    }
}

/// Texts of the platform may hold anything: nothing of it reaches the terminal as a command, nor turns the order of
/// letters round.
fn clean(text: &str) -> String {
    let is_order =
        |letter| matches!(letter, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}');
    text.chars()
        .filter(|letter| !is_order(*letter))
        .map(|letter| if letter.is_control() { ' ' } else { letter })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_text_commands_the_terminal() {
        let painter = Painter::without_colour();
        let hostile = ["a\x1b]0;title\x07b\u{9b}2Jc\rd\u{202E}e\nf".to_owned()];
        assert_eq!(painter.plain(&hostile), "a ]0;title b 2Jc de f\n");
    }

    #[test]
    fn colour_only_repeats_what_words_say() {
        let lines = [Line(Style::Error, "(!!) no".into())];
        assert_eq!(Painter::without_colour().paint(&lines), "(!!) no\n");
        assert_eq!(Painter { colour: true, columns: None }.paint(&lines), "\x1b[31m(!!) no\x1b[0m\n");
    }
}
