//! Proofs, after HRP/1 §3.3 and §3.4.

use serde_json::{Value, json};
use sha2::{Digest, Sha256, Sha384};

use super::pki::{KEYS, Key, Spec};

pub const ORIGIN: &str = "https://sandbox.example";

pub fn b64(octets: &[u8]) -> String {
    use base64ct::{Base64UrlUnpadded, Encoding};
    Base64UrlUnpadded::encode_string(octets)
}

pub fn unb64(text: &str) -> Vec<u8> {
    use base64ct::{Base64UrlUnpadded, Encoding};
    Base64UrlUnpadded::decode_vec(text).unwrap()
}

/// A certificate and the key in it.
#[derive(Clone)]
pub struct Card {
    pub key: Key,
    pub certificate: Vec<u8>,
    pub algorithm: &'static str,
}

impl Card {
    /// A good RSA card with a serial of its own.
    pub fn rsa(serial: &[u8]) -> Self {
        let keys = &*KEYS;
        Self::of(&keys.card, Spec::card(&keys.card, &keys.issuer, serial).sign(&keys.issuer))
    }

    pub fn p384(serial: &[u8]) -> Self {
        let keys = &*KEYS;
        Self::of(&keys.p384_card, Spec::card(&keys.p384_card, &keys.p384_issuer, serial).sign(&keys.p384_issuer))
    }

    pub fn of(key: &Key, certificate: Vec<u8>) -> Self {
        let algorithm = match key {
            Key::Rsa(_) => "RS256",
            Key::P384(_) => "ES384",
        };
        Self { key: key.clone(), certificate, algorithm }
    }
}

/// What a client was given by `POST /v1/sessions`.
#[derive(Clone)]
pub struct Session {
    pub id: String,
    pub token: String,
    pub challenge: Vec<u8>,
    pub thumbprint: Vec<u8>,
}

/// What is hashed into T, each part free to be wrong.
#[derive(Clone)]
pub struct Signed {
    pub operation: &'static str,
    pub algorithm: &'static str,
    pub origin: &'static str,
    pub session: Session,
    pub statement: Vec<u8>,
    pub card: Card,
}

impl Signed {
    pub fn new(session: &Session, card: &Card, statement: &Value) -> Self {
        Self {
            operation: "register",
            algorithm: card.algorithm,
            origin: ORIGIN,
            session: session.clone(),
            statement: statement.to_string().into_bytes(),
            card: card.clone(),
        }
    }

    fn transcript(&self) -> Vec<u8> {
        let hash = |octets: &[u8]| match self.algorithm {
            "RS256" => Sha256::digest(octets).to_vec(),
            _ => Sha384::digest(octets).to_vec(),
        };
        let mut t = hash(format!("hrp/1 {} {}", self.operation, self.algorithm).as_bytes());
        t.extend(hash(self.origin.as_bytes()));
        t.extend(hash(&self.session.challenge));
        t.extend(hash(&[self.session.id.as_bytes(), b"\0", &self.session.thumbprint].concat()));
        t.extend(hash(&self.statement));
        t.extend(hash(&self.card.certificate));
        t.extend(hash(b""));
        t
    }

    /// The request body, ready to send.
    pub fn body(&self) -> Value {
        json!({
            "session_id": self.session.id,
            "statement": b64(&self.statement),
            "proof": {
                "format": "hrp-proof:1",
                "algorithm": self.algorithm,
                "unverified_certificate": b64(&self.card.certificate),
                "signature": b64(&self.card.key.sign(&self.transcript())),
            },
        })
    }
}
