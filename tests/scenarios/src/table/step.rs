//! What a person does on a screen, and what must be on it.

use serde::Deserialize;

use super::Control;

/// One thing that the person does.
#[derive(Debug, Clone, Deserialize)]
#[serde(try_from = "StepRow")]
pub struct Step {
    /// The screen that must be shown.
    pub on: String,
    /// The error code that must be on it.
    pub code: Option<String>,
    /// Texts that must be on it, by id.
    pub says: Vec<String>,
    /// Texts that must not be on it, by id.
    pub says_not: Vec<String>,
    /// Said to the server's sandbox controls before the person acts.
    pub server: Vec<Control>,
    /// Seconds that go by before the person acts, for everybody.
    pub later_s: u64,
    /// What the person does.
    pub act: Do,
}

/// What a person does on a screen.
#[derive(Debug, Clone)]
pub enum Do {
    /// Presses an action, by its id.
    Press(String),
    /// Ticks or unticks the checkbox.
    Tick(bool),
    /// The shell notices something of the device, by the name that `readiness` has.
    Notice(String),
    /// Types a PIN and confirms it.
    Pin(String),
    /// Chooses another language, by its tag.
    Language(String),
    /// Waits until what is under way has happened.
    Wait,
    /// The app is killed and started again.
    Kill,
}

/// A step as it is written: one of the acts stands in it.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct StepRow {
    on: String,
    code: Option<String>,
    #[serde(default)]
    says: Vec<String>,
    #[serde(default)]
    says_not: Vec<String>,
    #[serde(default)]
    server: Vec<Control>,
    #[serde(default)]
    later_s: u64,
    press: Option<String>,
    tick: Option<bool>,
    notice: Option<String>,
    pin: Option<String>,
    language: Option<String>,
    wait: Option<bool>,
    kill: Option<bool>,
}

impl TryFrom<StepRow> for Step {
    type Error = String;

    fn try_from(row: StepRow) -> Result<Self, String> {
        let acts = [
            row.press.map(Do::Press),
            row.tick.map(Do::Tick),
            row.notice.map(Do::Notice),
            row.pin.map(Do::Pin),
            row.language.map(Do::Language),
            row.wait.filter(|wait| *wait).map(|_| Do::Wait),
            row.kill.filter(|kill| *kill).map(|_| Do::Kill),
        ];
        let mut acts = acts.into_iter().flatten();
        let (Some(act), None) = (acts.next(), acts.next()) else {
            return Err(format!(
                "the step on `{}` needs one of press, tick, notice, pin, language, wait, kill",
                row.on
            ));
        };
        let StepRow { on, code, says, says_not, server, later_s, .. } = row;
        Ok(Self { on, code, says, says_not, server, later_s, act })
    }
}
