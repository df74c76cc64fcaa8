//! Problems (RFC 9457) with the members of HRP/1 §3.9.

use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use crate::answer::Answer;
use crate::clock::Moment;
use crate::ids::{NoRandomness, TraceId};
use crate::json::Fault;
use crate::store::StoreError;
use crate::words::names;

names! {
    /// What a client may do after a problem.
    Retry {
        /// Nothing.
        Never = "never",
        /// Send the same request again.
        SameRequest = "same-request",
        /// Take a new challenge and read the card again.
        NewChallenge = "new-challenge",
        /// Start a new session.
        NewSession = "new-session",
        /// Ask the person to do something first.
        AfterUserAction = "after-user-action",
    }
}

macro_rules! codes {
    ($($variant:ident $code:literal $status:literal $retry:ident $title:literal;)+) => {
        names! {
            /// Codes of problems.
            Code { $(#[doc = $title] $variant = $code),+ }
        }

        #[cfg(test)]
        impl Code {
            const ALL: &'static [Self] = &[$(Self::$variant),+];
        }

        impl Code {
            pub(crate) const fn status(self) -> u16 {
                match self { $(Self::$variant => $status),+ }
            }

            pub(crate) const fn retry(self) -> Retry {
                match self { $(Self::$variant => Retry::$retry),+ }
            }

            pub(crate) const fn title(self) -> &'static str {
                match self { $(Self::$variant => $title),+ }
            }
        }
    };
}

codes! {
    MalformedRequest "malformed-request" 400 Never "The request is malformed";
    IdempotencyKeyMissing "idempotency-key-missing" 400 Never "Idempotency-Key is missing";
    SessionInvalid "session-invalid" 401 NewSession "The token is not valid";
    ScopeMissing "scope-missing" 403 Never "The token does not open this";
    NotFound "not-found" 404 Never "There is nothing here";
    MethodNotAllowed "method-not-allowed" 405 Never "The method is not allowed here";
    RequestInProgress "request-in-progress" 409 SameRequest "The same request is being worked on";
    ChallengeInUse "challenge-in-use" 409 NewChallenge "The challenge was used before";
    TermsChanged "terms-changed" 409 AfterUserAction "Other terms are in force";
    ReleaseAlreadyRequested "release-already-requested" 409 Never "A release was asked for before";
    SessionExpired "session-expired" 410 NewSession "The session is over";
    ChallengeExpired "challenge-expired" 410 NewChallenge "The challenge came back too late";
    PayloadTooLarge "payload-too-large" 413 Never "The request is too large";
    UnsupportedMediaType "unsupported-media-type" 415 Never "The media type is not supported";
    IdempotencyKeyReused "idempotency-key-reused" 422 Never "Idempotency-Key was used for another request";
    StatementMismatch "statement-mismatch" 422 NewSession "The statement differs from what was offered";
    ConsentMissing "consent-missing" 422 AfterUserAction "A required consent is missing";
    CertificateMalformed "certificate-malformed" 422 Never "The certificate is malformed";
    CertificateWrongKind "certificate-wrong-kind" 422 Never "The certificate is of another kind";
    CertificateWrongEnvironment "certificate-wrong-environment" 422 Never "The certificate belongs to another environment";
    CertificateUntrusted "certificate-untrusted" 422 Never "The certificate was not issued by a trusted issuer";
    CertificateNotYetValid "certificate-not-yet-valid" 422 AfterUserAction "The certificate is not valid yet";
    CertificateExpired "certificate-expired" 422 AfterUserAction "The certificate has expired";
    CertificateRevoked "certificate-revoked" 422 AfterUserAction "The certificate was revoked";
    CertificateSuspended "certificate-suspended" 422 AfterUserAction "The certificate is suspended";
    AlgorithmUnsupported "algorithm-unsupported" 422 Never "The signature algorithm is not supported";
    SignatureInvalid "signature-invalid" 422 NewChallenge "The signature does not verify";
    ClientUpgradeRequired "client-upgrade-required" 426 AfterUserAction "The client is too old";
    RateLimited "rate-limited" 429 SameRequest "Too many requests";
    Internal "internal" 500 SameRequest "Something went wrong here";
    RevocationUnavailable "revocation-unavailable" 503 SameRequest "The state of the certificate cannot be found out now";
    Maintenance "maintenance" 503 SameRequest "The service is closed for maintenance";
    Overloaded "overloaded" 503 SameRequest "The service is busy";
}

impl Code {
    /// Definite answers are kept and replayed (HRP/1 §3.15 B4).
    pub(crate) const fn definite(self) -> bool {
        !matches!(self.status(), 409 | 429 | 500..)
    }
}

/// A problem before it knows which request it answers.
#[derive(Debug, Clone)]
pub(crate) struct Problem {
    pub(crate) code: Code,
    retry: Retry,
    retry_after: Option<u32>,
    detail: Option<&'static str>,
    errors: Vec<Fault>,
}

impl Problem {
    pub(crate) fn new(code: Code) -> Self {
        Self { code, retry: code.retry(), retry_after: None, detail: None, errors: Vec::new() }
    }

    pub(crate) fn detail(mut self, detail: &'static str) -> Self {
        self.detail = Some(detail);
        self
    }

    pub(crate) fn retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    pub(crate) fn after(mut self, seconds: u32) -> Self {
        self.retry_after = Some(seconds.max(1));
        self
    }

    pub(crate) fn malformed(fault: Fault) -> Self {
        Self { errors: vec![fault], ..Self::new(Code::MalformedRequest) }
    }

    pub(crate) fn internal() -> Self {
        Self::new(Code::Internal).after(2)
    }

    /// The answer to one request: `instance` is its path.
    pub(crate) fn answer(&self, trace: &TraceId, instance: &str, now: Moment) -> Answer {
        let mut body = Map::new();
        let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
        put("type", json!(format!("/problems/{}", self.code.as_str())));
        put("title", json!(self.code.title()));
        put("status", json!(self.code.status()));
        if let Some(detail) = self.detail {
            put("detail", json!(detail));
        }
        put("instance", json!(instance));
        put("code", json!(self.code.as_str()));
        put("retry", json!(self.retry.as_str()));
        if let Some(seconds) = self.retry_after {
            put("retry_after", json!(seconds));
        }
        put("pin_needed", json!(self.pin_needed()));
        if !self.errors.is_empty() {
            let error = |fault: &Fault| json!({"pointer": fault.pointer, "detail": fault.detail});
            put("errors", self.errors.iter().map(error).collect());
        }
        put("trace_id", json!(trace.as_str()));
        put("server_time", json!(now.to_string()));
        Answer::problem(self.code.status(), Value::Object(body).to_string(), self.retry_after)
    }

    /// Whether the way on leads over a new signature of the card.
    fn pin_needed(&self) -> bool {
        match self.retry {
            Retry::Never | Retry::SameRequest => false,
            Retry::NewChallenge | Retry::NewSession => true,
            Retry::AfterUserAction => self.code != Code::ClientUpgradeRequired,
        }
    }
}

impl From<Fault> for Problem {
    fn from(fault: Fault) -> Self {
        Self::malformed(fault)
    }
}

impl From<StoreError> for Problem {
    fn from(error: StoreError) -> Self {
        match error {
            StoreError::Busy | StoreError::Closed => Self::new(Code::Overloaded).after(2),
            StoreError::Unavailable(reason) => {
                tracing::error!(reason, "the database is not available");
                Self::new(Code::Overloaded).after(5)
            }
            other => {
                tracing::error!(error = %other, "the database failed");
                Self::internal()
            }
        }
    }
}

impl From<NoRandomness> for Problem {
    fn from(error: NoRandomness) -> Self {
        tracing::error!(%error, "a request failed");
        Self::internal()
    }
}

/// Carries the problem to the outermost layer, which knows the request (see `http::finish`).
impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let mut response = Response::default();
        response.extensions_mut().insert(self);
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// HRP/1 §3.9.
    const TABLE: &str = "\
        malformed-request 400 never, idempotency-key-missing 400 never, session-invalid 401 new-session, \
        scope-missing 403 never, not-found 404 never, method-not-allowed 405 never, request-in-progress 409 same-request, \
        challenge-in-use 409 new-challenge, terms-changed 409 after-user-action, \
        release-already-requested 409 never, session-expired 410 new-session, \
        challenge-expired 410 new-challenge, payload-too-large 413 never, unsupported-media-type 415 never, \
        idempotency-key-reused 422 never, statement-mismatch 422 new-session, consent-missing 422 after-user-action, \
        certificate-malformed 422 never, certificate-wrong-kind 422 never, certificate-wrong-environment 422 never, \
        certificate-untrusted 422 never, certificate-not-yet-valid 422 after-user-action, \
        certificate-expired 422 after-user-action, certificate-revoked 422 after-user-action, \
        certificate-suspended 422 after-user-action, algorithm-unsupported 422 never, \
        signature-invalid 422 new-challenge, client-upgrade-required 426 after-user-action, \
        rate-limited 429 same-request, internal 500 same-request, revocation-unavailable 503 same-request, \
        maintenance 503 same-request, overloaded 503 same-request";

    #[test]
    fn every_problem_has_the_status_and_the_way_on_of_the_table() {
        let told = |code: &Code| format!("{} {} {}", code.as_str(), code.status(), code.retry().as_str());
        assert_eq!(Code::ALL.iter().map(told).collect::<Vec<_>>().join(", "), TABLE);
    }

    #[test]
    fn b4_what_is_definite_is_kept() {
        let passing: Vec<u16> = Code::ALL.iter().filter(|code| !code.definite()).map(|code| code.status()).collect();
        assert_eq!(passing, [409, 409, 409, 409, 429, 500, 503, 503, 503]);
    }
}
