//! The flow, as its device starts it.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use kazasu_core::effect::{Event, Facts};
use kazasu_core::flow::{Entry, Flow};
use kazasu_core::platform::Client;
use kazasu_core::screen::{Presentation, Shell};
use kazasu_core::time::Now;
use kazasu_core::words::Language;

use super::World;
use crate::Unmet;
use crate::names::{readiness, shell};
use crate::table::Scenario;

/// The flow of that scenario, just opened.
pub(super) fn start<W: World>(world: &W, scenario: &Scenario) -> Result<Flow, Unmet> {
    let language = Language::from_tag(&scenario.language).ok_or_else(|| Unmet("no such language".to_owned()))?;
    let shell = shell(scenario)?;
    let platform = match shell {
        Shell::Android => "android",
        Shell::Ios => "ios",
        Shell::Pc => "linux",
    };
    let client = Client { name: "kazasu".into(), version: "0.1.0".into(), platform: platform.into() };
    let now = Now { monotonic_ms: 0, unix_s: unix_now() };
    let entry = Entry::from_name(&scenario.entry).ok_or_else(|| Unmet(format!("no entry `{}`", scenario.entry)))?;
    let presentation = Presentation { language, shell, browser: scenario.browser };
    let mut flow = Flow::home(world.platform(), Arc::new(client), presentation, now, entry);
    if has_keypad(scenario) {
        let facts = Facts { reader: Some(true), card: Some(true), keypad: Some(true), readiness: None };
        flow.handle(now, Event::Noticed(facts)).map_err(|misuse| Unmet(misuse.to_string()))?;
    }
    if let Some(name) = &scenario.readiness {
        let facts = Facts { readiness: Some(readiness(name)?), ..Facts::default() };
        flow.handle(now, Event::Noticed(facts)).map_err(|misuse| Unmet(misuse.to_string()))?;
    }
    Ok(flow)
}

/// Whether the reader takes the PIN by itself.
pub(super) fn has_keypad(scenario: &Scenario) -> bool {
    !scenario.keypad.is_empty()
}

/// Seconds since 1970.
pub(super) fn unix_now() -> i64 {
    SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_secs() as i64)
}
