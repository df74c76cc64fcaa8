//! The rows.

mod step;

use serde::Deserialize;

pub use step::{Do, Step};

/// One scenario.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// Its name, for the command line.
    pub name: String,
    /// What it is about, in a sentence.
    pub says: String,
    /// The requirement rows that it shows.
    #[serde(default)]
    pub shows: Vec<String>,
    /// The card's personality.
    pub card: String,
    /// The language, as a tag.
    #[serde(default = "japanese")]
    pub language: String,
    /// What the screens are drawn for: `pc`, `android` or `ios`.
    #[serde(default = "pc")]
    pub shell: String,
    /// Whether a browser draws the screens.
    #[serde(skip)]
    pub browser: bool,
    /// The reader has a keypad, and this is done on it, each time that it asks: four digits, `timeout`, `cancel`, or
    /// `short` for too few digits.
    #[serde(default)]
    pub keypad: Vec<String>,
    /// Where the person comes in: `register`, `home`, `status` and so on.
    #[serde(default = "register")]
    pub entry: String,
    /// What the device says of itself at the start: `ready`, `nfc-off`, `nfc-absent`, `no-reader`, `reader-busy`,
    /// `service-off`, `software-absent`.
    #[serde(default)]
    pub readiness: Option<String>,
    /// Seconds by which the device's clock is wrong.
    #[serde(default)]
    pub device_clock_off_s: i64,
    /// Said to the server's sandbox controls before anything else.
    #[serde(default)]
    pub server: Vec<Control>,
    /// What the person does, in order. Without any, a sensible person does what the screens suggest.
    #[serde(default)]
    pub steps: Vec<Step>,
    /// What goes wrong.
    #[serde(default)]
    pub faults: Vec<Fault>,
    /// What must have come of it.
    pub expect: Expect,
}

impl Scenario {
    /// A scenario without steps and expectations, for tests that make their own: a sensible person with that card.
    #[must_use]
    pub fn sensible(card: &str) -> Self {
        Self {
            name: "sensible".into(),
            card: card.into(),
            language: "en".into(),
            shell: pc(),
            entry: register(),
            ..Self::default()
        }
    }

    /// The same as on that kind of shell. What it says of words is not looked at where it is made for another: they differ
    /// by kind.
    #[must_use]
    pub fn drawn_for(&self, shell: &str) -> Self {
        let mut row = self.clone();
        if row.shell != shell {
            shell.clone_into(&mut row.shell);
            for step in &mut row.steps {
                step.says.clear();
                step.says_not.clear();
            }
        }
        row
    }
}

/// A request to the server's sandbox controls (HRP/1 §3.15 B12).
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Control {
    /// The method; PUT if absent.
    #[serde(default = "put")]
    pub method: String,
    /// The path.
    pub path: String,
    /// The body.
    #[serde(default)]
    pub body: Option<toml::Value>,
}

/// Something that goes wrong.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fault {
    /// At what: `exchange`, `select`, `read`, `query`, `verify`, `sign`, `keypad`, `open`, `save pending`, `load pending`, or the
    /// beginning of a request, such as `POST /v1/registrations`.
    pub at: String,
    /// At which of them, from 1.
    #[serde(default = "first")]
    pub nth: usize,
    /// And at how many from there on.
    #[serde(default = "first")]
    pub times: usize,
    /// What happens.
    pub then: Then,
}

/// What happens when something goes wrong.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Then {
    /// It never arrives.
    LostBefore,
    /// It arrives, and the answer is lost.
    LostAfter,
    /// It does not work (storage, or no card for `open`).
    Fails,
    /// What is read from storage is damaged.
    Damaged,
    /// The reader cannot carry it.
    NotSent,
    /// The app is killed before it happens.
    KillBefore,
    /// The app is killed after it happened.
    KillAfter,
    /// The person presses something meanwhile, by its id.
    Press(String),
    /// The connection is not secure.
    Insecure,
    /// The server's certificate is not of this date.
    InsecureDate,
    /// Something else answers, with that status and an HTML page.
    Stranger(u16),
    /// The card answers these bytes instead, in hexadecimal.
    Answers(String),
    /// No card, for that reason: `no-card`, `several-cards`, `reader-absent`, `reader-removed`, `reader-busy`,
    /// `service-off`, `software-absent`, `dismissed`.
    NoCard(String),
}

/// What must have come of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Expect {
    /// `registered`, `accepted`, `already_registered`, `not_completed`, `cancelled`, `unsent`, `shown`,
    /// `release_requested`, or an error code.
    pub outcome: String,
    /// VERIFY commands with data that reached the card.
    pub verifies: usize,
    /// Registrations in the server.
    pub registrations: usize,
    /// Tries left on the card.
    pub tries_left: u8,
    /// Good signatures that the card made.
    #[serde(default)]
    pub signatures: Option<usize>,
    /// Exchanges with the card, over all taps.
    #[serde(default)]
    pub exchanges: Option<usize>,
    /// How often a card was looked for.
    #[serde(default)]
    pub holds: Option<usize>,
    /// Whether the portal part was registered too.
    #[serde(default)]
    pub portal: Option<bool>,
    /// Whether a signed request is left on the device.
    #[serde(default)]
    pub pending: bool,
    /// All screens in order, where the order matters. Repetitions of one screen count once.
    #[serde(default)]
    pub screens: Vec<String>,
}

/// The table cannot be read.
#[derive(Debug, thiserror::Error)]
#[error("{file}: {cause}")]
pub struct TableError {
    file: &'static str,
    cause: toml::de::Error,
}

/// All rows, in order.
pub fn table() -> Result<Vec<Scenario>, TableError> {
    let files = [
        ("registering.toml", include_str!("../table/registering.toml")),
        ("pin.toml", include_str!("../table/pin.toml")),
        ("keypad.toml", include_str!("../table/keypad.toml")),
        ("card.toml", include_str!("../table/card.toml")),
        ("certificate.toml", include_str!("../table/certificate.toml")),
        ("network.toml", include_str!("../table/network.toml")),
        ("session-key.toml", include_str!("../table/session-key.toml")),
        ("hostile.toml", include_str!("../table/hostile.toml")),
        ("around.toml", include_str!("../table/around.toml")),
        ("around-trouble.toml", include_str!("../table/around-trouble.toml")),
    ];
    let mut rows = Vec::new();
    for (file, text) in files {
        rows.extend(parse(text).map_err(|cause| TableError { file, cause })?);
    }
    Ok(rows)
}

/// The rows of one file.
pub fn parse(text: &str) -> Result<Vec<Scenario>, toml::de::Error> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct File {
        scenario: Vec<Scenario>,
    }
    toml::from_str(text).map(|file: File| file.scenario)
}

/// One step, as it is written in the table.
pub fn step(text: &str) -> Result<Step, toml::de::Error> {
    toml::from_str(text)
}

/// Says how the revocation check of a certificate comes out; `serial` in lower-case hexadecimal.
#[must_use]
pub fn control(serial: &str, status: &str) -> Control {
    let body = toml::Value::Table([("status".to_owned(), status.into())].into_iter().collect());
    Control { method: put(), path: format!("/sandbox/v1/certificates/{serial}"), body: Some(body) }
}

/// The row of that name.
pub fn find(name: &str) -> Result<Option<Scenario>, TableError> {
    Ok(table()?.into_iter().find(|row| row.name == name))
}

fn japanese() -> String {
    "ja".to_owned()
}

fn pc() -> String {
    "pc".to_owned()
}

fn register() -> String {
    "register".to_owned()
}

fn put() -> String {
    "PUT".to_owned()
}

fn first() -> usize {
    1
}
