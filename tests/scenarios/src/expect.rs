//! Whether it came out as the scenario says.

use kazasu_core::flow::Outcome;
use kazasu_core::screen::{Block, Screen};
use kazasu_core::words::{self, text};
use kazasu_virtual_card::card::Pin;

use crate::Unmet;
use crate::player::Played;
use crate::table::{Expect, Step};

/// Checks what came of it.
pub(crate) fn check(expect: &Expect, played: &Played) -> Result<(), Unmet> {
    let trace = played.slot.trace();
    same("outcome", &expect.outcome, &outcome(played.outcome))?;
    same("VERIFYs with data", &expect.verifies, &trace.verifies_with_data())?;
    same("registrations", &expect.registrations, &played.registrations.len())?;
    same("tries left", &expect.tries_left, &played.slot.tries_left(Pin::User))?;
    same("pending record", &expect.pending, &played.pending)?;
    if let Some(signatures) = expect.signatures {
        same("signatures", &signatures, &trace.signatures())?;
    }
    if let Some(exchanges) = expect.exchanges {
        same("exchanges", &exchanges, &trace.exchanges().len())?;
    }
    if let Some(holds) = expect.holds {
        same("holds", &holds, &played.holds)?;
    }
    if let Some(portal) = expect.portal {
        let registered = played
            .registrations
            .last()
            .map(|row| !matches!(row["portal_user"], serde_json::Value::Null | serde_json::Value::Bool(false)));
        same("portal part", &Some(portal), &registered)?;
    }
    if !expect.screens.is_empty() {
        let seen: Vec<String> = played.screens.iter().map(|id| (*id).to_owned()).collect();
        same("screens", &expect.screens, &seen)?;
    }
    Ok(())
}

fn outcome(outcome: Outcome) -> String {
    match outcome {
        Outcome::Registered => "registered".to_owned(),
        Outcome::Accepted => "accepted".to_owned(),
        Outcome::AlreadyRegistered => "already_registered".to_owned(),
        Outcome::NotCompleted => "not_completed".to_owned(),
        Outcome::Cancelled => "cancelled".to_owned(),
        Outcome::Unsent => "unsent".to_owned(),
        Outcome::Failed(failure) => failure.code().to_owned(),
        Outcome::Shown => "shown".to_owned(),
        Outcome::ReleaseRequested => "release_requested".to_owned(),
        Outcome::Defect => "defect".to_owned(),
    }
}

/// Checks a screen before the person acts on it.
pub(crate) fn check_screen(screen: &Screen, step: &Step) -> Result<(), Unmet> {
    let code = screen.blocks.iter().find_map(|block| match block {
        Block::Code { code, .. } => Some(code.clone()),
        _ => None,
    });
    if screen.id != step.on {
        let code = code.map(|code| format!(" ({code})")).unwrap_or_default();
        return Err(Unmet(format!("`{}`{code} is shown where `{}` should be", screen.id, step.on)));
    }
    if step.code.is_some() {
        same(&format!("code on `{}`", step.on), &step.code, &code)?;
    }
    let shown = serde_json::to_string(screen).map_err(|error| Unmet(error.to_string()))?;
    for (ids, wanted) in [(&step.says, true), (&step.says_not, false)] {
        for id in ids {
            if is_said(screen, &shown, id)? != wanted {
                let verb = if wanted { "lacks" } else { "has" };
                return Err(Unmet(format!("`{}` {verb} the text `{id}`: {shown}", step.on)));
            }
        }
    }
    Ok(())
}

/// Whether a text is on a screen, whatever stands in its placeholders.
fn is_said(screen: &Screen, shown: &str, id: &str) -> Result<bool, Unmet> {
    let text = text::ALL.iter().find(|text| text.id() == id).ok_or_else(|| Unmet(format!("no text `{id}`")))?;
    const MARK: &str = "\u{0}";
    let names = [
        "remaining",
        "date",
        "time",
        "offset",
        "platform",
        "version",
        "seconds",
        "receipt",
        "code",
        "percent",
        "reason",
        "digits",
        "title",
    ];
    let args: Vec<(&'static str, &str)> = names.iter().map(|name| (*name, MARK)).collect();
    let line = words::line(screen.language, *text, &args);
    let whole = serde_json::to_string(&line).map_err(|error| Unmet(error.to_string()))?;
    let mut rest = shown;
    for part in whole.trim_matches('"').split("\\u0000") {
        match rest.find(part) {
            Some(at) => rest = rest.get(at + part.len()..).unwrap_or_default(),
            None => return Ok(false),
        }
    }
    Ok(true)
}

fn same<T: PartialEq + std::fmt::Debug>(what: &str, expected: &T, found: &T) -> Result<(), Unmet> {
    if expected == found { Ok(()) } else { Err(Unmet(format!("{what}: {expected:?} expected, {found:?} found"))) }
}
