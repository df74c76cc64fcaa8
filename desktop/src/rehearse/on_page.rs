//! A rehearsal on the page: somebody at a browser is told what to do, and what they do there is what happens.
//!
//! Lines of JSON on standard output: `{"address":…}`, `{"screen":…,"key":…}`, `{"act":…}`, and `{"effect":…}` when one
//! begins, by its name in the table. Each screen waits for a line on standard input.

use std::io;

use kazasu_core::screen::Screen;
use kazasu_core::words::Language;
use kazasu_scenarios::{Deed, Do, Observer, Played, Scenario, Storage, Unmet, Wired, play};
use serde_json::{Value, json};

use super::print;
use crate::complain;
use crate::page::{Further, Page, open};
use crate::shell::{Ui, Wish};

/// Plays it there.
pub(super) async fn play_there<S: Storage>(world: &mut Wired<S>, scenario: &Scenario) -> Result<Played, Unmet> {
    let language = Language::from_tag(&scenario.language).unwrap_or(Language::English);
    let (served, page) =
        open(language, Further::default()).await.map_err(|error| Unmet(format!("there is no page: {error}")))?;
    print(&json!({ "address": served.address() }).to_string());
    let mut there = There { page };
    there.page.begin();
    let scenario = Scenario { browser: true, ..scenario.clone() };
    let played = play(world, &scenario, &mut there).await;
    served.close(there.page).await;
    played
}

/// Somebody at a browser.
struct There {
    page: Page,
}

impl Observer for There {
    fn screen(&mut self, screen: &Screen) {
        self.page.draw(screen);
        print(&json!({ "screen": screen, "key": self.page.key_of(screen) }).to_string());
        let mut seen = String::new();
        // Other threads serve the page meanwhile.
        if let Err(error) = tokio::task::block_in_place(|| io::stdin().read_line(&mut seen)) {
            complain(error);
        }
    }

    fn act(&mut self, act: &str) {
        if act.starts_with("the app is killed") {
            self.page.begin();
        }
    }

    fn exchange(&mut self, _: &str) {}

    fn effect(&mut self, name: &str) {
        print(&json!({ "effect": name }).to_string());
    }

    async fn hands(&mut self, screen: &Screen, act: &Do) -> Result<Option<Deed>, Unmet> {
        let Some(act) = told(act) else { return Ok(None) };
        print(&json!({ "act": act, "key": self.page.key_of(screen) }).to_string());
        deed(screen, self.page.next().await).map(Some)
    }
}

/// An act as whoever is there is told of it; nothing for what no hand does.
pub(super) fn told(act: &Do) -> Option<Value> {
    match act {
        Do::Press(action) => Some(json!({ "press": action })),
        Do::Tick(on) => Some(json!({ "tick": on })),
        Do::Pin(typed) => Some(json!({ "pin": typed })),
        Do::Language(tag) => Some(json!({ "language": tag })),
        Do::Wait | Do::Kill | Do::Notice(_) => None,
    }
}

/// What the app is told by what was done on that screen.
pub(super) fn deed(screen: &Screen, wish: Wish) -> Result<Deed, Unmet> {
    match wish {
        Wish::Do { screen: serial, intent } | Wish::Stop { screen: serial, intent } if serial == screen.serial => {
            Ok(Deed::Intent(intent))
        }
        Wish::Present(language) => Ok(Deed::Language(language)),
        other => Err(Unmet(format!("on `{}` this was done: {other:?}", screen.id))),
    }
}
