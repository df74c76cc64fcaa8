//! A simulator of a Japanese My Number Card with its JPKI application.
//!
//! It is a test double and the card of the sandbox mode: real keys, real certificates under a test
//! [`Authority`], real retry counters, and a switch ([`Behaviour`]) wherever the sources about the
//! real card disagree or are silent. It shares no code with the programs it is used against.
//!
//! * [`Authority`] makes the certificate hierarchy and issues certificates.
//! * [`Card`] turns command APDUs into response APDUs. No input or output, no sleeping.
//! * [`Personality`] names a kind of card; [`Slot`] holds one and lets it leave and come back.
//! * [`adapters`] serve a slot over TCP, or to the virtual reader driver of PC/SC.
//! * [`contact_time`] says how long the card would have had to be held.

pub mod adapters;
pub mod authority;
pub mod card;
pub mod contact_time;
pub mod personality;
pub mod slot;

pub use authority::{Authority, AuthorityError};
pub use card::{Behaviour, Card, Exchange, Removed};
pub use personality::Personality;
pub use slot::{Moment, Side, Slot};
