//! What Kazasu knows: the card, the registration protocol HRP/1, the order of the screens and every text on them.
//!
//! Nothing here opens a socket, reads a clock, starts a thread, touches a file or draws randomness. A [`flow::Flow`]
//! shows a [`screen::Screen`] and asks for [`effect::Effect`]s; a shell draws the one, performs the others and reports
//! what came of them. The one exception is [`http`], behind a feature.

#![cfg_attr(
    not(test),
    deny(
        clippy::unwrap_used,
        clippy::expect_used,
        clippy::panic,
        clippy::indexing_slicing,
        clippy::string_slice,
        clippy::unreachable
    )
)]
#![deny(missing_docs, unsafe_code)]

pub mod algorithm;
pub mod apdu;
pub mod card;
pub mod effect;
pub mod failure;
pub mod flow;
#[cfg(feature = "http")]
pub mod http;
#[cfg(test)]
mod kept_files;
pub mod platform;
pub mod registration;
pub mod screen;
pub mod secret;
pub mod time;
pub mod tlv;
pub mod words;
