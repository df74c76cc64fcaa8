//! The scenario table, and a player for it.
//!
//! A scenario says which card is held, what the person does on which screen, what goes wrong, and what must have come
//! of it on the screen, on the card and in the server. The table is data (`table/*.toml`); the same rows are played
//! through the core in memory and through the built program.

mod expect;
mod invariants;
mod memory;
mod names;
mod person;
mod player;
mod table;
mod wired;

pub use memory::Memory;
pub use player::{Observer, Played, Silent, World, play, play_through, play_with};
pub use table::{Control, Do, Expect, Fault, Scenario, Step, TableError, Then, control, find, step, table};
pub use wired::{Storage, Wired};

/// What did not come out as the scenario says.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0}")]
pub struct Unmet(pub String);
