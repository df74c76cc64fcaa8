//! The calls of HRP/1, one HTTP exchange each.

use serde::Serialize;

use crate::effect::{Effect, Method};
use crate::platform::Client;
use crate::secret::SecretText;

use super::challenge::{ChallengeAnswer, SessionAnswer};
use super::exchange::{CallError, Calls, Sender, bearer, json};
use super::proof::Operation;
use super::session_key::Jwk;
use super::{Challenge, Configuration, Pending, ServiceStatus, Session, SessionKey, SessionStanding, Settled, Terms};

impl Calls<'_> {
    /// `GET /.well-known/hrp-configuration`, refused if it is another platform's (HRP/1 §3.5).
    pub(crate) async fn configuration(&mut self) -> Result<Configuration, CallError> {
        let answer = self.get("/.well-known/hrp-configuration", None).await?;
        let configuration: Configuration = json(&answer, 200)?;
        self.io.learn_server_time(configuration.server_time);
        let around = self.io.surroundings();
        configuration.check(&around.platform, &around.client)?;
        self.io.learn_platform_name(configuration.platform_name.clone());
        Ok(configuration)
    }

    /// `GET /v1/service-status` (REQ-129).
    pub(crate) async fn service_status(&mut self) -> Result<ServiceStatus, CallError> {
        let status: ServiceStatus = json(&self.get("/v1/service-status", None).await?, 200)?;
        self.io.learn_server_time(status.server_time);
        Ok(status)
    }

    /// `GET /v1/terms/current`, refused if the words are not those of the digest (HRP/1 §3.4).
    pub(crate) async fn current_terms(&mut self, language: crate::words::Language) -> Result<Terms, CallError> {
        let answer = self.get(&format!("/v1/terms/current?lang={}", language.tag()), None).await?;
        let terms: Terms = json(&answer, 200)?;
        if !terms.is_in(language) {
            return Err(CallError::Broken("other terms than were asked for"));
        }
        if !terms.is_true_to_its_digest() {
            return Err(CallError::Broken("the terms are not those of their digest"));
        }
        Ok(terms)
    }

    /// `POST /v1/sessions`, with that key, if any; for a registration, under these terms.
    pub(crate) async fn open_session(
        &mut self,
        operation: Operation,
        terms: Option<&Terms>,
        key: Option<&SessionKey>,
    ) -> Result<Session, CallError> {
        #[derive(Serialize)]
        struct Body<'a> {
            operation: Operation,
            lang: &'a str,
            #[serde(skip_serializing_if = "Option::is_none")]
            terms_version: Option<&'a str>,
            #[serde(skip_serializing_if = "Option::is_none")]
            session_key: Option<Jwk>,
            client: &'a Client,
        }
        let around = self.io.surroundings();
        let body = Body {
            operation,
            lang: terms.map_or(around.presentation.language.tag(), |terms| &terms.lang),
            terms_version: terms.map(|terms| &*terms.version),
            session_key: key.map(SessionKey::jwk),
            client: &around.client,
        };
        let body = serde_json::to_vec(&body).map_err(|_| CallError::Broken("a session request that is no JSON"))?;
        let answer = self.post("/v1/sessions", vec![], Some(body)).await?;
        let session: SessionAnswer = json(&answer, 201)?;
        self.io.learn_server_time(session.server_time);
        session.check(self.io.now().monotonic_ms).ok_or(CallError::Broken("a malformed session"))
    }

    /// `POST /v1/sessions/{id}/challenges`: a fresh one just before the card.
    pub(crate) async fn renew_challenge(&mut self, session: &Session) -> Result<Challenge, CallError> {
        let path = format!("/v1/sessions/{}/challenges", session.id);
        let sender = Sender { token: &session.token, key: session.key.as_ref() };
        let answer = self.post_in_session(&path, sender, None, None).await?;
        let challenge: ChallengeAnswer = json(&answer, 201)?;
        challenge.check(self.io.now().monotonic_ms).ok_or(CallError::Broken("a malformed challenge"))
    }

    /// `GET /v1/sessions/{id}`: whether a request whose answer was lost has arrived.
    pub(crate) async fn session(&mut self, pending: &Pending) -> Result<SessionStanding, CallError> {
        let token = SecretText::new(pending.session_token.to_string());
        let standing: SessionStanding =
            json(&self.get(&format!("/v1/sessions/{}", pending.session_id), Some(&token)).await?, 200)?;
        self.io.learn_server_time(standing.server_time);
        Ok(standing)
    }

    /// `POST /v1/registrations`: the same octets under the same key, as often as it takes.
    pub(crate) async fn register(&mut self, pending: &Pending) -> Result<Settled, CallError> {
        let token = SecretText::new(pending.session_token.to_string());
        let sender = Sender { token: &token, key: pending.session_key.as_ref() };
        let (key, body) = (Some(&*pending.idempotency_key), Some(pending.body.as_str()));
        let answer = self.post_in_session("/v1/registrations", sender, key, body).await?;
        self.settled(&answer, &[200, 201, 202])
    }

    /// `GET /v1/registrations/{id}`: how it stands.
    pub(crate) async fn registration(&mut self, id: &str, token: &SecretText) -> Result<Settled, CallError> {
        let answer = self.get(&format!("/v1/registrations/{id}"), Some(token)).await?;
        self.settled(&answer, &[200])
    }

    /// `DELETE /v1/sessions/{id}`, after a definite answer (HRP/1 §3.15 A5). Nobody waits for what comes of it: a
    /// session that is not closed ends by itself.
    pub(crate) fn close_session(&mut self, pending: &Pending) {
        let token = SecretText::new(pending.session_token.to_string());
        let path = format!("/v1/sessions/{}", pending.session_id);
        let request = self.request(Method::Delete, &path, vec![bearer(&token)], None);
        self.io.tell(Effect::Send(request));
    }
}
