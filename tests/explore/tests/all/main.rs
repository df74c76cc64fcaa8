//! What is shown on every `make check`: one fault with every raw value, the classes, and that each invariant bites.
#![allow(clippy::unwrap_used)]

mod classes;
mod defects;
mod hostile_card;
mod hostile_server;
mod one_fault;

use std::sync::LazyLock;

use kazasu_explore::shared::Shared;

/// Keys take seconds.
static SHARED: LazyLock<Shared> = LazyLock::new(Shared::new);
