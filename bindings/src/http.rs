//! The product's own HTTP client, for shells that bring none.

use std::sync::Arc;

use kazasu_core::effect::NetFault;
use kazasu_core::http::Http;

use crate::answer::Answer;
use crate::request::HttpRequest;

/// Makes HTTP exchanges: TLS 1.2 or 1.3, bundled roots and those that the app adds. One per app is enough.
#[derive(uniffi::Object)]
pub struct HttpClient(Http);

/// The client cannot do that.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum HttpProblem {
    /// There can be no client: a root is no certificate.
    #[error("no HTTP client: {reason}")]
    Unusable {
        /// What is wrong with it.
        reason: String,
    },
    /// The request was made: it is made once.
    #[error("the request was made")]
    Spent,
}

#[uniffi::export(async_runtime = "tokio")]
impl HttpClient {
    /// A client that trusts the bundled roots and `roots`, which are DER certificates.
    #[uniffi::constructor]
    pub fn new(roots: Vec<Vec<u8>>) -> Result<Arc<Self>, HttpProblem> {
        Http::new(&roots)
            .map(|http| Arc::new(Self(http)))
            .map_err(|error| HttpProblem::Unusable { reason: error.to_string() })
    }

    /// Makes the exchange, once, and gives what is to be reported. May be dropped at any time.
    pub async fn send(&self, request: Arc<HttpRequest>) -> Result<Answer, HttpProblem> {
        let exchange = self.0.send(request.spend().ok_or(HttpProblem::Spent)?);
        Ok(tokio::select! {
            sent = exchange => match sent {
                Ok(answer) => Answer::HttpAnswered { answer: answer.into() },
                Err(fault) => Answer::HttpFailed { fault },
            },
            () = request.stopped() => Answer::HttpFailed { fault: NetFault::Broken },
        })
    }

    /// Ends an exchange that nobody waits for any longer. Swift's own cancelling does not reach it.
    pub fn cancel(&self, request: Arc<HttpRequest>) -> Result<(), HttpProblem> {
        request.stop();
        Ok(())
    }
}
