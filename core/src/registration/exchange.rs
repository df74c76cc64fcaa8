//! One HTTP exchange: what goes with a request, and what an answer must be to be read.

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

use crate::effect::{Answer, Effect, Either, Header, HttpAnswer, HttpRequest, Intent, Io, Method, NetFault};
use crate::platform::Platform;
use crate::secret::SecretText;

use super::configuration::Mismatch;
use super::registered::RegistrationAnswer;
use super::session_key::Posted;
use super::{Problem, SessionKey, Settled};

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
    pub(super) io: &'io mut Io,
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

    pub(super) async fn post(
        &mut self,
        path: &str,
        headers: Vec<Header>,
        body: Option<Vec<u8>>,
    ) -> Result<HttpAnswer, CallError> {
        let request = self.request(Method::Post, path, headers, body);
        self.exchange(request).await
    }

    pub(super) fn request(
        &self,
        method: Method,
        path: &str,
        mut headers: Vec<Header>,
        body: Option<Vec<u8>>,
    ) -> HttpRequest {
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

pub(super) fn bearer(token: &SecretText) -> Header {
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
