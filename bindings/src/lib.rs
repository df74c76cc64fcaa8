//! Kazasu's core for Kotlin, Swift and Python, by UniFFI: a [`Session`] around a flow, and its values mirrored.
//!
//! A shell's loop is the core's: draw [`Session::screen`], perform every effect of [`Session::take_effect`], report
//! what happened to [`Session::handle`], until [`Session::is_closed`]. There is no logic here, and nothing calls back
//! into the shell: whatever the shell does, it does on its own threads.
//!
//! Secrets: the digits of a PIN come in one at a time ([`PinEntry`]). Whatever memory this library frees is wiped first
//! (`wiping`), generated glue included; the shell wipes its own copies of what it is given: the bytes of a `sensitive`
//! command, and what it saves and loads.
//!
//! Every export returns a `Result`, even where nothing can go wrong: a panic behind a Swift function that does not
//! throw ends the app. (Two only copy a few bytes: [`PinEntry::new`] and [`build_id`].) None has a field named `cause` or `message`, which Kotlin's exceptions have already, and no case
//! of a sum is named as a type that stands in that sum, which it would shadow.

#![deny(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::indexing_slicing, clippy::unreachable)]

mod action;
mod answer;
mod block;
mod build;
mod command;
mod effect;
mod guard;
#[cfg(feature = "http")]
mod http;
mod pin;
mod platform;
mod request;
mod screen;
mod session;
mod wiping;
mod words;

pub use action::{Action, ActionId, ActionKind, FieldId, OutLink};
pub use answer::{Answer, CardFacts, CardFault, Event, Facts, HttpAnswer, NetFault, Readiness};
pub use block::{Block, Check, Mark, NamedValue, NoticeKind, Row, Setting};
pub use build::build_id;
pub use command::{CardCommand, CommandProblem};
pub use effect::{Effect, PublishedEffect};
#[cfg(feature = "http")]
pub use http::{HttpClient, HttpProblem};
pub use pin::{PinEntry, PinProblem};
pub use platform::{Client, Links, PlatformEnvironment, PlatformProblem, PlatformSpec};
pub use request::{HttpHeader, HttpMethod, HttpRequest, RequestProblem};
pub use screen::{LanguageChoice, LanguageMenu, Presentation, Screen, Shell, Step};
pub use session::{Entry, Now, Outcome, Session, SessionProblem, entry_of};
pub use words::{Language, Line, Run};

/// Wipes what it frees: the generated glue copies bytes into buffers that it does not wipe.
#[global_allocator]
static WIPING: wiping::Wiping<std::alloc::System> = wiping::Wiping::new(std::alloc::System);

uniffi::setup_scaffolding!("kazasu");
