//! Signed requests: the order of HRP/1 §3.7, and registering.

use kazasu_core::effect::HttpAnswer;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};

use super::answers::{self, instant};
use super::judge::{Bound, Judged, STRANGE};
use super::operation::{self, Operation};
use super::sessions::Standing;
use super::{Call, Problem, Server, problem};
use crate::holder::Holder;

/// A registration.
#[derive(Debug, Clone)]
pub(super) struct Registration {
    pub(super) card: usize,
    /// SHA-256 of the signature that brought it.
    pub(super) proof: [u8; 32],
    pub(super) portal: bool,
    asked: u32,
    /// How often its release was taken in.
    pub(super) releases: usize,
}

/// The id of the registration at that place.
pub(super) fn id_of(place: usize) -> String {
    format!("reg_{place:026}")
}

impl Server {
    /// A signed request of any operation.
    pub(super) fn signed(&mut self, call: &Call<'_>, now: i64, holder: &Holder<'_>) -> Result<HttpAnswer, Problem> {
        let body: Value = serde_json::from_slice(call.body).map_err(|_| problem("malformed-request"))?;
        let id = body.get("session_id").and_then(Value::as_str).unwrap_or_default().to_owned();
        if call.key.len() != 24 {
            return Err(problem("idempotency-key-missing"));
        }
        let digest: [u8; 32] = Sha256::digest(call.body).into();
        let twice = self.registers_twice;
        let session = self.posting(&id, call, now)?;
        if operation::of_path(&call.path) != Some(session.operation) {
            return Err(problem("malformed-request"));
        }
        if let Some((_, known, answer)) = session.answered.iter().find(|(key, ..)| key == call.key)
            && !twice
        {
            return if *known == digest { Ok(answer.clone()) } else { Err(problem("idempotency-key-reused")) };
        }
        if !session.is_open(now) {
            return Err(problem("session-expired"));
        }
        if session.standing != Standing::Fresh && !twice {
            return Err(problem("challenge-in-use"));
        }
        if now > session.submit_by {
            return Err(problem("challenge-expired"));
        }
        let thumbprint = session.key.as_ref().map(|key| key.thumbprint);
        let bound = Bound {
            operation: session.operation,
            session: [id.as_bytes(), &[0], thumbprint.as_ref().map_or(&[][..], |octets| octets)].concat(),
            challenge: session.challenge(),
        };
        let judged = match self.judge(&body, &bound, holder) {
            Ok(judged) => judged,
            Err(why) => {
                let code = if why == STRANGE { "certificate-untrusted" } else { "signature-invalid" };
                self.refusals.push(why);
                let refusal = problem(code);
                self.refuse(call, &refusal, now);
                return Err(refusal);
            }
        };
        let proof = judged.proof;
        let done = match bound.operation {
            Operation::Register => self.register(judged, now),
            Operation::Authenticate => Ok((self.authenticate(&judged, now), None)),
            Operation::Deregister => self.deregister(&judged, now),
        };
        let (answer, place) = match done {
            Ok(done) => done,
            Err(refusal) => {
                self.refuse(call, &refusal, now);
                return Err(refusal);
            }
        };
        if self.forgets && bound.operation == Operation::Register {
            return Ok(answer);
        }
        self.said_yes.push(proof);
        let session = self.session(&id, call.bearer, now)?;
        (session.standing, session.registration) = (Standing::Used, place);
        session.answered.push((call.key.to_owned(), digest, answer.clone()));
        Ok(answer)
    }

    fn register(&mut self, judged: Judged, now: i64) -> Result<(HttpAnswer, Option<usize>), Problem> {
        let portal = judged.statement.get("portal_user_registration") == Some(&json!(true));
        let known = self.registrations.iter_mut().position(|row| row.card == judged.card);
        if known.is_some_and(|place| self.registrations.get(place).is_some_and(|row| row.releases > 0)) {
            return Err(problem("release-already-requested"));
        }
        self.arrived.push(judged.proof);
        if self.forgets {
            let nobody = Registration { card: usize::MAX, proof: [0; 32], portal: false, asked: 0, releases: 0 };
            self.registrations.push(nobody);
            return Ok((self.answer(self.registrations.len() - 1, 202, portal, now), None));
        }
        let (place, status) = match known.filter(|_| !self.registers_twice) {
            Some(place) => (place, 200),
            None => (self.registrations.len(), 202),
        };
        match self.registrations.get_mut(place) {
            Some(row) => row.portal |= portal,
            None => {
                let Judged { card, proof, .. } = judged;
                self.registrations.push(Registration { card, proof, portal, asked: 0, releases: 0 });
            }
        }
        Ok((self.answer(place, status, portal, now), Some(place)))
    }

    /// A refusal, with what it leaves behind: a definite one is kept under its key (HRP/1 §3.15 B4), one of steps 5 to 7
    /// burns the challenge.
    pub(super) fn refuse(&mut self, call: &Call<'_>, refusal: &Problem, now: i64) {
        let body: Value = serde_json::from_slice(call.body).unwrap_or_default();
        let id = body.get("session_id").and_then(Value::as_str).unwrap_or_default().to_owned();
        let Ok(session) = self.session(&id, call.bearer, now) else { return };
        if refusal.status == 422 || refusal.code == "terms-changed" {
            session.standing = Standing::Burned;
        }
        if matches!(refusal.status, 410 | 422) {
            let digest: [u8; 32] = Sha256::digest(call.body).into();
            session.answered.push((call.key.to_owned(), digest, refusal.answer(now)));
        }
        if matches!(refusal.code, "session-invalid" | "statement-mismatch") {
            session.end();
        }
    }

    pub(super) fn status(&mut self, id: &str, call: &Call<'_>, now: i64) -> Result<HttpAnswer, Problem> {
        let found = (0..self.registrations.len()).find(|place| id_of(*place) == id);
        let place = found.ok_or(problem("not-found"))?;
        if call.bearer != format!("status-token-{place}") {
            return Err(problem("session-invalid"));
        }
        let portal = self.registrations.get_mut(place).is_some_and(|row| {
            row.asked += 1;
            row.portal
        });
        Ok(self.answer(place, 0, portal, now))
    }

    /// The present state of a registration; `status` 0 for a poll.
    pub(super) fn answer(&self, place: usize, status: u16, portal: bool, now: i64) -> HttpAnswer {
        let state = match self.registrations.get(place) {
            Some(row) if row.releases > 0 => "release_requested",
            Some(row) if row.asked > 0 => "registered",
            _ => "processing",
        };
        let application = if status == 200 { "already_registered" } else { "accepted" };
        let mut answer = json!({
            "registration_id": id_of(place), "application": {"state": application},
            "insurance_card": {"state": state},
            "receipt": {
                "number": "4444-5555-6666", "terms_version": "2026-11-01", "consents": [],
                "accepted_at": instant(now),
            },
            "server_time": instant(now),
        });
        if let Some(members) = answer.as_object_mut() {
            if portal {
                members.insert("portal_user".into(), json!({"state": "accepted"}));
            }
            if status > 0 {
                members.insert("status_token".into(), format!("status-token-{place}").into());
            }
        }
        answers::json(if status == 0 { 200 } else { status }, &answer)
    }
}
