//! The operations, written once for both databases.

pub(super) mod audit;
mod change;
pub(super) mod claims;
pub(super) mod limits;
pub(super) mod outbox;
pub(super) mod posts;
pub(super) mod registrations;
pub(super) mod sessions;
pub(super) mod settle;
