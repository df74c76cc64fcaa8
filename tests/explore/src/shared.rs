//! What all runs share: keys, cards, the platform, and signatures that were made before.

use std::collections::HashMap;
use std::path::Path;
use std::sync::{Arc, LazyLock, Mutex, PoisonError};

use kazasu_core::platform::{Client, Environment, Links, Platform, PlatformSpec};
use kazasu_virtual_card::authority::{KeyName, LeafProfile, LeafSpec};
use kazasu_virtual_card::card::Issue;
use kazasu_virtual_card::{Authority, Behaviour, Card, Personality, Slot};

use crate::past::Past;
use crate::starts::{BEGIN, ORIGIN, RIGHT_PIN, Start};

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
