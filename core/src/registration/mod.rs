//! The registration protocol HRP/1, as a client speaks it.

mod call;
mod challenge;
mod configuration;
mod exchange;
mod managing;
mod pending;
mod problem;
mod proof;
mod registered;
mod session_key;
mod terms;
pub mod transcript;

pub(crate) use challenge::{Challenge, Session, SessionStanding};
pub(crate) use configuration::{Configuration, Mismatch, SenderConstrained, ServiceState, ServiceStatus};
pub(crate) use exchange::{CallError, Calls};
pub(crate) use managing::{Access, Insurance, Request};
pub(crate) use pending::{Pending, idempotency_key};
pub(crate) use problem::{Problem, Retry};
pub(crate) use proof::{
    DeregisterStatement, Operation, Scope, SignInStatement, Statement, signed_request, statement_bytes,
};
pub(crate) use registered::Settled;
pub use registered::{Part, PartState, Receipt, Registration};
pub(crate) use session_key::SessionKey;
pub use terms::{ConsentItem, Terms, terms_digest};

use serde::{Deserialize, Deserializer};

/// Reads an RFC 3339 time as seconds since 1970.
fn time<'de, D: Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    let text = String::deserialize(deserializer)?;
    crate::time::parse_rfc3339(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 time"))
}

/// As [`time`], for a member that may be absent.
fn time_if_any<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<i64>, D::Error> {
    let text = Option::<String>::deserialize(deserializer)?;
    text.map(|text| crate::time::parse_rfc3339(&text).ok_or_else(|| serde::de::Error::custom("not an RFC 3339 time")))
        .transpose()
}

/// Checks an id: a prefix and 26 letters or digits (HRP/1's API description, `SessionId` and `RegistrationId`).
pub(crate) fn is_id(prefix: &str, text: &str) -> bool {
    text.strip_prefix(prefix)
        .is_some_and(|rest| rest.len() == 26 && rest.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// Checks a token: base64url, not empty.
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 1024
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_and_tokens() {
        let rest = "0123456789abcdefghijklmnop";
        assert!(is_id("reg_", &format!("reg_{rest}")));
        for bad in [
            format!("ses_{rest}"),
            format!("reg_{rest}q"),
            format!("reg_{}", &rest[1..]),
            format!("reg_{}/", &rest[1..]),
        ] {
            assert!(!is_id("reg_", &bad), "{bad}");
        }
        assert!(is_token("aZ09-_") && is_token(&"a".repeat(1024)));
        for bad in ["", "a b", "a.b", "a\r\nx: y", "é", &"a".repeat(1025)] {
            assert!(!is_token(bad), "{bad}");
        }
    }
}
