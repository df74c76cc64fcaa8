//! One run: the app, started as often as it is killed, in one world, under one script.

mod effect;
mod end;
mod screen;

use std::collections::VecDeque;

use kazasu_core::effect::{Effect, EffectId, Event};
use kazasu_core::flow::Flow;
use kazasu_core::screen::{Presentation, Shell};
use kazasu_core::words::Language;

use crate::defects::Defect;
use crate::faults::{Depth, Fault};
use crate::invariants::{Invariant, Violation};
use crate::script::Script;
use crate::shared::Shared;
use crate::starts::Start;
use crate::trace::Line;
use crate::watch::Watch;
use crate::world::World;

/// How a run is made.
#[derive(Debug, Clone, Copy)]
pub struct How {
    /// How much is tried at each place.
    pub depth: Depth,
    /// Whether what happens is written down.
    pub traced: bool,
    /// Whether misfits are tried at every step: they must change nothing.
    pub misfits: bool,
    /// A deliberate defect.
    pub defect: Option<Defect>,
}

impl How {
    /// Plainly.
    #[must_use]
    pub fn plainly(depth: Depth) -> Self {
        Self { depth, traced: false, misfits: false, defect: None }
    }

    /// With everything written down.
    #[must_use]
    pub fn traced(self) -> Self {
        Self { traced: true, ..self }
    }
}

/// What a run left behind.
#[derive(Debug, Clone, Default)]
pub struct Ran {
    /// What happened, if it was to be written down.
    pub lines: Vec<Line>,
    /// States of screen and world, as digests.
    pub states: Vec<u64>,
    /// Events that the flow was given.
    pub events: usize,
    /// How often the person pressed what a screen offered, and the flow did not take it.
    pub dead_presses: usize,
    /// How often trying again brought the same trouble and starting the app anew led on.
    pub gave_up: usize,
    /// Of which card how many tries are left, registrations, VERIFYs and holds: for a scenario's expectations.
    pub tries_left: u8,
    /// Registrations in the server.
    pub registrations: usize,
    /// VERIFYs that were handed out.
    pub verifies: usize,
    /// The first fault, and the one that stands for all of its class.
    pub first: Option<(Fault, Fault)>,
    /// What did not hold.
    pub violation: Option<Violation>,
}

/// Starts of the app after which a record must be settled.
const MOST_STARTS: usize = 8;
/// Events after which no end is in sight.
const MOST_EVENTS: usize = 600;

/// Makes one run.
pub fn run(shared: &Shared, start: Start, how: How, script: &mut Script) -> Ran {
    script.rewind();
    let mut run = Run {
        shared,
        start,
        how,
        script,
        world: World::new(shared, start, how.defect),
        watch: Watch::default(),
        flow: None,
        queue: VecDeque::new(),
        language: Language::Japanese,
        counts: Vec::new(),
        excused: false,
        random_failed: false,
        trouble: (String::new(), 0),
        errands: 0,
        ran: Ran::default(),
    };
    let violation = run.whole().err();
    let Run { world, mut ran, .. } = run;
    (ran.tries_left, ran.registrations) = (world.holder.tries_left(), world.server.all_registered());
    Ran { violation, ..ran }
}

struct Run<'a, 's> {
    shared: &'s Shared,
    start: Start,
    how: How,
    script: &'a mut Script,
    world: World<'s>,
    watch: Watch,
    flow: Option<Flow>,
    queue: VecDeque<(EffectId, Effect)>,
    language: Language,
    counts: Vec<(String, usize)>,
    /// Storage failed in a way that the person was told of: a record may be gone with the app.
    excused: bool,
    random_failed: bool,
    /// The last trouble, and how often it came in a row.
    trouble: (String, usize),
    /// How many errands were begun from home.
    errands: usize,
    ran: Ran,
}

/// How a step left the app.
#[derive(PartialEq, Eq)]
enum Step {
    GoesOn,
    Killed,
}

impl Run<'_, '_> {
    fn whole(&mut self) -> Result<(), Violation> {
        for _ in 0..MOST_STARTS {
            self.note(|| Line::Started);
            self.watch.start(self.start);
            let how = Presentation { language: self.language, shell: Shell::Pc, browser: false };
            let (platform, client) = (self.shared.platform.clone(), self.shared.client.clone());
            let mut flow = Flow::home(platform, client, how, self.world.now(), self.start.entry);
            let noticed = flow.handle(self.world.now(), Event::Noticed(self.start.facts()));
            self.flow = Some(flow);
            Invariant::Contract.need(noticed.is_ok(), "what is noticed is not taken")?;
            let killed = self.app()? == Step::Killed;
            if killed {
                self.queue.clear();
                self.world.holder.leave();
                self.flow = None;
            } else if !self.world.has_pending() {
                return self.at_the_end();
            }
        }
        Err(Invariant::WayOn.violated(format!("nothing is settled after {MOST_STARTS} starts of the app")))
    }

    /// The app from its start until it is closed or killed.
    fn app(&mut self) -> Result<Step, Violation> {
        if self.how.defect == Some(Defect::RadioFirst) {
            self.watch.effect(after(EffectId(0)), &Effect::OpenCard { sheet: String::new() }, 3)?;
        }
        loop {
            self.drain();
            if let Some((id, effect)) = self.queue.pop_front() {
                if self.effect(id, effect)? == Step::Killed {
                    return Ok(Step::Killed);
                }
                continue;
            }
            if self.flow().is_closed() {
                self.ended()?;
                return Ok(Step::GoesOn);
            }
            if self.asked()? == Step::Killed {
                return Ok(Step::Killed);
            }
            Invariant::WayOn.need(self.ran.events < MOST_EVENTS, "no end in sight")?;
        }
    }

    fn flow(&mut self) -> &mut Flow {
        self.flow.get_or_insert_with(|| unreachable!("a flow runs between start and kill"))
    }

    fn drain(&mut self) {
        while let Some((id, effect)) = self.flow().take_effect() {
            let effect = self.world.tampered(effect);
            self.queue.push_back((id, effect));
        }
    }

    fn note(&mut self, line: impl FnOnce() -> Line) {
        if self.how.traced {
            self.ran.lines.push(line());
        }
    }
}

/// The id after that one.
fn after(id: EffectId) -> EffectId {
    EffectId(id.0 + 1)
}
