//! Step 10: what a proof that passed changes, and what came of it.

use super::{Claim, Held, Lease, Registration, Window};
use crate::answer::Answer;
use crate::audit::Entry;
use crate::clock::Moment;
use crate::ids::RegistrationId;
use crate::secrets::{SubjectRef, TokenDigest};
use crate::words::Scope;

/// A proof that was found good before its challenge was claimed.
pub struct Foreseen {
    /// The challenge that it is over.
    pub challenge: [u8; 32],
    /// The certificate.
    pub subject: SubjectRef,
    /// How many posts it may have, if that is limited.
    pub limit: Option<Window>,
    /// What is wanted.
    pub effect: Effect,
    /// Server time.
    pub now: Moment,
    /// Audit line to build on.
    pub note: Entry,
}

/// What came of taking such a proof.
pub enum Taken {
    /// The claim says no, or is held for a challenge that came meanwhile.
    Claimed(Claim),
    /// The certificate had its posts for so many seconds; the claim is held.
    Over(Held, u32),
    /// As by a settlement of that claim.
    Settled(Held, Settled),
}

/// Whether a registration is new.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Novelty {
    /// It was stored just now.
    New,
    /// It was there before.
    Before,
}

/// Makes a registration once its receipt number is known. It runs inside the transaction.
pub type MakeRegistration = Box<dyn Fn(String) -> Registration + Send + Sync>;

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
    /// Makes the registration, if there is none for the certificate yet, with its receipt number.
    pub registration: MakeRegistration,
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
