//! Strict JSON (HRP/1 §3.7 step 1): no duplicate keys, no unknown keys, no wrong types.

mod fields;
mod parse;

pub(crate) use fields::{Fault, Fields};
pub(crate) use parse::{Node, parse};
