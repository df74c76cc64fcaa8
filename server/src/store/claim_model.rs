//! Posts with a proof up to the claim: what goes into the store and what comes out.

use super::Window;
use crate::answer::Answer;
use crate::audit::Entry;
use crate::clock::Moment;
use crate::codec::Sha256;
use crate::ids::{IdempotencyKey, SessionId};
use crate::secrets::SubjectRef;
use crate::words::Operation;

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
