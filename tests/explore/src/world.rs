//! Everything around the flow: cards, server, storage, clocks. It performs effects, well or not.

use std::collections::BTreeMap;

use kazasu_core::effect::{Answer, CardFacts, Effect, HttpAnswer, HttpRequest, NetFault, Slot};
use kazasu_core::secret::Secret;
use kazasu_core::time::Now;

use crate::answers::Command;
use crate::defects::Defect;
use crate::faults::{Fault, Side};
use crate::holder::Holder;
use crate::person::Typed;
use crate::server::{Server, problem, stranger, unix};
use crate::shared::Shared;
use crate::starts::{Before, RIGHT_PIN, Start};

/// Everything around the flow.
pub(crate) struct World<'s> {
    pub(crate) holder: Holder<'s>,
    pub(crate) server: Server,
    pub(crate) stored: BTreeMap<String, Vec<u8>>,
    pub(crate) monotonic_ms: u64,
    /// A card answered a READ with what is not in its file.
    pub(crate) read_falsely: bool,
    keypad: bool,
    drawn: u64,
    defect: Option<Defect>,
    /// The last answer of a card, and whether it was the card's own word.
    pub(crate) last_answer: Option<(Command, Vec<u8>, bool)>,
}

impl<'s> World<'s> {
    pub(crate) fn new(shared: &'s Shared, start: Start, defect: Option<Defect>) -> Self {
        let (mut server, mut stored, mut monotonic_ms) = (Server::new(start), BTreeMap::new(), 0);
        if start.before != Before::Nothing {
            let past = shared.past(start);
            (server, monotonic_ms) = (past.server.clone(), past.monotonic_ms);
            stored.extend(past.stored.clone().into_iter().filter(|_| start.before == Before::Kept));
        }
        server.registers_twice = defect == Some(Defect::RegistersTwice);
        server.forgets = defect == Some(Defect::KeepsNothing);
        Self {
            holder: Holder::new(shared, start),
            server,
            stored,
            monotonic_ms,
            read_falsely: false,
            keypad: start.keypad,
            drawn: 0,
            defect,
            last_answer: None,
        }
    }

    pub(crate) fn now(&self) -> Now {
        Now { monotonic_ms: self.monotonic_ms, unix_s: unix(self.monotonic_ms) }
    }

    /// Lets time go by.
    pub(crate) fn later(&mut self, seconds: i64) {
        self.monotonic_ms += u64::try_from(seconds).unwrap_or(0) * 1000;
    }

    /// Whether a signed request is kept on the device.
    pub(crate) fn has_pending(&self) -> bool {
        self.stored.contains_key(&Slot::Pending.to_string())
    }

    /// Performs an effect. `None`: nobody waits for an answer.
    pub(crate) fn perform(&mut self, effect: &Effect, fault: Option<&Fault>) -> Option<Answer> {
        Some(match effect {
            Effect::OpenCard { .. } => self.open(fault),
            Effect::Transmit { command, .. } => self.transmit(command.expose(), fault),
            Effect::VerifyOnKeypad { template, .. } => self.on_keypad(template, fault),
            Effect::Send(request) => self.send(request, fault),
            Effect::Wait { ms } => {
                self.monotonic_ms += u64::from(*ms);
                Answer::Elapsed
            }
            Effect::Save { slot, bytes } => self.save(slot, bytes.expose(), fault),
            Effect::Load { slot } => match (fault, self.stored.get(&slot.to_string())) {
                (Some(Fault::Fails(_)), _) => Answer::StoreFailed,
                (Some(Fault::Corrupt), _) => Answer::Loaded(Some(Secret::new(b"{\"version\":".to_vec()))),
                (_, bytes) => Answer::Loaded(bytes.map(|bytes| Secret::new(bytes.clone()))),
            },
            Effect::Random { .. } if fault == Some(&Fault::NoRandom) => Answer::RandomBytes(Vec::new()),
            Effect::Random { bytes } => {
                self.drawn += 1;
                let octets = self.drawn.to_be_bytes();
                Answer::RandomBytes(octets.iter().copied().cycle().take(*bytes).collect())
            }
            Effect::Forget { slot } => {
                if fault != Some(&Fault::Dropped) {
                    self.stored.remove(&slot.to_string());
                }
                return None;
            }
            Effect::CloseCard { .. } => {
                self.holder.leave();
                return None;
            }
            Effect::Withdraw { .. } => return None,
        })
    }

    fn open(&mut self, fault: Option<&Fault>) -> Answer {
        self.monotonic_ms += 900;
        if let Some(Fault::NoCard(why)) = fault {
            return Answer::CardFailed(*why);
        }
        self.holder.tap(fault == Some(&Fault::OtherCard));
        Answer::CardFound(CardFacts { extended_length: None, keypad: self.keypad })
    }

