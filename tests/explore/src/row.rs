//! A run as a row of the scenario table, as far as that format can say it.

use std::fmt::Write as _;

use kazasu_core::screen::ActionId;

use crate::explore::Broken;
use crate::faults::{Fault, Side};
use crate::person::Act;
use crate::starts::{Portal, RIGHT_PIN};
use crate::trace::Line;

/// The run as a row for `tests/scenarios/table`, and below it every line of the run as a comment.
#[must_use]
pub fn row(broken: &Broken) -> String {
    let mut text = String::new();
    let violation = broken.ran.violation.as_ref().map(ToString::to_string).unwrap_or_default();
    let _ = writeln!(text, "[[scenario]]\nname = \"found-by-exploration\"\nsays = {violation:?}");
    let _ = writeln!(text, "card = {:?}", if broken.start.other_at_second_tap { OTHER } else { broken.start.card });
    if broken.start.portal != Portal::On {
        let _ = writeln!(text, "# the world began with: {}", broken.start.name());
    }
    let (faults, mut comments): (Vec<_>, Vec<_>) = broken.ran.lines.iter().filter_map(fault).partition(Result::is_ok);
    let faults: Vec<String> = faults.into_iter().filter_map(Result::ok).collect();
    if !faults.is_empty() {
        let _ = writeln!(text, "faults = [\n  {},\n]", faults.join(",\n  "));
    }
    let steps = steps(&broken.ran.lines);
    let _ = writeln!(text, "steps = [\n  {},\n]", steps.join(",\n  "));
    let (verifies, registrations, left) = (broken.ran.verifies, broken.ran.registrations, broken.ran.tries_left);
    let _ = writeln!(
        text,
        "# what came of it; put in what should have\nexpect = {{ outcome = \"?\", verifies = {verifies}, registrations = \
         {registrations}, tries_left = {left} }}"
    );
    for comment in comments.drain(..).filter_map(Result::err) {
        let _ = writeln!(text, "# the table cannot say: {comment}");
    }
    let _ = writeln!(text, "\n# the run, line by line:");
    for line in &broken.ran.lines {
        let _ = writeln!(text, "# {line}");
    }
    text
}

const OTHER: &str = "other-card-on-second-tap";
/// The PIN of the table's cards.
const TABLE_PIN: &str = "1234";

/// A fault of the table; `Err` with a comment where it has none like it.
fn fault(line: &Line) -> Option<Result<String, String>> {
    let Line::Fault { at, nth, fault } = line else { return None };
    let then = match fault {
        Fault::Lost(Side::Before) | Fault::Net(_, Side::Before) => "\"lost-before\"".to_owned(),
        Fault::Lost(Side::After) | Fault::Net(_, Side::After) => "\"lost-after\"".to_owned(),
        Fault::Fails(Side::Before) => "\"fails\"".to_owned(),
        Fault::NotSent => "\"not-sent\"".to_owned(),
        Fault::Kill(Side::Before) => "\"kill-before\"".to_owned(),
        Fault::Kill(Side::After) => "\"kill-after\"".to_owned(),
        Fault::Stranger(status, Side::Before) => format!("{{ stranger = {status} }}"),
        Fault::Press(action, Side::Before) => format!("{{ press = \"{}\" }}", name(*action)),
        Fault::Answers(octets, Side::Before) => {
            let hex: String = octets.iter().take(64).map(|octet| format!("{octet:02X}")).collect();
            format!("{{ answers = \"{hex}\" }}")
        }
        other => return Some(Err(format!("{other:?} at {at} number {nth}"))),
    };
    Some(Ok(format!("{{ at = \"{at}\", nth = {nth}, then = {then} }}")))
}

/// What the person did, on which screens.
fn steps(lines: &[Line]) -> Vec<String> {
    let (mut on, mut later, mut steps) = ("?", String::new(), Vec::new());
    for line in lines {
        let act = match line {
            Line::Shown { id, .. } => {
                on = id;
                continue;
            }
            Line::Meanwhile(Fault::Later(seconds)) => {
                later = format!("later_s = {seconds}, ");
                continue;
            }
            Line::Meanwhile(Fault::Kill(_)) => "kill = true".to_owned(),
            Line::Meanwhile(Fault::Speak(language)) => format!("language = \"{}\"", language.tag()),
            Line::Act(Act::Press(action)) => format!("press = \"{}\"", name(*action)),
            Line::Act(Act::Tick(on)) => format!("tick = {on}"),
            Line::Act(Act::Pin(typed)) => {
                let text = typed.text();
                format!("pin = \"{}\"", if text == RIGHT_PIN { TABLE_PIN } else { &text })
            }
            _ => continue,
        };
        steps.push(format!("{{ on = \"{on}\", {later}{act} }}"));
        later.clear();
    }
    steps
}

/// An action's id as it is written in the table.
fn name(action: ActionId) -> String {
    serde_json::to_value(action).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}
