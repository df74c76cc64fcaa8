//! Effects, performed or going wrong as the row says.

use kazasu_core::effect::{Answer, CardFacts, CardFault, Effect, EffectId, HttpAnswer, HttpRequest, NetFault};
use kazasu_core::secret::Secret;

use super::{Observer, Play, World, has_keypad};
use crate::Unmet;
use crate::invariants::Happening;
use crate::names::{card_fault, from_hex, labels, path, to_hex};
use crate::table::{Do, Then};

impl<W: World, O: Observer> Play<'_, W, O> {
    /// Performs one effect, or lets it go wrong.
    pub(super) async fn perform(&mut self, id: EffectId, effect: Effect) -> Result<(), Unmet> {
        let labels = labels(&effect);
        let fault = self.due(&labels);
        self.watch.effect(&effect)?;
        if let Some(name) = labels.last() {
            self.observer.effect(name);
        }
        if let Some(then) = &fault {
            self.observer.exchange(&format!("! {}: {then:?}", labels.last().map_or("", String::as_str)));
        }
        match fault {
            Some(Then::KillBefore) => return self.restart(),
            Some(Then::Press(name)) => {
                let screen = self.flow.screen();
                return self.act(&screen, &Do::Press(name)).await;
            }
            _ => {}
        }
        let answer = match effect {
            Effect::Withdraw { id } => {
                self.waiting = self.waiting.take().filter(|(waiting, _)| *waiting != id);
                return Ok(());
            }
            Effect::Wait { ms } => {
                self.waiting = Some((id, ms));
                return Ok(());
            }
            Effect::Forget { slot } => {
                self.world.forget(&slot);
                return Ok(());
            }
            Effect::CloseCard { .. } => {
                self.slot.leave();
                return Ok(());
            }
            Effect::OpenCard { .. } => self.open(fault.as_ref())?,
            Effect::Transmit { command, .. } => self.transmit(command.expose(), fault.as_ref())?,
            Effect::VerifyOnKeypad { template, .. } => self.type_on_keypad(template, fault.as_ref())?,
            Effect::Send(request) => self.send(request, fault.as_ref()).await,
            Effect::Save { slot, bytes } => {
                let stored = fault != Some(Then::Fails) && self.world.save(&slot, bytes.expose());
                if stored { Answer::Stored } else { Answer::StoreFailed }
            }
            Effect::Load { .. } if fault == Some(Then::Fails) => Answer::StoreFailed,
            Effect::Load { .. } if fault == Some(Then::Damaged) => {
                Answer::Loaded(Some(Secret::new(b"{\"version\":1,".to_vec())))
            }
            Effect::Load { slot } => Answer::Loaded(self.world.load(&slot).map(Secret::new)),
            Effect::Random { bytes } => Answer::RandomBytes(self.world.random(bytes)),
        };
        if fault == Some(Then::KillAfter) {
            return self.restart();
        }
        self.answer(id, answer)
    }

    fn open(&mut self, fault: Option<&Then>) -> Result<Answer, Unmet> {
        if let Some(Then::NoCard(reason)) = fault {
            return Ok(Answer::CardFailed(card_fault(reason)?));
        }
        if fault == Some(&Then::Fails) {
            return Ok(Answer::CardFailed(CardFault::NoCard));
        }
        self.slot.tap();
        self.taps += 1;
        Ok(Answer::CardFound(CardFacts { extended_length: None, keypad: has_keypad(self.scenario) }))
    }

    fn transmit(&mut self, command: &[u8], fault: Option<&Then>) -> Result<Answer, Unmet> {
        let header = command.get(..4).unwrap_or(command);
        match fault {
            Some(Then::NotSent) => return Ok(Answer::NotSent),
            Some(Then::LostBefore) => {
                self.slot.leave();
                return Ok(Answer::CardLost);
            }
            Some(Then::Answers(hex)) => return Ok(Answer::Response(from_hex(hex)?)),
            _ => {}
        }
        self.watch.happened(Happening::Command(command))?;
        let answered = self.slot.transmit(command);
        let shown = answered.as_ref().map_or_else(
            |_| "card gone".to_owned(),
            |answer| {
                format!(
                    "{} bytes, SW {}",
                    answer.octets.len(),
                    to_hex(answer.octets.get(answer.octets.len().saturating_sub(2)..).unwrap_or_default())
                )
            },
        );
        self.observer.exchange(&format!("card  {} ({} bytes) -> {shown}", to_hex(header), command.len()));
        if fault == Some(&Then::LostAfter) {
            self.slot.leave();
            return Ok(Answer::CardLost);
        }
        Ok(match answered {
            Ok(answer) => {
                self.monotonic_ms += answer.duration_ms;
                self.watch.happened(Happening::Answered(&answer.octets))?;
                Answer::Response(answer.octets)
            }
            Err(_) => Answer::CardLost,
        })
    }

    /// The reader's keypad: what is typed takes the place of the template's data, and no byte of it comes by here.
    fn type_on_keypad(&mut self, template: Vec<u8>, fault: Option<&Then>) -> Result<Answer, Unmet> {
        if fault == Some(&Then::NotSent) {
            return Ok(Answer::NotSent);
        }
        let typed = self.keypad.next().ok_or_else(|| Unmet("nobody types on the keypad".to_owned()))?;
        let not_typed = match typed.as_str() {
            "timeout" => [0x64, 0x00],
            "cancel" => [0x64, 0x01],
            "short" => [0x64, 0x03],
            digits => {
                self.watch.typed_on_keypad(digits);
                let mut command = template;
                command.truncate(5);
                command.extend(digits.as_bytes());
                return self.transmit(&command, fault);
            }
        };
        Ok(Answer::Response(not_typed.to_vec()))
    }

    async fn send(&mut self, request: HttpRequest, fault: Option<&Then>) -> Answer {
        let line = format!("http  {} {}", request.method.name(), path(&request));
        match fault {
            Some(Then::LostBefore) => return Answer::HttpFailed(NetFault::Offline),
            Some(Then::Insecure) => return Answer::HttpFailed(NetFault::Tls),
            Some(Then::InsecureDate) => return Answer::HttpFailed(NetFault::TlsDate),
            Some(Then::Stranger(status)) => {
                let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
                return Answer::Http(HttpAnswer { status: *status, headers, body: b"<html>".to_vec() });
            }
            _ => {}
        }
        let answer = self.world.send(request).await;
        let shown = answer.as_ref().map_or_else(ToString::to_string, |answer| answer.status.to_string());
        self.observer.exchange(&format!("{line} -> {shown}"));
        match answer {
            _ if fault == Some(&Then::LostAfter) => Answer::HttpFailed(NetFault::Timeout),
            Ok(answer) => Answer::Http(answer),
            Err(fault) => Answer::HttpFailed(fault),
        }
    }
}
