//! A rehearsal at the terminal: the screens are drawn there and what is typed there is what happens.
//!
//! On standard output the lines of `--json`, and lines of JSON for whoever types: `{"act":…}`, and `{"effect":…}` when one
//! begins, by its name in the table.

use kazasu_core::screen::Screen;
use kazasu_scenarios::{Deed, Do, Observer, Played, Scenario, Storage, Unmet, Wired, play};
use serde_json::json;

use super::on_page::{deed, told};
use super::print;
use crate::shell::Ui as _;
use crate::terminal::{JsonLines, NoTerminal, Terminal};

/// Plays it there.
pub(super) async fn play_there<S: Storage>(world: &mut Wired<S>, scenario: &Scenario) -> Result<Played, Unmet> {
    let mut there = There { terminal: open().ok() };
    play(world, scenario, &mut there).await
}

fn open() -> Result<Terminal, NoTerminal> {
    Terminal::open(Some(JsonLines::default()))
}

/// Somebody at a terminal, where there is one.
struct There {
    terminal: Option<Terminal>,
}

impl Observer for There {
    fn screen(&mut self, screen: &Screen) {
        if let Some(terminal) = &mut self.terminal {
            terminal.draw(screen);
            // A play is too fast for a wait to last.
            terminal.draw_what_is_coming();
        }
    }

    fn act(&mut self, act: &str) {
        if act.starts_with("the app is killed") {
            // The one before gives the terminal back first.
            self.terminal = None;
            self.terminal = open().ok();
        }
    }

    fn exchange(&mut self, _: &str) {}

    fn effect(&mut self, name: &str) {
        print(&json!({ "effect": name }).to_string());
    }

    async fn hands(&mut self, screen: &Screen, act: &Do) -> Result<Option<Deed>, Unmet> {
        let Some(told) = told(act) else { return Ok(None) };
        let terminal = self.terminal.as_mut().ok_or_else(|| Unmet("there is no terminal".to_owned()))?;
        print(&json!({ "act": told }).to_string());
        deed(screen, terminal.next().await).map(Some)
    }
}
