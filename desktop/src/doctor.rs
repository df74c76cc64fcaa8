//! `kazasu doctor`: what is missing on this PC, from the bottom to the top. Nothing of a card is read, no PIN is asked for,
//! nothing goes over the network.

use std::io::{self, Write as _};
use std::path::Path;

use kazasu_core::effect::CardFault;
use kazasu_core::words::{self, Language, Line, text as product};
use serde::Serialize;

use crate::card::{FoundReader, Inspection, Pcsc};
use crate::cli::{self, CardSpec, Doctor};
use crate::exit::Exit;
use crate::folders;
use crate::store::Store;
use crate::terminal::{JsonLines, Terminal};
use crate::words::{Text, say, text};

/// One part that is needed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Check {
    /// Which: a stable name.
    pub id: &'static str,
    /// Whether it is as it has to be.
    pub ok: bool,
    /// What it is called.
    pub name: Line,
    /// How it is, or what to do.
    pub says: Line,
}

/// Runs the command.
pub fn doctor(arguments: Doctor) -> Exit {
    let language = arguments.lang.unwrap_or_else(cli::default_language);
    let checks = checks(&arguments, language);
    let ok = checks.iter().all(|check| check.ok);
    let exit = if ok { Exit::Done } else { Exit::Missing };
    if arguments.json {
        JsonLines::doctor(&checks, exit);
        return exit;
    }
    let mark = |check: &Check| if check.ok { "[x]" } else { "[ ]" };
    let mut lines: Vec<String> = checks
        .iter()
        .map(|check| format!("{} {}: {}", mark(check), check.name.annotated(), check.says.annotated()))
        .collect();
    let verdict =
        if ok { words::line(language, product::PREP_READY, &[]) } else { say(language, text::DOCTOR_MISSING, &[]) };
    lines.push(verdict.annotated());
    let _ = writeln!(io::stdout(), "{}", lines.join("\n")); // nobody is left to be told if it is closed
    exit
}

fn checks(arguments: &Doctor, language: Language) -> Vec<Check> {
    let write = Writer(language);
    let name = match &arguments.card {
        CardSpec::Pcsc(name) => name.clone(),
        #[cfg(feature = "sandbox")]
        _ => None,
    };
    let mut checks = write.readers(Pcsc::new(name).inspect());
    checks.push(write.records(arguments.data.as_deref()));
    checks.push(if Terminal::is_there() {
        write.good("terminal", text::DOCTOR_TERMINAL)
    } else {
        write.missing("terminal", text::DOCTOR_TERMINAL, write.say(text::TERMINAL_NO_TERMINAL))
    });
    checks
}

struct Writer(Language);

impl Writer {
    /// Software, service, readers: what is above a missing part cannot be looked at.
    fn readers(&self, found: Inspection) -> Vec<Check> {
        let software = || self.good("software", text::DOCTOR_SOFTWARE);
        let service = || self.good("service", text::DOCTOR_SERVICE);
        let missing = |id, name, what| self.missing(id, name, words::line(self.0, what, &[]));
        match found {
            Inspection::Missing(CardFault::SoftwareAbsent) => {
                vec![missing("software", text::DOCTOR_SOFTWARE, product::PREP_READER_SOFTWARE_ABSENT)]
            }
            Inspection::Missing(CardFault::ReaderAbsent) => {
                vec![software(), service(), missing("reader", text::DOCTOR_READER, product::PREP_READER_ABSENT)]
            }
            Inspection::Missing(_) => {
                vec![software(), missing("service", text::DOCTOR_SERVICE, product::PREP_READER_SERVICE_OFF)]
            }
            Inspection::Readers(readers) => {
                let readers = readers.iter().map(|reader| self.reader(reader));
                [software(), service()].into_iter().chain(readers).collect()
            }
        }
    }

    fn reader(&self, reader: &FoundReader) -> Check {
        let mut says = vec![reader.name.clone()];
        if reader.busy {
            says.push(words::line(self.0, product::PREP_READER_BUSY, &[]).annotated());
        } else {
            says.push(self.say(if reader.card { text::DOCTOR_CARD } else { text::DOCTOR_NO_CARD }).annotated());
            if reader.keypad == Some(true) {
                says.push(self.say(text::DOCTOR_KEYPAD).annotated());
            }
        }
        let says = Line::parse(&says.join(" / "));
        Check { id: "reader", ok: !reader.busy, name: self.say(text::DOCTOR_READER), says }
    }

    fn records(&self, folder: Option<&Path>) -> Check {
        let (id, name) = ("records", text::DOCTOR_RECORDS);
        let Ok(folder) = folder.map_or_else(|| folders::state("kazasu"), |folder| Ok(folder.to_owned())) else {
            return self.missing(id, name, self.say(text::DOCTOR_NO_HOME));
        };
        let shown = folder.display().to_string();
        let of = |text| say(self.0, text, &[("folder", &shown)]);
        match Store::open(folder) {
            Ok(_) => Check { says: of(text::DOCTOR_FOLDER), ..self.good(id, name) },
            Err(_) => self.missing(id, name, of(text::DOCTOR_NO_FOLDER)),
        }
    }

    fn good(&self, id: &'static str, name: Text) -> Check {
        Check { id, ok: true, name: self.say(name), says: self.say(text::DOCTOR_GOOD) }
    }

    fn missing(&self, id: &'static str, name: Text, says: Line) -> Check {
        Check { ok: false, says, ..self.good(id, name) }
    }

    fn say(&self, text: Text) -> Line {
        say(self.0, text, &[])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shape(found: Inspection) -> Vec<(&'static str, bool)> {
        Writer(Language::English).readers(found).iter().map(|check| (check.id, check.ok)).collect()
    }

    #[test]
    fn req_16_req_19_what_is_above_a_missing_part_is_not_judged() {
        let missing = |fault| shape(Inspection::Missing(fault));
        assert_eq!(missing(CardFault::SoftwareAbsent), [("software", false)]);
        assert_eq!(missing(CardFault::ServiceOff), [("software", true), ("service", false)]);
        assert_eq!(missing(CardFault::ReaderAbsent), [("software", true), ("service", true), ("reader", false)]);
        let reader = FoundReader { name: "ACME 00".into(), card: true, busy: false, keypad: Some(true) };
        let busy = FoundReader { busy: true, ..reader.clone() };
        let found = Writer(Language::English).readers(Inspection::Readers(vec![reader, busy]));
        let says: Vec<_> = found.iter().map(|check| (check.ok, check.says.annotated())).collect();
        assert_eq!(says[2], (true, "ACME 00 / a card is on it / it has a keypad for the PIN".to_owned()));
        assert!(!says[3].0);
        assert!(says[3].1.contains("Another program is using the card."));
    }
}
