//! What tests share: a made-up certificate hierarchy, cards, and a client that is written from the protocol alone.
#![allow(dead_code, clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[cfg(feature = "sandbox")]
pub mod client;
pub mod pki;
#[cfg(all(feature = "sandbox", unix))]
pub mod postgres;
pub mod proof;
