//! The end: what must hold when nothing is under way any more.

use kazasu_core::flow::Outcome;

use super::Run;
use crate::defects::Defect;
use crate::invariants::{Invariant, Violation};
use crate::trace::Line;
use crate::watch::Release;

impl Run<'_, '_> {
    /// The flow is closed.
    pub(super) fn ended(&mut self) -> Result<(), Violation> {
        let outcome = self.flow().outcome();
        self.note(|| Line::Ended(format!("{outcome:?}")));
        self.watch.end()?;
        let late = self.flow().take_effect().is_some() || self.how.defect == Some(Defect::CommandAfterEnd);
        Invariant::SecretsGone.need(!late, "an effect is handed out after the end")?;
        let defect = outcome.is_none() || outcome == Some(Outcome::Defect);
        Invariant::Contract.need(!defect || self.random_failed, format!("the flow ended with {outcome:?}"))?;
        self.left()?;
        let released = outcome == Some(Outcome::ReleaseRequested);
        Invariant::ToldTruly.need(!released || self.world.server.releases() > 0, "a release that nobody took in")?;
        let unsent = outcome == Some(Outcome::Unsent);
        let open = self.watch.outstanding.is_some() || self.world.has_pending();
        Invariant::ToldTruly.need(open || !unsent, "nothing is on its way, and the flow says that it is")
    }

    /// The person is done with what they came for, or came home from it: nothing that was sent is left behind.
    pub(super) fn left(&mut self) -> Result<(), Violation> {
        let kept = self.world.has_pending() || self.excused;
        let open = self.watch.outstanding.is_some();
        Invariant::ToldTruly.need(kept || !open, "the person left a request that is neither settled nor kept")?;
        let without_a_word = matches!(self.watch.release, Release::Sent(_));
        Invariant::ToldTruly.need(!without_a_word, "the person left a release, and heard nothing of it")
    }

    /// Nothing is under way any more.
    pub(super) fn at_the_end(&mut self) -> Result<(), Violation> {
        let server = &self.world.server;
        // What stands in a certificate's own signature only the platform can judge.
        let known = |why: &&&str| !(self.world.read_falsely && **why == crate::server::judge::STRANGE);
        let refused = server.refusals.iter().find(known);
        Invariant::Contract.need(refused.is_none(), format!("the server had to refuse a proof: {refused:?}"))?;
        for card in 0..2 {
            Invariant::OneRegistrationPerProof.need(server.registered(card) <= 1, "a card is registered twice")?;
        }
        Invariant::OneRegistrationPerProof.need(server.releases() <= 1, "a registration is released twice")?;
        for proof in &server.arrived {
            let count = server.registered_by(proof);
            Invariant::OneRegistrationPerProof.need(count <= 1, "a proof made two registrations")?;
            let somehow = server.registered(0) + server.registered(1) > 0;
            Invariant::RegisteredOnceArrived.need(count == 1 || somehow, "a good proof is not registered")?;
            let told = self.watch.proofs.iter().any(|known| known.digest == *proof && known.told);
            let told = told || self.excused;
            Invariant::ToldTruly.need(told, "a card is registered, and the person never heard what came of it")?;
        }
        Ok(())
    }
}
