//! What a play looks like from outside: the reference for players in other languages.
//!
//! `cargo run -p kazasu-e2e --example reference -- ios OUT` plays every row straight through the core, as on that kind of
//! shell (`pc`, `android`, `ios`; on phones without those for a reader's keypad), and writes one object: the name of each
//! row, and a [`Trace`]. A player of a shell writes down the same of its own play, and both have to be equal.

use kazasu_core::screen::Screen;
use serde::Serialize;

use crate::Unmet;
use crate::player::{Observer, World, play};
use crate::table::Scenario;

/// What was shown and asked for, in order.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// Ids of the screens. The same one again right after itself is no new one.
    pub screens: Vec<String>,
    /// The effects, when they begin, by the names that faults have in the table: `open`; `select`, `read`, `query`,
    /// `verify`, `sign`, `other`; `keypad`; `POST /v1/sessions`, path and query; `save SLOT`, `load SLOT`. Besides those:
    /// `close`, when the core says that the card may go, and `forget SLOT`. Pauses, random bytes and what is taken back
    /// are left out.
    ///
    /// Of a path or slot, a part of 16 characters or more between `/?&= ` stands as `*`: it is random. A request whose
    /// name begins with `GET /v1/registrations/` right after itself is left out: how often a state is asked for depends
    /// on how fast a server is.
    pub effects: Vec<String>,
}

impl Trace {
    /// Plays a row as on a shell of that kind.
    pub async fn of<W: World>(world: &mut W, row: &Scenario, shell: &str) -> Result<Self, Unmet> {
        let mut trace = Self::default();
        play(world, &row.drawn_for(shell), &mut trace).await?;
        Ok(trace)
    }
}

impl Observer for Trace {
    fn screen(&mut self, screen: &Screen) {
        if self.screens.last().is_none_or(|last| last != screen.id) {
            self.screens.push(screen.id.to_owned());
        }
    }

    fn act(&mut self, _: &str) {}

    fn exchange(&mut self, _: &str) {}

    fn effect(&mut self, name: &str) {
        let name = without_chance(name);
        if !(name.starts_with("GET /v1/registrations/") && self.effects.last() == Some(&name)) {
            self.effects.push(name);
        }
    }
}

/// The name without its random parts.
fn without_chance(name: &str) -> String {
    let parts = name.split_inclusive(['/', '?', '&', '=', ' ']);
    parts
        .map(|part| {
            let word = part.trim_end_matches(['/', '?', '&', '=', ' ']);
            if word.chars().count() < 16 { part.to_owned() } else { format!("*{}", part.trim_start_matches(word)) }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::without_chance;

    #[test]
    fn random_parts_are_left_out_and_nothing_else() {
        let name = "GET /v1/registrations/01JH3Z6Q8N4T2R5V7X9Y0ABCDE?since=01JH3Z6Q8N4T2R5V&x=1";
        assert_eq!(without_chance(name), "GET /v1/registrations/*?since=*&x=1");
        assert_eq!(without_chance("save receipt/01JH3Z6Q8N4T2R5V7X9Y0ABCDE"), "save receipt/*");
        assert_eq!(without_chance("POST /v1/sessions"), "POST /v1/sessions");
    }
}
