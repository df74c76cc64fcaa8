//! Real processes, that are ended and that stand side by side.
#![cfg(all(feature = "sandbox", unix))]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "../support/program.rs"]
mod program;
#[path = "../support/mod.rs"]
mod support;

/// Which database `support` opens platforms on.
const ON_POSTGRES: bool = false;

mod killed;
mod restored;
mod two;
