//! A post with a proof (`SignedRequest`), checked as far as its own octets allow.

use crate::answer::{Answer, TokenOf};
use crate::app::App;
use crate::codec::{Sha256, from_b64u};
use crate::ids::{IdempotencyKey, SessionId, TraceId};
use crate::json::{Fault, Fields, Node, parse};
use crate::problem::{Code, Problem};
use crate::session::Dpop;
use crate::words::Algorithm;

const STATEMENT_MAX: usize = 4096;
const CERTIFICATE_MAX: usize = 5462;
const SIGNATURE_MAX: usize = 700;

/// What else is known of a request.
pub(crate) struct Call {
    pub(crate) trace: TraceId,
    /// Its path.
    pub(crate) instance: String,
    /// Its bearer token.
    pub(crate) token: Option<String>,
    /// What it says about its session key.
    pub(crate) dpop: Dpop,
    /// A fault: stop when everything was checked and nothing is stored yet.
    #[cfg(feature = "sandbox")]
    pub(crate) stop_before_commit: bool,
}

impl Call {
    pub(super) fn with_token(&self, app: &App, answer: Answer, session: &SessionId) -> Answer {
        answer.with_token(|of| match of {
            TokenOf::Status(id) => app.secrets.status_token(id, session),
            TokenOf::Access => app.secrets.access_token(session),
        })
    }
}

/// An answer to a post.
pub(crate) enum Given {
    /// Given for the first time.
    First(Answer),
    /// A refusal, given for the first time.
    Refused(Answer, Code),
    /// Given before.
    Again(Answer),
}

/// A post whose statement is of type `S`.
pub(crate) struct Post<S> {
    pub(crate) session: SessionId,
    pub(crate) key: IdempotencyKey,
    pub(crate) fingerprint: Sha256,
    pub(crate) statement: S,
    /// The statement's octets as they were hashed.
    pub(crate) statement_octets: Vec<u8>,
    pub(crate) proof: Proof,
}

/// The proof object, decoded.
pub(crate) struct Proof {
    pub(crate) algorithm: Algorithm,
    pub(crate) certificate: Vec<u8>,
    pub(crate) signature: Vec<u8>,
}

/// A post before its idempotency key is known.
pub(crate) struct Body<S> {
    session: SessionId,
    statement: S,
    statement_octets: Vec<u8>,
    proof: Proof,
}

impl<S> Body<S> {
    pub(crate) fn keyed(self, key: IdempotencyKey, fingerprint: Sha256) -> Post<S> {
        let Self { session, statement, statement_octets, proof } = self;
        Post { session, key, fingerprint, statement, statement_octets, proof }
    }

    /// Reads `SignedRequest`; `read` reads the statement (HRP/1 §3.15 A7).
    pub(crate) fn read(node: Node, read: impl FnOnce(Fields) -> Result<S, Fault>) -> Result<Self, Problem> {
        let mut fields = Fields::of(node, "")?;
        let session = fields.word("session_id", SessionId::parse)?;
        let statement = fields.text("statement")?;
        let proof = read_proof(fields.object("proof")?)?;
        fields.end()?;
        let malformed = |detail| Problem::malformed(Fault::at("/statement", detail));
        let octets = from_b64u(&statement)
            .filter(|octets| !octets.is_empty())
            .ok_or_else(|| malformed("is not base64url without padding"))?;
        if octets.len() > STATEMENT_MAX {
            return Err(Problem::new(Code::PayloadTooLarge).detail("the statement is over 4096 octets"));
        }
        let inner = parse(&octets).map_err(malformed)?;
        Ok(Self { session, statement: read(Fields::of(inner, "/statement")?)?, statement_octets: octets, proof })
    }
}

fn read_proof(mut fields: Fields) -> Result<Proof, Fault> {
    fields.word("format", |word| (word == "hrp-proof:1").then_some(()))?;
    let algorithm = fields.word("algorithm", Algorithm::parse)?;
    let binary = |max: usize| move |text: &str| (text.len() <= max && !text.is_empty()).then(|| from_b64u(text))?;
    let certificate = fields.word("unverified_certificate", binary(CERTIFICATE_MAX))?;
    let signature = fields.word("signature", binary(SIGNATURE_MAX))?;
    fields.end()?;
    Ok(Proof { algorithm, certificate, signature })
}
