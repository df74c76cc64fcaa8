//! Registering: the order of HRP/1 §3.7.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use kazasu_core::effect::HttpAnswer;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256, Sha384};

use super::answers::{self, instant};
use super::sessions::Standing;
use super::{Call, Problem, Server, problem, terms};
use crate::holder::Holder;
use crate::starts::{ORIGIN, Portal};

/// What precedes a SHA-256 hash in a DigestInfo (RFC 8017 §9.2, note 1).
const DIGEST_INFO: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];

/// What precedes a SHA-384 hash in a DigestInfo (as above).
const DIGEST_INFO_384: [u8; 19] =
    [0x30, 0x41, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30];

/// The certificate is of none of the cards.
pub(crate) const STRANGE: &str = "a certificate of no card in this world";

/// A registration.
#[derive(Debug, Clone)]
pub(super) struct Registration {
    pub(super) card: usize,
    /// SHA-256 of the signature that brought it.
    pub(super) proof: [u8; 32],
    pub(super) portal: bool,
    asked: u32,
}

/// The id of the registration at that place.
pub(super) fn id_of(place: usize) -> String {
    format!("reg_{place:026}")
}

/// A body, taken apart and judged by steps 5 to 7.
struct Judged {
    card: usize,
    proof: [u8; 32],
    portal: bool,
}

/// SHA-256 of the signature in a body: what names a proof.
#[must_use]
pub(crate) fn proof_of(body: &[u8]) -> Option<[u8; 32]> {
    let body: Value = serde_json::from_slice(body).ok()?;
    Some(Sha256::digest(decoded(body.pointer("/proof/signature")?)?).into())
}

/// The statement in a body.
#[must_use]
pub(crate) fn statement_of(body: &[u8]) -> Option<Value> {
    let body: Value = serde_json::from_slice(body).ok()?;
    serde_json::from_slice(&decoded(body.get("statement")?)?).ok()
}

fn decoded(text: &Value) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(text.as_str()?).ok()
}

impl Server {
    pub(super) fn register(&mut self, call: &Call<'_>, now: i64, holder: &Holder<'_>) -> Result<HttpAnswer, Problem> {
        let body: Value = serde_json::from_slice(call.body).map_err(|_| problem("malformed-request"))?;
        let id = body.get("session_id").and_then(Value::as_str).unwrap_or_default().to_owned();
        if call.key.len() != 24 {
            return Err(problem("idempotency-key-missing"));
        }
        let digest: [u8; 32] = Sha256::digest(call.body).into();
        let (twice, portal_offered) = (self.registers_twice, self.portal != Portal::Absent);
        let session = self.posting(&id, call, now)?;
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
        let challenge = session.challenge();
        let thumbprint = session.key.as_ref().map(|key| key.thumbprint);
        let own = [id.as_bytes(), &[0], thumbprint.as_ref().map_or(&[][..], |octets| octets)].concat();
        let judged = match self.judge(&body, &own, &challenge, portal_offered, holder) {
            Ok(judged) => judged,
            Err(why) => {
                let code = if why == STRANGE { "certificate-untrusted" } else { "signature-invalid" };
                self.refusals.push(why);
                let refusal = problem(code);
                self.refuse(call, &refusal, now);
                return Err(refusal);
            }
        };
        self.arrived.push(judged.proof);
        if self.forgets {
            self.registrations.push(Registration { card: usize::MAX, proof: [0; 32], portal: false, asked: 0 });
            return Ok(self.answer(self.registrations.len() - 1, 202, judged.portal, now));
        }
        let known = self.registrations.iter_mut().position(|row| row.card == judged.card).filter(|_| !twice);
        let (place, status) = match known {
            Some(place) => (place, 200),
            None => (self.registrations.len(), 202),
        };
        match self.registrations.get_mut(place) {
            Some(row) => row.portal |= judged.portal,
            None => {
                let Judged { card, proof, portal } = judged;
                self.registrations.push(Registration { card, proof, portal, asked: 0 });
            }
        }
        let answer = self.answer(place, status, judged.portal, now);
        let session = self.session(&id, call.bearer, now)?;
        (session.standing, session.registration) = (Standing::Used, Some(place));
        session.answered.push((call.key.to_owned(), digest, answer.clone()));
        Ok(answer)
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
        if refusal.code == "session-invalid" {
            session.end();
        }
    }

    fn judge(
        &self,
        body: &Value,
        session: &[u8],
        challenge: &[u8; 32],
        portal_offered: bool,
        holder: &Holder<'_>,
    ) -> Result<Judged, &'static str> {
        let field = |path| body.pointer(path).and_then(decoded);
        let octets = field("/statement").ok_or("the statement is no base64url")?;
        let statement: Value = serde_json::from_slice(&octets).map_err(|_| "the statement is no JSON")?;
        let text = |name: &str| statement.get(name).and_then(Value::as_str).unwrap_or_default();
        let terms = terms(text("terms_lang")).ok_or("terms in no language")?;
        let consents: Vec<&str> = terms.items.iter().map(|item| item.id).collect();
        let portal = statement.get("portal_user_registration").and_then(Value::as_bool).ok_or("no flag")?;
        if text("type") != "hrp.register.v1" || text("terms_version") != terms.version {
            return Err("another type or version than what was offered");
        }
        if text("terms_digest") != terms.digest || statement.get("consents") != Some(&json!(consents)) {
            return Err("another digest or other consents than what was offered");
        }
        if portal && !portal_offered {
            return Err("a portal user where the platform has none");
        }
        let certificate = field("/proof/unverified_certificate").ok_or("the certificate is no base64url")?;
        let signature = field("/proof/signature").ok_or("the signature is no base64url")?;
        let card = holder.card_of(&certificate).ok_or(STRANGE)?;
        let next = holder.is_next_generation(card);
        let algorithm = if next { "ES384" } else { "RS256" };
        if body.pointer("/proof/algorithm") != Some(&json!(algorithm)) {
            return Err("not the algorithm of the card");
        }
        let context = format!("hrp/1 register {algorithm}");
        let fields: [&[u8]; 7] =
            [context.as_bytes(), ORIGIN.as_bytes(), challenge, session, &octets, &certificate, b""];
        // What a P-384 card signs is a hash, given to it bare or in a DigestInfo.
        let inputs: Vec<Vec<u8>> = if next {
            let transcript: Vec<u8> = fields.into_iter().flat_map(Sha384::digest).collect();
            let hash = Sha384::digest(transcript);
            vec![hash.to_vec(), [&DIGEST_INFO_384[..], &hash].concat()]
        } else {
            let transcript: Vec<u8> = fields.into_iter().flat_map(Sha256::digest).collect();
            vec![[&DIGEST_INFO[..], &Sha256::digest(transcript)].concat()]
        };
        let made = |input: &Vec<u8>| {
            holder.has_signed(card, input) && holder.signature(card, input).as_deref() == Some(&*signature)
        };
        if !inputs.iter().any(made) {
            return Err("no signature of this card over this transcript");
        }
        Ok(Judged { card, proof: Sha256::digest(&signature).into(), portal })
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
    fn answer(&self, place: usize, status: u16, portal: bool, now: i64) -> HttpAnswer {
        let done = self.registrations.get(place).is_some_and(|row| row.asked > 0);
        let application = if status == 200 { "already_registered" } else { "accepted" };
        let mut answer = json!({
            "registration_id": id_of(place), "application": {"state": application},
            "insurance_card": {"state": if done { "registered" } else { "processing" }},
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
