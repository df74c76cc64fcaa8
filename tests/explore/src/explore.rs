//! All runs of a tree, split by their first fault over several threads.

use std::collections::HashSet;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use crate::faults::Depth;
use crate::run::{How, Ran, run};
use crate::script::Script;
use crate::shared::Shared;
use crate::starts::Start;

/// What was explored.
#[derive(Debug, Default)]
pub struct Figures {
    /// Runs.
    pub runs: u64,
    /// Distinct states of screen and world.
    pub states: HashSet<u64>,
    /// Events that flows were given.
    pub events: u64,
    /// Presses that a screen offered and the flow did not take, while storage or the generator was at work.
    pub dead_presses: u64,
    /// How often trying again never led on, and starting the app anew did.
    pub gave_up: u64,
    /// The first run that broke an invariant.
    pub broken: Option<Broken>,
    /// How long it took.
    pub time: Duration,
}

/// A run that broke an invariant.
#[derive(Debug, Clone)]
pub struct Broken {
    /// Where it began.
    pub start: Start,
    /// The depth it was found at.
    pub depth: Depth,
    /// Its script.
    pub script: Script,
    /// The run, written down.
    pub ran: Ran,
}

impl Figures {
    fn count(&mut self, ran: &Ran) {
        self.runs += 1;
        self.events += u64::try_from(ran.events).unwrap_or(0);
        self.dead_presses += u64::try_from(ran.dead_presses).unwrap_or(0);
        self.gave_up += u64::try_from(ran.gave_up).unwrap_or(0);
        self.states.extend(&ran.states);
    }

    /// Adds what was explored one after the other.
    pub fn add(&mut self, other: Self) {
        self.time += other.time;
        self.join(other);
    }

    fn join(&mut self, other: Self) {
        self.runs += other.runs;
        self.events += other.events;
        self.dead_presses += other.dead_presses;
        self.gave_up += other.gave_up;
        self.states.extend(other.states);
        self.broken = self.broken.take().or(other.broken);
    }
}

/// A part of a tree: all runs that begin alike.
struct Part {
    start: Start,
    script: Script,
}

/// Explores every run with at most `faults` faults from each start, on so many threads.
#[must_use]
pub fn explore(shared: &Shared, starts: &[Start], faults: usize, how: How, threads: usize) -> Figures {
    let began = Instant::now();
    let mut figures = Figures::default();
    let mut parts = Vec::new();
    for start in starts {
        let (straight, ways) = straight(shared, *start, faults, how);
        figures.count(&straight);
        if straight.violation.is_some() {
            figures.broken = Some(written_down(shared, *start, how, Script::with_faults(0)));
            break;
        }
        parts.extend(parts_of(*start, faults, &ways));
    }
    let (next, stop) = (AtomicUsize::new(0), AtomicBool::new(figures.broken.is_some()));
    let work = || {
        let mut figures = Figures::default();
        while let Some(part) = parts.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut script = part.script.clone();
            loop {
                if stop.load(Ordering::Relaxed) {
                    return figures;
                }
                let ran = run(shared, part.start, how, &mut script);
                figures.count(&ran);
                if ran.violation.is_some() {
                    stop.store(true, Ordering::Relaxed);
                    figures.broken = Some(written_down(shared, part.start, how, script));
                    return figures;
                }
                if !script.advance() {
                    break;
                }
            }
        }
        figures
    };
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1)).map(|_| scope.spawn(work)).collect();
        for worker in workers {
            match worker.join() {
                Ok(part) => figures.join(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    figures.time = began.elapsed();
    figures
}

/// The run without a fault, and how many ways there were at each of its points.
fn straight(shared: &Shared, start: Start, faults: usize, how: How) -> (Ran, Vec<usize>) {
    let mut script = Script::with_faults(faults);
    let ran = run(shared, start, how, &mut script);
    (ran, script.ways())
}

/// One part for each first fault.
fn parts_of(start: Start, faults: usize, ways: &[usize]) -> Vec<Part> {
    let mut parts = Vec::new();
    for (point, of) in ways.iter().enumerate() {
        for choice in 1..*of {
            parts.push(Part { start, script: Script::first_fault(point, choice, *of, faults, ways) });
        }
    }
    parts
}

/// Draws runs with so many faults until the time is over.
#[must_use]
pub fn draw(shared: &Shared, faults: usize, how: How, threads: usize, seed: u64, time: Duration) -> Figures {
    let began = Instant::now();
    let stop = AtomicBool::new(false);
    let work = &|thread: usize| {
        let mut figures = Figures::default();
        let mut number = u64::try_from(thread).unwrap_or(0);
        while began.elapsed() < time && !stop.load(Ordering::Relaxed) {
            number += u64::try_from(threads).unwrap_or(1);
            let drawn = seed.wrapping_add(number).wrapping_mul(0x9E37_79B9_7F4A_7C15);
            let place = usize::try_from(drawn >> 40).unwrap_or(0) % Start::ALL.len();
            let Some(start) = Start::ALL.get(place) else { break };
            let mut script = Script::drawn(faults, drawn, 9);
            let ran = run(shared, *start, how, &mut script);
            figures.count(&ran);
            if ran.violation.is_some() {
                stop.store(true, Ordering::Relaxed);
                figures.broken = Some(written_down(shared, *start, how, script));
            }
        }
        figures
    };
    let mut figures = Figures::default();
    std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads.max(1)).map(|thread| scope.spawn(move || work(thread))).collect();
        for worker in workers {
            match worker.join() {
                Ok(part) => figures.join(part),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
    });
    figures.time = began.elapsed();
    figures
}

fn written_down(shared: &Shared, start: Start, how: How, mut script: Script) -> Broken {
    let ran = run(shared, start, how.traced(), &mut script);
    Broken { start, depth: how.depth, script, ran }
}
