//! The protocol, through the router, on real database files.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../support/mod.rs"]
mod support;

/// Which database `support` opens platforms on.
const ON_POSTGRES: bool = false;

mod bodies;
mod call_orders;
mod certificates;
mod description;
mod discovery;
mod dpop;
mod failing;
mod files;
mod http;
mod limits;
mod managing;
mod mutations;
mod order;
mod proxies;
mod purge;
mod random;
mod registering;
mod replay;
mod revocation;
mod rulings;
mod sessions;
mod statement;
mod status;
