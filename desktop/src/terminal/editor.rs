//! Keys into lines and PINs.

use kazasu_core::secret::Secret;
use unicode_width::UnicodeWidthChar as _;
use zeroize::Zeroizing;

/// Longest line, in bytes. A PIN has four digits, so a longer one is none, whatever follows.
const LONGEST: usize = 64;

/// What is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wanted {
    /// Nothing but Ctrl-C.
    Nothing,
    /// A line, shown while it is typed.
    Line,
    /// A PIN, not shown.
    Pin,
}

/// What was typed.
#[derive(Debug)]
pub(super) enum Typed {
    /// A line.
    Line {
        /// The screen that it was typed on.
        serial: u64,
        /// The line.
        line: String,
    },
    /// A PIN, or what somebody took for one.
    Pin {
        /// The screen that it was typed on.
        serial: u64,
        /// What was typed.
        typed: Secret,
    },
    /// Ctrl-C and the like.
    Interrupt,
}

/// Takes keys one by one.
pub(super) struct Editor {
    wanted: Wanted,
    serial: u64,
    /// Of its full size from the start: a buffer that grows leaves a copy behind in freed memory.
    typed: Zeroizing<Vec<u8>>,
    escape: Escape,
    in_line: bool,
}

/// Where in the sequence of a cursor or function key the keys are.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Escape {
    None,
    Begun,
    Inside,
}

impl Editor {
    pub(super) fn new() -> Self {
        Self { wanted: Wanted::Nothing, serial: 0, typed: buffer(), escape: Escape::None, in_line: false }
    }

    /// Takes something else from now on; what was typed so far is forgotten. `in_line`: a prompt stands in the line.
    pub(super) fn want(&mut self, wanted: Wanted, serial: u64, in_line: bool) {
        (self.wanted, self.serial, self.typed, self.in_line) = (wanted, serial, buffer(), in_line);
    }

    /// Whether a line has been begun: by a prompt, or by keys.
    pub(super) fn is_in_line(&self) -> bool {
        self.in_line || (self.wanted == Wanted::Line && !self.typed.is_empty())
    }

    /// What was typed of a line so far, as it was shown. Nothing of a PIN.
    pub(super) fn shown(&self) -> String {
        if self.wanted == Wanted::Line { String::from_utf8_lossy(&self.typed).into_owned() } else { String::new() }
    }

    /// Whether nothing is waited for.
    pub(super) fn is_idle(&self) -> bool {
        self.wanted == Wanted::Nothing
    }

    /// Takes a key. Gives what to show and what came of it.
    pub(super) fn take(&mut self, key: u8) -> (String, Option<Typed>) {
        match (self.escape, key) {
            (Escape::Begun, b'[' | b'O') => self.escape = Escape::Inside,
            (Escape::Inside, 0x20..=0x3F) => {}
            (Escape::Inside, 0x40..=0x7E) => self.escape = Escape::None,
            (_, 0x1B) => self.escape = Escape::Begun,
            _ => {
                self.escape = Escape::None;
                return self.take_plain(key);
            }
        }
        (String::new(), None)
    }

    fn take_plain(&mut self, key: u8) -> (String, Option<Typed>) {
        const CTRL_C: u8 = 0x03;
        const CTRL_D: u8 = 0x04;
        const CTRL_U: u8 = 0x15;
        const CTRL_BACKSLASH: u8 = 0x1C;
        match (key, self.wanted) {
            (CTRL_C | CTRL_BACKSLASH, _) => self.interrupt(),
            (_, Wanted::Nothing) => (String::new(), None),
            (CTRL_D, _) if self.typed.is_empty() => self.interrupt(),
            (b'\r' | b'\n', _) => self.enter(),
            (0x08 | 0x7F, _) => (self.erase(), None),
            (CTRL_U, _) => {
                let mut shown = String::new();
                while !self.typed.is_empty() {
                    shown += &self.erase();
                }
                (shown, None)
            }
            (0..0x20, _) => (String::new(), None),
            (key, _) => (self.add(key), None),
        }
    }

    fn interrupt(&mut self) -> (String, Option<Typed>) {
        let shown = if self.is_in_line() { "\n" } else { "" };
        self.want(Wanted::Nothing, self.serial, false);
        (shown.to_owned(), Some(Typed::Interrupt))
    }

    fn enter(&mut self) -> (String, Option<Typed>) {
        let (wanted, serial) = (self.wanted, self.serial);
        let mut typed = std::mem::replace(&mut self.typed, buffer());
        self.want(Wanted::Nothing, serial, false);
        let typed = match wanted {
            Wanted::Pin => Typed::Pin { serial, typed: Secret::new(std::mem::take(&mut *typed)) },
            _ => Typed::Line { serial, line: String::from_utf8_lossy(&typed).into_owned() },
        };
        ("\n".to_owned(), Some(typed))
    }

    fn add(&mut self, key: u8) -> String {
        if self.typed.len() == LONGEST {
            return String::new();
        }
        self.typed.push(key);
        if self.wanted == Wanted::Pin {
            return String::new();
        }
        // Shown once it is a whole character.
        let begin = self.last_character();
        self.typed.get(begin..).and_then(|bytes| std::str::from_utf8(bytes).ok()).unwrap_or_default().to_owned()
    }

    /// Takes the last character away. Gives what takes it off the line, where it was shown.
    fn erase(&mut self) -> String {
        let begin = self.last_character();
        let width = match self.typed.get(begin..).and_then(|bytes| std::str::from_utf8(bytes).ok()?.chars().next()) {
            Some(letter) => letter.width().unwrap_or(0),
            None => 0,
        };
        if let Some(rest) = self.typed.get_mut(begin..) {
            rest.fill(0);
        }
        self.typed.truncate(begin);
        if self.wanted == Wanted::Pin { String::new() } else { "\x08 \x08".repeat(width) }
    }

    /// Where the last character begins: UTF-8's following bytes are 10xxxxxx.
    fn last_character(&self) -> usize {
        self.typed.iter().rposition(|byte| byte & 0xC0 != 0x80).unwrap_or(0)
    }
}

fn buffer() -> Zeroizing<Vec<u8>> {
    Zeroizing::new(Vec::with_capacity(LONGEST))
}

#[cfg(test)]
mod tests;
