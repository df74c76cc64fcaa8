//! Watches a run from outside: what is shown, asked for, sent and answered.

use kazasu_core::effect::{Effect, EffectId, HttpRequest, Slot};
use kazasu_core::flow::Entry;
use kazasu_core::screen::{ActionId, Screen};

use crate::agreement::{Agreement, Wanted};
use crate::answers::{AnswerClass, Command};
use crate::faults::{is_proof, is_signed};
use crate::invariants::{Invariant, Violation};
use crate::person::Act;
use crate::server::judge::{proof_of, statement_of};
use crate::starts::{RIGHT_PIN, Start, WRONG_PIN};

/// A proof that was made in this run.
pub(crate) struct Proof {
    pub(crate) digest: [u8; 32],
    agreement: Agreement,
    /// The person was told what came of it, or that this cannot be told.
    pub(crate) told: bool,
}

/// What the person knows of a release.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) enum Release {
    /// None was sent, or it was told what came of it.
    #[default]
    Settled,
    /// It was sent, with that proof.
    Sent([u8; 32]),
    /// It was sent, with that proof, and they were told that its answer is missing.
    Unanswered([u8; 32]),
}

/// What has been seen so far.
#[derive(Default)]
pub(crate) struct Watch {
    last_id: u64,
    /// The PIN that was typed and has not been sent.
    unsent: Option<&'static [u8]>,
    /// A VERIFY went out, and its answer does not say what came of it.
    unknown: bool,
    /// Between looking for a card and closing it.
    open: bool,
    /// Tries left, as told in this contact.
    queried: Option<u8>,
    /// The same, as it stood when VERIFY was about to be sent.
    pub(crate) tries: Option<u8>,
    /// Whether the card's answers to the query are its own.
    honest: bool,
    confirmed: bool,
    /// The reader has a keypad.
    keypad: bool,
    /// The person pressed something since the keypad last asked.
    wanted: bool,
    /// A card is looked at without its PIN.
    looks: bool,
    agreement: Option<Agreement>,
    /// What the person asked for beside registering.
    wants: Wanted,
    /// How a release that was sent stands with the person.
    pub(crate) release: Release,
    pub(crate) proofs: Vec<Proof>,
    /// The proof that is on its way.
    pub(crate) outstanding: Option<usize>,
}

impl Watch {
    /// The app is started, perhaps again: what it had in memory is gone.
    pub(crate) fn start(&mut self, start: Start) {
        let proofs = std::mem::take(&mut self.proofs);
        let (keypad, looks) = (start.keypad, start.entry == Entry::CheckCard);
        let wants = Wanted::nothing(start.entry == Entry::Insurance);
        *self = Self { proofs, keypad, looks, wants, ..Self::default() };
    }

    /// Whether a PIN waits to be sent.
    pub(crate) fn holds_pin(&self) -> bool {
        self.unsent.is_some()
    }

    /// The person does something on a screen that they see.
    pub(crate) fn act(&mut self, screen: &Screen, act: Act) {
        if screen.id == "home" {
            self.goes_to(act);
        }
        self.wanted |= matches!(act, Act::Press(_));
        self.wants.act(screen, act);
        match act {
            Act::Pin(typed) if screen.id == "pin" => self.unsent = typed.pin(),
            Act::Press(ActionId::Agree) => self.agreement = Agreement::seen(screen),
            Act::Press(ActionId::UseLastTry) => self.confirmed = true,
            _ => {}
        }
    }

    /// From home to something else: what was typed, confirmed and agreed to before counts no more. What was sent stays
    /// untold, and a resending ties it in again.
    fn goes_to(&mut self, act: Act) {
        self.wants = Wanted::nothing(act == Act::Press(ActionId::Insurance));
        self.looks = act == Act::Press(ActionId::CheckCard);
        (self.unsent, self.unknown, self.confirmed) = (None, false, false);
        (self.agreement, self.outstanding) = (None, None);
        if matches!(self.release, Release::Unanswered(_)) {
            self.release = Release::Settled;
        }
    }

    /// An effect is handed out. `tries`: what the card itself knows.
    pub(crate) fn effect(&mut self, id: EffectId, effect: &Effect, tries: u8) -> Result<(), Violation> {
        Invariant::Contract.need(id.0 > self.last_id, format!("effect {} was handed out before", id.0))?;
        self.last_id = id.0;
        match effect {
            Effect::OpenCard { .. } => self.open_card(),
            Effect::CloseCard { .. } => {
                self.open = false;
                Ok(())
            }
            Effect::Transmit { command, sensitive, .. } => self.transmit(command.expose(), *sensitive, tries),
            Effect::VerifyOnKeypad { template, .. } => self.on_keypad(template, tries),
            Effect::Send(request) => self.send(request),
            Effect::Save { slot, bytes } => {
                Invariant::SecretsGone.need(!holds_pin(bytes.expose()), format!("a PIN in {slot}"))?;
                if *slot == Slot::Pending {
                    self.save(bytes.expose())?;
                }
                self.alone(&format!("save {slot}"))
            }
            Effect::Wait { .. } => self.alone("a pause"),
            Effect::Load { .. } | Effect::Random { .. } => self.alone("storage or random generator"),
            Effect::Forget { .. } | Effect::Withdraw { .. } => Ok(()),
        }
    }

