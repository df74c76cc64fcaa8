//! One run by somebody sensible in which any answer can be replaced on its way: for cards and servers that lie, for
//! fuzzing, and for measuring. What is watched in every exploration is watched here too.

mod app;

use kazasu_core::effect::{Answer, Effect, Slot};
use kazasu_core::flow::Outcome;
use kazasu_core::words::Language;

use crate::invariants::Violation;
use crate::shared::Shared;
use crate::starts::Start;

pub(crate) use app::Run;

/// Somebody between the flow and its world.
pub trait Meddler {
    /// What arrives instead of the world's own answer, which the world has given; `None` leaves that. `nth` counts the
    /// effects of one kind, from 1: commands to a card, requests, and all others.
    fn instead(&mut self, nth: usize, effect: &Effect, own: &Answer) -> Option<Answer>;

    /// Calls `step` once: the flow takes the answer to that effect and says what it wants next.
    fn step(&mut self, _effect: &Effect, step: &mut dyn FnMut()) {
        step();
    }
}

impl<F: FnMut(usize, &Effect, &Answer) -> Option<Answer>> Meddler for F {
    fn instead(&mut self, nth: usize, effect: &Effect, own: &Answer) -> Option<Answer> {
        self(nth, effect, own)
    }
}

/// Leaves every answer as it is.
pub fn honest(_: usize, _: &Effect, _: &Answer) -> Option<Answer> {
    None
}

/// How a run is driven.
#[derive(Debug, Clone, Copy)]
pub struct Drive {
    /// The language of the screens.
    pub language: Language,
    /// How often the person tries again after trouble before they close it.
    pub retries: usize,
}

/// Closes the first trouble.
pub const ONCE: Drive = Drive { language: Language::Japanese, retries: 0 };

/// What a driven run left behind.
#[derive(Debug, Default)]
pub struct Driven {
    /// What came of the flow.
    pub outcome: Option<Outcome>,
    /// Codes of the troubles that were shown, in order.
    pub codes: Vec<String>,
    /// Screens at which the flow waited for the person, in order.
    pub screens: Vec<&'static str>,
    /// Commands to the card.
    pub exchanges: usize,
    /// Octets that the commands asked for.
    pub asked: usize,
    /// VERIFYs with data.
    pub verifies: usize,
    /// PINs typed.
    pub typed: usize,
    /// Requests.
    pub requests: usize,
    /// Events that the flow was given.
    pub events: usize,
    /// What the phone's sheet said when a card was closed, and whether that was good news.
    pub closed: Vec<(String, bool)>,
    /// Registrations in the server.
    pub registrations: usize,
    /// Tries left on the card.
    pub tries_left: u8,
    /// What did not hold.
    pub violation: Option<Violation>,
}

/// Makes one run.
pub fn drive(shared: &Shared, start: Start, how: Drive, meddler: &mut dyn Meddler) -> Driven {
    drive_from(shared, start, how, None, meddler)
}

/// As [`drive`], with these octets in storage as an unsettled request.
pub fn drive_from(
    shared: &Shared,
    start: Start,
    how: Drive,
    pending: Option<Vec<u8>>,
    meddler: &mut dyn Meddler,
) -> Driven {
    let mut run = Run::new(shared, start, how);
    run.world.stored.extend(pending.map(|record| (Slot::Pending.to_string(), record)));
    let violation = run.whole(meddler).err();
    let Run { world, flow, driven, .. } = run;
    let (tries_left, registrations) = (world.holder.tries_left(), world.server.all_registered());
    Driven { outcome: flow.outcome(), tries_left, registrations, violation, ..driven }
}
