//! One line of the log. It holds references and digests, nothing personal.

use std::fmt::Write;

use serde_json::{Value, json};

use crate::clock::Moment;
use crate::codec::{b64u, hex, sha256};
use crate::ids::{SessionId, TraceId};
use crate::revocation::RevocationEvidence;
use crate::words::{Algorithm, Operation, names};

names! {
    /// What happened.
    Event {
        /// A session was started.
        SessionCreated = "session.created",
        /// A challenge was given.
        ChallengeIssued = "challenge.issued",
        /// A proof is being looked at.
        ChallengeClaimed = "challenge.claimed",
        /// A challenge led to a registration.
        ChallengeUsed = "challenge.used",
        /// A challenge is spent without result.
        ChallengeBurned = "challenge.burned",
        /// A proof was refused; `code` says why.
        ProofRejected = "proof.rejected",
        /// A registration was stored, or found.
        RegistrationAccepted = "registration.accepted",
        /// The card works as an insurance card.
        RegistrationCompleted = "registration.completed",
        /// It does not.
        RegistrationFailed = "registration.failed",
        /// A release was asked for.
        DeregistrationRequested = "deregistration.requested",
        /// The insurer answered; `outcome` says how.
        DeregistrationCompleted = "deregistration.completed",
        /// A summary of an insurance was shown.
        InsuranceViewed = "insurance.viewed",
        /// A limit was reached; told once for each window.
        LimitHit = "limit.hit",
        /// The platform was started.
        AdminStarted = "admin.started",
        /// A sandbox control was used.
        #[cfg_attr(not(feature = "sandbox"), allow(dead_code))]
        AdminSandbox = "admin.sandbox",
    }
}

/// A line before it has its place in the chain.
#[derive(Debug, Clone)]
pub struct Entry {
    event: Event,
    at: Moment,
    trace: TraceId,
    /// Further members as JSON, each after a comma.
    members: String,
}

impl Entry {
    pub(crate) fn new(event: Event, at: Moment, trace: &TraceId) -> Self {
        Self { event, at, trace: trace.clone(), members: String::new() }
    }

    pub(crate) fn event(mut self, event: Event) -> Self {
        self.event = event;
        self
    }

    pub(crate) fn session(self, session: &SessionId) -> Self {
        self.with("session_ref", json!(b64u(&sha256(session.as_str().as_bytes()))))
    }

    pub(crate) fn subject(self, subject: &str) -> Self {
        self.with("subject_ref", json!(subject))
    }

    pub(crate) fn operation(self, operation: Operation) -> Self {
        self.with("operation", json!(operation.as_str()))
    }

    pub(crate) fn terms(self, version: &str, consents: &[String], portal: bool) -> Self {
        self.with("terms_version", json!(version)).with("consents", json!(consents)).with("portal_flag", json!(portal))
    }

    pub(crate) fn algorithm(self, algorithm: Algorithm) -> Self {
        self.with("algorithm", json!(algorithm.as_str()))
    }

    pub(crate) fn challenge(self, challenge: &[u8; 32]) -> Self {
        self.with("challenge_digest", json!(b64u(&sha256(challenge))))
    }

    pub(crate) fn proof(self, signature: &[u8]) -> Self {
        self.with("proof_digest", json!(b64u(&sha256(signature))))
    }

    pub(crate) fn revocation(self, evidence: &RevocationEvidence) -> Self {
        let value = json!({
            "method": evidence.method,
            "result": evidence.result.as_str(),
            "produced_at": evidence.produced_at.map(|at| at.to_string()),
            "this_update": evidence.this_update.map(|at| at.to_string()),
            "responder": evidence.responder,
            "reference": evidence.reference,
        });
        self.with("revocation", value)
    }

    pub(crate) fn outcome(self, outcome: &str) -> Self {
        self.with("outcome", json!(outcome))
    }

    pub(crate) fn code(self, code: &str) -> Self {
        self.with("code", json!(code))
    }

    /// Each name is given once: a line with a name in it twice could be read in two ways.
    fn with(mut self, name: &'static str, value: Value) -> Self {
        debug_assert!(!self.members.contains(&format!(",\"{name}\":")), "{name} is there already");
        let _ = write!(self.members, ",\"{name}\":{value}"); // writing to a text cannot fail
        self
    }

    /// The line at its place. JSON escapes control characters, so a value cannot start a line of its own.
    pub(crate) fn line(&self, seq: i64, prev: &[u8; 32]) -> String {
        let (prev, at, event, trace) = (hex(prev), self.at, self.event.as_str(), self.trace.as_str());
        let members = &self.members;
        format!(r#"{{"seq":{seq},"prev":"{prev}","at":"{at}","event":"{event}","trace_id":"{trace}"{members}}}"#)
    }
}
