//! The card: what it is made of, how it is spoken to, and what one contact with it does.

mod abilities;
mod certificate;
mod channel;
mod closing;
mod contact;
mod keypad;
mod look;
pub mod profile;
mod read;
mod sign;
mod x509;

pub(crate) use certificate::Certificate;
pub use certificate::CertificateFault;
pub(crate) use channel::CardError;
pub(crate) use contact::{Contact, Found, Visit, contact};
pub(crate) use keypad::NotTyped;
pub(crate) use look::look;
