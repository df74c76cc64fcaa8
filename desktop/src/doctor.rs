//! `kazasu doctor`: what is missing on this PC, from the bottom to the top. Nothing of a card is read, no PIN is asked for,
//! nothing goes over the network.

use std::io::{self, Write as _};
use std::path::Path;

use kazasu_core::effect::CardFault;
use kazasu_core::words::{self, Args, Language, Line, Text, text};
use serde::Serialize;

use crate::card::{FoundReader, Inspection, Pcsc};
use crate::cli::{self, CardSpec, Doctor};
use crate::exit::Exit;
use crate::folders;
use crate::store::Store;
use crate::terminal::{JsonLines, Terminal};

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
    let verdict = if ok { text::PREP_READY } else { text::CLI_DOCTOR_MISSING };
    lines.push(words::line(language, verdict, &[]).annotated());
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
        write.good("terminal", text::CLI_DOCTOR_TERMINAL, text::CLI_DOCTOR_GOOD, &[])
    } else {
        write.missing("terminal", text::CLI_DOCTOR_TERMINAL, text::CLI_NO_TERMINAL, &[])
    });
    checks
}

struct Writer(Language);

impl Writer {
    /// Software, service, readers: what is above a missing part cannot be looked at.
    fn readers(&self, found: Inspection) -> Vec<Check> {
        let software = || self.good("software", text::CLI_DOCTOR_SOFTWARE, text::CLI_DOCTOR_GOOD, &[]);
        let service = || self.good("service", text::CLI_DOCTOR_SERVICE, text::CLI_DOCTOR_GOOD, &[]);
        match found {
            Inspection::Missing(CardFault::SoftwareAbsent) => {
                vec![self.missing("software", text::CLI_DOCTOR_SOFTWARE, text::PREP_READER_SOFTWARE_ABSENT, &[])]
            }
            Inspection::Missing(CardFault::ReaderAbsent) => vec![
                software(),
                service(),
                self.missing("reader", text::CLI_DOCTOR_READER, text::PREP_READER_ABSENT, &[]),
            ],
            Inspection::Missing(_) => {
                vec![software(), self.missing("service", text::CLI_DOCTOR_SERVICE, text::PREP_READER_SERVICE_OFF, &[])]
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
            says.push(words::line(self.0, text::PREP_READER_BUSY, &[]).annotated());
        } else {
            let card = if reader.card { text::CLI_DOCTOR_CARD } else { text::CLI_DOCTOR_NO_CARD };
            says.push(words::line(self.0, card, &[]).annotated());
            if reader.keypad == Some(true) {
                says.push(words::line(self.0, text::CLI_DOCTOR_KEYPAD, &[]).annotated());
            }
        }
        let name = words::line(self.0, text::CLI_DOCTOR_READER, &[]);
        Check { id: "reader", ok: !reader.busy, name, says: Line::parse(&says.join(" / ")) }
    }

    fn records(&self, folder: Option<&Path>) -> Check {
        let Ok(folder) = folder.map_or_else(|| folders::state("kazasu"), |folder| Ok(folder.to_owned())) else {
            return self.missing("records", text::CLI_DOCTOR_RECORDS, text::CLI_DOCTOR_NO_HOME, &[]);
        };
        let shown = folder.display().to_string();
        let args = [("folder", shown.as_str())];
        match Store::open(folder) {
            Ok(_) => self.good("records", text::CLI_DOCTOR_RECORDS, text::CLI_DOCTOR_FOLDER, &args),
            Err(_) => self.missing("records", text::CLI_DOCTOR_RECORDS, text::CLI_DOCTOR_NO_FOLDER, &args),
        }
    }

    fn good(&self, id: &'static str, name: Text, says: Text, args: Args<'_>) -> Check {
        Check { id, ok: true, name: words::line(self.0, name, &[]), says: words::line(self.0, says, args) }
    }

    fn missing(&self, id: &'static str, name: Text, says: Text, args: Args<'_>) -> Check {
        Check { ok: false, ..self.good(id, name, says, args) }
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
