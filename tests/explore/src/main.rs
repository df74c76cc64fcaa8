//! `kazasu-explore one|two|three|hostile`: explores faults and prints what was explored.
#![allow(clippy::print_stdout)]

use std::process::ExitCode;
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use clap::{Parser, ValueEnum};
use kazasu_explore::explore::{Figures, draw, explore};
use kazasu_explore::faults::Depth;
use kazasu_explore::hostile;
use kazasu_explore::row::row;
use kazasu_explore::run::How;
use kazasu_explore::shared::Shared;
use kazasu_explore::shrink::shortest;
use kazasu_explore::starts::Start;

/// A fifth of the time of a million small runs was the system's allocator.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Explores what can go wrong while a card is registered.
#[derive(Parser)]
struct Arguments {
    /// How many faults.
    faults: Faults,
    /// For three faults: where to begin drawing.
    #[arg(long)]
    seed: Option<u64>,
    /// For three faults: how long to draw.
    #[arg(long, default_value_t = 60)]
    seconds: u64,
    /// On how many threads.
    #[arg(long, default_value_t = 2)]
    threads: usize,
    /// Only this start, by its number from 1.
    #[arg(long)]
    start: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Faults {
    /// One fault, every raw value.
    One,
    /// Two faults, one value of each class, in full.
    Two,
    /// Three faults, drawn.
    Three,
    /// A card that answers as no card should: every status word, length, truncation and turned octet.
    Hostile,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let shared = Shared::new();
    let starts: Vec<Start> = match arguments.start {
        None => Start::ALL.to_vec(),
        Some(number) => Start::ALL.into_iter().skip(number.saturating_sub(1)).take(1).collect(),
    };
    let (figures, how) = match arguments.faults {
        Faults::Hostile => return lie(&shared, arguments.threads),
        Faults::One => {
            let how = How::plainly(Depth::Raw);
            (explore(&shared, &starts, 1, how, arguments.threads), how)
        }
        Faults::Two => {
            let how = How::plainly(Depth::Classes);
            (each(&shared, &starts, how, arguments.threads), how)
        }
        Faults::Three => {
            let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs());
            let seed = arguments.seed.unwrap_or(now);
            println!("seed {seed}");
            let (how, time) = (How::plainly(Depth::Raw), Duration::from_secs(arguments.seconds));
            (draw(&shared, 3, how, arguments.threads, seed, time), how)
        }
    };
    print("in all", &figures);
    let Some(broken) = figures.broken else { return ExitCode::SUCCESS };
    println!("found in {}; looking for the shortest run", broken.start.name());
    println!("{}", row(&shortest(&shared, broken, how)));
    ExitCode::FAILURE
}

/// Every answer that no card should give, with a line for each kind of command and of answer.
fn lie(shared: &Shared, threads: usize) -> ExitCode {
    let began = Instant::now();
    let swept = hostile::run(shared, &hostile::everything(shared, 1), threads, &|(place, series), swept| {
        let (card, command) = (place.start.card, place.command);
        println!("{card}, {command:?} (number {}), {series:?}: {} answers", place.nth, swept.tried);
    });
    for (reaction, times) in &swept.reactions {
        let code = reaction.code.as_deref().unwrap_or("-");
        println!("{times:>8} times: [{} {code}] {} VERIFYs", reaction.screen, reaction.verifies);
    }
    let seconds = began.elapsed().as_secs_f64();
    println!(
        "{} answers, {} pairs of one with another fault, at most {} commands in one contact, which asked for at most {} \
         octets, {seconds:.1} s",
        swept.tried, swept.pairs, swept.most_commands, swept.most_asked
    );
    let Some((place, twist, violation)) = swept.broken else { return ExitCode::SUCCESS };
    println!("{place:?}: {twist:?}: {violation}");
    ExitCode::FAILURE
}

/// Two faults from each start, with a line for each.
fn each(shared: &Shared, starts: &[Start], how: How, threads: usize) -> Figures {
    let mut all = Figures::default();
    for start in starts {
        let figures = explore(shared, &[*start], 2, how, threads);
        print(&start.name(), &figures);
        all.add(figures);
        if all.broken.is_some() {
            break;
        }
    }
    all
}

fn print(what: &str, figures: &Figures) {
    let (runs, states, events) = (figures.runs, figures.states.len(), figures.events);
    let seconds = figures.time.as_secs_f64();
    let rate = u32::try_from(runs).map_or(0.0, f64::from) / seconds.max(0.001);
    println!("{what}: {runs} runs, {states} states, {events} events, {seconds:.1} s ({rate:.0} runs/s)");
    if figures.dead_presses > 0 {
        println!("  {} presses were offered and not taken while storage was at work", figures.dead_presses);
    }
    if figures.gave_up > 0 {
        println!("  {} times trying again brought the same trouble, and starting again led on", figures.gave_up);
    }
}
