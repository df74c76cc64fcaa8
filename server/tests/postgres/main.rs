//! The same protocol tests on PostgreSQL, and what only several processes can show.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../support/mod.rs"]
mod support;

/// Which database `support` opens platforms on.
const ON_POSTGRES: bool = true;

#[path = "../protocol/bodies.rs"]
mod bodies;
#[path = "../protocol/certificates.rs"]
mod certificates;
#[path = "../protocol/discovery.rs"]
mod discovery;
#[path = "../protocol/dpop.rs"]
mod dpop;
#[path = "../protocol/http.rs"]
mod http;
#[path = "../protocol/limits.rs"]
mod limits;
#[path = "../protocol/managing.rs"]
mod managing;
#[path = "../protocol/mutations.rs"]
mod mutations;
#[path = "../protocol/order.rs"]
mod order;
#[path = "../protocol/purge.rs"]
mod purge;
#[path = "../protocol/registering.rs"]
mod registering;
#[path = "../protocol/replay.rs"]
mod replay;
#[path = "../protocol/revocation.rs"]
mod revocation;
#[path = "../protocol/sessions.rs"]
mod sessions;
#[path = "../protocol/statement.rs"]
mod statement;
#[path = "../protocol/status.rs"]
mod status;

mod several;
