//! Sessions and challenges: what goes into the store and what comes out.

use std::time::Duration;

use crate::audit::Entry;
use crate::clock::Moment;
use crate::codec::Sha256;
use crate::ids::{RegistrationId, SessionId};
use crate::secrets::TokenDigest;
use crate::words::{Operation, words};

/// A challenge before it is stored.
#[derive(Debug, Clone)]
pub struct NewChallenge {
    /// The 32 octets.
    pub octets: [u8; 32],
    /// The last moment at which a proof over it is taken.
    pub submit_by: Moment,
}

/// A window of a limit: at most `at_most` in `length_s` seconds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Window {
    /// Length in seconds.
    pub length_s: i64,
    /// How many fit.
    pub at_most: u32,
}

/// A session before it is stored.
pub struct NewSession {
    /// Its id.
    pub id: SessionId,
    /// Digest of its token.
    pub token: TokenDigest,
    /// What it is for.
    pub operation: Operation,
    /// RFC 7638 thumbprint of the session key.
    pub session_key: Option<Sha256>,
    /// Server time.
    pub now: Moment,
    /// When it ends, unless a later challenge lives longer.
    pub ends_at: Moment,
    /// Its first challenge.
    pub challenge: NewChallenge,
    /// Truncated address of the client.
    pub address: String,
    /// Limits that hold for the address.
    pub limits: Vec<Window>,
    /// Audit line to build on.
    pub note: Entry,
}

/// Whether a session was stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Creation {
    /// It was.
    Created,
    /// The address is over a limit for so many seconds.
    Limited(u32),
}

words! {
    /// State of a challenge.
    ChallengeState {
        /// Not used yet.
        Fresh = "fresh",
        /// A proof over it is being looked at.
        Claimed = "claimed",
        /// It led to a registration.
        Used = "used",
        /// Spent without result.
        Burned = "burned",
        /// A newer one took its place.
        Void = "void",
    }
}

/// A session as it is stored.
pub struct Session {
    /// Digest of its token.
    pub token: TokenDigest,
    /// What it is for.
    pub operation: Operation,
    /// RFC 7638 thumbprint of the session key.
    pub session_key: Option<Sha256>,
    /// When it ends.
    pub ends_at: Moment,
    /// Whether it was closed.
    pub closed: bool,
    /// Whether a proof was taken.
    pub submitted: bool,
    /// The registration that it led to.
    pub registration: Option<RegistrationId>,
    /// `submit_by` of the present challenge, if that can still be used.
    pub submit_by: Option<Moment>,
    /// The present challenge, if no proof over it has been looked at yet.
    pub fresh: Option<[u8; 32]>,
}

impl Session {
    /// HRP/1 §3.15 A1: it stays readable so much longer than its end.
    pub(crate) const READABLE_AFTER_END: Duration = Duration::from_secs(24 * 3600);

    /// Whether nothing is told of it any more.
    pub(crate) fn is_dead(&self, now: Moment) -> bool {
        self.closed || self.ends_at + Self::READABLE_AFTER_END <= now
    }
}

/// A request for a further challenge.
pub struct Issue {
    /// The session.
    pub session: SessionId,
    /// The challenge.
    pub challenge: NewChallenge,
    /// Server time.
    pub now: Moment,
    /// How many a session may have.
    pub at_most: u32,
    /// Audit line to build on.
    pub note: Entry,
}

/// What came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issued {
    /// It is the present challenge now.
    Done,
    /// The session was closed.
    Closed,
    /// The session is over.
    Expired,
    /// A claim on the present one is held.
    InProgress,
    /// The present one was used.
    Used,
    /// The session had as many as it may.
    SpentAll,
}
