//! Sessions and their challenges.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::Deserialize;

use crate::secret::SecretText;

use super::SessionKey;

/// A session that was opened.
pub(crate) struct Session {
    pub(crate) id: String,
    pub(crate) token: SecretText,
    /// What its posts are proven with, where the platform demands that.
    pub(crate) key: Option<SessionKey>,
    pub(crate) challenge: Challenge,
}

/// A challenge, with the moment that it came.
#[derive(Debug, Clone)]
pub(crate) struct Challenge {
    pub(crate) bytes: [u8; 32],
    /// Until when a signed request may arrive, by the server's time.
    pub(crate) submit_by: i64,
    /// Its age counts from here, by the shell's monotonic clock.
    pub(crate) issued_ms: u64,
    pub(crate) lives_ms: u64,
}

impl Challenge {
    /// Five minutes: older ones are renewed just before the card (HRP/1 §3.6).
    const FRESH_MS: u64 = 300_000;

    /// Whether a reading may start with it.
    pub(crate) fn is_fresh(&self, monotonic_ms: u64) -> bool {
        let age = monotonic_ms.saturating_sub(self.issued_ms);
        age <= Self::FRESH_MS.min(self.lives_ms / 2)
    }
}

/// As it comes.
#[derive(Deserialize)]
pub(super) struct SessionAnswer {
    session_id: String,
    session_token: String,
    challenge: ChallengeAnswer,
    #[serde(deserialize_with = "super::time")]
    pub(super) server_time: i64,
}

/// As it comes.
#[derive(Deserialize)]
pub(super) struct ChallengeAnswer {
    challenge: String,
    expires_in: u64,
    #[serde(deserialize_with = "super::time")]
    submit_by: i64,
}

impl SessionAnswer {
    pub(super) fn check(self, monotonic_ms: u64) -> Option<Session> {
        let valid = super::is_id("ses_", &self.session_id) && super::is_token(&self.session_token);
        let token = SecretText::new(self.session_token);
        let challenge = self.challenge.check(monotonic_ms)?;
        valid.then_some(Session { id: self.session_id, token, key: None, challenge })
    }
}

impl ChallengeAnswer {
    pub(super) fn check(&self, monotonic_ms: u64) -> Option<Challenge> {
        let mut bytes = [0; 32];
        let decoded = Base64UrlUnpadded::decode(&self.challenge, &mut bytes).ok()?;
        (decoded.len() == 32).then_some(())?;
        let lives_ms = self.expires_in.saturating_mul(1000);
        Some(Challenge { bytes, submit_by: self.submit_by, issued_ms: monotonic_ms, lives_ms })
    }
}

/// Where a session stands: `GET /v1/sessions/{id}`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct SessionStanding {
    pub(crate) state: String,
    #[serde(default)]
    pub(crate) registration_id: Option<String>,
    #[serde(deserialize_with = "super::time")]
    pub(crate) server_time: i64,
}

impl SessionStanding {
    /// Whether a request of this session has arrived and been accepted.
    pub(crate) fn arrived(&self) -> bool {
        self.registration_id.is_some() || self.state == "submitted"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// HRP/1 §3.6: five minutes, or half of what the platform gives where that is less.
    #[test]
    fn a_challenge_is_fresh_for_half_its_life_and_five_minutes_at_most() {
        for (lives_ms, fresh_ms) in [(600_000, 300_000), (2_000_000, 300_000), (200_000, 100_000)] {
            let challenge = Challenge { bytes: [0; 32], submit_by: 0, issued_ms: 7, lives_ms };
            assert!(challenge.is_fresh(7 + fresh_ms) && !challenge.is_fresh(8 + fresh_ms), "{lives_ms}");
        }
    }

    #[test]
    fn an_answer_with_an_id_or_a_token_of_another_shape_opens_no_session() {
        let opens = |id: &str, token: &str| {
            let challenge = serde_json::json!({
                "challenge": "A".repeat(43), "expires_in": 600, "submit_by": "2026-11-22T00:00:00Z",
            });
            let answer = serde_json::json!({
                "session_id": id, "session_token": token, "challenge": challenge, "server_time": "2026-11-22T00:00:00Z",
            });
            let answer: SessionAnswer = serde_json::from_value(answer).expect("what a platform answers");
            answer.check(0).is_some()
        };
        let (id, token) = ("ses_0123456789abcdefghijklmnop", "token");
        assert!(opens(id, token));
        assert!(!opens("0123456789abcdefghijklmnop", token));
        assert!(!opens(id, "to ken"));
    }
}
