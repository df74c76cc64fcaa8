//! Screens onto the terminal, as calmly as can be.

use kazasu_core::screen::{Block, Screen};

use super::choices::Choices;
use super::editor::Wanted;
use super::{Terminal, lines};

/// Percent of progress between two lines that say so.
const CALM: u8 = 20;

impl Terminal {
    /// Draws a screen that was not there before.
    pub(super) fn draw_anew(&mut self, screen: Screen) {
        let choices = Choices::of(&screen);
        let start = if self.keyboard.is_in_line() { "\n\n" } else { "\n" };
        self.keyboard.want(Wanted::Nothing, screen.serial, false);
        let mut out = String::from(start);
        out.push_str(&self.painter.paint(&lines::of_screen(&screen)));
        out.push_str(&self.painter.paint(&choices.lines(&screen)));
        self.tty.forget_typed(); // what was typed before it stood there was meant for another screen
        self.tty.write(&out);
        self.ask(&screen, &choices);
        self.shown = Some(screen);
    }

    /// Draws what is new of a screen that is already there.
    pub(super) fn draw_further(&mut self, before: &Screen, screen: Screen) {
        let choices = Choices::of(&screen);
        let known = lines::of_screen(before);
        let mut fresh = lines::of_screen(&screen);
        fresh.retain(|line| !known.contains(line));
        let list = choices.lines(&screen);
        let others = Choices::of(before).lines(before) != list;
        if others {
            fresh.extend(list);
        }
        if !fresh.is_empty() {
            let start = if self.keyboard.is_in_line() { "\n" } else { "" };
            self.tty.write(&format!("{start}{}", self.painter.paint(&fresh)));
            if others || self.keyboard.is_idle() {
                self.ask(&screen, &choices);
            } else {
                self.ask_further(&screen, &choices);
            }
        }
        self.shown = Some(screen);
    }

    /// Asks, from an empty line on.
    pub(super) fn ask(&mut self, screen: &Screen, choices: &Choices<'_>) {
        let prompt = choices.prompt(screen);
        let wanted = match (choices.asks_pin(), choices.is_empty()) {
            (true, _) => Wanted::Pin,
            (false, false) => Wanted::Line,
            (false, true) => Wanted::Nothing,
        };
        // First the keys, then the prompt: whoever answers it at once is heard.
        self.keyboard.want(wanted, screen.serial, prompt.is_some());
        self.tty.write(&prompt.map(|prompt| self.painter.prompt(&prompt)).unwrap_or_default());
    }

    /// Asks again, and keeps what was typed so far.
    pub(super) fn ask_further(&mut self, screen: &Screen, choices: &Choices<'_>) {
        let prompt = choices.prompt(screen).map(|prompt| self.painter.prompt(&prompt)).unwrap_or_default();
        self.tty.write(&format!("{prompt}{}", self.keyboard.shown()));
    }
}

/// Whether a reading has gone on by too little to be worth a line.
pub(super) fn is_calm(before: &Screen, screen: &Screen) -> bool {
    match (lines::progress(before), lines::progress(screen)) {
        (Some(before), Some(now)) => now < 100 && now.saturating_sub(before) < CALM,
        _ => false,
    }
}

/// Whether there is nothing to do on a screen but to wait or to stop.
pub(super) fn is_waiting(screen: &Screen) -> bool {
    let has = |wanted: fn(&Block) -> bool| screen.blocks.iter().any(wanted);
    has(|block| matches!(block, Block::Busy { .. })) && !has(|block| matches!(block, Block::Hold { .. }))
}
