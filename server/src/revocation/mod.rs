//! Whether a certificate was revoked: four outcomes, and without a clear one nothing is registered.

mod crl;
mod list;
mod ocsp;

pub use crl::{CrlError, CrlFiles};
#[cfg(feature = "sandbox")]
pub(crate) use list::serial_text;
pub use list::{ListError, RevocationList};
pub use ocsp::{OcspError, OcspResponder};

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use crate::clock::Moment;
use crate::words::words;

words! {
    /// What is known of a certificate.
    Revocation {
        /// It was not revoked.
        Good = "good",
        /// It was revoked for good.
        Revoked = "revoked",
        /// It is out of use for the time being.
        Suspended = "suspended",
        /// Nothing is known: nothing is registered.
        Unavailable = "unavailable",
    }
}

/// Which certificate is asked about: the pair of issuer and serial, never a serial alone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationQuery {
    /// DER of the issuer's name.
    pub issuer_der: Vec<u8>,
    /// Subject key identifier of the issuer, which tells issuers of one name apart.
    pub issuer_key_id: Vec<u8>,
    /// Content octets of the serial number.
    pub serial: Vec<u8>,
    /// Server time.
    pub now: Moment,
}

/// The outcome and what it rests on, for the audit log. Nothing in it may name the certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RevocationEvidence {
    /// The outcome.
    pub result: Revocation,
    /// How it was found out: `list`, `crl`, `ocsp`, `sandbox`.
    pub method: &'static str,
    /// When the source was made.
    pub produced_at: Option<Moment>,
    /// As of when it holds.
    pub this_update: Option<Moment>,
    /// Who answered, as configured.
    pub responder: Option<String>,
    /// A number under which the source can be found again.
    pub reference: Option<String>,
}

impl RevocationEvidence {
    /// Evidence that only has an outcome and a method.
    pub fn plain(result: Revocation, method: &'static str) -> Self {
        Self { result, method, produced_at: None, this_update: None, responder: None, reference: None }
    }
}

/// The evidence, later.
pub type RevocationAnswer<'a> = Pin<Box<dyn Future<Output = RevocationEvidence> + Send + 'a>>;

/// A source of revocation information. It must not follow addresses found in certificates.
pub trait RevocationChecker: Send + Sync + 'static {
    /// Finds out about one certificate. Failures of any kind are [`Revocation::Unavailable`].
    fn check<'a>(&'a self, query: &'a RevocationQuery) -> RevocationAnswer<'a>;

    /// The same, where it costs nobody anything: what lies in memory. `None` where somebody must be asked.
    fn at_hand(&self, _query: &RevocationQuery) -> Option<RevocationEvidence> {
        None
    }
}

/// Knows nothing, so nothing is registered.
pub(crate) struct Nobody;

impl RevocationChecker for Nobody {
    fn check<'a>(&'a self, _: &'a RevocationQuery) -> RevocationAnswer<'a> {
        Box::pin(std::future::ready(RevocationEvidence::plain(Revocation::Unavailable, "none")))
    }
}

/// Asks within a time budget; past it nothing is known.
pub(crate) async fn check_within(
    budget: Duration,
    checker: &dyn RevocationChecker,
    query: &RevocationQuery,
) -> RevocationEvidence {
    match tokio::time::timeout(budget, checker.check(query)).await {
        Ok(evidence) => evidence,
        Err(_) => RevocationEvidence::plain(Revocation::Unavailable, "timeout"),
    }
}
