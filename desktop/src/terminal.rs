//! A person at a terminal: plain lines, numbers to choose by, a PIN that is not shown.
//!
//! People read and type at the controlling terminal, whatever the standard streams are. Nothing moves the cursor back,
//! and a screen that only goes on is not drawn again, so that screen readers and logs stay calm.

mod alone;
mod choices;
mod choose;
mod draw;
mod editor;
mod fold;
mod json;
mod keyboard;
mod lines;
mod painter;
mod signals;
#[cfg_attr(unix, path = "terminal/tty.rs")]
#[cfg_attr(not(unix), path = "terminal/no_tty.rs")]
mod tty;

use std::sync::Arc;
use std::time::Duration;

use kazasu_core::effect::Intent;
use kazasu_core::screen::Screen;
use kazasu_core::secret::Secret;
use kazasu_core::words::Language;
use tokio::sync::mpsc;
use tokio::time::{Instant, sleep_until};

pub use self::alone::Alone;
use self::choices::Choices;
pub use self::choose::Choice;
use self::draw::{is_calm, is_waiting};
use self::editor::{Typed, Wanted};
pub use self::json::JsonLines;
use self::keyboard::Keyboard;
use self::painter::Painter;
use self::signals::Signals;
pub use self::tty::NoTerminal;
use self::tty::Tty;
use crate::shell::{Ui, Wish};
use crate::words::{Text, say, text};

/// A screen as plain lines, its choices numbered, for a place where nobody chooses.
#[cfg(feature = "sandbox")]
pub fn text_of(screen: &Screen) -> Vec<String> {
    let lines = lines::of_screen(screen).into_iter().map(|lines::Line(_, text)| text);
    let choices = screen.actions.iter().map(|action| format!("    [{}]", action.label.annotated()));
    lines.chain(choices).collect()
}

/// How far a reading is, in percent.
#[cfg(feature = "sandbox")]
pub fn percent_of(screen: &Screen) -> Option<u8> {
    lines::progress(screen)
}

/// A screen on which there is only waiting to do is drawn once it has lasted so long: most are over before.
const BLINK: Duration = Duration::from_millis(400);

/// A terminal with a person at it. Dropping it, by a panic too, gives the terminal back as it was.
pub struct Terminal {
    tty: Arc<Tty>,
    keyboard: Keyboard,
    typed: mpsc::UnboundedReceiver<Typed>,
    signals: Signals,
    painter: Painter,
    json: Option<JsonLines>,
    shown: Option<Screen>,
    /// A screen that is there but not drawn yet, and when it is drawn.
    coming: Option<(Screen, Instant)>,
}

impl Terminal {
    /// Takes the controlling terminal over. Needs a Tokio runtime around it.
    pub fn open(json: Option<JsonLines>) -> Result<Self, NoTerminal> {
        Self::at(Tty::open()?, json)
    }

    fn at(tty: Tty, json: Option<JsonLines>) -> Result<Self, NoTerminal> {
        let tty = Arc::new(tty);
        let signals = Signals::listen().map_err(NoTerminal)?;
        let (keyboard, typed) = Keyboard::listen(Arc::clone(&tty));
        Ok(Self { tty, keyboard, typed, signals, painter: Painter::of_environment(), json, shown: None, coming: None })
    }

    /// Whether there is a terminal that a person could be at.
    pub fn is_there() -> bool {
        Tty::is_there()
    }

    /// Prints lines that belong to no screen.
    pub fn print(&mut self, lines: &[String]) {
        let start = if self.keyboard.is_in_line() { "\n" } else { "" };
        self.painter.fit(self.tty.columns());
        self.tty.write(&format!("{start}{}", self.painter.plain(lines)));
    }

    /// Draws the screen that is drawn only if it lasts.
    pub fn draw_what_is_coming(&mut self) {
        if let Some((screen, _)) = self.coming.take() {
            self.draw_anew(screen);
        }
    }

