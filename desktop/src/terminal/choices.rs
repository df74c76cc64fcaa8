//! What can be chosen on a screen, and by which number.

use kazasu_core::effect::Intent;
use kazasu_core::screen::{Action, ActionId, ActionKind, Block, FieldId, LanguageChoice, Screen};
use kazasu_core::words::Language;

use super::lines::{Line, Style, tick};
use crate::words::{say, text};

/// The numbered choices of a screen: checkboxes first, then the actions in the screen's order.
pub(super) struct Choices<'a> {
    items: Vec<Item<'a>>,
    pin_prompt: Option<String>,
    default: Option<&'a Action>,
    back: Option<ActionId>,
    languages: Vec<&'a LanguageChoice>,
}

enum Item<'a> {
    Toggle { field: FieldId, label: String, on: bool },
    Press(&'a Action),
}

impl<'a> Choices<'a> {
    /// The choices of this screen.
    pub(super) fn of(screen: &'a Screen) -> Self {
        let toggle = |block: &Block| match block {
            Block::Checkbox { field, label, on, .. } => {
                Some(Item::Toggle { field: *field, label: label.annotated(), on: *on })
            }
            _ => None,
        };
        let pin_prompt = screen.blocks.iter().find_map(|block| match block {
            Block::PinField { prompt, .. } => Some(prompt.annotated()),
            _ => None,
        });
        let items = screen.blocks.iter().filter_map(toggle).chain(screen.actions.iter().map(Item::Press)).collect();
        // Where something is under way, Enter must not stop it: the person may have pressed it once too often.
        let default = screen.actions.iter().find(|action| action.default && action.id != ActionId::Cancel);
        let languages = screen.languages.choices.iter().filter(|choice| choice.language != screen.language).collect();
        Self { items, pin_prompt, default, back: screen.back, languages }
    }

    /// Whether there is nothing to choose.
    pub(super) fn is_empty(&self) -> bool {
        self.items.is_empty()
    }

    /// Whether a PIN is typed here. It is not shown, so nothing is chosen by number.
    pub(super) fn asks_pin(&self) -> bool {
        self.pin_prompt.is_some()
    }

    /// The list, as it is drawn.
    pub(super) fn lines(&self, screen: &Screen) -> Vec<Line> {
        let item = |(place, item): (usize, &Item<'_>)| {
            let line = match (item, self.asks_pin()) {
                (Item::Press(action), true) => format!("  {}: {}", self.key(action)?, action.label.annotated()),
                (Item::Press(action), false) => {
                    let enter = if self.is_default(action) { "  [Enter]" } else { "" };
                    format!("  {}) {}{enter}", place + 1, action.label.annotated())
                }
                (Item::Toggle { label, on, .. }, _) => format!("  {}) {} {label}", place + 1, tick(*on)),
            };
            Some(Line(Style::Choice, line))
        };
        let list: Vec<Line> = self.items.iter().enumerate().filter_map(item).collect();
        let gap =
            if screen.blocks.is_empty() || list.is_empty() { None } else { Some(Line(Style::Plain, String::new())) };
        let languages = (!list.is_empty()).then(|| self.languages()).flatten();
        gap.into_iter().chain(list).chain(languages).collect()
    }

    /// What is asked below the list; nothing where only waiting is left to do.
    pub(super) fn prompt(&self, screen: &Screen) -> Option<String> {
        if let Some(prompt) = &self.pin_prompt {
            return Some(prompt.clone());
        }
        let default = self.default?.label.annotated();
        Some(say(screen.language, text::TERMINAL_CHOOSE, &[("default", &default)]).annotated())
    }

    /// What a line means: Enter alone is the default, a number is that choice.
    pub(super) fn read(&self, line: &str) -> Option<Intent> {
        let line = line.trim();
        if line.is_empty() {
            return self.default.map(|action| Intent::Press(action.id));
        }
        match self.items.get(number(line)?.checked_sub(1)?)? {
            Item::Press(action) => Some(Intent::Press(action.id)),
            Item::Toggle { field, on, .. } => Some(Intent::Set { field: *field, on: !on }),
        }
    }

    /// The language that was asked for by its tag (REQ-28).
    pub(super) fn language(&self, typed: &[u8]) -> Option<Language> {
        let wanted =
            |choice: &&&LanguageChoice| choice.language.tag().as_bytes().eq_ignore_ascii_case(typed.trim_ascii());
        self.languages.iter().find(wanted).map(|choice| choice.language)
    }

    /// What Ctrl-C does here.
    pub(super) fn stopping(&self) -> Option<ActionId> {
        self.back
    }

    /// What a question mark does where a PIN is typed.
    pub(super) fn help(&self) -> Option<ActionId> {
        self.actions().find(|action| action.kind == ActionKind::Link).map(|action| action.id)
    }

    /// How an action is chosen where a PIN is typed; the PIN itself stands for the rest.
    fn key(&self, action: &Action) -> Option<&'static str> {
        if Some(action.id) == self.stopping() {
            Some("Ctrl+C")
        } else if Some(action.id) == self.help() {
            Some("?")
        } else {
            None
        }
    }

    /// The other languages, each behind what is typed for it.
    fn languages(&self) -> Option<Line> {
        let mark = if self.asks_pin() { ":" } else { ")" };
        let choice = |choice: &&LanguageChoice| format!("{}{mark} {}", choice.language.tag(), choice.name.annotated());
        let all = self.languages.iter().map(choice).collect::<Vec<_>>().join("  ");
        (!all.is_empty()).then(|| Line(Style::Choice, format!("  {all}")))
    }

    fn is_default(&self, action: &Action) -> bool {
        self.default.is_some_and(|default| default.id == action.id)
    }

    fn actions(&self) -> impl Iterator<Item = &'a Action> {
        self.items.iter().filter_map(|item| match item {
            Item::Press(action) => Some(*action),
            Item::Toggle { .. } => None,
        })
    }
}

/// The number that was typed, in digits of either width.
pub(super) fn number(line: &str) -> Option<usize> {
    let half_width = |letter: char| match letter {
        '０'..='９' => char::from_u32(u32::from(letter) - u32::from('０') + u32::from('0')).unwrap_or(letter),
        letter => letter,
    };
    line.trim().chars().map(half_width).collect::<String>().parse().ok()
}

#[cfg(test)]
mod tests;
