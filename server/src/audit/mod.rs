//! The audit log: lines that each carry the hash of the line before (HRP/1 §3.12).

mod entry;
mod verify;

pub(crate) use entry::{Entry, Event};
pub use verify::{AuditFault, AuditHead};
pub(crate) use verify::{ChainCheck, GENESIS, line_hash};
