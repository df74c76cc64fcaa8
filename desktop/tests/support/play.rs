//! A row of the scenario table at a terminal: reads what stands there, and types what the row says.

use std::fs::File;
use std::io::{BufRead, BufReader};
use std::os::fd::OwnedFd;
use std::path::Path;
use std::sync::mpsc::{Receiver, channel};
use std::thread;
use std::time::{Duration, Instant};

use kazasu_scenarios::{Observer as _, Trace};
use serde_json::Value;

use super::screen::{self, key_of};
use super::terminal::Terminal;

/// How long anything may take.
const PATIENCE: Duration = Duration::from_secs(60);

/// How the terminal draws.
#[derive(Clone, Copy)]
pub enum Look {
    /// In colour, for 80 columns.
    Coloured,
    /// Neither.
    Plain,
}

/// What came of a play.
pub struct Played {
    /// What was read off the terminal, and asked for behind it.
    pub trace: Trace,
    /// Whether the program says that everything came out as the row says.
    pub as_it_should: bool,
    /// What is wrong, if something is.
    pub complaint: String,
}

/// Plays a row with the keys in a folder.
pub fn play(keys: &Path, name: &str, look: Look) -> Played {
    let (variables, columns): (&[_], _) = match look {
        Look::Coloured => (&[("NO_COLOR", "")], 80),
        Look::Plain => (&[("TERM", "dumb")], 0),
    };
    let (told, out) = std::io::pipe().unwrap();
    let data = keys.to_str().unwrap();
    let arguments = ["sandbox", "--rehearse", name, "--at-terminal", "--data", data];
    let terminal = Terminal::run_sized(keys, &arguments, variables, Some(File::from(OwnedFd::from(out))), columns);
    let mut play = Play {
        terminal,
        told: lines_of(told),
        schema: super::schema(),
        trace: Trace::default(),
        page: Page::default(),
        read: 0,
    };
    let complaint = play.go_on().err();
    let trace = play.trace.clone();
    Played { trace, as_it_should: complaint.is_none(), complaint: complaint.unwrap_or_default() }
}

fn lines_of(told: std::io::PipeReader) -> Receiver<String> {
    let (sender, lines) = channel();
    // It ends with the program.
    thread::spawn(move || BufReader::new(told).lines().map_while(Result::ok).try_for_each(|line| sender.send(line)));
    lines
}

/// A page of the program: a screen that only goes on is not drawn again.
#[derive(Default)]
struct Page {
    texts: Vec<String>,
    screen: Value,
}

struct Play {
    terminal: Terminal,
    told: Receiver<String>,
    schema: jsonschema::Validator,
    trace: Trace,
    page: Page,
    /// How much of the terminal has been read, gaps not counted.
    read: usize,
}

impl Play {
    /// Plays to the end.
    fn go_on(&mut self) -> Result<(), String> {
        loop {
            let line =
                self.told.recv_timeout(PATIENCE).map_err(|_| format!("it stands still: {}", self.terminal.seen()))?;
            if line == "# everything came out as it should" {
                let code = self.terminal.end();
                return if code == 0 { Ok(()) } else { Err(format!("exit {code}")) };
            }
            if line.starts_with("# NOT") {
                return Err(line);
            }
            if line.starts_with('#') {
                continue;
            }
            let message: Value = serde_json::from_str(&line).map_err(|error| format!("{error}: {line}"))?;
            if let Some(effect) = message["effect"].as_str() {
                self.trace.effect(effect);
            } else if message["act"].is_object() {
                self.act(&message["act"])?;
            } else {
                let invalid = self.schema.iter_errors(&message).next().map(|error| error.to_string());
                invalid.map_or(Ok(()), Err)?;
                self.look(&message["screen"])?;
            }
        }
    }

    /// What can be read on the terminal so far.
    fn seen(&self) -> Result<String, String> {
        screen::without_colour(&self.terminal.seen())
    }

    /// Waits until a screen stands on the terminal with all its texts.
    fn look(&mut self, screen: &Value) -> Result<(), String> {
        let goes_on = self.page.screen["serial"] == screen["serial"];
        // A reading says so only now and then how far it is; that has its own test.
        if goes_on && screen::is_reading(screen) && screen::is_reading(&self.page.screen) {
            self.page.screen = screen.clone();
            return Ok(());
        }
        let texts = screen::texts(screen);
        let new: Vec<_> = texts.iter().filter(|text| !goes_on || !self.page.texts.contains(text)).collect();
        let began = Instant::now();
        loop {
            let seen = screen::bare(&self.seen()?);
            match screen::find_all(&seen, self.read, &new) {
                Ok(read) => {
                    self.read = read;
                    break;
                }
                Err(text) if began.elapsed() > PATIENCE => {
                    return Err(format!(
                        "{} in {} lacks {text:?}: {}",
                        screen["id"],
                        screen["language"],
                        &seen[self.read..]
                    ));
                }
                Err(_) => thread::sleep(Duration::from_millis(5)),
            }
        }
        let id = screen["id"].as_str().unwrap_or_default();
        if self.trace.screens.last().is_none_or(|last| last != id) {
            self.trace.screens.push(id.to_owned());
        }
        self.page = Page { texts, screen: screen.clone() };
        Ok(())
    }

    /// Types what the row does.
    fn act(&mut self, act: &Value) -> Result<(), String> {
        let keys = match (act["pin"].as_str(), act["language"].as_str()) {
            (Some(pin), _) => format!("{pin}\r"),
            (_, Some(tag)) => format!("{tag}\r"),
            _ => key_of(act, &self.page.screen, &self.seen()?)?,
        };
        self.terminal.type_in(&keys);
        Ok(())
    }
}
