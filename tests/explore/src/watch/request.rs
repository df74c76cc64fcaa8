//! What is sent to the platform, and what is kept to be sent again: only what was agreed to.

use kazasu_core::effect::HttpRequest;

use super::{Proof, Release, Watch, holds_pin};
use crate::faults::{is_proof, is_signed};
use crate::invariants::{Invariant, Violation};
use crate::server::judge::{proof_of, statement_of};

impl Watch {
    pub(super) fn send(&mut self, request: &HttpRequest) -> Result<(), Violation> {
        self.alone("a request")?;
        let body = request.body.as_deref().unwrap_or_default();
        let leaks = holds_pin(body) || holds_pin(request.url.as_bytes());
        let leaks = leaks || request.headers.iter().any(|header| holds_pin(header.value.expose().as_bytes()));
        Invariant::SecretsGone.need(!leaks, "a PIN in a request")?;
        let session = request.url.ends_with("/v1/sessions") || request.url.ends_with("/challenges");
        let agreed = self.agreement.is_some() || self.wants.a_session();
        Invariant::NothingUnagreed.need(agreed || !session, "a session before the agreement")?;
        if is_proof(request) {
            self.outstanding = Some(self.bind(body)?);
        } else if is_signed(request) {
            let statement = statement_of(body);
            let statement = statement.ok_or_else(|| Invariant::NothingUnagreed.violated("nothing that can be read"))?;
            let unwanted = self.wants.differs_from(&statement);
            Invariant::NothingUnagreed.need(unwanted.is_none(), unwanted.unwrap_or_default())?;
            if request.url.ends_with("/v1/deregistrations") {
                let proof = proof_of(body);
                self.release =
                    Release::Sent(proof.ok_or_else(|| Invariant::NothingUnagreed.violated("a release without proof"))?);
            }
        }
        Ok(())
    }

    pub(super) fn save(&mut self, record: &[u8]) -> Result<(), Violation> {
        let body = serde_json::from_slice(record)
            .ok()
            .and_then(|record: serde_json::Value| record.get("body").and_then(|body| body.as_str()).map(str::to_owned));
        let body = body.ok_or_else(|| Invariant::Contract.violated("a record without a request"))?;
        self.bind(body.as_bytes()).map(drop)
    }

    /// Ties a proof, when it is first seen, to what was agreed to; afterwards it must be that.
    fn bind(&mut self, body: &[u8]) -> Result<usize, Violation> {
        let unreadable = || Invariant::NothingUnagreed.violated("a signed request that cannot be read");
        let digest = proof_of(body).ok_or_else(unreadable)?;
        let statement = statement_of(body).ok_or_else(unreadable)?;
        let place = match self.proofs.iter().position(|proof| proof.digest == digest) {
            Some(place) => place,
            None => {
                let none = || Invariant::NothingUnagreed.violated("a proof, and nothing was agreed to");
                let agreement = self.agreement.clone().ok_or_else(none)?;
                self.proofs.push(Proof { digest, agreement, told: false });
                self.proofs.len() - 1
            }
        };
        match self.proofs.get(place).map(|proof| proof.agreement.differs_from(&statement)) {
            Some(Some(how)) => Err(Invariant::NothingUnagreed.violated(how)),
            _ => Ok(place),
        }
    }
}
