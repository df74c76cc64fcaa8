//! The core's own time between an answer of the card and what it wants next, and what it allocates for that.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use kazasu_core::effect::{Answer, Effect};
use kazasu_explore::answers::Command;
use kazasu_explore::drive::{Meddler, ONCE, drive};
use kazasu_explore::shared::Shared;
use kazasu_explore::starts::Start;

/// Runs of each plan, in batches. The best batch's median is what the core takes: a busy machine only adds.
const BATCHES: usize = 10;
const RUNS: usize = 40;
/// The most that a step may take: a contact has up to fifteen, and nobody is to feel them.
const BAR: Duration = Duration::from_micros(20);

/// Steps of one kind.
#[derive(Default)]
struct Steps {
    times: Vec<Duration>,
    best: Option<Duration>,
    allocations: u64,
    octets: u64,
}

/// After which answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum After {
    Select,
    /// Of a certificate of which more is missing, or of a READ that does not work here.
    Read,
    /// The whole certificate is there: it is parsed and judged.
    LastRead,
    Query,
    Verify,
    /// The signature is checked with the certificate's key, so that a bad one is made again at once.
    Sign,
}

impl After {
    fn of(command: Command) -> Self {
        match command {
            Command::QueryNamed | Command::QueryHere => Self::Query,
            Command::Verify => Self::Verify,
            Command::Sign => Self::Sign,
            Command::SelectApplication | Command::SelectCertificate | Command::SelectOther => Self::Select,
            _ => Self::Read,
        }
    }
}

/// A step that was measured: whether it was the last READ, only the next command says.
struct Sample {
    after: After,
    time: Duration,
    allocations: u64,
    octets: u64,
}

/// Times each step after an answer of the card, or counts what it allocates.
#[derive(Default)]
struct Meter {
    steps: BTreeMap<After, Steps>,
    counts: bool,
    last: Option<Sample>,
}

impl Meter {
    fn keep(&mut self, next: Option<Command>) {
        let Some(mut sample) = self.last.take() else { return };
        if sample.after == After::Read && matches!(next, Some(Command::QueryNamed | Command::SelectOther)) {
            sample.after = After::LastRead;
        }
        let steps = self.steps.entry(sample.after).or_default();
        if self.counts {
            steps.allocations = steps.allocations.max(sample.allocations);
            steps.octets = steps.octets.max(sample.octets);
        } else {
            steps.times.push(sample.time);
        }
    }

    fn end_batch(&mut self) {
        for steps in self.steps.values_mut() {
            steps.times.sort_unstable();
            let median = steps.times.get(steps.times.len() / 2).copied();
            steps.best = steps.best.into_iter().chain(median).min();
            steps.times.clear();
        }
    }
}

impl Meddler for Meter {
    fn instead(&mut self, _: usize, _: &Effect, _: &Answer) -> Option<Answer> {
        None
    }

    fn step(&mut self, effect: &Effect, step: &mut dyn FnMut()) {
        let Effect::Transmit { command, .. } = effect else { return step() };
        let command = Command::of(command.expose());
        self.keep(Some(command));
        let mut sample = Sample { after: After::of(command), time: Duration::ZERO, allocations: 0, octets: 0 };
        if self.counts {
            let measured = allocation_counter::measure(step);
            (sample.allocations, sample.octets) = (measured.count_total, measured.bytes_total);
        } else {
            let began = Instant::now();
            step();
            sample.time = began.elapsed();
        }
        self.last = Some(sample);
    }
}

/// Measures and prints; whether the bar holds. A build without optimisation is not held to it.
pub(crate) fn print(shared: &Shared, starts: &[Start]) -> bool {
    let mut meter = Meter { counts: true, ..Meter::default() };
    let once = |meter: &mut Meter| {
        for start in starts {
            drive(shared, *start, ONCE, meter);
            meter.keep(None);
        }
    };
    once(&mut meter);
    meter.counts = false;
    for _ in 0..BATCHES {
        (0..RUNS).for_each(|_| once(&mut meter));
        meter.end_batch();
    }
    println!("The core's own time from an answer of the card to the next command, and what that allocates at most.");
    println!("{:<44} {:>9} {:>6} {:>7} {:>7}", "", "median µs", "bar µs", "allocs", "octets");
    let (optimised, mut good) = (!cfg!(debug_assertions), meter.steps.len() == 6);
    for (after, steps) in &meter.steps {
        let median = steps.best.unwrap_or(Duration::MAX);
        let aside = *after == After::Sign;
        good &= aside || median < BAR;
        let (name, bar) = match after {
            After::Select => ("SELECT", "20"),
            After::Read => ("READ BINARY, and more is to be read", "20"),
            After::LastRead => ("READ BINARY, and the certificate is whole", "20"),
            After::Query => ("retry query", "20"),
            After::Verify => ("VERIFY", "20"),
            After::Sign => ("signature, which is checked", "-"),
        };
        let median = median.as_secs_f64() * 1e6;
        println!("{name:<44} {median:>9.1} {bar:>6} {:>7} {:>7}", steps.allocations, steps.octets);
    }
    if !optimised {
        println!("built without optimisation: these times are held to no bar (cargo run --release -p kazasu-bench)");
    }
    good || !optimised
}
