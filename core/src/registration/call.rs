//! The calls of HRP/1, one HTTP exchange each.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::effect::{Answer, Effect, Either, Header, HttpAnswer, HttpRequest, Intent, Io, Method, NetFault};
use crate::platform::{Client, Platform};
use crate::secret::SecretText;

use super::challenge::{ChallengeAnswer, SessionAnswer};
use super::configuration::Mismatch;
use super::proof::Operation;
use super::registered::RegistrationAnswer;
use super::session_key::{Jwk, Posted};
use super::{
    Challenge, Configuration, Pending, Problem, ServiceStatus, Session, SessionKey, SessionStanding, Settled, Terms,
};

/// Why a call did not bring what was asked for.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CallError {
    /// No HTTP answer.
    #[error(transparent)]
    Net(#[from] NetFault),
    /// The server says why not.
    #[error("problem {}", .0.code)]
    Problem(Problem),
    /// An answer with a status of 5xx that is no problem of HRP/1: something before the server.
    #[error("status {0} without a problem")]
    Down(u16),
    /// An answer that HRP/1 does not have.
    #[error("{0}")]
    Broken(&'static str),
    /// Not the platform that this app is made for, or one that wants another app.
    #[error(transparent)]
    Mismatch(#[from] Mismatch),
    /// The person pressed something instead.
    #[error("stopped")]
    Stopped(Intent),
}

/// The platform's paths, each as a call.
pub(crate) struct Calls<'io> {
    io: &'io mut Io,
}

/// Milliseconds for one exchange. Mobile networks stall for seconds and recover.
const TIMEOUT_MS: u32 = 15_000;
/// Bytes of one answer. Terms are the longest.
const LONGEST_ANSWER: usize = 512 * 1024;

/// Seconds by which a proof's time may be wrong before that is why it was refused. Platforms take minutes.
const CLOCK_S: u64 = 60;

/// Who posts in a session.
#[derive(Clone, Copy)]
pub(super) struct Sender<'a> {
    pub(super) token: &'a SecretText,
    pub(super) key: Option<&'a SessionKey>,
}

