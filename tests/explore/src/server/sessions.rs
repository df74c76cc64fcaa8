//! Sessions and their challenges (HRP/1 §3.15 A1 to A10).

use base64ct::{Base64UrlUnpadded, Encoding as _};
use kazasu_core::effect::HttpAnswer;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::answers::{self, instant};
use super::operation::Operation;
use super::session_key::SessionKey;
use super::{CHALLENGE_TTL_S, Call, Problem, READABLE_S, SESSION_S, SUBMIT_GRACE_S, Server, problem, terms};

/// How the present challenge of a session stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// A proof may come.
    Fresh,
    /// A proof over it was refused: a new one is needed.
    Burned,
    /// A proof over it was accepted.
    Used,
}

/// A session.
#[derive(Debug, Clone)]
pub(super) struct Session {
    pub(super) id: String,
    token: String,
    pub(super) operation: Operation,
    pub(super) key: Option<SessionKey>,
    began: i64,
    challenges: u8,
    pub(super) standing: Standing,
    pub(super) submit_by: i64,
    /// The place of its registration among all.
    pub(super) registration: Option<usize>,
    closed: bool,
    /// Definite answers by key: the digest of the body, and the answer.
    pub(super) answered: Vec<(String, [u8; 32], HttpAnswer)>,
}

impl Session {
    /// 32 octets that nobody else has.
    pub(super) fn challenge(&self) -> [u8; 32] {
        Sha256::digest(format!("{} {}", self.id, self.challenges)).into()
    }

    /// Seconds since 1970 until which it is open.
    fn ends(&self) -> i64 {
        (self.began + SESSION_S).max(self.submit_by)
    }

    pub(super) fn is_open(&self, now: i64) -> bool {
        !self.closed && now <= self.ends()
    }

    /// As after `DELETE`.
    pub(super) fn end(&mut self) {
        self.closed = true;
    }

    pub(super) fn shape(&self, now: i64) -> u8 {
        let bits = [self.is_open(now), self.standing == Standing::Fresh, self.standing == Standing::Used, self.closed];
        bits.iter().fold(self.challenges, |shape, bit| shape << 1 | u8::from(*bit))
    }

    /// Until when a proof over a challenge of that time may come: for a registration also after a tunnel or a lift.
    fn due(operation: Operation, now: i64) -> i64 {
        let grace = if operation == Operation::Register { SUBMIT_GRACE_S } else { 0 };
        now + CHALLENGE_TTL_S + grace
    }

    fn offer(&self) -> Value {
        json!({
            "challenge": Base64UrlUnpadded::encode_string(&self.challenge()), "expires_in": CHALLENGE_TTL_S,
            "submit_by": instant(self.submit_by),
        })
    }
}

impl Server {
    /// The session with that id and token, whatever its state, while it can be asked for at all.
    pub(super) fn session(&mut self, id: &str, bearer: &str, now: i64) -> Result<&mut Session, Problem> {
        let found = self.sessions.iter_mut().find(|session| session.id == id && session.token == bearer);
        found.filter(|session| !session.closed && now <= session.ends() + READABLE_S).ok_or(problem("session-invalid"))
    }

    /// As [`Server::session`], for a post: it needs a proof of the session key, if there is one.
    pub(super) fn posting(&mut self, id: &str, call: &Call<'_>, now: i64) -> Result<&mut Session, Problem> {
        let session = self.session(id, call.bearer, now)?;
        let wrong = session.key.as_mut().and_then(|key| key.accept(call, now).err());
        if let Some(why) = wrong {
            self.refusals.push(why);
            return Err(problem("session-invalid"));
        }
        self.session(id, call.bearer, now)
    }

    pub(super) fn open(&mut self, call: &Call<'_>, now: i64) -> Result<HttpAnswer, Problem> {
        let body: Value = serde_json::from_slice(call.body).map_err(|_| problem("malformed-request"))?;
        let text = |name: &str| body.get(name).and_then(Value::as_str).unwrap_or_default();
        let terms = terms(text("lang")).ok_or(problem("malformed-request"))?;
        let operation = Operation::from_name(text("operation"))?;
        let registering = operation == Operation::Register;
        if body.pointer("/client/platform").is_none() || registering != body.get("terms_version").is_some() {
            return Err(problem("malformed-request"));
        }
        if registering && text("terms_version") != terms.version {
            return Err(problem("terms-changed"));
        }
        let key = body.get("session_key").and_then(SessionKey::read);
        if key.is_some() != (self.keyed || body.get("session_key").is_some()) {
            return Err(problem("malformed-request"));
        }
        let number = self.sessions.len();
        let session = Session {
            id: format!("ses_{number:026}"),
            token: format!("session-token-{number}"),
            operation,
            key,
            began: now,
            challenges: 1,
            standing: Standing::Fresh,
            submit_by: Session::due(operation, now),
            registration: None,
            closed: false,
            answered: Vec::new(),
        };
        let answer = json!({
            "session_id": session.id, "session_token": session.token, "challenge": session.offer(),
            "expires_in": SESSION_S, "server_time": instant(now),
        });
        self.sessions.push(session);
        Ok(answers::json(201, &answer))
    }

    pub(super) fn renew(&mut self, id: &str, call: &Call<'_>, now: i64) -> Result<HttpAnswer, Problem> {
        let session = self.posting(id, call, now)?;
        if !session.is_open(now) {
            return Err(problem("session-expired"));
        }
        if session.standing == Standing::Used {
            return Err(problem("challenge-in-use"));
        }
        if session.challenges == 5 {
            return Err(Problem { retry: "new-session", ..problem("rate-limited") });
        }
        session.challenges += 1;
        session.standing = Standing::Fresh;
        session.submit_by = Session::due(session.operation, now);
        Ok(answers::json(201, &session.offer()))
    }

    pub(super) fn standing(&mut self, id: &str, call: &Call<'_>, now: i64) -> Result<HttpAnswer, Problem> {
        let session = self.session(id, call.bearer, now)?;
        let state = match (session.standing, session.is_open(now)) {
            (Standing::Used, true) => "submitted",
            (_, true) => "open",
            (_, false) => "expired",
        };
        let mut answer = json!({"state": state, "server_time": instant(now), "submit_by": instant(session.submit_by)});
        let place = session.registration;
        if let (Some(place), Some(members)) = (place, answer.as_object_mut()) {
            members.insert("registration_id".into(), super::register::id_of(place).into());
        }
        Ok(answers::json(200, &answer))
    }

    pub(super) fn close(&mut self, id: &str, call: &Call<'_>, now: i64) -> Result<HttpAnswer, Problem> {
        self.session(id, call.bearer, now)?.end();
        Ok(HttpAnswer { status: 204, headers: vec![], body: vec![] })
    }
}
