//! Which readers there are, by a file that a test writes and this library reads at every call.

use std::fmt::Write as _;
use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};

/// What names the folder.
pub const FOLDER: &str = "KAZASU_FAKE_PCSC";

/// Everything.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct State {
    /// The service does not run.
    pub is_off: bool,
    /// The readers that are connected.
    pub readers: Vec<Reader>,
}

/// A reader.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reader {
    /// Its name.
    pub name: String,
    /// The address of the virtual card on it, `HOST:PORT`.
    pub card: Option<String>,
    /// Another program has it to itself.
    pub is_busy: bool,
    /// What is done on its keypad each time that it asks: digits, `timeout`, `cancel`, or `refuse` where the reader will
    /// not; none where it has no keypad.
    pub keypad: Option<Vec<String>>,
    /// Up to how many octets a command may carry, where the reader says so.
    pub extended: Option<u32>,
}

impl Reader {
    pub(crate) fn has_features(&self) -> bool {
        self.keypad.is_some() || self.extended.is_some()
    }
}

impl State {
    /// The reader of that name.
    #[must_use]
    pub fn reader(&self, name: &str) -> Option<&Reader> {
        self.readers.iter().find(|reader| reader.name == name)
    }

    /// Writes it into a folder, in one step.
    ///
    /// # Errors
    /// If the folder cannot be written to.
    pub fn write(&self, folder: &Path) -> std::io::Result<()> {
        let mut text = String::from(if self.is_off { "off\n" } else { "" });
        for reader in &self.readers {
            let _ = write!(text, "{}", reader.name);
            let _ = reader.card.as_ref().map(|card| write!(text, "|card {card}"));
            let _ = reader.is_busy.then(|| write!(text, "|busy"));
            let _ = reader.keypad.as_ref().map(|typed| write!(text, "|keypad {}", typed.join(" ")));
            let _ = reader.extended.map(|most| write!(text, "|extended {most}"));
            text.push('\n');
        }
        fs::write(folder.join("state.new"), text)?;
        fs::rename(folder.join("state.new"), folder.join("state"))
    }

    /// Reads it from the folder that the environment names; nothing at all where there is none.
    pub(crate) fn read() -> Self {
        Self::parse(&fs::read_to_string(folder().join("state")).unwrap_or_default())
    }

    fn parse(text: &str) -> Self {
        let mut state = Self::default();
        for line in text.lines() {
            if line == "off" {
                state.is_off = true;
                continue;
            }
            let mut parts = line.split('|');
            let mut reader = Reader { name: parts.next().unwrap_or_default().to_owned(), ..Reader::default() };
            for part in parts {
                match part.split_once(' ').unwrap_or((part, "")) {
                    ("card", address) => reader.card = Some(address.to_owned()),
                    ("busy", _) => reader.is_busy = true,
                    ("keypad", typed) => reader.keypad = Some(typed.split(' ').map(str::to_owned).collect()),
                    ("extended", most) => reader.extended = most.parse().ok(),
                    (other, _) => panic!("the state file says {other:?}"),
                }
            }
            state.readers.push(reader);
        }
        state
    }
}

fn folder() -> PathBuf {
    std::env::var_os(FOLDER).map(PathBuf::from).unwrap_or_default()
}

/// Writes down what crosses the interface.
pub(crate) fn log(what: &str, octets: &[u8]) {
    let hex: String = octets.iter().map(|octet| format!("{octet:02X}")).collect();
    if let Ok(mut file) = OpenOptions::new().append(true).create(true).open(folder().join("log")) {
        let _ = writeln!(file, "{what} {hex}");
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]

    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let folder = std::env::temp_dir().join(format!("kazasu-fake-pcsc-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        let full = Reader {
            name: "ACME Pad 00".into(),
            card: Some("127.0.0.1:1".into()),
            is_busy: true,
            keypad: Some(vec!["1234".into(), "timeout".into()]),
            extended: Some(65_536),
        };
        let state = State { is_off: true, readers: vec![full, Reader { name: "B".into(), ..Reader::default() }] };
        state.write(&folder).unwrap();
        assert_eq!(State::parse(&fs::read_to_string(folder.join("state")).unwrap()), state);
        fs::remove_dir_all(folder).unwrap();
    }
}