impl<'io> Calls<'io> {
    /// Calls on the page that is shown.
    pub(crate) fn on(io: &'io mut Io) -> Self {
        Self { io }
    }

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
        let token = SecretText::new(pending.session_token.clone());
        let standing: SessionStanding =
            json(&self.get(&format!("/v1/sessions/{}", pending.session_id), Some(&token)).await?, 200)?;
        self.io.learn_server_time(standing.server_time);
        Ok(standing)
    }

    /// `POST /v1/registrations`: the same octets under the same key, as often as it takes.
    pub(crate) async fn register(&mut self, pending: &Pending) -> Result<Settled, CallError> {
        let token = SecretText::new(pending.session_token.clone());
        let sender = Sender { token: &token, key: pending.session_key.as_ref() };
        let (key, body) = (Some(&*pending.idempotency_key), Some(&*pending.body));
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
        let token = SecretText::new(pending.session_token.clone());
        let path = format!("/v1/sessions/{}", pending.session_id);
        let request = self.request(Method::Delete, &path, vec![bearer(&token)], None);
        self.io.tell(Effect::Send(request));
    }

    pub(super) fn settled(&mut self, answer: &HttpAnswer, statuses: &[u16]) -> Result<Settled, CallError> {
        let status = statuses.iter().find(|status| **status == answer.status).copied().unwrap_or(200);
        let parsed: RegistrationAnswer = json(answer, status)?;
        let retry_after = answer.header("retry-after").and_then(|seconds| seconds.trim().parse().ok());
        let settled = parsed.check(retry_after).ok_or(CallError::Broken("a malformed registration"))?;
        self.io.learn_server_time(settled.registration.server_time);
        Ok(settled)
    }

    pub(super) async fn get(&mut self, path: &str, token: Option<&SecretText>) -> Result<HttpAnswer, CallError> {
        let request = self.request(Method::Get, path, token.map(bearer).into_iter().collect(), None);
        self.exchange(request).await
    }

    /// A post of a session's owner. What is proven with a wrong time is sent once more: the refusal says what time it is.
    pub(super) async fn post_in_session(
        &mut self,
        path: &str,
        sender: Sender<'_>,
        idempotency_key: Option<&str>,
        body: Option<&str>,
    ) -> Result<HttpAnswer, CallError> {
        let rest =
            || idempotency_key.map(|key| Header { name: "idempotency-key", value: SecretText::new(key.to_owned()) });
        let octets = || body.map(|body| body.as_bytes().to_vec());
        let Some(key) = sender.key else {
            let headers = [bearer(sender.token)].into_iter().chain(rest());
            return self.post(path, headers.collect(), octets()).await;
        };
        let mut at = self.io.server_time().unwrap_or(self.io.now().unix_s);
        let mut first = true;
        loop {
            let headers = self.proven(path, sender.token, key, at).await?.into_iter().chain(rest());
            let answer = self.post(path, headers.collect(), octets()).await;
            let told = self.io.server_time().filter(|told| told.abs_diff(at) > CLOCK_S);
            match (&answer, told) {
                (Err(CallError::Problem(problem)), Some(told)) if first && problem.code == "session-invalid" => {
                    (at, first) = (told, false);
                }
                _ => return answer,
            }
        }
    }

    /// The headers that prove who sends (RFC 9449 §7.1).
    async fn proven(
        &mut self,
        path: &str,
        token: &SecretText,
        key: &SessionKey,
        at: i64,
    ) -> Result<[Header; 2], CallError> {
        let drawn = match self.io.either(Effect::Random { bytes: 16 }, drawn).await {
            Either::Answer(drawn) => drawn,
            Either::Intent(intent) => return Err(CallError::Stopped(intent)),
        };
        // With the times in it, a generator that brings nothing makes no two alike, and costs nobody a registration.
        let times = [at.to_be_bytes(), self.io.now().monotonic_ms.to_be_bytes()].concat();
        let id = Base64UrlUnpadded::encode_string(&Sha256::digest([drawn, times].concat()));
        let url = format!("{}{path}", self.io.surroundings().platform.origin());
        let posted = Posted { method: Method::Post, url: &url, token: token.expose(), at, id: &id };
        let proof = Header { name: "dpop", value: SecretText::new(key.proof(&posted)) };
        let token = Header { name: "authorization", value: SecretText::new(format!("DPoP {}", token.expose())) };
        Ok([token, proof])
    }

    async fn post(&mut self, path: &str, headers: Vec<Header>, body: Option<Vec<u8>>) -> Result<HttpAnswer, CallError> {
        let request = self.request(Method::Post, path, headers, body);
        self.exchange(request).await
    }

    fn request(&self, method: Method, path: &str, mut headers: Vec<Header>, body: Option<Vec<u8>>) -> HttpRequest {
        let platform: &Platform = &self.io.surroundings().platform;
        if body.is_some() {
            headers.push(Header { name: "content-type", value: SecretText::new("application/json".to_owned()) });
        }
        HttpRequest {
            method,
            url: format!("{}{path}", platform.address()),
            headers,
            body,
            timeout_ms: TIMEOUT_MS,
            longest_answer: LONGEST_ANSWER,
        }
    }

    /// One exchange, which the person may stop if the page offers that. A problem becomes an error; any word of the
    /// server's time is taken note of.
    async fn exchange(&mut self, request: HttpRequest) -> Result<HttpAnswer, CallError> {
        let answer = match self.io.either(Effect::Send(request), answered).await {
            Either::Answer(answer) => answer?,
            Either::Intent(intent) => return Err(CallError::Stopped(intent)),
        };
        if (200..300).contains(&answer.status) {
            return Ok(answer);
        }
        match Problem::read(&answer) {
            Some(problem) => {
                if let Some(time) = problem.server_time {
                    self.io.learn_server_time(time);
                }
                Err(CallError::Problem(problem))
            }
            None if answer.status >= 500 || answer.status == 429 => Err(CallError::Down(answer.status)),
            None => Err(CallError::Broken("a status without a problem")),
        }
    }
}

fn bearer(token: &SecretText) -> Header {
    Header { name: "authorization", value: SecretText::new(format!("Bearer {}", token.expose())) }
}

/// The JSON of an answer with that status. Unknown members are ignored (HRP/1 §3.10).
pub(super) fn json<T: DeserializeOwned>(answer: &HttpAnswer, status: u16) -> Result<T, CallError> {
    let kind = answer.header("content-type").and_then(|kind| kind.split(';').next()).unwrap_or_default().trim();
    if answer.status != status {
        return Err(CallError::Broken("a status that HRP/1 does not have here"));
    }
    if !kind.eq_ignore_ascii_case("application/json") {
        return Err(CallError::Broken("not JSON"));
    }
    serde_json::from_slice(&answer.body).map_err(|_| CallError::Broken("not the JSON that HRP/1 has here"))
}

fn drawn(answer: Answer) -> Option<Vec<u8>> {
    match answer {
        Answer::RandomBytes(drawn) => Some(drawn),
        _ => None,
    }
}

fn answered(answer: Answer) -> Option<Result<HttpAnswer, NetFault>> {
    match answer {
        Answer::Http(answer) => Some(Ok(answer)),
        Answer::HttpFailed(fault) => Some(Err(fault)),
        _ => None,
    }
}
