//! Every seed, and every seed with a few octets changed, through its target. What libFuzzer once found stands in `found`.
#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::time::{SystemTime, UNIX_EPOCH};

use kazasu_fuzz::mutate::{Dice, mutated};
use kazasu_fuzz::{ALL, seeds};

/// Changed seeds for each target; `KAZASU_FUZZ_ROUNDS` says otherwise.
const ROUNDS: usize = 400;

/// A panic says which octets brought it: `KAZASU_FUZZ_SEED` draws them again.
#[test]
fn t14_seeds_and_changed_seeds_hold_at_every_door() {
    let number = |name| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    let drawn = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_secs());
    let seed = number("KAZASU_FUZZ_SEED").unwrap_or(drawn);
    let rounds = number("KAZASU_FUZZ_ROUNDS").and_then(|rounds| usize::try_from(rounds).ok()).unwrap_or(ROUNDS);
    for target in ALL {
        let seeds = seeds::of(target.name);
        assert!(!seeds.is_empty(), "{} has no seed", target.name);
        let mut dice = Dice::new(seed);
        let changed = (0..rounds).map(|round| mutated(&seeds[round % seeds.len()], &mut dice)).collect::<Vec<_>>();
        for octets in seeds.iter().chain(&changed) {
            let held = std::panic::catch_unwind(|| (target.run)(octets));
            let shown: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
            assert!(held.is_ok(), "{} with KAZASU_FUZZ_SEED={seed}: {shown}", target.name);
        }
        eprintln!("{}: {} seeds, {rounds} changed", target.name, seeds.len());
    }
}

#[test]
fn changes_are_drawn_alike_from_one_seed() {
    let draw = |seed| {
        let mut dice = Dice::new(seed);
        (0..50).map(|_| mutated(b"0123456789", &mut dice)).collect::<Vec<_>>()
    };
    assert_eq!(draw(5), draw(5));
    assert_ne!(draw(5), draw(6));
}
