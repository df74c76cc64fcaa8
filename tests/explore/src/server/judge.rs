//! A signed request, taken apart and judged: whose card signed what (HRP/1 §3.3, §3.7 steps 5 to 7).

use base64ct::{Base64UrlUnpadded, Encoding as _};
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256, Sha384};

use super::operation::Operation;
use super::{Server, terms};
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

/// A body, judged.
pub(super) struct Judged {
    pub(super) card: usize,
    /// SHA-256 of the signature.
    pub(super) proof: [u8; 32],
    pub(super) statement: Value,
}

/// What a proof is bound to.
pub(super) struct Bound {
    pub(super) operation: Operation,
    /// The session's id, and the thumbprint of its key.
    pub(super) session: Vec<u8>,
    pub(super) challenge: [u8; 32],
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
    pub(super) fn judge(&self, body: &Value, bound: &Bound, holder: &Holder<'_>) -> Result<Judged, &'static str> {
        let field = |path| body.pointer(path).and_then(decoded);
        let octets = field("/statement").ok_or("the statement is no base64url")?;
        let statement: Value = serde_json::from_slice(&octets).map_err(|_| "the statement is no JSON")?;
        if statement.get("type") != Some(&json!(bound.operation.statement())) {
            return Err("a statement of another operation");
        }
        match bound.operation {
            Operation::Register => self.consents(&statement)?,
            Operation::Authenticate => scopes(&statement)?,
            Operation::Deregister => understood(&statement)?,
        }
        let certificate = field("/proof/unverified_certificate").ok_or("the certificate is no base64url")?;
        let signature = field("/proof/signature").ok_or("the signature is no base64url")?;
        let card = holder.card_of(&certificate).ok_or(STRANGE)?;
        let next = holder.is_next_generation(card);
        let algorithm = if next { "ES384" } else { "RS256" };
        if body.pointer("/proof/algorithm") != Some(&json!(algorithm)) {
            return Err("not the algorithm of the card");
        }
        let context = format!("hrp/1 {} {algorithm}", bound.operation.name());
        let fields: [&[u8]; 7] =
            [context.as_bytes(), ORIGIN.as_bytes(), &bound.challenge, &bound.session, &octets, &certificate, b""];
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
        Ok(Judged { card, proof: Sha256::digest(&signature).into(), statement })
    }

    /// The statement of a registration is what was offered.
    fn consents(&self, statement: &Value) -> Result<(), &'static str> {
        let text = |name: &str| statement.get(name).and_then(Value::as_str).unwrap_or_default();
        let terms = terms(text("terms_lang")).ok_or("terms in no language")?;
        let consents: Vec<&str> = terms.items.iter().map(|item| item.id).collect();
        let portal = statement.get("portal_user_registration").and_then(Value::as_bool).ok_or("no flag")?;
        if text("terms_version") != terms.version {
            return Err("another version than what was offered");
        }
        if text("terms_digest") != terms.digest || statement.get("consents") != Some(&json!(consents)) {
            return Err("another digest or other consents than what was offered");
        }
        if portal && self.portal == Portal::Absent {
            return Err("a portal user where the platform has none");
        }
        Ok(())
    }
}

fn scopes(statement: &Value) -> Result<(), &'static str> {
    let one = [json!(["status"]), json!(["insurance"])];
    let known = statement.get("scope").is_some_and(|scope| one.contains(scope));
    if known && is_of_size(statement, 2) { Ok(()) } else { Err("not one scope") }
}

fn understood(statement: &Value) -> Result<(), &'static str> {
    let both = json!(["effective-next-month-end", "card-stays-valid-otherwise"]);
    let whole = statement.get("understood") == Some(&both) && statement.get("registration_id").is_some();
    if whole && is_of_size(statement, 3) { Ok(()) } else { Err("not what has to be understood") }
}

fn is_of_size(statement: &Value, members: usize) -> bool {
    statement.as_object().is_some_and(|object| object.len() == members)
}