    /// What a line means on the screen that is shown. What it does not offer is answered here.
    fn read(&mut self, serial: u64, line: &str) -> Option<Wish> {
        let screen = self.shown.clone()?;
        let choices = Choices::of(&screen);
        if let Some(language) = choices.language(line.as_bytes()) {
            return Some(Wish::Present(language));
        }
        let intent = choices.read(line);
        if intent.is_none() {
            if !line.trim().is_empty() {
                self.say_in(screen.language, text::TERMINAL_NOT_OFFERED);
            }
            self.ask(&screen, &choices);
        }
        intent.map(|intent| Wish::Do { screen: serial, intent })
    }

    /// What was typed where a PIN is asked for: mostly that, and what is none by its letters.
    fn read_pin(&self, serial: u64, typed: Secret) -> Wish {
        let choices = self.shown.as_ref().map(Choices::of);
        if let Some(language) = choices.as_ref().and_then(|choices| choices.language(typed.expose())) {
            return Wish::Present(language);
        }
        let help = choices.filter(|_| typed.expose() == b"?").and_then(|choices| choices.help());
        Wish::Do { screen: serial, intent: help.map_or(Intent::EnterPin(typed), Intent::Press) }
    }

    fn say_in(&mut self, language: Language, sentence: Text) {
        self.print(&[say(language, sentence, &[]).annotated()]);
    }

    /// Ctrl-C: what stops here, in the way that the screen offers; else to leave.
    fn stop(&self) -> Wish {
        let Some(screen) = self.coming.as_ref().map(|(screen, _)| screen).or(self.shown.as_ref()) else {
            return Wish::Leave;
        };
        let stopping = Choices::of(screen).stopping();
        stopping.map_or(Wish::Leave, |id| Wish::Stop { screen: screen.serial, intent: Intent::Press(id) })
    }
}

impl Ui for Terminal {
    const IN_BROWSER: bool = false;

    fn draw(&mut self, screen: &Screen) {
        if let Some(json) = &mut self.json {
            json.screen(screen);
        }
        self.painter.fit(self.tty.columns());
        if self.coming.as_ref().is_some_and(|(coming, _)| coming == screen) {
            return;
        }
        self.coming = None;
        match self.shown.take() {
            Some(before) if before == *screen => self.shown = Some(before),
            Some(before) if before.serial == screen.serial && is_calm(&before, screen) => self.shown = Some(before),
            Some(before) if before.serial == screen.serial => self.draw_further(&before, screen.clone()),
            before if is_waiting(screen) => {
                self.keyboard.want(Wanted::Nothing, screen.serial, self.keyboard.is_in_line());
                self.shown = before;
                self.coming = Some((screen.clone(), Instant::now() + BLINK));
            }
            _ => self.draw_anew(screen.clone()),
        }
    }

    fn say(&mut self, sentence: &str) {
        self.print(&[sentence.to_owned()]);
    }

    fn not_taken(&mut self) {
        if let (None, Some(screen)) = (&self.coming, self.shown.clone()) {
            self.ask(&screen, &Choices::of(&screen));
        }
    }

    async fn next(&mut self) -> Wish {
        loop {
            let due = self.coming.as_ref().map(|(_, due)| *due);
            tokio::select! {
                () = sleep_until(due.unwrap_or_else(Instant::now)), if due.is_some() => {
                    self.draw_what_is_coming();
                }
                typed = self.typed.recv() => match typed {
                    Some(Typed::Line { serial, line }) => {
                        if let Some(wish) = self.read(serial, &line) {
                            return wish;
                        }
                    }
                    Some(Typed::Pin { serial, typed }) => return self.read_pin(serial, typed),
                    Some(Typed::Interrupt) => return self.stop(),
                    None => return Wish::Leave, // nobody can type there any longer
                },
                interrupt = self.signals.next() => return if interrupt { self.stop() } else { Wish::Leave },
            }
        }
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        if self.keyboard.is_in_line() {
            self.tty.write("\n");
        }
        self.keyboard.end();
        self.tty.restore();
    }
}

#[cfg(all(test, unix))]
mod tests;
