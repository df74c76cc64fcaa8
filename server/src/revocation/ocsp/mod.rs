//! Revocation by OCSP (RFC 6960), asked of the one responder that the operator configured. Addresses in certificates are
//! never followed, and neither are redirects.

mod answer;
mod question;

use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, Url};

use super::{Revocation, RevocationAnswer, RevocationChecker, RevocationEvidence, RevocationQuery};
use crate::certificate::Anchor;
use crate::codec::{hex, sha256};
use answer::{Found, Refusal};
use question::Question;

/// A responder that cannot be asked.
#[derive(Debug, thiserror::Error)]
pub enum OcspError {
    /// Not an address.
    #[error("\"{0}\" must be an address such as http://ocsp.example/")]
    Address(String),
    /// The HTTP client could not be made.
    #[error("no HTTP client: {0}")]
    Client(#[from] reqwest::Error),
    /// The TLS library does not start.
    #[error("no TLS library: {0}")]
    Tls(#[from] rustls::Error),
}

/// Why there is no answer that can be believed.
#[derive(Debug, thiserror::Error)]
enum NoAnswer {
    #[error("the issuer is not an anchor")]
    Issuer,
    #[error("no question could be made")]
    Question,
    #[error("the responder cannot be reached: {0}")]
    Http(#[from] reqwest::Error),
    #[error("the responder answered with HTTP status {0}")]
    Status(u16),
    #[error("the responder answered with more than {ANSWER_MAX} octets")]
    TooLong,
    #[error(transparent)]
    Refused(#[from] Refusal),
}

const ANSWER_MAX: usize = 64 * 1024;
const CONNECT_TIME: Duration = Duration::from_secs(3);
const ANSWER_TIME: Duration = Duration::from_secs(5);

/// Asks one responder.
pub struct OcspResponder {
    address: Url,
    anchors: Vec<Anchor>,
    max_age: Duration,
    client: Client,
}

impl OcspResponder {
    /// `address` answers for the issuers among `anchors`. An answer whose `thisUpdate` is more than `max_age` ago is none.
    ///
    /// # Errors
    /// The address is none, or no HTTP client could be made.
    pub fn new(address: &str, max_age: Duration, anchors: Vec<Anchor>) -> Result<Self, OcspError> {
        let wrong = || OcspError::Address(address.to_owned());
        let url = Url::parse(address).map_err(|_| wrong())?;
        // The answer is signed, so plain HTTP is what responders speak (RFC 6960 appendix A).
        if url.scheme() != "http" || url.host_str().is_none_or(str::is_empty) {
            return Err(wrong());
        }
        let tls = crate::tls::client()?;
        let client = Client::builder()
            .tls_backend_preconfigured(tls)
            .http1_only()
            .redirect(Policy::none())
            .no_proxy()
            .connect_timeout(CONNECT_TIME)
            .timeout(ANSWER_TIME)
            .build()?;
        Ok(Self { address: url, anchors, max_age, client })
    }

    async fn ask(&self, query: &RevocationQuery) -> Result<RevocationEvidence, NoAnswer> {
        let issuer = self
            .anchors
            .iter()
            .find(|anchor| anchor.key_id() == query.issuer_key_id && anchor.subject_der() == query.issuer_der);
        let issuer = issuer.ok_or(NoAnswer::Issuer)?;
        let question = Question::new(issuer, &query.serial).ok_or(NoAnswer::Question)?;
        let octets = self.exchange(question.octets.clone()).await?;
        let found: Found = answer::read(&octets, &question, issuer, query.now, self.max_age)?;
        Ok(RevocationEvidence {
            result: found.result,
            method: "ocsp",
            produced_at: Some(found.produced_at),
            this_update: Some(found.this_update),
            responder: Some(self.address.to_string()),
            reference: Some(hex(&sha256(&octets))),
        })
    }

    async fn exchange(&self, question: Vec<u8>) -> Result<Vec<u8>, NoAnswer> {
        let asked = self.client.post(self.address.clone()).header("content-type", "application/ocsp-request");
        let mut answer = asked.body(question).send().await?;
        if answer.status() != 200 {
            return Err(NoAnswer::Status(answer.status().as_u16()));
        }
        let mut octets = Vec::new();
        while let Some(piece) = answer.chunk().await? {
            if octets.len() + piece.len() > ANSWER_MAX {
                return Err(NoAnswer::TooLong);
            }
            octets.extend_from_slice(&piece);
        }
        Ok(octets)
    }
}

impl RevocationChecker for OcspResponder {
    fn check<'a>(&'a self, query: &'a RevocationQuery) -> RevocationAnswer<'a> {
        Box::pin(async move {
            self.ask(query).await.unwrap_or_else(|error| {
                tracing::error!(%error, "no revocation information");
                let responder = Some(self.address.to_string());
                RevocationEvidence { responder, ..RevocationEvidence::plain(Revocation::Unavailable, "ocsp") }
            })
        })
    }
}
