//! An answer that can be kept and sent again byte for byte.

use axum::body::Body;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

use crate::ids::RegistrationId;
use crate::secrets::Token;

/// Stands for the token in a kept body; no value of the protocol can hold braces (HRP/1 §3.15 A4).
pub(crate) const TOKEN_MARK: &str = "{token}";

/// Which token belongs in a kept body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TokenOf {
    /// The status token of a registration.
    Status(RegistrationId),
    /// The access token of the session.
    Access,
}

impl TokenOf {
    /// The text that is stored.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Status(id) => id.as_str(),
            Self::Access => "access",
        }
    }

    /// Reads what [`TokenOf::as_str`] gave.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "access" => Some(Self::Access),
            id => RegistrationId::parse(id).map(Self::Status),
        }
    }
}

const REPLAYED: HeaderName = HeaderName::from_static("idempotency-replayed");

/// Status, the headers that matter, and the body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// HTTP status.
    pub status: u16,
    /// JSON text. A token in it is only marked; see `token_of`.
    pub body: String,
    /// `Location`.
    pub location: Option<String>,
    /// `Retry-After` in seconds.
    pub retry_after: Option<u32>,
    /// Whose token belongs where the body has the mark.
    pub token_of: Option<TokenOf>,
}

impl Answer {
    pub(crate) fn json(status: u16, body: &Value) -> Self {
        Self { status, body: body.to_string(), location: None, retry_after: None, token_of: None }
    }

    pub(crate) fn problem(status: u16, body: String, retry_after: Option<u32>) -> Self {
        Self { status, body, location: None, retry_after, token_of: None }
    }

    pub(crate) fn located(mut self, location: String) -> Self {
        self.location = Some(location);
        self
    }

    /// Puts the derived token where the mark is.
    pub(crate) fn with_token(mut self, derive: impl FnOnce(&TokenOf) -> Token) -> Self {
        if let Some(of) = self.token_of.take() {
            self.body = self.body.replace(TOKEN_MARK, derive(&of).as_str());
        }
        self
    }

    /// The same answer, marked as one that was given before.
    pub(crate) fn replayed(self) -> Response {
        let mut response = self.into_response();
        response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        response
    }
}

impl IntoResponse for Answer {
    fn into_response(self) -> Response {
        let kind = if self.status >= 400 { "application/problem+json" } else { "application/json" };
        let mut response = Response::new(Body::from(self.body));
        *response.status_mut() = StatusCode::from_u16(self.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(kind));
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
        if let Some(location) = self.location.and_then(|text| HeaderValue::from_str(&text).ok()) {
            headers.insert(header::LOCATION, location);
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
            if self.status == 429 {
                rate_limit(headers, seconds);
            }
        }
        if self.status == 401 {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// HRP/1 §3.10: nothing is left for so many seconds (draft-ietf-httpapi-ratelimit-headers).
fn rate_limit(headers: &mut HeaderMap, seconds: u32) {
    if let Ok(value) = HeaderValue::from_str(&format!("\"hrp\";r=0;t={seconds}")) {
        headers.insert(HeaderName::from_static("ratelimit"), value);
    }
}
