//! The card: what it is made of, how it is spoken to, and what one contact with it does.

mod abilities;
mod certificate;
mod channel;
mod closing;
mod contact;
mod found;
mod keypad;
mod look;
pub mod profile;
mod read;
mod sign;
mod verify;
mod x509;

pub(crate) use certificate::Certificate;
pub use certificate::CertificateFault;
pub(crate) use contact::{Contact, Visit, contact};
pub(crate) use found::{CardError, Found, NotTyped};
pub(crate) use look::look;
