//! The place in front of the reader: cards are put there, leave at the worst moment, and come back.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use crate::authority::Authority;
use crate::card::{Card, Pin, Removed, Trace};
use crate::personality::{DEFAULT_PIN, Personality};

/// An exchange at which something happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Moment {
    /// The n-th command from the time this was set on; 1 is the next one.
    Exchange(usize),
    /// The next command with this instruction octet.
    Instruction(u8),
    /// The next VERIFY with data.
    VerifyWithData,
}

/// Whether the card is gone before it has the command or after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The command never arrives.
    Before,
    /// The command is carried out, its answer is lost.
    After,
}

/// An answer and the time the card took for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Answer {
    /// The response APDU.
    pub octets: Vec<u8>,
    /// The card's own time. Nothing here sleeps; adapters do.
    pub duration_ms: u64,
}

/// Holds one card after the other. Clones are handles of the same slot.
///
/// Retry counters outlive a tap, the security state does not: leaving the field is a loss of power.
#[derive(Clone)]
pub struct Slot {
    holder: Arc<Mutex<Holder>>,
}

struct Holder {
    cards: Vec<Card>,
    current: usize,
    tapped: bool,
    taps: usize,
    plans: Vec<Plan>,
}

struct Plan {
    moment: Moment,
    side: Side,
    seen: usize,
}

impl Slot {
    /// A slot for cards of a kind, with the default PIN. No card is in the field before the first
    /// tap.
    #[must_use]
    pub fn new(personality: Personality, authority: &Authority, now_unix: i64) -> Self {
        Self::with_pin(personality, authority, now_unix, DEFAULT_PIN)
    }

    /// [`Self::new`] with a user PIN.
    #[must_use]
    pub fn with_pin(personality: Personality, authority: &Authority, now_unix: i64, pin: &str) -> Self {
        let slot = Self::with_cards(personality.cards(authority, now_unix, pin));
        if let Some((moment, side)) = personality.removal() {
            slot.remove_at(moment, side);
        }
        slot
    }

    /// A slot for these cards, one per tap; the last one stays.
    #[must_use]
    pub fn with_cards(mut cards: Vec<Card>) -> Self {
        cards.iter_mut().for_each(Card::leave_field);
        let holder = Holder { cards, current: 0, tapped: false, taps: 0, plans: Vec::new() };
        Self { holder: Arc::new(Mutex::new(holder)) }
    }

    /// Puts the next card into the field, powered off. A card that is still there is taken away
    /// first.
    pub fn tap(&self) {
        let mut holder = self.lock();
        holder.leave();
        holder.current = holder.taps.min(holder.cards.len().saturating_sub(1));
        holder.taps += 1;
        holder.tapped = true;
        holder.with_card(Card::enter_field);
    }

    /// Takes the card away.
    pub fn leave(&self) {
        self.lock().leave();
    }

    /// Sends a command to the card in the field.
    ///
    /// # Errors
    /// If there is none, or it leaves during this exchange.
    pub fn transmit(&self, command: &[u8]) -> Result<Answer, Removed> {
        self.lock().transmit(command)
    }

    /// Lets the card leave at a moment, once. Several plans may wait at the same time.
    pub fn remove_at(&self, moment: Moment, side: Side) {
        self.lock().plans.push(Plan { moment, side, seen: 0 });
    }

    /// Switches the card's power off and leaves it in the field.
    pub fn power_off(&self) {
        self.lock().with_card(Card::power_off);
    }

    /// Resets the card.
    pub fn reset(&self) {
        self.lock().with_card(Card::reset);
    }

    /// Whether a card is in the field.
    #[must_use]
    pub fn is_tapped(&self) -> bool {
        self.lock().tapped
    }

    /// How often a card was tapped.
    #[must_use]
    pub fn taps(&self) -> usize {
        self.lock().taps
    }

    /// Looks at, or changes, the card of this tap (or of the last one, or before the first tap the
    /// first one). The slot is locked meanwhile.
    pub fn with_card<T>(&self, look: impl FnOnce(&mut Card) -> T) -> Option<T> {
        self.lock().with_card(look)
    }

    /// Tries left on that card.
    #[must_use]
    pub fn tries_left(&self, pin: Pin) -> u8 {
        self.with_card(|card| card.tries_left(pin)).unwrap_or(0)
    }

    /// A copy of that card's trace.
    #[must_use]
    pub fn trace(&self) -> Trace {
        self.with_card(|card| card.trace().clone()).unwrap_or_default()
    }

    fn lock(&self) -> MutexGuard<'_, Holder> {
        self.holder.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Slot").field("taps", &self.taps()).finish_non_exhaustive()
    }
}

impl Holder {
    fn with_card<T>(&mut self, look: impl FnOnce(&mut Card) -> T) -> Option<T> {
        self.cards.get_mut(self.current).map(look)
    }

    fn leave(&mut self) {
        self.tapped = false;
        self.with_card(Card::leave_field);
    }

    fn transmit(&mut self, command: &[u8]) -> Result<Answer, Removed> {
        let removal = if self.tapped { self.due_removal(command) } else { None };
        if removal == Some(Side::Before) {
            self.leave();
        }
        let card = self.cards.get_mut(self.current).ok_or(Removed)?;
        let octets = card.transmit(command)?;
        let duration_ms = card.last_duration_ms();
        if removal == Some(Side::After) {
            card.lose_last_answer();
            self.leave();
            return Err(Removed);
        }
        Ok(Answer { octets, duration_ms })
    }

    /// Whether a plan is due with this command. It is then done with.
    fn due_removal(&mut self, command: &[u8]) -> Option<Side> {
        self.plans.iter_mut().for_each(|plan| plan.seen += 1);
        let due = self.plans.iter().position(|plan| plan.is_due(command))?;
        Some(self.plans.remove(due).side)
    }
}

impl Plan {
    fn is_due(&self, command: &[u8]) -> bool {
        match self.moment {
            Moment::Exchange(number) => self.seen == number,
            Moment::Instruction(instruction) => command.get(1) == Some(&instruction),
            Moment::VerifyWithData => matches!(*command, [_, 0x20, _, _, _, _, ..]),
        }
    }
}
