//! One HTTP exchange per request: HTTP/1.1 over rustls with ring, TLS 1.2 or 1.3, bundled roots and those that the app
//! adds. No redirect, no retry, no cookie, no cache; time and size are bounded by the request.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use reqwest::redirect::Policy;
use reqwest::{Client, ClientBuilder};
use rustls::pki_types::CertificateDer;
use rustls::{CertificateError, ClientConfig, RootCertStore};

use crate::effect::{HttpAnswer, HttpRequest, Method, NetFault};

/// Makes HTTP exchanges. Needs a Tokio runtime around it.
#[derive(Debug, Clone)]
pub struct Http {
    secure: Client,
    loopback: Client,
}

/// The client cannot be made: a root that is no certificate, or a TLS library that does not start.
#[derive(Debug, thiserror::Error)]
#[error("no HTTP client: {0}")]
pub struct NoHttp(String);

impl Http {
    /// A client that trusts the bundled roots and `roots`, which are DER certificates.
    pub fn new(roots: &[Vec<u8>]) -> Result<Self, NoHttp> {
        let mut trusted = RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() };
        for root in roots {
            trusted.add(CertificateDer::from(root.as_slice())).map_err(|error| NoHttp(error.to_string()))?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let tls = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| NoHttp(error.to_string()))?
            .with_root_certificates(trusted)
            .with_no_client_auth();
        let builder =
            || ClientBuilder::new().http1_only().redirect(Policy::none()).tls_backend_preconfigured(tls.clone());
        Ok(Self {
            secure: builder().https_only(true).build().map_err(|error| NoHttp(error.to_string()))?,
            // A sandbox on this machine: no proxy has anything to do with it.
            loopback: builder().no_proxy().build().map_err(|error| NoHttp(error.to_string()))?,
        })
    }

    /// Makes one exchange.
    pub async fn send(&self, request: HttpRequest) -> Result<HttpAnswer, NetFault> {
        let client = if request.url.starts_with("https:") { &self.secure } else { &self.loopback };
        let method = match request.method {
            Method::Get => reqwest::Method::GET,
            Method::Post => reqwest::Method::POST,
            Method::Delete => reqwest::Method::DELETE,
        };
        let mut sending =
            client.request(method, &request.url).timeout(Duration::from_millis(request.timeout_ms.into()));
        for header in &request.headers {
            sending = sending.header(header.name, header.value.expose());
        }
        if let Some(body) = request.body {
            sending = sending.body(body);
        }
        let mut answer = sending.send().await.map_err(|error| fault(&error))?;
        let status = answer.status().as_u16();
        let text = |value: &reqwest::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
        let headers = answer.headers().iter().map(|(name, value)| (name.as_str().to_owned(), text(value))).collect();
        let mut body = Vec::new();
        while let Some(piece) = answer.chunk().await.map_err(|error| fault(&error))? {
            if body.len() + piece.len() > request.longest_answer {
                return Err(NetFault::TooLarge);
            }
            body.extend_from_slice(&piece);
        }
        Ok(HttpAnswer { status, headers, body })
    }
}

/// Which of the few faults that a person can do something about this is.
fn fault(error: &reqwest::Error) -> NetFault {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        // An I/O error holds its cause inside, not as its source.
        let inner = error.downcast_ref::<std::io::Error>().and_then(std::io::Error::get_ref);
        let tls = error.downcast_ref::<rustls::Error>().or_else(|| inner?.downcast_ref());
        if let Some(tls) = tls {
            return fault_of_tls(tls);
        }
        cause = inner.map(|inner| inner as &(dyn Error + 'static)).or_else(|| error.source());
    }
    if error.is_timeout() {
        NetFault::Timeout
    } else if error.is_connect() {
        NetFault::Offline
    } else if error.is_builder() {
        NetFault::Malformed
    } else {
        NetFault::Broken
    }
}

fn fault_of_tls(error: &rustls::Error) -> NetFault {
    match error {
        rustls::Error::InvalidCertificate(
            CertificateError::Expired
            | CertificateError::ExpiredContext { .. }
            | CertificateError::NotValidYet
            | CertificateError::NotValidYetContext { .. },
        ) => NetFault::TlsDate,
        _ => NetFault::Tls,
    }
}
