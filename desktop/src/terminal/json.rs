//! The same screens for programs: one JSON object a line on standard output.

use std::io::{self, Write};

use kazasu_core::flow::Outcome;
use kazasu_core::screen::{Block, Screen};
use serde::Serialize;

use crate::doctor::Check;
use crate::exit::{self, Exit};

/// Writes JSON lines. A reader that goes away is no reason to stop: a person is at the terminal.
#[derive(Debug, Default)]
pub struct JsonLines {
    last: Option<Screen>,
}

/// One line.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
enum Message<'a> {
    Screen { screen: &'a Screen },
    Result { outcome: &'static str, code: Option<&'a str>, exit: u8 },
    Doctor { checks: &'a [Check], exit: u8 },
}

impl JsonLines {
    /// Writes a screen, if it is another one.
    pub(super) fn screen(&mut self, screen: &Screen) {
        if self.last.as_ref() != Some(screen) {
            write(&Message::Screen { screen });
            self.last = Some(screen.clone());
        }
    }

    /// Writes what came of it.
    pub fn result(outcome: Outcome, last: &Screen) {
        let code = match outcome {
            Outcome::Failed(failure) => Some(failure.code()),
            _ => last.blocks.iter().find_map(|block| match block {
                Block::Code { code, .. } => Some(code.as_str()),
                _ => None,
            }),
        };
        write(&Message::Result { outcome: exit::name(outcome), code, exit: Exit::from(outcome).code() });
    }

    /// Writes that the person left before anything began.
    pub fn cancelled() {
        write(&Message::Result { outcome: "cancelled", code: None, exit: Exit::Cancelled.code() });
    }

    /// Writes that there was no terminal.
    pub fn no_terminal() {
        write(&Message::Result { outcome: "no_terminal", code: None, exit: Exit::NoTerminal.code() });
    }

    /// Writes what `doctor` found.
    pub fn doctor(checks: &[Check], exit: Exit) {
        write(&Message::Doctor { checks, exit: exit.code() });
    }

    /// Writes that arguments or settings are wrong.
    pub fn not_started() {
        write(&Message::Result { outcome: "usage", code: None, exit: Exit::Usage.code() });
    }
}

fn write(message: &Message<'_>) {
    let Ok(mut line) = serde_json::to_vec(message) else { return };
    line.push(b'\n');
    let mut out = io::stdout().lock();
    let _ = out.write_all(&line).and_then(|()| out.flush());
}