    fn transmit(&mut self, octets: &[u8], fault: Option<&Fault>) -> Answer {
        self.monotonic_ms += 40;
        let command = Command::of(octets);
        self.last_answer = None;
        match fault {
            Some(Fault::NotSent) => return Answer::NotSent,
            Some(Fault::Lost(Side::Before)) => {
                self.holder.leave();
                return Answer::CardLost;
            }
            Some(Fault::Answers(answer, Side::Before)) => return self.answer(command, answer.clone(), false),
            _ => {}
        }
        let Ok(answer) = self.holder.transmit(octets) else { return Answer::CardLost };
        match fault {
            Some(Fault::Lost(Side::After)) => {
                self.holder.leave();
                Answer::CardLost
            }
            Some(Fault::Answers(answer, Side::After)) => self.answer(command, answer.clone(), false),
            _ if self.defect == Some(Defect::HidesLastTry) && answer == [0x63, 0xC1] => {
                self.answer(command, vec![0x63, 0xC2], true)
            }
            _ => self.answer(command, answer, true),
        }
    }

    /// The reader asks for the digits and puts them where the template has none.
    fn on_keypad(&mut self, template: &[u8], fault: Option<&Fault>) -> Answer {
        self.monotonic_ms += 5_000;
        let typed = if let Some(Fault::Types(typed)) = fault { *typed } else { Typed::Right };
        let command = [template.get(..5).unwrap_or_default(), typed.pin().unwrap_or_default()].concat();
        self.transmit(&command, fault)
    }

    fn answer(&mut self, command: Command, answer: Vec<u8>, own: bool) -> Answer {
        self.read_falsely |= !own && command == Command::ReadOn && answer.len() > 2;
        self.last_answer = Some((command, answer.clone(), own));
        Answer::Response(answer)
    }

    fn send(&mut self, request: &HttpRequest, fault: Option<&Fault>) -> Answer {
        self.monotonic_ms += 120;
        match fault {
            Some(Fault::Lost(Side::Before)) => return Answer::HttpFailed(NetFault::Offline),
            Some(Fault::Net(fault, Side::Before)) => return Answer::HttpFailed(*fault),
            Some(Fault::Stranger(status, Side::Before)) => return Answer::Http(stranger(*status)),
            _ => {}
        }
        let refusal = match fault {
            Some(Fault::Refused(code, Side::Before)) => Some(problem(code)),
            _ => None,
        };
        let now = unix(self.monotonic_ms);
        let answer = self.server.take(request, now, &self.holder, refusal.as_ref());
        match fault {
            Some(Fault::Lost(Side::After)) => Answer::HttpFailed(NetFault::Timeout),
            Some(Fault::Net(fault, Side::After)) => Answer::HttpFailed(*fault),
            Some(Fault::Stranger(status, Side::After)) => Answer::Http(stranger(*status)),
            Some(Fault::Refused(code, Side::After)) => Answer::Http(problem(code).answer(now)),
            Some(Fault::CutOff) => {
                let half = answer.body.get(..answer.body.len() / 2).unwrap_or_default().to_vec();
                Answer::Http(HttpAnswer { body: half, ..answer })
            }
            _ if self.defect == Some(Defect::Denies) && answer.status == 202 => {
                Answer::Http(problem("signature-invalid").answer(now))
            }
            _ => Answer::Http(answer),
        }
    }

    fn save(&mut self, slot: &Slot, bytes: &[u8], fault: Option<&Fault>) -> Answer {
        let loses = self.defect == Some(Defect::LosesRecord) && *slot == Slot::Pending;
        if fault != Some(&Fault::Fails(Side::Before)) && !loses {
            self.stored.insert(slot.to_string(), bytes.to_vec());
        }
        if matches!(fault, Some(Fault::Fails(_))) { Answer::StoreFailed } else { Answer::Stored }
    }

    /// The effect as a defect of the shell's wiring would make it.
    pub(crate) fn tampered(&self, effect: Effect) -> Effect {
        match (self.defect, effect) {
            (Some(Defect::LeaksPin), Effect::Save { slot, bytes }) => {
                let leak = [bytes.expose(), b" ", RIGHT_PIN.as_bytes()].concat();
                Effect::Save { slot, bytes: Secret::new(leak) }
            }
            (Some(Defect::NeverCloses), Effect::CloseCard { .. }) => Effect::Forget { slot: Slot::Preferences },
            (_, effect) => effect,
        }
    }
}
