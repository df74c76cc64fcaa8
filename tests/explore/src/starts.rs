//! Where runs begin: which card is held, and what the platform offers.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use kazasu_core::effect::Facts;
use kazasu_core::flow::Entry;
use kazasu_core::platform::{Client, Environment, Links, Platform, PlatformSpec};
use kazasu_core::screen::ActionId;
use kazasu_virtual_card::authority::{KeyName, LeafProfile, LeafSpec};
use kazasu_virtual_card::card::Issue;
use kazasu_virtual_card::{Authority, Behaviour, Card, Personality, Slot};

use crate::past::Past;

/// When every run begins: a Sunday in November 2026, in seconds since 1970. No digits of a PIN are in it.
pub const BEGIN: i64 = 1_795_305_600;
/// The PIN of every card. Neither PIN stands in any text, time, number or id of this world, so that finding one in a
/// screen, request or record is proof of a leak.
pub const RIGHT_PIN: &str = "7319";
/// Another PIN.
pub const WRONG_PIN: &str = "9173";
/// The origin of the platform.
pub const ORIGIN: &str = "https://sandbox.example";

/// The box "also register as a portal user", as the platform has it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Portal {
    /// Offered, and ticked at first.
    On,
    /// Offered, and not ticked at first.
    Off,
    /// Not offered.
    Absent,
}

/// What was before the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Before {
    /// Nothing.
    Nothing,
    /// The card was registered, on another device.
    Registered,
    /// The card was registered on this device, which keeps what came of it.
    Kept,
}

/// Where a run begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Start {
    /// The card's personality.
    pub card: &'static str,
    /// The portal box.
    pub portal: Portal,
    /// Another person's card is held at the second tap, and the first one again from the third on.
    pub other_at_second_tap: bool,
    /// The platform demands a session key (HRP/1 §3.15 B18).
    pub keyed: bool,
    /// The reader has a keypad.
    pub keypad: bool,
    /// What the person came for.
    pub entry: Entry,
    /// What was before.
    pub before: Before,
    /// From home: what the person goes to, one after the other, before they close it.
    pub errands: &'static [ActionId],
}

impl Start {
    const fn new(card: &'static str, portal: Portal) -> Self {
        let (entry, before) = (Entry::Register, Before::Nothing);
        Self { card, portal, other_at_second_tap: false, keyed: false, keypad: false, entry, before, errands: &[] }
    }

    const fn around(entry: Entry, before: Before) -> Self {
        Self { entry, before, ..Self::new("fresh", Portal::On) }
    }

    const fn home(errands: &'static [ActionId], before: Before) -> Self {
        Self { errands, ..Self::around(Entry::Home, before) }
    }

    /// Every start that is explored: twelve registrations, what people come for around one, and one after another from home.
    pub const ALL: [Self; 28] = [
        Self::new("fresh", Portal::On),
        Self::new("fresh", Portal::Off),
        Self::new("fresh", Portal::Absent),
        Self::new("two-tries-left", Portal::On),
        Self::new("one-try-left", Portal::Off),
        Self::new("locked", Portal::On),
        Self::new("plain", Portal::Off),
        Self { other_at_second_tap: true, ..Self::new("fresh", Portal::On) },
        Self::new("next-generation", Portal::On),
        Self { keyed: true, ..Self::new("fresh", Portal::On) },
        Self { keypad: true, ..Self::new("fresh", Portal::On) },
        Self { keypad: true, ..Self::new("one-try-left", Portal::Off) },
        Self::around(Entry::Status, Before::Kept),
        Self::around(Entry::Status, Before::Registered),
        Self::around(Entry::Status, Before::Nothing),
        Self { keypad: true, ..Self::around(Entry::Status, Before::Registered) },
        Self::around(Entry::Insurance, Before::Registered),
        Self { card: "one-try-left", ..Self::around(Entry::Insurance, Before::Nothing) },
        Self::around(Entry::Release, Before::Kept),
        Self { other_at_second_tap: true, ..Self::around(Entry::Release, Before::Kept) },
        Self { keyed: true, ..Self::around(Entry::Release, Before::Kept) },
        Self::around(Entry::Release, Before::Registered),
        Self::around(Entry::CheckCard, Before::Nothing),
        Self { card: "locked", ..Self::around(Entry::CheckCard, Before::Nothing) },
        Self::around(Entry::Receipts, Before::Kept),
        Self::home(&[ActionId::Register, ActionId::Status], Before::Nothing),
        Self::home(&[ActionId::Release, ActionId::Status], Before::Kept),
        Self::home(&[ActionId::Insurance, ActionId::CheckCard], Before::Registered),
    ];
    /// Of those, the ones around a registration.
    pub const AROUND: std::ops::Range<usize> = 12..25;
    /// And the ones from home.
    pub const FROM_HOME: std::ops::Range<usize> = 25..28;

