//! Registrations and their deliveries: what is stored.

use crate::audit::Entry;
use crate::clock::Moment;
use crate::ids::RegistrationId;
use crate::secrets::SubjectRef;
use crate::words::{Scope, words};

words! {
    /// State of the insurance card part of a registration.
    CardState {
        /// The back end was not heard yet.
        Processing = "processing",
        /// The card works as an insurance card.
        Registered = "registered",
        /// No insured person was found.
        NotLinked = "not-linked",
        /// The insurer refused.
        Rejected = "rejected",
    }
}

words! {
    /// How far a release has come (REQ-103).
    ReleaseState {
        /// It was asked for and is being forwarded to the insurer.
        Requested = "requested",
        /// The insurer took it.
        Released = "released",
    }
}

words! {
    /// What is delivered to the eligibility back end.
    DeliveryKind {
        /// A registration that is to be linked with an insured person.
        Link = "link",
        /// A release that is forwarded to the insurer.
        Release = "release",
    }
}

/// A registration.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Its id.
    pub id: RegistrationId,
    /// The certificate.
    pub subject: SubjectRef,
    /// The insurance card part.
    pub card: CardState,
    /// When that last changed.
    pub card_at: Moment,
    /// When the portal part was accepted, if it was asked for.
    pub portal_at: Option<Moment>,
    /// Release, and since when it stands so.
    pub release: Option<(ReleaseState, Moment)>,
    /// Terms that were agreed to.
    pub terms_version: String,
    /// Consents that were given.
    pub consents: Vec<String>,
    /// Receipt number.
    pub receipt: String,
    /// When it was accepted.
    pub accepted_at: Moment,
    /// When the certificate ends.
    pub certificate_expires_at: Moment,
}

/// What an access token opens.
pub struct Access {
    /// The certificate that signed in.
    pub subject: SubjectRef,
    /// What it opens.
    pub scope: Vec<Scope>,
}

/// A delivery that waits.
pub struct OutboxRow {
    /// The registration.
    pub registration: RegistrationId,
    /// What is to be done with it.
    pub kind: DeliveryKind,
    /// The certificate.
    pub subject: SubjectRef,
    /// Sealed issuer and serial.
    pub sealed: Vec<u8>,
    /// When it was asked for.
    pub asked_at: Moment,
    /// Failures so far.
    pub attempts: u32,
}

/// What came of a delivery.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// A link: the card part is so now.
    Card(CardState),
    /// A release: the insurer took it.
    Released,
    /// A release: the insurer refused, and the registration stands as before.
    ReleaseRefused,
}

impl Outcome {
    /// The kind of delivery that it ends.
    pub(crate) const fn kind(self) -> DeliveryKind {
        match self {
            Self::Card(_) => DeliveryKind::Link,
            Self::Released | Self::ReleaseRefused => DeliveryKind::Release,
        }
    }
}

/// How one delivery went.
#[derive(Debug, Clone)]
pub struct Went {
    /// The registration.
    pub registration: RegistrationId,
    /// What was to be done with it.
    pub kind: DeliveryKind,
    /// What follows.
    pub next: Next,
}

/// What follows from a delivery.
#[derive(Debug, Clone)]
pub enum Next {
    /// It is decided; the audit line tells of it.
    Decided(Outcome, Entry),
    /// It is to be asked for again.
    Later {
        /// Not before.
        at: Moment,
        /// Whether this counts as a failure.
        failed: bool,
    },
}

/// What is stored, for tests.
#[cfg(feature = "sandbox")]
pub struct Snapshot {
    /// Every registration, oldest first.
    pub registrations: Vec<Registration>,
    /// Posts whose challenge was claimed.
    pub proofs_seen: i64,
    /// Sessions.
    pub sessions: i64,
}
