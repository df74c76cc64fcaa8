//! A look at a card without its PIN: its certificate and how many tries are left, nothing else.

use crate::algorithm::Algorithm;
use crate::effect::Io;
use crate::platform::Environment;
use crate::words::text;

use super::abilities::Abilities;
use super::certificate::{Certificate, CertificateFault};
use super::channel::{Channel, Progress};
use super::closing::failed;
use super::found::CardError;
use super::read::read_certificate;
use super::verify::query;

/// What a look at a card brings. Nothing in it tells one card from another.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Seen {
    pub(crate) algorithm: Algorithm,
    /// By the certificate's policies.
    pub(crate) environment: Option<Environment>,
    /// First and last second of the certificate, in seconds since 1970.
    pub(crate) valid: (i64, i64),
    /// Tries left.
    pub(crate) tries: u8,
}

/// SELECT, certificate, tries left, close. There is no PIN here that could be sent.
pub(crate) async fn look(io: &mut Io) -> Result<Result<Seen, CertificateFault>, CardError> {
    let mut card = Channel::open(io).await?;
    let seen = see(&mut card).await;
    match &seen {
        Ok(Ok(_)) => card.close_with(text::HOLD_FINISHED, true),
        Ok(Err(_)) => card.close_with(text::HOLD_FINISHED, false),
        Err(error) => card.close_with(failed(error), false),
    }
    seen
}

async fn see(card: &mut Channel<'_>) -> Result<Result<Seen, CertificateFault>, CardError> {
    let mut can = Abilities::default();
    card.select_application().await?;
    card.at(Progress(8));
    let certificate = match Certificate::parse(read_certificate(card, &mut can).await?) {
        Ok(certificate) => certificate,
        Err(fault) => return Ok(Err(fault)),
    };
    card.at(Progress(80));
    let tries = query(card, &mut can).await?;
    card.at(Progress(100));
    Ok(Ok(Seen {
        algorithm: certificate.algorithm(),
        environment: certificate.environment(),
        valid: certificate.validity(),
        tries,
    }))
}
