//! Answers as octets.

use kazasu_core::effect::HttpAnswer;
use serde_json::{Value, json};

use super::{CHALLENGE_TTL_S, SUBMIT_GRACE_S, Terms};
use crate::problems::ALL;
use crate::starts::{BEGIN, ORIGIN};

/// A problem of HRP/1 §3.9.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Problem {
    /// Its code.
    pub code: &'static str,
    /// The HTTP status.
    pub status: u16,
    /// What makes sense now.
    pub retry: &'static str,
}

impl Problem {
    /// The answer, at that time.
    #[must_use]
    pub fn answer(&self, now: i64) -> HttpAnswer {
        let mut members = json!({
            "type": format!("/problems/{}", self.code), "title": self.code, "status": self.status, "code": self.code,
            "retry": self.retry, "trace_id": "t", "server_time": instant(now),
        });
        if matches!(self.status, 429 | 503)
            && let Some(members) = members.as_object_mut()
        {
            members.insert("retry_after".into(), 5.into());
        }
        said(self.status, "application/problem+json", members.to_string().into_bytes())
    }
}

/// The problem of that code.
///
/// # Panics
/// If HRP/1 has none.
#[must_use]
pub fn problem(code: &str) -> Problem {
    *ALL.iter().find(|problem| problem.code == code).unwrap_or_else(|| panic!("HRP/1 has no problem `{code}`"))
}

/// Something in the way of the server: a page with that status.
#[must_use]
pub fn stranger(status: u16) -> HttpAnswer {
    said(status, "text/html", b"<html><title>?</title></html>".to_vec())
}

/// RFC 3339, for the eight days from the beginning.
#[must_use]
pub fn instant(unix: i64) -> String {
    let gone = unix - BEGIN;
    let (day, second) = (22 + gone / 86_400, gone % 86_400);
    format!("2026-11-{day:02}T{:02}:{:02}:{:02}Z", second / 3600, second / 60 % 60, second % 60)
}

pub(super) fn json(status: u16, members: &Value) -> HttpAnswer {
    said(status, "application/json", members.to_string().into_bytes())
}

fn said(status: u16, kind: &str, body: Vec<u8>) -> HttpAnswer {
    HttpAnswer { status, headers: vec![("content-type".to_owned(), kind.to_owned())], body }
}

pub(super) fn configuration(portal: bool, keyed: bool, now: i64) -> HttpAnswer {
    json(
        200,
        &json!({
            "protocol": "hrp/1", "environment": "sandbox", "origin": ORIGIN, "platform_name": {"ja": "練習サイト"},
            "algorithms": ["RS256", "ES384"], "operations": ["register", "authenticate", "deregister"],
            "portal_registration": portal, "channel_binding": "none",
            "sender_constrained": if keyed { "required" } else { "none" },
            "min_client": {"linux": "0.1.0"}, "challenge_ttl": CHALLENGE_TTL_S, "submit_grace": SUBMIT_GRACE_S,
            "server_time": instant(now),
        }),
    )
}

pub(super) fn service_status(now: i64) -> HttpAnswer {
    json(200, &json!({"state": "ok", "server_time": instant(now)}))
}

pub(super) fn terms(terms: &Terms, ticked: bool) -> HttpAnswer {
    let items: Vec<Value> =
        terms.items.iter().map(|item| json!({"id": item.id, "text": item.text, "required": true})).collect();
    json(
        200,
        &json!({
            "version": terms.version, "digest": terms.digest, "lang": terms.lang,
            "effective_from": "2026-11-01T00:00:00Z", "title": terms.title, "body": terms.body,
            "body_media_type": "text/markdown", "consent_items": items,
            "portal_user_registration_default": ticked,
        }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_those_of_the_calendar() {
        assert_eq!(instant(BEGIN), "2026-11-22T00:00:00Z");
        assert_eq!(instant(BEGIN + 86_400 + 3_661), "2026-11-23T01:01:01Z");
        assert_eq!(kazasu_core::time::parse_rfc3339(&instant(BEGIN + 100_000)), Some(BEGIN + 100_000));
    }
}
