//! Each raw value goes the way of the value that stands for its class, at each place of the main road: the same screens
//! with the same actions and the same effects to the end. What may differ is what [`Line::shape`] leaves out (codes,
//! words, lengths of pauses).

use std::collections::HashMap;

use kazasu_explore::answers::{Command, raw_answers, status_words};
use kazasu_explore::faults::{Depth, Fault};
use kazasu_explore::problems::{self, ProblemClass};
use kazasu_explore::run::{How, Ran, run};
use kazasu_explore::script::Script;
use kazasu_explore::starts::Start;
use kazasu_explore::trace::Line;

use crate::SHARED;

fn shape(ran: &Ran) -> Vec<String> {
    ran.lines.iter().filter_map(Line::shape).collect()
}

/// Every run with one fault, by the place and the fault, with the fault that stands for it.
fn runs(start: Start, depth: Depth) -> Vec<(usize, Fault, Fault, Vec<String>)> {
    let how = How::plainly(depth).traced();
    let mut script = Script::with_faults(1);
    run(&SHARED, start, how, &mut script);
    let ways = script.ways();
    let mut runs = Vec::new();
    for (point, of) in ways.iter().enumerate() {
        for choice in 1..*of {
            let mut script = Script::first_fault(point, choice, *of, 1, &ways);
            let ran = run(&SHARED, start, how, &mut script);
            let shape = shape(&ran);
            let (fault, class) = ran.first.unwrap();
            runs.push((point, fault, class, shape));
        }
    }
    runs
}

#[test]
fn every_raw_value_goes_the_way_of_its_class() {
    let registering = [Start::FRESH, Start::ALL[4], Start::ALL[6], Start::KEYPAD].map(|start| (start, 400));
    let around =
        [(12, 40), (13, 400), (18, 400), (22, 100), (24, 2)].map(|(number, least)| (Start::ALL[number], least));
    for (start, least) in registering.into_iter().chain(around) {
        let classes = runs(start, Depth::Classes);
        let known = |point: usize, fault: &Fault| {
            classes.iter().find(|(at, known, ..)| *at == point && known == fault).map(|(.., shape)| shape)
        };
        let (mut compared, mut astray) = (0, Vec::new());
        for (point, fault, class, shape) in runs(start, Depth::Raw) {
            if known(point, &fault).is_some() || matches!(fault, Fault::Does(_)) {
                continue; // it stands for itself
            }
            compared += 1;
            match known(point, &class) {
                None => astray.push(format!("point {point}: {fault:?} has no {class:?} there")),
                Some(wanted) if *wanted != shape => {
                    let at = wanted.iter().zip(&shape).position(|(wanted, found)| wanted != found).unwrap_or(0);
                    let pair = (wanted.get(at), shape.get(at));
                    astray.push(format!("point {point}: {fault:?} is not as {class:?}: {pair:?}"));
                }
                Some(_) => {}
            }
        }
        assert!(astray.is_empty(), "{} of {compared}:\n{}", astray.len(), astray.join("\n"));
        assert!(compared > least, "{}: {compared}", start.name());
    }
}

/// Nothing falls through: each status word has a class that is tried with each command, each problem one of six.
#[test]
fn every_raw_value_has_a_class() {
    use Command::{
        QueryHere, QueryNamed, ReadHere, ReadHereShort, ReadNamed, ReadNamedShort, ReadOn, SelectApplication,
        SelectCertificate, SelectOther, Sign, Verify,
    };
    let commands = [
        SelectApplication,
        SelectCertificate,
        SelectOther,
        ReadNamed,
        ReadNamedShort,
        ReadHere,
        ReadHereShort,
        ReadOn,
        QueryNamed,
        QueryHere,
        Verify,
        Sign,
    ];
    assert_eq!(status_words().len(), 54);
    for command in commands {
        for answer in raw_answers() {
            let class = command.class_of(&answer);
            assert!(command.classes().contains(&class), "{class:?} to {command:?}");
        }
        for class in command.classes() {
            assert_eq!(command.class_of(&class.representative()), *class, "{command:?}");
        }
    }
    let mut sizes: HashMap<ProblemClass, usize> = HashMap::new();
    for problem in problems::ALL {
        *sizes.entry(ProblemClass::of(problem.code)).or_default() += 1;
    }
    assert_eq!(sizes.values().sum::<usize>(), 33);
    for class in ProblemClass::ALL {
        assert!(sizes.contains_key(&class) && ProblemClass::of(class.representative()) == class);
    }
}
