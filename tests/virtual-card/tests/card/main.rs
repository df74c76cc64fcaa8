//! Tests of the virtual card. One program, so that the keys are generated once.
#![allow(clippy::unwrap_used)]

mod access;
mod authority;
mod certificates;
mod contact_time;
mod harness;
mod hostile;
mod issuing;
mod personalities;
mod pin;
mod program;
mod reading;
mod robustness;
mod selecting;
mod signing;
mod slot;
mod tcp;
mod vpcd;
