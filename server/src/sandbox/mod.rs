//! Control endpoints and faults for trying the protocol out (HRP/1 §3.14, §3.15 B12). Compiled only with the feature
//! `sandbox`; answers loopback peers only.

mod controls;
mod faults;
mod hangup;
mod routes;
mod settings;

pub use controls::Controls;
pub(crate) use faults::{Fault, Meeting, StopBeforeCommit, meet};
pub(crate) use hangup::Cut;
pub(crate) use routes::add_routes;