    fn alone(&self, what: &str) -> Result<(), Violation> {
        Invariant::CardAlone.need(!self.open, format!("{what} while a card is held"))
    }

    fn open_card(&mut self) -> Result<(), Violation> {
        self.alone("another card is looked for")?;
        let due = self.unsent.is_some() || self.unknown || self.keypad || self.looks;
        Invariant::NoRadioBeforePin.need(due, "a card is looked for, and no PIN waits to be sent")?;
        (self.open, self.queried, self.tries, self.honest) = (true, None, None, true);
        Ok(())
    }

    fn transmit(&mut self, octets: &[u8], sensitive: bool, tries: u8) -> Result<(), Violation> {
        Invariant::CardAlone.need(self.open, "a command without a card")?;
        let command = Command::of(octets);
        let verify = command == Command::Verify;
        Invariant::SecretsGone.need(sensitive == verify, format!("{command:?} is marked as sensitive: {sensitive}"))?;
        Invariant::SecretsGone.need(verify || !holds_pin(octets), format!("a PIN in {command:?}"))?;
        if !verify {
            return Ok(());
        }
        let sent = self.unsent.take();
        let same = sent.is_some_and(|pin| octets.get(5..) == Some(pin));
        Invariant::OneVerifyPerPin.need(same, "a VERIFY without a PIN that was typed for it")?;
        self.may_verify(tries)
    }

    /// The reader asks for a PIN and sends it: once for each time that the person went on.
    fn on_keypad(&mut self, template: &[u8], tries: u8) -> Result<(), Violation> {
        Invariant::CardAlone.need(self.open, "a keypad without a card")?;
        Invariant::Contract.need(self.keypad, "a keypad that is not there")?;
        let empty = Command::of(template) == Command::Verify && template.get(5..) == Some(&[0xFF; 4]);
        Invariant::SecretsGone.need(empty, "a template with digits, or of another command")?;
        let wanted = std::mem::take(&mut self.wanted);
        Invariant::OneVerifyPerPin.need(wanted, "the keypad asks again, and nobody wanted that")?;
        self.may_verify(tries)
    }

    /// VERIFY is about to be sent, by the app or by the reader.
    fn may_verify(&mut self, tries: u8) -> Result<(), Violation> {
        let told = self.queried.take();
        self.tries = told;
        let left = if self.honest { Some(tries) } else { told };
        Invariant::LastTryConfirmed.need(told.is_some(), "a VERIFY without a query in the same contact")?;
        let confirmed = std::mem::take(&mut self.confirmed);
        let asked = left != Some(1) || confirmed;
        Invariant::LastTryConfirmed.need(asked, "a VERIFY at one try left, and nobody agreed to that")?;
        self.unknown = true;
        Ok(())
    }

    /// The card answered, itself or by a fault's word.
    pub(crate) fn answered(&mut self, command: Command, answer: &[u8], own: bool) {
        let class = AnswerClass::of(answer);
        match (command, answer) {
            (Command::Verify, _) => {
                use AnswerClass::{Blocked, Empty, LastTry, Noise, TriesLeft};
                self.unknown = !matches!(class, Blocked | Empty | Noise | LastTry | TriesLeft);
            }
            (_, [.., 0x63, low]) if command.is_query() => {
                self.queried = Some(low & 0x0F);
                self.honest &= own;
            }
            _ if command.is_query() => self.honest &= own,
            _ => {}
        }
    }

    fn send(&mut self, request: &HttpRequest) -> Result<(), Violation> {
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

    fn save(&mut self, record: &[u8]) -> Result<(), Violation> {
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

    /// What was agreed to in this run of the app.
    pub(crate) fn agreement(&self) -> Option<&Agreement> {
        self.agreement.as_ref()
    }

    /// A screen tells what came of the proof that is on its way.
    pub(crate) fn told(&mut self) -> Option<[u8; 32]> {
        let place = self.outstanding.take()?;
        let proof = self.proofs.get_mut(place)?;
        proof.told = true;
        Some(proof.digest)
    }

    /// The flow has ended.
    pub(crate) fn end(&mut self) -> Result<(), Violation> {
        Invariant::CardAlone.need(!self.open, "the card was not closed")
    }
}

/// Whether one of the PINs stands in these octets as digits of their own: base64 holds any four digits by chance.
pub(crate) fn holds_pin(octets: &[u8]) -> bool {
    let alone =
        |octet: Option<&u8>| octet.is_none_or(|octet| !octet.is_ascii_alphanumeric() && !matches!(octet, b'-' | b'_'));
    [RIGHT_PIN, WRONG_PIN].iter().any(|pin| {
        octets.windows(pin.len()).enumerate().any(|(at, window)| {
            window == pin.as_bytes()
                && alone(at.checked_sub(1).and_then(|at| octets.get(at)))
                && alone(octets.get(at + pin.len()))
        })
    })
}
