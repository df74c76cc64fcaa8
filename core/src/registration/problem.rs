//! Problems (RFC 9457), as HRP/1 §3.9 has them.

use serde::Deserialize;

use crate::effect::HttpAnswer;

/// What a server says when it does not do what was asked.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Problem {
    /// The stable name.
    pub(crate) code: String,
    /// What makes sense now.
    pub(crate) retry: Retry,
    /// Seconds, from the body or the header.
    #[serde(default)]
    pub(crate) retry_after: Option<u32>,
    #[serde(default, deserialize_with = "super::time_if_any")]
    pub(crate) server_time: Option<i64>,
}

/// What makes sense after a problem.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Retry {
    /// The very same request, without card and PIN.
    SameRequest,
    /// A new challenge, and so a new card reading.
    NewChallenge,
    /// A new session.
    NewSession,
    /// Something that the person does first.
    AfterUserAction,
    /// Nothing, or a word that this client does not know.
    #[serde(other)]
    Never,
}

impl Problem {
    /// Reads a problem. Anything in the way of the server may answer too, so what is no problem of HRP/1 is `None`.
    pub(crate) fn read(answer: &HttpAnswer) -> Option<Self> {
        let kind = answer.header("content-type")?.split(';').next()?.trim();
        if !kind.eq_ignore_ascii_case("application/problem+json") {
            return None;
        }
        let mut problem: Self = serde_json::from_slice(&answer.body).ok()?;
        let header = || answer.header("retry-after").and_then(|seconds| seconds.trim().parse().ok());
        problem.retry_after = problem.retry_after.or_else(header);
        Some(problem)
    }
}
