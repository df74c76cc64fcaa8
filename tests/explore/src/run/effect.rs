//! An effect: what goes wrong with it, and its answer.

use kazasu_core::effect::{Answer, Effect, EffectId, Event, Method, Slot};

use super::{Run, Step, after};
use crate::defects::Defect;
use crate::faults::{self, Fault, Side, is_proof, is_signed};
use crate::invariants::{Invariant, Violation};
use crate::misfits;
use crate::person::Act;
use crate::server::judge::proof_of;
use crate::trace::Line;

impl Run<'_, '_> {
    pub(super) fn effect(&mut self, id: EffectId, effect: Effect) -> Result<Step, Violation> {
        let tries = self.world.holder.tries_left();
        let name = crate::labels::label(&effect);
        self.note(|| Line::Effect(name.clone()));
        self.watch.effect(id, &effect, tries)?;
        if matches!(&effect, Effect::Transmit { sensitive: true, .. } | Effect::VerifyOnKeypad { .. }) {
            self.ran.verifies += 1;
            if self.how.defect == Some(Defect::VerifyTwice) {
                self.watch.effect(after(id), &effect, tries)?;
            }
        }
        if self.how.defect == Some(Defect::SameIdTwice) {
            self.watch.effect(id, &effect, tries)?;
        }
        let fault = self.fault_at(&effect, &name)?;
        let given_up =
            |(_, other): &(EffectId, Effect)| matches!(other, Effect::Withdraw { id: given_up } if *given_up == id);
        let waits = !effect.is_notice() && !is_farewell(&effect) && !self.queue.iter().any(given_up);
        if self.how.misfits && waits {
            let now = self.world.now();
            misfits::before(self.flow.as_mut(), now, (id, &effect))?;
        }
        match &fault {
            Some(Fault::Kill(Side::Before)) => return Ok(Step::Killed),
            Some(Fault::Later(seconds)) => self.world.later(*seconds),
            Some(Fault::Speak(language)) => self.speak(*language)?,
            Some(Fault::Notices(facts)) => self.notice(*facts)?,
            Some(Fault::Press(action, Side::Before)) => return self.press(Act::Press(*action), id, &effect, None),
            Some(Fault::Fails(_) | Fault::Corrupt) if is_pending(&effect) => self.excused = true,
            Some(Fault::NoRandom) => self.random_failed = true,
            _ => {}
        }
        let lost = self.how.defect == Some(Defect::LosesRecord);
        let Some(answer) = self.world.perform(&effect, fault.as_ref()) else {
            return Ok(if matches!(fault, Some(Fault::Kill(_))) { Step::Killed } else { Step::GoesOn });
        };
        if let Some((command, octets, own)) = self.world.last_answer.take() {
            self.note(|| Line::Answered(octets.iter().take(4).map(|octet| format!("{octet:02X}")).collect()));
            self.watch.answered(command, &octets, own);
        }
        let proof_was_sent = matches!(&effect, Effect::Send(request) if is_proof(request));
        if matches!(fault, Some(Fault::Kill(Side::After))) || (lost && proof_was_sent && self.watch.proofs.len() == 1) {
            return Ok(Step::Killed);
        }
        if let Some(Fault::Press(action, Side::After)) = fault {
            return self.press(Act::Press(action), id, &effect, Some(answer));
        }
        self.deliver(id, answer)?;
        if self.how.misfits && waits {
            let now = self.world.now();
            misfits::again(self.flow.as_mut(), now, id)?;
        }
        Ok(Step::GoesOn)
    }

    /// Which fault the script has for this effect, if any.
    fn fault_at(&mut self, effect: &Effect, name: &str) -> Result<Option<Fault>, Violation> {
        let nth = self.count(name);
        if !self.script.can_fail() && !matches!(effect, Effect::Wait { .. }) && !self.how.traced {
            return Ok(None);
        }
        // Runs are the same up to where their choices differ: what is shown until then was looked at in an earlier one.
        // With what is withdrawn nothing can go wrong, so that nothing is chosen there.
        let chosen = !matches!(effect, Effect::Withdraw { .. });
        if chosen && !self.how.traced && self.script.passes_as_before() {
            return Ok(None);
        }
        let screen = self.look()?;
        if !self.script.can_fail() {
            return Ok(None);
        }
        let settled = match effect {
            Effect::Send(request) if is_signed(request) => {
                let proof = request.body.as_deref().and_then(proof_of);
                proof.is_some_and(|proof| self.world.server.said_yes.contains(&proof))
            }
            _ => false,
        };
        let ways = faults::at_effect(effect, &screen, self.how.depth, settled);
        let choice = self.script.choose(1 + ways.len());
        let fault = choice.checked_sub(1).and_then(|way| ways.into_iter().nth(way));
        if let Some(fault) = &fault {
            let class = faults::representative(effect, fault);
            self.ran.first.get_or_insert_with(|| (fault.clone(), class));
            let (at, fault) = (name.to_owned(), fault.clone());
            self.note(|| Line::Fault { at, nth, fault });
        }
        Ok(fault)
    }

    fn count(&mut self, name: &str) -> usize {
        if !self.how.traced {
            return 0;
        }
        match self.counts.iter_mut().find(|(known, _)| known == name) {
            Some((_, count)) => {
                *count += 1;
                *count
            }
            None => {
                self.counts.push((name.to_owned(), 1));
                1
            }
        }
    }

    /// The person presses something while an effect is under way; its answer comes late.
    fn press(&mut self, act: Act, id: EffectId, effect: &Effect, late: Option<Answer>) -> Result<Step, Violation> {
        let screen = self.look()?;
        let now = self.world.now();
        let taken = self.flow().handle(now, Event::Intent { screen: screen.serial, intent: act.intent(&screen) });
        self.ran.events += 1;
        if taken.is_ok() {
            self.watch.act(&screen, act);
            if let Some(answer) = late {
                let late = self.flow().handle(now, Event::Answer { id, answer });
                return Invariant::Contract.need(late.is_ok(), "a late answer is not ignored").map(|()| Step::GoesOn);
            }
            return Ok(Step::GoesOn);
        }
        self.ran.dead_presses += 1;
        // A receipt is being kept while "send again" is still shown, records are being read while "loading" is.
        let quick = matches!(effect, Effect::Save { .. } | Effect::Load { .. });
        Invariant::WayOn.need(quick, format!("`{}` offers {act:?} and does not take it", screen.id))?;
        if let Some(answer) = late.or_else(|| self.world.perform(effect, None)) {
            self.deliver(id, answer)?;
        }
        Ok(Step::GoesOn)
    }

    fn deliver(&mut self, id: EffectId, answer: Answer) -> Result<(), Violation> {
        let now = self.world.now();
        self.ran.events += 1;
        let taken = self.flow().handle(now, Event::Answer { id, answer });
        Invariant::Contract.need(taken.is_ok(), format!("an answer to effect {} is not taken", id.0))
    }
}

/// The DELETE that nobody waits for.
fn is_farewell(effect: &Effect) -> bool {
    matches!(effect, Effect::Send(request) if request.method == Method::Delete)
}

fn is_pending(effect: &Effect) -> bool {
    matches!(effect, Effect::Save { slot: Slot::Pending, .. } | Effect::Load { slot: Slot::Pending })
}
