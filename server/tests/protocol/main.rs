//! The protocol, through the router, on real database files.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../support/mod.rs"]
mod support;

mod bodies;
mod certificates;
mod discovery;
mod http;
mod limits;
mod order;
mod registering;
mod replay;
mod revocation;
mod sessions;
mod statement;
mod status;
