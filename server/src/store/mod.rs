//! Storage, as whole operations: each one is a single transaction, whatever the database.

mod post_model;
mod session_model;
pub(crate) mod sqlite;

pub use post_model::*;
pub use session_model::*;

use std::future::Future;
use std::pin::Pin;

use crate::audit::Entry;
use crate::clock::Moment;
use crate::ids::{IdempotencyKey, RegistrationId, SessionId};
use crate::secrets::TokenDigest;

/// The database did not do what it was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Too much is waiting to be written.
    #[error("too many writes are waiting")]
    Busy,
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// A row does not hold what only this program writes.
    #[error("the database holds an unexpected value: {0}")]
    Corrupt(&'static str),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        Self::Database(error.to_string())
    }
}

/// A result, later.
pub type Later<'a, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'a>>;

/// What a database must be able to do. Once an operation that writes has answered, its effect is durable.
pub trait Store: Send + Sync + 'static {
    /// Stores a session and its first challenge, unless the address is over a limit.
    fn create_session(&self, new: NewSession) -> Later<'_, Creation>;

    /// A session and its present challenge.
    fn session(&self, id: &SessionId) -> Later<'_, Option<Session>>;

    /// Ends a session: its token is dead.
    fn close_session(&self, id: &SessionId, now: Moment) -> Later<'_, ()>;

    /// Voids the present challenge and stores a new one, unless a rule is against it.
    fn issue_challenge(&self, issue: Issue) -> Later<'_, Issued>;

    /// Steps 2 (second half) to 4 of HRP/1 §3.7: idempotency, session open, operation, claim.
    fn claim(&self, request: ClaimRequest) -> Later<'_, Claim>;

    /// Where a post stands.
    fn post_state(&self, session: &SessionId, key: &IdempotencyKey, now: Moment) -> Later<'_, PostState>;

    /// Step 8: counts the post against its certificate, once for each key.
    fn count_post(&self, count: PostCount) -> Later<'_, Counted>;

    /// Step 10, all in one transaction.
    fn settle(&self, settlement: Settlement) -> Later<'_, Settled>;

    /// Burns the challenge and keeps the answer; `false` when the claim was lost in the meantime.
    fn reject(&self, rejection: Rejection) -> Later<'_, bool>;

    /// Gives the challenge back, bound to its idempotency key.
    fn release(&self, lease: &Lease, note: Entry) -> Later<'_, ()>;

    /// The registration that a status token opens, and whether the portal part was asked for with it.
    fn registration(&self, token: &TokenDigest, now: Moment) -> Later<'_, Option<(Registration, bool)>>;

    /// Deliveries that are due, oldest first.
    fn due(&self, now: Moment, at_most: u32) -> Later<'_, Vec<OutboxRow>>;

    /// When the next delivery is due.
    fn next_due(&self) -> Later<'_, Option<Moment>>;

    /// Stores the back end's verdict and erases the outbox row, serial included.
    fn complete(&self, id: &RegistrationId, result: CardState, now: Moment, note: Entry) -> Later<'_, ()>;

    /// Puts a delivery off; `failed` counts as an attempt.
    fn postpone(&self, id: &RegistrationId, until: Moment, failed: bool) -> Later<'_, ()>;

    /// Appends to the audit log.
    fn note(&self, note: Entry) -> Later<'_, ()>;

    /// Erases what HRP/1 §3.11 says is held no longer.
    fn purge(&self, now: Moment) -> Later<'_, ()>;

    /// Everything that is registered, and how many proofs and sessions there are: for tests.
    #[cfg(feature = "sandbox")]
    fn snapshot(&self) -> Later<'_, Snapshot>;

    /// Finishes what is queued and closes the database.
    fn close(&self) -> Later<'_, ()>;
}
