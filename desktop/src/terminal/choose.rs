//! A question that belongs to no screen: which of several.

use kazasu_core::words::Language;

use super::editor::{Typed, Wanted};
use super::{Terminal, choices};
use crate::words::{Text, say, text};

/// What came of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// The item at that place.
    This(usize),
    /// None in particular.
    Any,
    /// The person leaves.
    Left,
}

impl Terminal {
    /// Asks for one of these, by number. Enter alone leaves it open.
    pub async fn choose(&mut self, language: Language, question: Text, items: &[String]) -> Choice {
        let count = items.len().to_string();
        let asked = say(language, question, &[("count", &count)]).annotated();
        let any = say(language, text::TERMINAL_READER_ANY, &[]).annotated();
        let asks = say(language, text::TERMINAL_CHOOSE, &[("default", &any)]).annotated();
        let list = items.iter().enumerate().map(|(place, item)| format!("  {}) {item}", place + 1));
        let lines: Vec<String> = [asked].into_iter().chain(list).collect();
        self.print(&lines);
        loop {
            self.keyboard.want(Wanted::Line, 0, true);
            self.tty.write(&self.painter.prompt(&asks));
            tokio::select! {
                typed = self.typed.recv() => match typed {
                    Some(Typed::Line { line, .. }) if line.trim().is_empty() => return Choice::Any,
                    Some(Typed::Line { line, .. }) => {
                        match choices::number(&line).and_then(|number| number.checked_sub(1)) {
                            Some(place) if place < items.len() => return Choice::This(place),
                            _ => self.say_in(language, text::TERMINAL_NOT_OFFERED),
                        }
                    }
                    Some(Typed::Pin { .. }) => {} // none is asked for
                    Some(Typed::Interrupt) | None => return Choice::Left,
                },
                _ = self.signals.next() => return Choice::Left,
            }
        }
    }
}
