//! What can be done with the tools.

use kazasu_virtual_card::Side;
use serde::Deserialize;
use serde_json::json;

use super::super::reception::Desk;
use super::server::{STOPS, new_terms};
use super::{Tools, View};

/// Most exchanges of one contact that a pull can wait for.
const MOST: usize = 99;

/// One press in the tools.
#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "snake_case", deny_unknown_fields)]
pub(in crate::sandbox) enum Act {
    View { view: View },
    Place,
    Pull,
    Plug,
    Unplug,
    Swap { kind: String },
    PullAt { exchange: String, side: When },
    PullNever,
    ForgetExchanges,
    Fault { fault: String },
    Service { state: String },
    Certificate { status: String },
    Eligibility { outcome: String },
    Clock { stop: String },
    Terms,
    Reset,
    Visit { who: String, registered: String },
    Desk { place: String },
}

/// Whether the card goes before it has the command, or after.
#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::sandbox) enum When {
    Before,
    After,
}

impl Act {
    /// Does it. Tells whether that was possible.
    pub(super) async fn perform(self, tools: &Tools) -> bool {
        let (stand, platform) = (&tools.stand, &tools.platform);
        match self {
            Self::View { view } => tools.with(|drawer| drawer.view = view),
            Self::Place => stand.place(true),
            Self::Pull => stand.place(false),
            Self::Plug => stand.plug(true),
            Self::Unplug => stand.plug(false),
            Self::Swap { kind } => match kind.parse() {
                Ok(kind) => stand.swap(kind),
                Err(_) => return false,
            },
            Self::PullAt { exchange, side } => match exchange.parse() {
                Ok(exchange @ 1..=MOST) => stand.pull_at(Some((exchange, side.into()))),
                _ => return false,
            },
            Self::PullNever => stand.pull_at(None),
            Self::ForgetExchanges => stand.forget_exchanges(),
            Self::Fault { fault } => {
                let next = json!({ "next": [{ "operation": "*", "fault": fault, "ms": 3000 }] });
                return platform.set("PUT", "/sandbox/v1/faults", Some(next)).await;
            }
            Self::Service { state } => {
                let done = platform.set("PUT", "/sandbox/v1/service", Some(json!({ "state": state }))).await;
                tools.with(|drawer| drawer.controls.service = state);
                return done;
            }
            Self::Certificate { status } => {
                let Some(serial) = stand.look().serial else { return false };
                let path = format!("/sandbox/v1/certificates/{serial}");
                let done = platform.set("PUT", &path, Some(json!({ "status": status }))).await;
                tools.with(|drawer| drawer.controls.certificate = status);
                return done;
            }
            Self::Eligibility { outcome } => {
                let body = json!({ "delay_s": 2, "outcome": outcome });
                let done = platform.set("PUT", "/sandbox/v1/eligibility", Some(body)).await;
                tools.with(|drawer| drawer.controls.eligibility = outcome);
                return done;
            }
            Self::Clock { stop } => {
                let Some((stop, offset)) = stop.parse().ok().and_then(|stop: usize| Some((stop, STOPS.get(stop)?.0)))
                else {
                    return false;
                };
                tools.with(|drawer| drawer.controls.clock = stop);
                return platform.set("PUT", "/sandbox/v1/clock", Some(json!({ "offset_s": offset }))).await;
            }
            Self::Terms => {
                let version = tools.with(|drawer| new_terms(&mut drawer.controls));
                return platform.set("POST", "/sandbox/v1/terms", Some(json!({ "version": version }))).await;
            }
            Self::Reset => {
                tools.with(|drawer| drawer.controls = drawer.controls.reset());
                return platform.set("DELETE", "/sandbox/v1", None).await;
            }
            Self::Visit { who, registered } => tools.with(|drawer| {
                let setup = drawer.setup.visited_by(who == "child", registered == "yes");
                drawer.desk = Desk::new(setup);
            }),
            Self::Desk { place } => {
                return tools.with(|drawer| {
                    let offers = drawer.desk.offers();
                    let offer = place.parse().ok().and_then(|place: usize| offers.get(place));
                    offer.is_some_and(|(role, event)| drawer.desk.handle(*role, event).is_ok())
                });
            }
        }
        true
    }
}

impl From<When> for Side {
    fn from(when: When) -> Self {
        match when {
            When::Before => Self::Before,
            When::After => Self::After,
        }
    }
}
