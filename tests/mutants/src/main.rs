//! `kazasu-mutants TREE LIST KNOWN`: tries the changes of a list (`cargo mutants --list --json`) on a copy of the tree.
//!
//! All of them are planted into one build, and a number in the environment says which is in force: trying one costs a run
//! of the tests, and no compiler. What cannot be compiled beside the original is tried in a build of its own. Ends with 1
//! if a change goes unseen that is not on the list of known ones, or one on it is noticed.
#![allow(clippy::print_stdout)]

mod build;
mod known;
mod list;
mod plant;
mod run;
mod sites;
mod tree;

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Instant;

use clap::Parser;

use crate::list::Mutant;
use crate::run::{Noticed, run};
use crate::tree::{Apart, planted, single};

/// Tries small changes to the core, and says which ones no test notices.
#[derive(Parser)]
struct Arguments {
    /// A copy of the tree; it is changed.
    tree: PathBuf,
    /// What `cargo mutants --list --json` prints.
    list: PathBuf,
    /// Changes that are known to go unseen (TOML).
    known: PathBuf,
    /// Only changes with one of these in their names.
    #[arg(long)]
    only: Vec<String>,
    /// How many are tried at a time.
    #[arg(long, default_value_t = 2)]
    jobs: usize,
}

/// What came of the changes, by number.
#[derive(Default)]
struct Outcomes {
    noticed: BTreeMap<u32, Noticed>,
    unseen: BTreeSet<u32>,
    /// Those that are no Rust.
    unviable: BTreeSet<u32>,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let arguments = Arguments::parse();
    let mutants: Vec<Mutant> = serde_json::from_slice(&fs::read(&arguments.list)?)?;
    let known = known::parse(&fs::read_to_string(&arguments.known)?)?;
    let wanted = |name: &str| arguments.only.is_empty() || arguments.only.iter().any(|part| name.contains(part));
    let mut chosen: BTreeMap<u32, &Mutant> = (1..).zip(&mutants).collect();
    chosen.retain(|_, mutant| wanted(&mutant.name));
    let began = Instant::now();
    let (tests, Apart { alone, unviable }) = planted(&arguments.tree, &chosen)?;
    if let Some(noticed) = run(&tests, 0)? {
        return Err(format!("without any change: {noticed:?}").into());
    }
    println!("{} changes, {} of them built alone, {} s", chosen.len(), alone.len(), began.elapsed().as_secs());
    let together: Vec<u32> =
        chosen.keys().copied().filter(|number| !alone.contains(number) && !unviable.contains(number)).collect();
    let outcomes = Mutex::new(Outcomes { unviable, ..Outcomes::default() });
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        let work = || -> std::io::Result<()> {
            while let Some(number) = together.get(next.fetch_add(1, Ordering::Relaxed)) {
                let noticed = run(&tests, *number)?;
                let mut outcomes = outcomes.lock().unwrap_or_else(PoisonError::into_inner);
                outcomes.add(*number, chosen[number], noticed, began);
            }
            Ok(())
        };
        let workers: Vec<_> = (0..arguments.jobs.max(1)).map(|_| scope.spawn(work)).collect();
        workers
            .into_iter()
            .try_for_each(|worker| worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    })?;
    let mut outcomes = outcomes.into_inner().unwrap_or_else(PoisonError::into_inner);
    for number in &alone {
        let Some(mutant) = chosen.get(number) else { continue };
        match single(&arguments.tree, mutant)? {
            None => drop(outcomes.unviable.insert(*number)),
            Some(tests) => outcomes.add(*number, mutant, run(&tests, 0)?, began),
        }
    }
    let seconds = began.elapsed().as_secs();
    let (noticed, unseen, unviable) = (outcomes.noticed.len(), outcomes.unseen.len(), outcomes.unviable.len());
    println!("{noticed} noticed, {unseen} not, {unviable} do not compile; {seconds} s");
    Ok(compare(&outcomes, &chosen, known, arguments.only.is_empty()))
}

impl Outcomes {
    fn add(&mut self, number: u32, mutant: &Mutant, noticed: Option<Noticed>, began: Instant) {
        let seconds = began.elapsed().as_secs();
        match noticed {
            Some(noticed) => {
                println!("{seconds:>5} s  noticed  {} {noticed:?}", mutant.name);
                self.noticed.insert(number, noticed);
            }
            None => {
                println!("{seconds:>5} s  NOT      {}", mutant.name);
                self.unseen.insert(number);
            }
        }
    }
}

/// Compares with what is known; of a whole list also whether everything that is known still goes unseen.
fn compare(
    outcomes: &Outcomes,
    chosen: &BTreeMap<u32, &Mutant>,
    mut known: BTreeMap<String, usize>,
    whole: bool,
) -> ExitCode {
    let mut good = true;
    for mutant in outcomes.unseen.iter().filter_map(|number| chosen.get(number)) {
        match known.get_mut(&mutant.short()) {
            Some(times @ 1..) => *times -= 1,
            _ => {
                println!("no test notices {}", mutant.name);
                good = false;
            }
        }
    }
    for (name, times) in known.iter().filter(|(_, times)| whole && **times > 0) {
        println!("known to go unseen, and noticed or gone ({times} times): {name}");
        good = false;
    }
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
