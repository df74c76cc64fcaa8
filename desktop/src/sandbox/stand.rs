//! The practice reader on the page: a card is put on it, pulled away, and swapped for another kind.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use kazasu_core::effect::{CardFacts, CardFault, Facts};
use kazasu_virtual_card::card::Pin;
use kazasu_virtual_card::{Authority, Exchange as Recorded, Moment, Personality, Side, Slot};
use tokio::sync::watch;

use super::serial;
use crate::card::{Exchange, GLANCE, Reader, Stop, WAITING};
use crate::clock;

/// How many exchanges are shown.
const SHOWN: usize = 80;

/// The reader and what is on it. Clones are handles of the same.
#[derive(Clone)]
pub struct Stand {
    authority: Arc<Authority>,
    state: Arc<Mutex<State>>,
    changed: watch::Sender<u64>,
}

struct State {
    kind: Personality,
    slot: Slot,
    serial: Option<String>,
    plugged: bool,
    lies: bool,
    /// The card is pulled away at so manieth exchange from now.
    pull: Option<(usize, Side)>,
    seen: usize,
    exchanges: VecDeque<Recorded>,
}

/// What is seen of it.
#[derive(Clone)]
pub struct Look {
    /// The kind of card.
    pub kind: Personality,
    /// Its certificate's serial number in hexadecimal, if it has one.
    pub serial: Option<String>,
    /// Tries left of its PIN.
    pub tries_left: u8,
    /// Whether the reader is connected.
    pub plugged: bool,
    /// Whether the card lies on it.
    pub lies: bool,
    /// When it is to be pulled away.
    pub pull: Option<(usize, Side)>,
    /// The last exchanges, the oldest first. The card itself masks what VERIFY carries.
    pub exchanges: Vec<Recorded>,
}

impl Stand {
    /// A connected reader, the card beside it.
    pub fn new(authority: Arc<Authority>, kind: Personality) -> Self {
        let slot = Slot::new(kind, &authority, clock::unix_s());
        let serial = serial::of(kind, &authority);
        let state =
            State { kind, slot, serial, plugged: true, lies: false, pull: None, seen: 0, exchanges: VecDeque::new() };
        Self { authority, state: Arc::new(Mutex::new(state)), changed: watch::Sender::new(0) }
    }

    /// A reader for the product's loop.
    pub fn reader(&self) -> Box<dyn Reader> {
        Box::new(StandReader(self.clone()))
    }

    /// What is seen now.
    pub fn look(&self) -> Look {
        self.with(|state| Look {
            kind: state.kind,
            serial: state.serial.clone(),
            tries_left: state.slot.tries_left(Pin::User),
            plugged: state.plugged,
            lies: state.lies,
            pull: state.pull,
            exchanges: state.exchanges.iter().cloned().collect(),
        })
    }

    /// Tells when something is seen that was not.
    pub fn changes(&self) -> watch::Receiver<u64> {
        self.changed.subscribe()
    }

    /// Puts the card on the reader, or pulls it away.
    pub fn place(&self, lies: bool) {
        self.change(|state| {
            state.lies = lies;
            if !lies {
                state.slot.leave();
            }
        });
    }

    /// Connects the reader, or pulls its plug.
    pub fn plug(&self, plugged: bool) {
        self.change(|state| {
            state.plugged = plugged;
            if !plugged {
                state.slot.leave();
            }
        });
    }

    /// Takes another card of that kind. It lies where the other one lay.
    pub fn swap(&self, kind: Personality) {
        let slot = Slot::new(kind, &self.authority, clock::unix_s());
        let serial = serial::of(kind, &self.authority);
        self.change(|state| {
            state.slot.leave();
            (state.kind, state.slot, state.serial, state.pull, state.seen) = (kind, slot, serial, None, 0);
        });
    }

    /// Pulls the card away at the n-th exchange from now on, or not at all.
    pub fn pull_at(&self, pull: Option<(usize, Side)>) {
        self.change(|state| state.pull = pull);
    }

    /// Forgets the exchanges that are shown.
    pub fn forget_exchanges(&self) {
        self.change(|state| state.exchanges.clear());
    }

    fn with<T>(&self, look: impl FnOnce(&mut State) -> T) -> T {
        look(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> T {
        let changed = self.with(change);
        self.changed.send_modify(|count| *count += 1);
        changed
    }
}

impl State {
    /// Whether the card can be spoken to.
    fn is_in_reach(&self) -> bool {
        self.plugged && self.lies
    }

    fn transmit(&mut self, command: &[u8]) -> Option<(Vec<u8>, u64)> {
        self.pull = match self.pull {
            Some((1, side)) => {
                self.slot.remove_at(Moment::Exchange(1), side);
                None
            }
            later => later.map(|(count, side)| (count - 1, side)),
        };
        let answered = self.slot.transmit(command).ok();
        let trace = self.slot.trace();
        self.exchanges.extend(trace.exchanges().iter().skip(self.seen).cloned());
        self.seen = trace.exchanges().len();
        let surplus = self.exchanges.len().saturating_sub(SHOWN);
        self.exchanges.drain(..surplus);
        self.lies &= self.slot.is_tapped();
        answered.map(|answer| (answer.octets, answer.duration_ms))
    }
}

/// The stand, as the product's loop sees a reader.
struct StandReader(Stand);

impl Reader for StandReader {
    fn open(&mut self, stop: &Stop) -> Result<CardFacts, CardFault> {
        let began = Instant::now();
        while began.elapsed() < WAITING && !stop.is_set() {
            let opened = self.0.with(|state| {
                if state.is_in_reach() {
                    state.slot.tap();
                }
                (state.plugged, state.is_in_reach())
            });
            match opened {
                (false, _) => return Err(CardFault::ReaderAbsent),
                (true, true) => return Ok(CardFacts::default()),
                (true, false) => thread::sleep(GLANCE / 5),
            }
        }
        Err(CardFault::NoCard)
    }

    fn transmit(&mut self, command: &[u8], _: Duration) -> Exchange {
        let Some((octets, ms)) = self.0.change(|state| state.transmit(command)) else { return Exchange::Lost };
        thread::sleep(Duration::from_millis(ms)); // the time that a real card would take
        if self.0.with(|state| state.is_in_reach()) { Exchange::Response(octets) } else { Exchange::Lost }
    }

    fn close(&mut self) {
        self.0.with(|state| state.slot.leave());
    }

    fn presence(&mut self) -> Facts {
        self.0.with(|state| Facts {
            reader: Some(state.plugged),
            card: Some(state.is_in_reach()),
            keypad: Some(false),
            readiness: None,
        })
    }
}
