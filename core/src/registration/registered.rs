//! What came of a registration.

use serde::{Deserialize, Serialize};

use crate::secret::SecretText;

/// A registration, as the server tells it.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Registration {
    /// Its id.
    pub registration_id: String,
    /// The application.
    pub application: Part,
    /// The registration as insurance card.
    pub insurance_card: Part,
    /// The portal part, only if it was asked for (REQ-69).
    #[serde(default)]
    pub portal_user: Option<Part>,
    /// What the person keeps (REQ-126).
    #[serde(default)]
    pub receipt: Option<Receipt>,
    #[serde(deserialize_with = "super::time")]
    pub(crate) server_time: i64,
}

/// How one part stands.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Part {
    /// The state.
    pub state: PartState,
    /// Why, where it failed.
    #[serde(default)]
    pub reason: Option<String>,
}

/// The states of HRP/1's `Part`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// Taken in.
    Accepted,
    /// Under way.
    Processing,
    /// Done.
    Registered,
    /// Done before (REQ-102).
    AlreadyRegistered,
    /// Not possible.
    Failed,
    /// Its release was asked for.
    ReleaseRequested,
    /// Released.
    Released,
    /// A word that this client does not know (REQ-101).
    #[serde(other)]
    Unknown,
}

impl Part {
    /// Whether there is nothing more to wait for, and it is good.
    pub fn is_registered(&self) -> bool {
        matches!(self.state, PartState::Registered | PartState::AlreadyRegistered)
    }

    /// Whether the state is still going to change by itself.
    pub fn is_under_way(&self) -> bool {
        matches!(self.state, PartState::Accepted | PartState::Processing)
    }
}

/// What the person keeps.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Receipt {
    /// Twelve digits, in groups of four.
    pub number: String,
    /// The version of the terms.
    pub terms_version: String,
    /// The ids of what was agreed to.
    pub consents: Vec<String>,
    /// When, in seconds since 1970.
    #[serde(deserialize_with = "super::time")]
    pub accepted_at: i64,
}

/// A definite, good answer to a signed request.
#[derive(Debug)]
pub(crate) struct Settled {
    pub(crate) registration: Registration,
    /// Reads the status of this registration.
    pub(crate) status_token: Option<SecretText>,
    /// Seconds until the server wants to be asked again, while it is under way.
    pub(crate) retry_after: Option<u32>,
}

/// As it comes.
#[derive(Deserialize)]
pub(super) struct RegistrationAnswer {
    #[serde(flatten)]
    registration: Registration,
    #[serde(default)]
    status_token: Option<String>,
}

impl RegistrationAnswer {
    pub(super) fn check(self, retry_after: Option<u32>) -> Option<Settled> {
        let valid = super::is_id("reg_", &self.registration.registration_id)
            && self.status_token.as_deref().is_none_or(super::is_token);
        valid.then(|| Settled {
            registration: self.registration,
            status_token: self.status_token.map(SecretText::new),
            retry_after,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_with_an_id_or_a_token_of_another_shape_is_none() {
        let is_taken = |id: &str, token: Option<&str>| {
            let part = serde_json::json!({ "state": "accepted" });
            let answer = serde_json::json!({
                "registration_id": id, "application": part, "insurance_card": part, "status_token": token,
                "server_time": "2026-11-22T00:00:00Z",
            });
            let answer: RegistrationAnswer = serde_json::from_value(answer).expect("what a platform answers");
            answer.check(None).is_some()
        };
        let id = "reg_0123456789abcdefghijklmnop";
        assert!(is_taken(id, Some("token")) && is_taken(id, None));
        assert!(!is_taken("reg_1", Some("token")) && !is_taken(id, Some("to ken")));
    }
}
