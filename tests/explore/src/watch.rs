//! Watches a run from outside: what is shown, asked for, sent and answered.

mod card;
mod request;

use kazasu_core::effect::{Effect, EffectId, Slot};
use kazasu_core::flow::Entry;
use kazasu_core::screen::{ActionId, Screen};

use crate::agreement::{Agreement, Wanted};
use crate::invariants::{Invariant, Violation};
use crate::person::Act;
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
