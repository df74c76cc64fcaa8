//! The scenario table, and a player for it.
//!
//! A scenario says which card is held, what the person does on which screen, what goes wrong, and what must have come
//! of it on the screen, on the card and in the server. The table is data (`table/*.toml`); the same rows are played
//! through the core in memory and through the built program.

#[cfg(feature = "play")]
mod expect;
#[cfg(feature = "play")]
mod invariants;
#[cfg(feature = "play")]
mod memory;
#[cfg(feature = "play")]
mod names;
#[cfg(feature = "play")]
mod person;
#[cfg(feature = "play")]
mod player;
mod table;
#[cfg(feature = "play")]
mod trace;
#[cfg(feature = "play")]
mod wired;

#[cfg(feature = "play")]
pub use memory::Memory;
#[cfg(feature = "play")]
pub use player::{Deed, Observer, Played, Silent, World, play, play_through, play_with};
pub use table::{Control, Do, Expect, Fault, Scenario, Step, TableError, Then, control, find, parse, step, table};
#[cfg(feature = "play")]
pub use trace::Trace;
#[cfg(feature = "play")]
pub use wired::{Storage, Wired};

/// What did not come out as the scenario says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unmet(pub String);
