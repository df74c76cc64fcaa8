//! The statement and the signed request (HRP/1 §3.4, §3.5).

use base64ct::{Base64UrlUnpadded, Encoding};
use serde::Serialize;

use crate::algorithm::Algorithm;

/// What a session is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Operation {
    /// Registering.
    Register,
    /// Signing in with the card.
    Authenticate,
    /// Asking for the release of a registration.
    Deregister,
}

impl Operation {
    /// As it is signed and sent.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Authenticate => "authenticate",
            Self::Deregister => "deregister",
        }
    }
}

/// What a sign-in is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Scope {
    /// How the registration stands.
    Status,
    /// The insurance summary.
    Insurance,
}

/// What a sign-in asks for, in the words of the protocol.
#[derive(Serialize)]
pub(crate) struct SignInStatement {
    pub(crate) r#type: &'static str,
    pub(crate) scope: [Scope; 1],
}

/// What a release asks for, in the words of the protocol.
#[derive(Serialize)]
pub(crate) struct DeregisterStatement<'a> {
    pub(crate) r#type: &'static str,
    pub(crate) registration_id: &'a str,
    /// What the person was told, and says to have understood.
    pub(crate) understood: [&'static str; 2],
}

/// What the person wants, in the words of the protocol. Serialised once: these octets are hashed and sent.
#[derive(Serialize)]
pub(crate) struct Statement<'a> {
    pub(crate) r#type: &'static str,
    pub(crate) terms_version: &'a str,
    pub(crate) terms_digest: &'a str,
    pub(crate) terms_lang: &'a str,
    pub(crate) consents: Vec<&'a str>,
    pub(crate) portal_user_registration: bool,
}

/// The exact octets of a statement.
pub(crate) fn statement_bytes(statement: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(statement).unwrap_or_default()
}

/// The body of `POST /v1/registrations`.
#[derive(Serialize)]
struct SignedRequest<'a> {
    session_id: &'a str,
    statement: String,
    proof: Proof,
}

#[derive(Serialize)]
struct Proof {
    format: &'static str,
    algorithm: Algorithm,
    unverified_certificate: String,
    signature: String,
}

/// The octets of the signed request.
pub(crate) fn signed_request(
    session_id: &str,
    statement: &[u8],
    algorithm: Algorithm,
    certificate: &[u8],
    signature: &[u8],
) -> Vec<u8> {
    let request = SignedRequest {
        session_id,
        statement: Base64UrlUnpadded::encode_string(statement),
        proof: Proof {
            format: "hrp-proof:1",
            algorithm,
            unverified_certificate: Base64UrlUnpadded::encode_string(certificate),
            signature: Base64UrlUnpadded::encode_string(signature),
        },
    };
    serde_json::to_vec(&request).unwrap_or_default()
}
