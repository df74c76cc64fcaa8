//! Posts with a proof and registrations: what goes into the store and what comes out.

use super::Window;
use crate::answer::Answer;
use crate::audit::Entry;
use crate::clock::Moment;
use crate::codec::Sha256;
use crate::ids::{IdempotencyKey, RegistrationId, SessionId};
use crate::secrets::{SubjectRef, TokenDigest};
use crate::words::{Operation, Scope, words};

/// A post that wants to be looked at.
pub struct ClaimRequest {
    /// The session named in it.
    pub session: SessionId,
    /// Its idempotency key.
    pub key: IdempotencyKey,
    /// SHA-256 of its body.
    pub fingerprint: Sha256,
    /// The operation of the path.
    pub operation: Operation,
    /// Server time.
    pub now: Moment,
    /// Until when the claim holds.
    pub lease_until: Moment,
    /// How many different posts a session may have.
    pub at_most: u32,
    /// The answer to keep when `submit_by` is past.
    pub too_late: Answer,
    /// Audit line to build on.
    pub note: Entry,
}

/// Right to settle one post, until its time is over.
#[derive(Debug, Clone)]
pub struct Lease {
    /// The session.
    pub session: SessionId,
    /// The key of the post.
    pub key: IdempotencyKey,
    /// Number of the challenge in its session.
    pub seq: i64,
    /// The end of the claim, which also tells it from a later one.
    pub until: Moment,
}

/// What came of a claim.
pub enum Claim {
    /// The post was answered before.
    Replay(Answer),
    /// The key belongs to another body.
    Reused,
    /// The same post is being looked at.
    InProgress,
    /// The session was closed.
    Closed,
    /// The session is over.
    Expired,
    /// The session is for another operation.
    WrongOperation,
    /// The challenge is not fresh.
    InUse,
    /// `submit_by` is past: the answer, which was kept.
    TooLate(Answer),
    /// The session had as many posts as it may.
    SpentAll,
    /// The claim is held.
    Held(Held),
}

/// A held claim, with what the transcript needs.
pub struct Held {
    /// The right to settle.
    pub lease: Lease,
    /// The challenge.
    pub challenge: [u8; 32],
    /// Thumbprint of the session key.
    pub session_key: Option<Sha256>,
}

/// Where a post stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PostState {
    /// It is being looked at.
    Running,
    /// It is not: it was answered, given back, or never seen.
    Still,
}

/// Counts a post against its certificate.
pub struct PostCount {
    /// The claim.
    pub lease: Lease,
    /// The certificate.
    pub subject: SubjectRef,
    /// The operation.
    pub operation: Operation,
    /// Server time.
    pub now: Moment,
    /// The limit.
    pub limit: Window,
    /// Audit line to build on.
    pub note: Entry,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Counted {
    /// It is within the limit.
    Within,
    /// It is over the limit for so many seconds.
    Over(u32),
}

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

/// Whether a registration is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Novelty {
    /// It was stored just now.
    New,
    /// It was there before.
    Before,
}

/// Makes the answer once the registration is known. It runs inside the transaction.
pub type MakeAnswer = Box<dyn Fn(&Registration, Novelty) -> Answer + Send + Sync>;

/// Derives the digest of the status token for a registration.
pub type MakeToken = Box<dyn Fn(&RegistrationId) -> TokenDigest + Send + Sync>;

/// A status token to store.
pub struct NewStatusToken {
    /// Derives its digest.
    pub derive: MakeToken,
    /// Whether it shows the portal part.
    pub portal: bool,
    /// When it ends.
    pub expires_at: Moment,
}

/// What a proof that passed changes: HRP/1 §3.7 step 10, all in one transaction.
pub struct Settlement {
    /// The claim.
    pub lease: Lease,
    /// The certificate.
    pub subject: SubjectRef,
    /// What is wanted.
    pub effect: Effect,
    /// Server time.
    pub now: Moment,
    /// Audit line to build on.
    pub note: Entry,
}

/// What is wanted.
pub enum Effect {
    /// Register the certificate.
    Register(Box<NewRegistration>),
    /// Give an access token.
    SignIn(NewAccess),
    /// Ask for a release.
    Release(NewRelease),
}

/// A registration to store.
pub struct NewRegistration {
    /// The registration, if there is none for the certificate yet.
    pub registration: Registration,
    /// Whether the statement asked for the portal part.
    pub portal: bool,
    /// Sealed issuer and serial for the back end; `None` when nothing is to be delivered.
    pub delivery: Option<Vec<u8>>,
    /// The status token.
    pub token: NewStatusToken,
    /// Makes the answer.
    pub answer: MakeAnswer,
}

/// An access token to store.
pub struct NewAccess {
    /// Its digest.
    pub token: TokenDigest,
    /// What it opens.
    pub scope: Vec<Scope>,
    /// When it ends.
    pub expires_at: Moment,
    /// The answer.
    pub answer: Answer,
}

/// A release to ask for.
pub struct NewRelease {
    /// The registration named in the statement.
    pub registration: RegistrationId,
    /// Sealed issuer and serial for the back end.
    pub delivery: Vec<u8>,
    /// The status token.
    pub token: NewStatusToken,
    /// Makes the answer.
    pub answer: MakeAnswer,
}

/// What came of it.
pub enum Settled {
    /// It is durable, and this is the answer.
    Stored(Answer),
    /// The claim was lost in the meantime; nothing was stored.
    ClaimLost,
    /// A rule about what is stored is against it; nothing was stored and the claim is still held.
    Refused(Refused),
}

/// Rules about what is stored (HRP/1 §3.15 B7).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// A release was asked for before.
    ReleaseRequested,
    /// There is no such registration of this certificate.
    NotTheirs,
}

/// What an access token opens.
pub struct Access {
    /// The certificate that signed in.
    pub subject: SubjectRef,
    /// What it opens.
    pub scope: Vec<Scope>,
}

/// A post that is refused for good.
pub struct Rejection {
    /// The claim.
    pub lease: Lease,
    /// The answer to keep, if it is a definite one.
    pub answer: Option<Answer>,
    /// Whether the session ends too (HRP/1 §3.15 A8).
    pub ends_session: bool,
    /// Server time.
    pub now: Moment,
    /// Audit line to build on.
    pub note: Entry,
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
