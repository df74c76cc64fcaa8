//! The shortest run that breaks an invariant.

use crate::explore::Broken;
use crate::faults::Fault;
use crate::invariants::Invariant;
use crate::run::{How, Ran, run};
use crate::script::Script;
use crate::shared::Shared;
use crate::trace::Line;

/// Looks for a run with fewer faults, then for a shorter one, which breaks the same invariant. Only faults of the kinds
/// that the found run had are tried: at any place, and fewer of them first.
#[must_use]
pub fn shortest(shared: &Shared, broken: Broken, how: How) -> Broken {
    let Some(invariant) = broken.ran.violation.as_ref().map(|violation| violation.invariant) else { return broken };
    let kinds: Vec<Fault> = broken.ran.lines.iter().filter_map(fault_of).collect();
    for faults in 0..=broken.script.spent().min(2) {
        let mut script = Script::with_faults(faults);
        let mut best: Option<(Script, Ran)> = None;
        loop {
            let ran = run(shared, broken.start, how.traced(), &mut script);
            if breaks(&ran, invariant) && best.as_ref().is_none_or(|(_, best)| ran.lines.len() < best.lines.len()) {
                best = Some((script.clone(), ran.clone()));
            }
            if !next(&mut script, &ran, &kinds) {
                break;
            }
        }
        if let Some((script, ran)) = best {
            return Broken { script, ran, ..broken };
        }
    }
    broken
}

/// The next run of the tree. Where the last run had a fault of another kind, nothing that follows it is tried.
fn next(script: &mut Script, ran: &Ran, kinds: &[Fault]) -> bool {
    let other = ran.lines.iter().filter_map(fault_of).any(|fault| !kinds.contains(&fault));
    if other { script.advance_past_last_fault() } else { script.advance() }
}

fn fault_of(line: &Line) -> Option<Fault> {
    match line {
        Line::Fault { fault, .. } | Line::Meanwhile(fault) => Some(fault.clone()),
        _ => None,
    }
}

fn breaks(ran: &Ran, invariant: Invariant) -> bool {
    ran.violation.as_ref().is_some_and(|violation| violation.invariant == invariant)
}