    /// A card for each plan of the contact-time model, A to E, one whose last try is left, and one with a P-384 key.
    pub const PLANS: [Self; 7] = [
        Self::new("fresh", Portal::On),
        Self::new("no-key-in-p2", Portal::On),
        Self::new("no-short-ids", Portal::On),
        Self::new("no-extended", Portal::On),
        Self::new("plain", Portal::On),
        Self::new("one-try-left", Portal::On),
        Self::new("next-generation", Portal::On),
    ];

    /// The start on the main road.
    pub const FRESH: Self = Self::ALL[0];
    /// As above, on a reader with a keypad.
    pub const KEYPAD: Self = Self::ALL[10];

    /// What the shell notices as soon as the app is started.
    #[must_use]
    pub fn facts(self) -> Facts {
        if self.keypad {
            Facts { reader: Some(true), keypad: Some(true), ..Facts::default() }
        } else {
            Facts::default()
        }
    }

    /// A name for people.
    #[must_use]
    pub fn name(&self) -> String {
        let portal = match self.portal {
            Portal::On => "portal on",
            Portal::Off => "portal off",
            Portal::Absent => "no portal",
        };
        let other = if self.other_at_second_tap { ", other card at the second tap" } else { "" };
        let keyed = if self.keyed { ", session key" } else { "" };
        let keypad = if self.keypad { ", reader with a keypad" } else { "" };
        let before = match self.before {
            Before::Nothing => "",
            Before::Registered => ", registered elsewhere",
            Before::Kept => ", registered on this device",
        };
        let errands: String = self.errands.iter().map(|errand| format!(", {errand:?}")).collect();
        format!("{}{errands}: {} ({portal}{other}{keyed}{keypad}{before})", self.entry.name(), self.card)
    }
}

/// Signatures by card and input. RSA signatures of the card are deterministic, so one is as good as another.
type Signatures = HashMap<(usize, Vec<u8>), Vec<u8>>;

/// A card of a caller's making: its name, a personality of the virtual card, and what is different about it.
pub type Made<'a> = (&'static str, &'a str, fn(&mut Behaviour));

/// Names a folder in which keys are kept from one program to the next. Making them takes seconds, and minutes in a program
/// that is instrumented for fuzzing.
pub const KEYS: &str = "KAZASU_KEYS";

static AUTHORITY: LazyLock<Arc<Authority>> = LazyLock::new(|| {
    let Some(folder) = std::env::var_os(KEYS) else { return Arc::new(Authority::at(BEGIN)) };
    let kept = Authority::load_or_create(Path::new(&folder), BEGIN);
    Arc::new(kept.unwrap_or_else(|error| panic!("{KEYS}: {error}")))
});

/// The hierarchy of issuers that all cards of this program are of, made when it is first asked for.
///
/// # Panics
/// If the folder of [`KEYS`] cannot be written, or holds something else.
#[must_use]
pub fn authority() -> Arc<Authority> {
    Arc::clone(&AUTHORITY)
}

/// What all runs share: keys and certificates, which take seconds to make, and signatures that were made before.
pub struct Shared {
    cards: HashMap<&'static str, (Issue, Behaviour)>,
    other: (Issue, Behaviour),
    signatures: Mutex<Signatures>,
    pasts: Mutex<HashMap<Start, Arc<Past>>>,
    /// The platform that the app is made for.
    pub platform: Arc<Platform>,
    /// The app.
    pub client: Arc<Client>,
}

impl Shared {
    /// Makes keys and certificates.
    ///
    /// # Panics
    /// If the virtual card does not know a personality of [`Start::ALL`], or the platform is none.
    #[must_use]
    pub fn new() -> Self {
        Self::with(&[])
    }

