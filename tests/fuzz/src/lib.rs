//! What is done with octets that mean harm, one function for each door by which they come in. `tests/mutations.rs` gives
//! them seeds and changed seeds on every test run; `libfuzzer/` lets libFuzzer look for more (`make fuzz`).
//!
//! A target panics when something does not hold: every invariant of the explorer, and what stands in the target itself.
//! None reaches into the core or the platform: octets go in where a card, server, client, storage or builder of an app would
//! put them.

mod card;
mod files;
pub mod mutate;
pub mod seeds;
mod server;
mod statement;

use std::sync::LazyLock;

use kazasu_explore::drive::Driven;
use kazasu_explore::shared::Shared;

/// One target.
#[derive(Clone, Copy)]
pub struct Target {
    /// Its name, which is that of its libFuzzer program too.
    pub name: &'static str,
    /// What is done with the octets.
    pub run: fn(&[u8]),
}

/// All of them.
pub const ALL: [Target; 10] = [
    Target { name: "apdu", run: card::apdu },
    Target { name: "tlv", run: card::tlv },
    Target { name: "certificate", run: card::certificate },
    Target { name: "answers", run: server::answers },
    Target { name: "terms", run: server::terms },
    Target { name: "problem", run: server::problem },
    Target { name: "statement", run: statement::statement },
    Target { name: "record", run: files::record },
    Target { name: "addresses", run: files::addresses },
    Target { name: "scenario", run: files::scenario },
];

/// Gives octets to the target of that name.
///
/// # Panics
/// If there is none, or something does not hold.
pub fn run(name: &str, octets: &[u8]) {
    let target = ALL.into_iter().find(|target| target.name == name);
    (target.unwrap_or_else(|| panic!("no target `{name}`")).run)(octets);
}

static SHARED: LazyLock<Shared> = LazyLock::new(Shared::new);

fn holds(driven: &Driven) {
    assert_eq!(driven.violation, None, "{driven:?}");
    assert!(driven.verifies <= driven.typed && driven.registrations <= 1, "{driven:?}");
}
