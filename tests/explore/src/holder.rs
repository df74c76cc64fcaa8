//! The cards in the person's hand, and signatures that are computed once.

use kazasu_virtual_card::card::Pin;
use kazasu_virtual_card::{Removed, Slot};

use crate::shared::Shared;
use crate::starts::Start;

/// The person's cards: their own (0) and another person's (1).
pub(crate) struct Holder<'s> {
    shared: &'s Shared,
    slots: [Slot; 2],
    held: Option<usize>,
    start: Start,
    taps: usize,
    /// What was signed in this run, by which card.
    signed: Vec<(usize, Vec<u8>)>,
}

/// An input that no key pads: the card refuses its length, last of all its checks, exactly where it would have signed.
const TOO_LONG: u8 = 246;
/// The card's word for that length.
const CONDITIONS: [u8; 2] = [0x69, 0x85];

impl<'s> Holder<'s> {
    pub(crate) fn new(shared: &'s Shared, start: Start) -> Self {
        let slots = shared.slots(start);
        Self { shared, slots, held: None, start, taps: 0, signed: Vec::new() }
    }

    /// Holds a card to the reader: the person's own, or another one by mistake.
    pub(crate) fn tap(&mut self, other: bool) {
        self.leave();
        self.taps += 1;
        let card = usize::from(other || (self.start.other_at_second_tap && self.taps == 2));
        if let Some(slot) = self.slots.get(card) {
            slot.tap();
        }
        self.held = Some(card);
    }

    /// Takes the card away.
    pub(crate) fn leave(&mut self) {
        if let Some(slot) = self.held.take().and_then(|card| self.slots.get(card)) {
            slot.leave();
        }
    }

    /// Whether a card is held.
    pub(crate) fn is_held(&self) -> bool {
        self.held.is_some()
    }

    /// Tries left, as the card itself knows: the held one, or the person's own.
    pub(crate) fn tries_left(&self) -> u8 {
        self.slots.get(self.held.unwrap_or(0)).map_or(0, |slot| slot.tries_left(Pin::User))
    }

    /// Whether that card signed that input in this run.
    pub(crate) fn has_signed(&self, card: usize, input: &[u8]) -> bool {
        self.signed.iter().any(|(by, what)| *by == card && what == input)
    }

    /// The number of the card with that certificate.
    pub(crate) fn card_of(&self, certificate: &[u8]) -> Option<usize> {
        self.shared.holder_of(certificate, self.start)
    }

    /// Whether that card has a P-384 key and signs a bare hash.
    pub(crate) fn is_next_generation(&self, card: usize) -> bool {
        card == 0 && self.start.card == "next-generation"
    }

    /// The signature of that card over that input, if it ever made one.
    pub(crate) fn signature(&self, card: usize, input: &[u8]) -> Option<Vec<u8>> {
        self.shared.signature(card, input)
    }

    /// Sends a command to the card.
    pub(crate) fn transmit(&mut self, command: &[u8]) -> Result<Vec<u8>, Removed> {
        let card = self.held.ok_or(Removed)?;
        let slot = self.slots.get(card).ok_or(Removed)?;
        let [0x80, 0x2A, .., _] = *command else { return slot.transmit(command).map(|answer| answer.octets) };
        let (Some(header), Some(input)) = (command.get(..4), command.get(5..command.len() - 1)) else {
            return slot.transmit(command).map(|answer| answer.octets);
        };
        let answer = match self.shared.signature(card, input) {
            Some(known) => {
                let probe = [header, &[TOO_LONG], &[0; TOO_LONG as usize], &[0]].concat();
                let answer = slot.transmit(&probe)?.octets;
                if answer == CONDITIONS { [&known[..], &[0x90, 0x00]].concat() } else { answer }
            }
            None => slot.transmit(command)?.octets,
        };
        if let Some((signature, [0x90, 0x00])) = answer.split_last_chunk() {
            self.shared.remember(card, input, signature);
            self.signed.push((card, input.to_vec()));
        }
        Ok(answer)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::starts::RIGHT_PIN;

    /// The remembered signature comes where the card would have signed, and nowhere else.
    #[test]
    fn a_remembered_signature_needs_the_pin_as_the_card_does() {
        let shared = Shared::new();
        let mut holder = Holder::new(&shared, Start::FRESH);
        let select = [0, 0xA4, 4, 0x0C, 10, 0xD3, 0x92, 0xF0, 0, 0x26, 1, 0, 0, 0, 1];
        let verify = [&[0, 0x20, 0, 0x98, 4][..], RIGHT_PIN.as_bytes()].concat();
        let sign = |key| [&[0x80, 0x2A, 0, key, 51][..], &[7; 51], &[0]].concat();
        holder.tap(false);
        assert_eq!(holder.transmit(&select), Ok(vec![0x90, 0]));
        assert_eq!(holder.transmit(&sign(0x97)), Ok(vec![0x69, 0x82]));
        assert_eq!(holder.transmit(&verify), Ok(vec![0x90, 0]));
        let first = holder.transmit(&sign(0x97)).unwrap();
        assert!(first.len() == 258 && holder.has_signed(0, &[7; 51]));
        assert_eq!(holder.transmit(&sign(0x97)), Ok(first.clone()), "remembered");
        assert_eq!(holder.transmit(&sign(0x80)), Ok(first), "the key file is the current one now");
        assert_eq!(holder.transmit(&sign(0x98)), Ok(vec![0x69, 0x81]), "no key");
        holder.tap(false);
        assert_eq!(holder.transmit(&select), Ok(vec![0x90, 0]));
        assert_eq!(holder.transmit(&sign(0x97)), Ok(vec![0x69, 0x82]), "power was lost, and the PIN with it");
    }
}
