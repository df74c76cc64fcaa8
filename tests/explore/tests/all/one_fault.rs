//! One fault at every place, with every raw value.

use kazasu_explore::explore::explore;
use kazasu_explore::faults::{Depth, Fault, Side};
use kazasu_explore::row::row;
use kazasu_explore::run::{How, run};
use kazasu_explore::script::Script;
use kazasu_explore::shrink::shortest;
use kazasu_explore::starts::Start;
use kazasu_explore::trace::Line;

use crate::SHARED;

/// REQ-52 among others: everything in `invariants` holds in every run with one fault, from every start.
#[test]
fn req_52_every_invariant_holds_whatever_one_thing_goes_wrong() {
    let how = How::plainly(Depth::Raw);
    let figures = explore(&SHARED, &Start::ALL, 1, how, 2);
    if let Some(broken) = figures.broken {
        panic!("{}", row(&shortest(&SHARED, broken, how)));
    }
    assert!(figures.runs > 12_000 && figures.states.len() > 200, "{} runs", figures.runs);
}

/// Late, double and wrong answers, old and unoffered intents at every step of every run with one fault: they change
/// nothing at all.
#[test]
fn misfits_change_nothing() {
    let how = How::plainly(Depth::Classes).traced();
    for start in [Start::FRESH, Start::ALL[4], Start::KEYPAD, Start::ALL[13], Start::ALL[18]] {
        let mut script = Script::with_faults(1);
        loop {
            let plain = run(&SHARED, start, how, &mut script);
            let poked = run(&SHARED, start, How { misfits: true, ..how }, &mut script);
            let lines = || poked.lines.iter().map(|line| format!("{line}\n")).collect::<String>();
            assert_eq!(poked.violation, None, "{:?}\n{}", poked.first, lines());
            assert_eq!(plain.lines, poked.lines, "{:?}", poked.first);
            if !script.advance() {
                break;
            }
        }
    }
}

/// T35 and T40: the card leaves before and after each command; nobody loses more than one try, nobody signs twice, and
/// the person is registered once at the end.
#[test]
fn t40_card_removed_at_every_apdu_on_either_side() {
    for (start, least) in [(Start::FRESH, 10), (Start::ALL[6], 20)] {
        let mut script = Script::with_faults(1);
        let mut places = 0;
        loop {
            let ran = run(&SHARED, start, How::plainly(Depth::Classes).traced(), &mut script);
            let at_card = ran.lines.iter().any(|line| match line {
                Line::Fault { at, fault: Fault::Lost(Side::Before | Side::After), .. } => !at.contains('/'),
                _ => false,
            });
            if at_card {
                places += 1;
                assert_eq!((ran.violation, ran.registrations, ran.tries_left), (None, 1, 3));
                assert!(ran.verifies <= 2);
            }
            if !script.advance() {
                break;
            }
        }
        assert!(places >= least, "{places} places only");
    }
}
