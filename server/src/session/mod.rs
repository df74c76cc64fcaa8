//! Sessions: what opens one, and who may use it.

mod dpop;
mod request;
mod token;

pub(crate) use dpop::{Dpop, check_session_key};
pub(crate) use request::SessionRequest;
pub(crate) use token::{access_with, session_of};
