//! What holds in every scenario, whatever goes wrong.

use kazasu_core::effect::{Effect, Intent};
use kazasu_core::screen::ActionId;
use kazasu_virtual_card::Slot;

use crate::Unmet;

/// Watches a play.
pub(crate) struct Watch {
    slot: Slot,
    /// VERIFYs that reached the card before this play.
    before: usize,
    pins_typed: usize,
    verifies: usize,
    card_open: bool,
    queried: Option<u8>,
    last_was_query: bool,
    last_try_agreed: bool,
    keypad: bool,
    pressed: bool,
    agreed: bool,
    /// A look at a card was asked for, which needs no PIN and may send none.
    looks: bool,
    typed: Vec<Vec<u8>>,
}

/// Something on the card's wire.
pub(crate) enum Happening<'a> {
    /// A command that reaches the card.
    Command(&'a [u8]),
    /// An answer that reaches the app.
    Answered(&'a [u8]),
}

/// The applications and files that may be selected or named (REQ-124), written apart from the core's own list.
const APPLICATION: &[u8] = &[0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01];
const FILES: [[u8; 2]; 3] = [[0x00, 0x0A], [0x00, 0x17], [0x00, 0x18]];

impl Watch {
    pub(crate) fn new(slot: Slot) -> Self {
        Self {
            before: slot.trace().verifies_with_data(),
            slot,
            pins_typed: 0,
            verifies: 0,
            card_open: false,
            queried: None,
            last_was_query: false,
            last_try_agreed: false,
            keypad: false,
            pressed: false,
            agreed: false,
            looks: false,
            typed: Vec::new(),
        }
    }

    pub(crate) fn intent(&mut self, intent: &Intent) {
        self.pressed |= matches!(intent, Intent::Press(_));
        match intent {
            Intent::EnterPin(typed) => {
                self.pins_typed += 1;
                self.typed.push(typed.expose().to_vec());
            }
            Intent::Press(ActionId::UseLastTry) => self.last_try_agreed = true,
            Intent::Press(ActionId::Agree) => self.agreed = true,
            Intent::Press(ActionId::ReadCard) => self.looks = true,
            Intent::Press(ActionId::Apply | ActionId::SignIn) => self.looks = false,
            _ => {}
        }
    }

    /// The reader has a keypad.
    pub(crate) fn keypad(&mut self) {
        self.keypad = true;
    }

    /// A PIN is typed where the app cannot look.
    pub(crate) fn typed_on_keypad(&mut self, digits: &str) {
        self.pins_typed += 1;
        self.typed.push(digits.as_bytes().to_vec());
    }

    pub(crate) fn effect(&mut self, effect: &Effect) -> Result<(), Unmet> {
        if let Effect::OpenCard { sheet } | Effect::Transmit { sheet, .. } | Effect::CloseCard { sheet, .. } = effect {
            need((1..40).contains(&sheet.chars().count()), &format!("words too long for the NFC sheet: {sheet}"))?;
        }
        match effect {
            Effect::OpenCard { .. } => {
                let may = self.pins_typed > 0 || self.keypad || self.looks;
                need(may, "REQ-40: the radio was on before the PIN was complete")?;
                self.card_open = true;
                self.queried = None;
            }
            Effect::CloseCard { .. } => self.card_open = false,
            Effect::Transmit { command, sensitive, .. } => {
                let verify = matches!(command.expose(), [_, 0x20, _, _, _, ..]);
                need(*sensitive == verify, "a VERIFY that is not marked as sensitive, or another command that is")?;
            }
            Effect::VerifyOnKeypad { template, .. } => {
                need(self.keypad, "REQ-128: a keypad is used that is not there")?;
                need(template.len() == 9 && template.ends_with(&[0xFF; 4]), "REQ-128: digits in the template")?;
                need(std::mem::take(&mut self.pressed), "REQ-52: the keypad asks, and nobody wanted that")?;
            }
            Effect::Send(request) => {
                need(!self.card_open, "a request while the card is held")?;
                let body = request.body.as_deref().unwrap_or_default();
                let registers = body.windows(22).any(|window| window == b"\"operation\":\"register\"");
                let session = request.url.ends_with("/v1/sessions") && registers;
                need(self.agreed || !session, "REQ-35: a session before the agreement")?;
                need(!self.looks, "a request while a card is only looked at")?;
                need(!self.holds_pin(body), "REQ-125: a PIN in a request")?;
            }
            Effect::Save { bytes, .. } => {
                need(!self.card_open, "storage while the card is held")?;
                need(!self.holds_pin(bytes.expose()), "REQ-125: a PIN in storage")?;
            }
            Effect::Wait { .. } => need(!self.card_open, "a pause while the card is held")?,
            _ => {}
        }
        Ok(())
    }

    pub(crate) fn happened(&mut self, happening: Happening<'_>) -> Result<(), Unmet> {
        match happening {
            Happening::Command(command) => self.command(command),
            Happening::Answered(answer) => {
                if self.last_was_query
                    && let [.., 0x63, low] = answer
                {
                    self.queried = Some(low & 0x0F);
                }
                Ok(())
            }
        }
    }

    fn command(&mut self, command: &[u8]) -> Result<(), Unmet> {
        self.last_was_query = matches!(command, [0x00, 0x20, 0x00, _]);
        match command {
            [_, 0xA4, 0x04, _, _, id @ ..] => need(id == APPLICATION, "REQ-124: another application"),
            [_, 0xA4, 0x02, _, _, id @ ..] => need(FILES.iter().any(|file| file == id), "REQ-124: another file"),
            [_, 0xA4, ..] => Err(Unmet("REQ-124: another kind of SELECT".into())),
            [_, 0xB0, p1, ..] if p1 & 0x80 != 0 => need(p1 & 0x1F == 0x0A, "REQ-124: another file by short identifier"),
            [_, 0x20, _, _, _, ..] => self.verify(),
            _ => Ok(()),
        }
    }

    fn verify(&mut self) -> Result<(), Unmet> {
        self.verifies += 1;
        need(!self.looks, "a VERIFY while a card is only looked at")?;
        need(self.verifies <= self.pins_typed, "REQ-52: more VERIFYs than PINs typed")?;
        let queried = self.queried.take().ok_or_else(|| Unmet("REQ-110: no query before VERIFY".into()))?;
        let agreed = std::mem::take(&mut self.last_try_agreed);
        need(queried > 1 || agreed, "REQ-110: the last try was used without a confirmation")
    }

    /// What was agreed to, typed or read is gone; what the card counted is not.
    pub(crate) fn killed(&mut self) {
        (self.card_open, self.last_try_agreed, self.agreed, self.looks) = (false, false, false, false);
    }

    pub(crate) fn at_the_end(&self) -> Result<(), Unmet> {
        need(!self.card_open, "the card was not closed")?;
        need(!self.slot.is_tapped(), "the card is still in the field")?;
        let reached = self.slot.trace().verifies_with_data();
        need(reached <= self.before + self.pins_typed, "REQ-52: the card saw more VERIFYs than PINs were typed")
    }

    /// Whether one of the PINs stands in these bytes as digits that belong to no longer word: base64 and numbers hold
    /// any four digits by chance.
    fn holds_pin(&self, bytes: &[u8]) -> bool {
        let alone = |byte: Option<&u8>| {
            byte.is_none_or(|byte| !byte.is_ascii_alphanumeric() && !matches!(byte, b'-' | b'_' | b'.' | b':'))
        };
        self.typed.iter().filter(|pin| !pin.is_empty()).any(|pin| {
            bytes.windows(pin.len()).enumerate().any(|(at, window)| {
                window == pin.as_slice()
                    && alone(at.checked_sub(1).and_then(|at| bytes.get(at)))
                    && alone(bytes.get(at + pin.len()))
            })
        })
    }
}

fn need(holds: bool, otherwise: &str) -> Result<(), Unmet> {
    if holds { Ok(()) } else { Err(Unmet(otherwise.to_owned())) }
}
