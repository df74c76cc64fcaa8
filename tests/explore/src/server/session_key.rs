//! What a platform that demands a session key checks of a post: DPoP (RFC 9449 §4.3) with ES256.

use base64ct::{Base64UrlUnpadded, Encoding as _};
use p256::ecdsa::signature::Verifier as _;
use p256::ecdsa::{Signature, VerifyingKey};
use p256::{FieldBytes, Sec1Point};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::Call;
use crate::starts::ORIGIN;

/// Seconds by which a proof's time may be wrong.
const TOLERANCE_S: i64 = 300;

/// The public key of a session.
#[derive(Debug, Clone)]
pub(super) struct SessionKey {
    jwk: Value,
    public: VerifyingKey,
    /// RFC 7638.
    pub(super) thumbprint: [u8; 32],
    /// Ids of proofs that were used.
    used: Vec<String>,
}

impl SessionKey {
    /// Reads what a session request brings.
    pub(super) fn read(jwk: &Value) -> Option<Self> {
        let text = |name: &str| jwk.get(name).and_then(Value::as_str);
        let (x, y) = (text("x")?, text("y")?);
        let known = (text("kty")?, text("crv")?) == ("EC", "P-256") && jwk.as_object()?.len() == 4;
        let [a, b] = [octets(x)?, octets(y)?].map(|octets| <[u8; 32]>::try_from(octets).ok());
        let point = Sec1Point::from_affine_coordinates(&FieldBytes::from(a?), &FieldBytes::from(b?), false);
        let public = VerifyingKey::from_sec1_point(&point).ok()?;
        let canonical = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
        let thumbprint = Sha256::digest(canonical).into();
        known.then(|| Self { jwk: jwk.clone(), public, thumbprint, used: Vec::new() })
    }

    /// Whether a post with that token is proven; each proof serves once.
    pub(super) fn accept(&mut self, call: &Call<'_>, now: i64) -> Result<(), &'static str> {
        let parts: Vec<&str> = call.proof.split('.').collect();
        let [head, claims, signature] = *parts else { return Err("no proof of the session key") };
        let object = |part| octets(part).and_then(|json| serde_json::from_slice::<Value>(&json).ok());
        let (head_json, claims_json) = (object(head).unwrap_or_default(), object(claims).unwrap_or_default());
        let named = |json: &Value, name: &str, value: &str| json.get(name).and_then(Value::as_str) == Some(value);
        if !named(&head_json, "typ", "dpop+jwt") || !named(&head_json, "alg", "ES256") {
            return Err("no DPoP proof with ES256");
        }
        if head_json.get("jwk") != Some(&self.jwk) {
            return Err("a proof of another key");
        }
        let signature = octets(signature).and_then(|octets| Signature::from_slice(&octets).ok());
        let signed = format!("{head}.{claims}");
        if signature.is_none_or(|signature| self.public.verify(signed.as_bytes(), &signature).is_err()) {
            return Err("a proof with a wrong signature");
        }
        let address = format!("{ORIGIN}/{}", call.path.join("/"));
        let token = Base64UrlUnpadded::encode_string(&Sha256::digest(call.bearer));
        if !named(&claims_json, "htm", call.method.name())
            || !named(&claims_json, "htu", &address)
            || !named(&claims_json, "ath", &token)
        {
            return Err("a proof of another request");
        }
        let time = claims_json.get("iat").and_then(Value::as_i64);
        if time.is_none_or(|time| (time - now).abs() > TOLERANCE_S) {
            return Err("a proof of another time");
        }
        let id = claims_json.get("jti").and_then(Value::as_str).unwrap_or_default();
        if id.len() < 16 || self.used.iter().any(|used| used == id) {
            return Err("a proof that was used before");
        }
        self.used.push(id.to_owned());
        Ok(())
    }
}

fn octets(text: &str) -> Option<Vec<u8>> {
    Base64UrlUnpadded::decode_vec(text).ok()
}