    /// As [`Shared::new`], with more cards: under that name a card of a personality, changed.
    ///
    /// # Panics
    /// If the virtual card does not know the personality.
    #[must_use]
    pub fn with(more: &[Made<'_>]) -> Self {
        let authority = &*authority();
        let issue = |name: &str| {
            let personality: Personality = name.parse().unwrap_or_else(|error| panic!("{error}"));
            personality.issue(authority, BEGIN, RIGHT_PIN)
        };
        let starts = Start::ALL.iter().chain(&Start::PLANS);
        let mut cards: HashMap<_, _> = starts.map(|start| (start.card, issue(start.card))).collect();
        for (name, personality, change) in more {
            let (card, mut behaviour) = issue(personality);
            change(&mut behaviour);
            cards.insert(*name, (card, behaviour));
        }
        let (mut other, behaviour) = issue("fresh");
        let not_before = authority.created_unix() - 86_400;
        other.contents.authentication_certificate = Some(authority.issue(&LeafSpec {
            holder: KeyName::OtherHolder,
            issuer: authority.issuer_at(not_before),
            profile: LeafProfile::Authentication,
            not_before,
            not_after: not_before + 5 * 365 * 86_400 - 1,
            length: Some(1_583),
        }));
        other.user_key = authority.key(KeyName::OtherHolder).clone();
        let spec = PlatformSpec {
            origin: ORIGIN.into(),
            environment: Environment::Sandbox,
            name: [("ja".to_owned(), "カザス練習サイト".to_owned())].into(),
            policies: None,
            links: Links::default(),
        };
        let platform = Platform::new(spec).unwrap_or_else(|error| panic!("{error}"));
        let client = Client { name: "kazasu".into(), version: "0.1.0".into(), platform: "linux".into() };
        Self {
            cards,
            other: (other, behaviour),
            signatures: Mutex::default(),
            pasts: Mutex::default(),
            platform: Arc::new(platform),
            client: Arc::new(client),
        }
    }

    /// The two cards of a start, the person's own first, none in the field.
    pub(crate) fn slots(&self, start: Start) -> [Slot; 2] {
        let slot = |(issue, behaviour): &(Issue, Behaviour)| {
            Slot::with_cards(vec![Card::new(issue.clone(), behaviour.clone())])
        };
        [slot(self.cards.get(start.card).unwrap_or(&self.other)), slot(&self.other)]
    }

    /// Which card has that certificate: its number.
    pub(crate) fn holder_of(&self, certificate: &[u8], start: Start) -> Option<usize> {
        let is =
            |(issue, _): &(Issue, Behaviour)| issue.contents.authentication_certificate.as_deref() == Some(certificate);
        [self.cards.get(start.card), Some(&self.other)].into_iter().position(|card| card.is_some_and(is))
    }

    /// What came of registering the card of a start, whatever comes next.
    pub(crate) fn past(&self, start: Start) -> Arc<Past> {
        let Start { card, portal, keyed, .. } = start;
        let registering = Start { card, portal, keyed, ..Start::FRESH };
        let known = |past: &HashMap<Start, Arc<Past>>| past.get(&registering).cloned();
        if let Some(past) = known(&self.pasts.lock().unwrap_or_else(PoisonError::into_inner)) {
            return past;
        }
        let past = Arc::new(Past::of(self, registering));
        self.pasts.lock().unwrap_or_else(PoisonError::into_inner).insert(registering, Arc::clone(&past));
        past
    }

    /// A signature that was made before. Cards of one holder share a key, so that signatures differ by holder alone.
    pub(crate) fn signature(&self, card: usize, input: &[u8]) -> Option<Vec<u8>> {
        let known = self.signatures.lock().unwrap_or_else(PoisonError::into_inner);
        known.get(&(card, input.to_vec())).cloned()
    }

    pub(crate) fn remember(&self, card: usize, input: &[u8], signature: &[u8]) {
        let mut known = self.signatures.lock().unwrap_or_else(PoisonError::into_inner);
        known.insert((card, input.to_vec()), signature.to_vec());
    }
}

impl Default for Shared {
    fn default() -> Self {
        Self::new()
    }
}
