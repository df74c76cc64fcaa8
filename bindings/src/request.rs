//! An HTTP request on its way out.

use std::sync::{Arc, Mutex};

use kazasu_core::effect as core;

use crate::guard::lock;

pub use kazasu_core::effect::Method as HttpMethod;

/// A request method.
#[uniffi::remote(Enum)]
pub enum HttpMethod {
    /// GET.
    Get,
    /// POST.
    Post,
    /// DELETE.
    Delete,
}

/// One header. Names in lower case.
#[derive(Clone, uniffi::Record)]
pub struct HttpHeader {
    /// Its name.
    pub name: String,
    /// Its value, which may be a token: never to be logged.
    pub value: String,
}

/// One HTTP request, to be made once. An object and no record: it may carry a token, and a record prints its fields.
///
/// Give it to `HttpClient`, or read it and make the exchange with the app's own network stack.
#[derive(uniffi::Object)]
pub struct HttpRequest {
    inner: Mutex<Option<core::HttpRequest>>,
    #[cfg(feature = "http")]
    cancelled: tokio::sync::Notify,
}

/// There is nothing to be read any more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum RequestProblem {
    /// The request was made: it is made once.
    #[error("the request was made")]
    Spent,
}

#[uniffi::export]
impl HttpRequest {
    /// The method.
    pub fn method(&self) -> Result<HttpMethod, RequestProblem> {
        self.read(|request| request.method)
    }

    /// Absolute: `https`, or `http` on a loopback address in a sandbox.
    pub fn url(&self) -> Result<String, RequestProblem> {
        self.read(|request| request.url.clone())
    }

    /// Headers beside those that the exchange itself needs.
    pub fn headers(&self) -> Result<Vec<HttpHeader>, RequestProblem> {
        let header = |header: &core::Header| HttpHeader {
            name: header.name.to_owned(),
            value: header.value.expose().to_owned(),
        };
        self.read(|request| request.headers.iter().map(header).collect())
    }

    /// The body, if any.
    pub fn body(&self) -> Result<Option<Vec<u8>>, RequestProblem> {
        self.read(|request| request.body.clone())
    }

    /// How long the whole exchange may take, in milliseconds.
    pub fn timeout_ms(&self) -> Result<u32, RequestProblem> {
        self.read(|request| request.timeout_ms)
    }

    /// The longest body that is taken, in bytes; a longer one is `TooLarge`.
    pub fn longest_answer(&self) -> Result<u64, RequestProblem> {
        self.read(|request| u64::try_from(request.longest_answer).unwrap_or(u64::MAX))
    }
}

impl HttpRequest {
    pub(crate) fn new(request: core::HttpRequest) -> Arc<Self> {
        Arc::new(Self {
            inner: Mutex::new(Some(request)),
            #[cfg(feature = "http")]
            cancelled: tokio::sync::Notify::new(),
        })
    }

    fn read<T>(&self, look: impl FnOnce(&core::HttpRequest) -> T) -> Result<T, RequestProblem> {
        lock(&self.inner).as_ref().map(look).ok_or(RequestProblem::Spent)
    }
}

#[cfg(feature = "http")]
impl HttpRequest {
    /// The request, once.
    pub(crate) fn spend(&self) -> Option<core::HttpRequest> {
        lock(&self.inner).take()
    }

    /// Ends the exchange, now or as soon as it is begun.
    pub(crate) fn stop(&self) {
        self.cancelled.notify_one();
    }

    /// Waits for [`HttpRequest::stop`].
    pub(crate) async fn stopped(&self) {
        self.cancelled.notified().await;
    }
}
