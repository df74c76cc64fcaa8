//! Problems of HRP/1 §3.9, and which of them a client cannot tell apart.

use crate::server::Problem;

const fn known(code: &'static str, status: u16, retry: &'static str) -> Problem {
    Problem { code, status, retry }
}

/// Every problem of HRP/1 §3.9.
pub const ALL: [Problem; 33] = [
    known("malformed-request", 400, "never"),
    known("idempotency-key-missing", 400, "never"),
    known("session-invalid", 401, "new-session"),
    known("not-found", 404, "never"),
    known("request-in-progress", 409, "same-request"),
    known("challenge-in-use", 409, "new-challenge"),
    known("terms-changed", 409, "after-user-action"),
    known("release-already-requested", 409, "never"),
    known("session-expired", 410, "new-session"),
    known("challenge-expired", 410, "new-challenge"),
    known("payload-too-large", 413, "never"),
    known("unsupported-media-type", 415, "never"),
    known("idempotency-key-reused", 422, "never"),
    known("statement-mismatch", 422, "new-session"),
    known("consent-missing", 422, "after-user-action"),
    known("certificate-malformed", 422, "never"),
    known("certificate-wrong-kind", 422, "never"),
    known("certificate-wrong-environment", 422, "never"),
    known("certificate-untrusted", 422, "never"),
    known("certificate-not-yet-valid", 422, "after-user-action"),
    known("certificate-expired", 422, "after-user-action"),
    known("certificate-revoked", 422, "after-user-action"),
    known("certificate-suspended", 422, "after-user-action"),
    known("algorithm-unsupported", 422, "never"),
    known("signature-invalid", 422, "new-challenge"),
    known("client-upgrade-required", 426, "after-user-action"),
    known("rate-limited", 429, "same-request"),
    known("scope-missing", 403, "never"),
    known("method-not-allowed", 405, "never"),
    known("internal", 500, "same-request"),
    known("revocation-unavailable", 503, "same-request"),
    known("maintenance", 503, "same-request"),
    known("overloaded", 503, "same-request"),
];

/// Problems after which a person has the same ways on. Two of one class may differ in code and words on the trouble
/// screen, and in the length of the pause before a request is sent again; in nothing else.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ProblemClass {
    /// The same request again.
    Again,
    /// The proof was not good: the card once more.
    Proof,
    /// The session is over: from the beginning.
    Session,
    /// The terms are shown anew.
    Terms,
    /// Nobody knows what came of it: from the beginning.
    Unsure,
    /// Nothing to be done here.
    Elsewhere,
}

impl ProblemClass {
    /// All of them.
    pub const ALL: [Self; 6] = [Self::Again, Self::Proof, Self::Session, Self::Terms, Self::Unsure, Self::Elsewhere];

    /// The one that stands for all when faults are combined.
    #[must_use]
    pub fn representative(self) -> &'static str {
        match self {
            Self::Again => "internal",
            Self::Proof => "signature-invalid",
            Self::Session => "session-expired",
            Self::Terms => "terms-changed",
            Self::Unsure => "malformed-request",
            Self::Elsewhere => "certificate-revoked",
        }
    }

    /// The class of a problem.
    #[must_use]
    pub fn of(code: &str) -> Self {
        match code {
            "request-in-progress"
            | "rate-limited"
            | "internal"
            | "revocation-unavailable"
            | "maintenance"
            | "overloaded" => Self::Again,
            "challenge-in-use" | "signature-invalid" => Self::Proof,
            "session-invalid" | "session-expired" | "challenge-expired" | "statement-mismatch" => Self::Session,
            "terms-changed" | "consent-missing" => Self::Terms,
            "release-already-requested" | "algorithm-unsupported" | "client-upgrade-required" => Self::Elsewhere,
            code if code.starts_with("certificate-") => Self::Elsewhere,
            _ => Self::Unsure,
        }
    }
}
