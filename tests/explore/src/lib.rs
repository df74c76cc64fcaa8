//! Exhaustive exploration of what can go wrong while a card is registered, and around that: status, insurance, release, a look
//! at a card, receipts.
//!
//! A run is the app, started as often as it is killed, in one [`starts::Start`], under one [`script::Script`] of choices:
//! at every exchange with the card, request, save, wait and screen everything that can happen is a way to go, and every
//! way but the first is a fault ([`faults`]). The flow is the real one, the card is the virtual card, the server is an
//! independent model ([`server`]). What must hold in every run stands in [`invariants`].
//!
//! One fault is tried with every raw value, two faults with one value of each class, three by drawing. A test shows that
//! each raw value goes the way of its class.

mod agreement;
pub mod answers;
pub mod defects;
pub mod drive;
pub mod explore;
pub mod faults;
mod holder;
pub mod hostile;
pub mod invariants;
mod labels;
mod looks;
mod misfits;
mod pairs;
mod past;
pub mod person;
pub mod problems;
pub mod row;
pub mod run;
pub mod script;
pub mod server;
pub mod shared;
pub mod shrink;
pub mod starts;
pub mod sweep;
pub mod trace;
pub mod twist;
mod watch;
mod world;
