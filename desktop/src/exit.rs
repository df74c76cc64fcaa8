//! What the program ends with.

use std::fmt::Write as _;
use std::process::ExitCode;

use kazasu_core::flow::Outcome;

/// Exit codes. They are part of the command line's interface: stable, and listed in `--help`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// Registered now, registered before, or accepted; or what was asked for was shown.
    Done,
    /// Ended without registering.
    NotRegistered,
    /// Wrong arguments or settings.
    Usage,
    /// Stopped by the person.
    Cancelled,
    /// Signed, but without a definite answer.
    Unsent,
    /// No terminal to type a PIN at.
    NoTerminal,
    /// Something is missing on this PC.
    Missing,
    /// A defect of the program.
    Defect,
}

/// The one table of exit codes.
const TABLE: [(Exit, u8, &str); 8] = [
    (Exit::Done, 0, "registered, already registered, or accepted; or shown what was asked for; done"),
    (Exit::NotRegistered, 1, "ended without registering; the screen says why, --json has its code"),
    (Exit::Usage, 2, "wrong arguments or settings"),
    (Exit::Cancelled, 3, "cancelled; nothing was registered"),
    (Exit::Unsent, 4, "signed but not sent yet; run it again to go on, without PIN and card"),
    (Exit::NoTerminal, 5, "no terminal: a PIN is typed at a terminal and taken from nowhere else"),
    (Exit::Missing, 6, "doctor: something is missing on this PC"),
    (Exit::Defect, 70, "a defect of this program"),
];

impl Exit {
    /// The number that the shell sees.
    pub fn code(self) -> u8 {
        TABLE.iter().find(|(exit, ..)| *exit == self).map_or(70, |(_, code, _)| *code)
    }

    /// The table, for `--help`.
    pub fn table() -> String {
        let mut text = String::from("Exit codes:\n");
        for (_, code, meaning) in TABLE {
            let _ = writeln!(text, "  {code:>2}  {meaning}");
        }
        text
    }

    /// The table, for the manual's pages.
    pub fn section() -> String {
        let entry =
            |(_, code, meaning): &(Self, u8, &str)| format!(".TP\n\\fB{code}\\fR\n{}\n", meaning.replace('-', "\\-"));
        TABLE.iter().map(entry).fold(String::from(".SH \"EXIT STATUS\"\n"), |section, entry| section + &entry)
    }
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        exit.code().into()
    }
}

impl From<Outcome> for Exit {
    fn from(outcome: Outcome) -> Self {
        match outcome {
            Outcome::Registered | Outcome::Accepted | Outcome::AlreadyRegistered => Self::Done,
            Outcome::Shown | Outcome::ReleaseRequested => Self::Done,
            Outcome::NotCompleted | Outcome::Failed(_) => Self::NotRegistered,
            Outcome::Cancelled => Self::Cancelled,
            Outcome::Unsent => Self::Unsent,
            Outcome::Defect => Self::Defect,
        }
    }
}

/// The outcome's name in `--json`.
pub fn name(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Registered => "registered",
        Outcome::Accepted => "accepted",
        Outcome::AlreadyRegistered => "already_registered",
        Outcome::NotCompleted => "not_completed",
        Outcome::Cancelled => "cancelled",
        Outcome::Unsent => "unsent",
        Outcome::Failed(_) => "failed",
        Outcome::Shown => "shown",
        Outcome::ReleaseRequested => "release_requested",
        Outcome::Defect => "defect",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_exit_has_a_number_of_its_own_in_the_help() {
        let help = Exit::table();
        for (place, (exit, code, meaning)) in TABLE.iter().enumerate() {
            assert_eq!(exit.code(), *code);
            assert!(help.contains(&format!("{code:>2}  {meaning}")));
            assert!(TABLE[..place].iter().all(|(other, number, _)| other != exit && number != code));
        }
    }
}
