//! A card, or something that pretends to be one, that answers as no card should, at every place of a contact.

use std::collections::HashMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::answers::{AnswerClass, Command};
use crate::invariants::Invariant;
use crate::pairs::pairs;
use crate::shared::Shared;
use crate::starts::Start;
use crate::sweep::{Place, Reaction, Swept, Until, places, sweep, sweep_each};
use crate::twist::Twist;

/// What is tried at a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Series {
    /// Status words without data: one in so many, and all that are documented.
    Words(usize),
    /// Every length.
    Lengths,
    /// Every truncation of the card's own answer.
    Truncations,
    /// Every octet of the card's own answer turned round.
    Flips,
}

/// Commands and octets asked for that no contact comes near: the longest certificate twice over in pieces of 2,048.
const MOST_COMMANDS: usize = 40;
const MOST_ASKED: usize = 80_000;

/// Everything: at one place of each kind every status word, at every place of every plan every length and truncation,
/// and every octet of every certificate and signature. `one_in`: of the status words.
#[must_use]
pub fn everything(shared: &Shared, one_in: usize) -> Vec<(Place, Series)> {
    let every: Vec<Place> = Start::PLANS.iter().flat_map(|start| places(shared, *start)).collect();
    let words = kinds(&every).into_iter().map(|place| (place, Series::Words(one_in)));
    let lengths = every.iter().map(|place| (*place, Series::Lengths));
    let truncations = every.iter().map(|place| (*place, Series::Truncations));
    let flips = every.iter().filter(|place| place.answer > 2).map(|place| (*place, Series::Flips));
    words.chain(lengths).chain(truncations).chain(flips).collect()
}

/// One place for each kind of command.
#[must_use]
pub fn kinds(every: &[Place]) -> Vec<Place> {
    let mut kinds: Vec<Place> = Vec::new();
    for place in every {
        if kinds.iter().all(|known| known.command != place.command) {
            kinds.push(*place);
        }
    }
    kinds
}

/// One series at one place.
#[must_use]
pub fn series(shared: &Shared, place: Place, series: Series) -> Swept {
    let mut swept = match series {
        Series::Words(one_in) => words(shared, place, one_in),
        Series::Lengths => sweep(shared, place, Twist::lengths()),
        Series::Truncations => sweep(shared, place, Twist::truncations(place.answer)),
        Series::Flips => sweep(shared, place, Twist::flips(place.answer)),
    };
    let (commands, asked) = (swept.most_commands, swept.most_asked);
    if swept.broken.is_none() && (commands > MOST_COMMANDS || asked > MOST_ASKED) {
        let what = format!("a contact took {commands} commands that asked for {asked} octets");
        swept.broken = Some((place, Twist::Cut(0), Invariant::WayOn.violated(what)));
    }
    swept
}

/// Each status word must end as the one that stands for its class: on the same screen, with the same code, after as many
/// commands and VERIFYs.
fn words(shared: &Shared, place: Place, one_in: usize) -> Swept {
    let mut known: HashMap<AnswerClass, Reaction> = HashMap::new();
    let mut all = Swept::default();
    for class in place.command.classes() {
        let one = std::iter::once(Twist::Raw(class.representative()));
        let one = sweep_each(shared, place, one, until(place.command), &mut |_, _| Ok(()));
        known.extend(one.reactions.keys().next().map(|reaction| (*class, reaction.clone())));
        all.add(one);
    }
    let some = (0..=0xFFFF_u16).step_by(one_in);
    let twists = some.chain(crate::answers::status_words()).map(Twist::Word);
    let swept = sweep_each(shared, place, twists, until(place.command), &mut |twist, reaction| {
        let octets = twist.of(&[]);
        let class = place.command.class_of(&octets);
        let mut wanted = known.get(&class).cloned();
        if let (Some(wanted), Some(code)) = (&mut wanted, own_code(place.command, &octets)) {
            wanted.code = Some(code.to_owned());
        }
        let same = wanted.as_ref() == Some(reaction);
        Invariant::Contract.need(same, format!("{octets:02X?} is {class:?} and came to {reaction:?}, not {wanted:?}"))
    });
    all.add(swept);
    all
}

/// How far status words are followed: that what comes next goes well is shown with one of each class, by the explorer.
fn until(command: Command) -> Until {
    if matches!(command, Command::Verify | Command::Sign) { Until::End } else { Until::Verify }
}

/// Status words that lead where the others of their class do, under another code: no JPKI application, and a phone held
/// against the reader (card fact sheet §5, §9.2).
fn own_code(command: Command, octets: &[u8]) -> Option<&'static str> {
    match (command, octets) {
        (Command::SelectApplication, [0x6A, 0x81 | 0x82] | [0x6D | 0x6E, 0x00]) => Some("C17"),
        (Command::ReadHereShort, [0x69, 0x82]) => Some("C17"),
        _ => None,
    }
}

/// One answer for each way in which the flow reacts, together with one more thing that goes wrong. Status words are left
/// out: the exploration of two faults pairs one of each class with everything.
fn pair(shared: &Shared, (place, series): &(Place, Series), swept: &mut Swept) {
    if matches!(series, Series::Words(_)) || swept.broken.is_some() {
        return;
    }
    for (reaction, twist) in &swept.firsts {
        match pairs(shared, *place, twist, reaction) {
            Ok(tried) => swept.pairs += tried,
            Err(violation) => {
                swept.broken = Some((*place, twist.clone(), violation));
                return;
            }
        }
    }
}

/// Makes all of it on so many threads; `told` hears each result.
pub fn run(
    shared: &Shared,
    jobs: &[(Place, Series)],
    threads: usize,
    told: &(dyn Fn(&(Place, Series), &Swept) + Sync),
) -> Swept {
    let (next, all) = (AtomicUsize::new(0), Mutex::new(Swept::default()));
    let work = || {
        while let Some(job) = jobs.get(next.fetch_add(1, Ordering::Relaxed)) {
            let mut swept = series(shared, job.0, job.1);
            pair(shared, job, &mut swept);
            told(job, &swept);
            let mut all = all.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
            all.add(swept);
            if all.broken.is_some() {
                return;
            }
        }
    };
    std::thread::scope(|scope| {
        (0..threads.max(1)).for_each(|_| drop(scope.spawn(work)));
    });
    all.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner)
}
