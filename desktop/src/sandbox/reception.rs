//! A practice reception desk: the face-recognition reader at a clinic, as a state machine (REQ-04 … 11).
//!
//! Nothing of it reaches a card or a server. It keeps no picture and no PIN, and its log has no place for them.

mod log;
mod setup;

use serde::Serialize;

use self::log::Log;
pub(super) use self::log::{Entry, name_of_state};
pub(super) use self::setup::{BadSetup, Question, Setup};

/// Wrong PINs after which it is locked.
pub(super) const TRIES: u8 = 3;

/// Who does something at the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Role {
    /// Whose card it is.
    Holder,
    /// Who is with a child.
    Guardian,
    /// Who works there.
    Staff,
}

/// How the person is identified.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Method {
    /// The machine compares the face with the photo on the card.
    Face,
    /// The four digits.
    Pin,
}

/// How far the card is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Inserted {
    Out,
    Halfway,
    Fully,
}

/// Where the machine is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum State {
    /// Step 1: face or PIN.
    ChooseMethod,
    /// Step 2: the card goes in, all the way.
    InsertCard { method: Method, inserted: Inserted },
    /// The camera looks.
    Face,
    /// It saw no match: another way is offered.
    NoMatch,
    /// The digits.
    Pin { wrong: u8 },
    /// Too many wrong ones: other ways are offered.
    PinLocked,
    /// Staff compare face and photo by eye.
    VisualCheck,
    /// The card is not registered yet: it can be, here.
    OfferRegistration,
    /// Step 3: the questions, one after the other.
    Consent { question: usize },
    /// Reception is complete.
    Done,
    /// Not registered, and not wanted now: staff go on in another way.
    OtherWay,
}

/// What somebody does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Event {
    Choose(Method),
    /// Puts the card in so far.
    Insert(Inserted),
    /// Goes on with the card as it is.
    Continue,
    /// What the camera saw.
    FaceSeen {
        matches: bool,
    },
    /// Whether the digits were right; the digits themselves end where they were typed.
    PinTyped {
        right: bool,
    },
    /// Asks staff to look.
    AskStaff,
    /// What staff saw.
    Compared {
        same: bool,
    },
    /// Registers the card here, or not.
    Register(bool),
    /// Answers a question.
    Answer(bool),
}

/// That is not offered now, or not to this person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("that is not offered to this person at this moment")]
pub(super) struct NotOffered;

/// One visit.
#[derive(Clone)]
pub(super) struct Desk {
    setup: Setup,
    state: State,
    answers: Vec<Option<bool>>,
    log: Log,
}

impl Desk {
    /// A visit begins.
    pub(super) fn new(setup: Setup) -> Self {
        let answers = vec![None; setup.questions().len()];
        Self { setup, state: State::ChooseMethod, answers, log: Log::default() }
    }

    pub(super) fn state(&self) -> &State {
        &self.state
    }

    pub(super) fn setup(&self) -> &Setup {
        &self.setup
    }

    /// The questions, in order, and what was answered. Nothing is answered beforehand.
    pub(super) fn answers(&self) -> impl Iterator<Item = (Question<'_>, Option<bool>)> {
        self.setup.questions().into_iter().zip(self.answers.iter().copied())
    }

    pub(super) fn log(&self) -> &[Entry] {
        self.log.entries()
    }

    /// What can be done now, and by whom.
    pub(super) fn offers(&self) -> Vec<(Role, Event)> {
        let all = match &self.state {
            State::ChooseMethod => vec![Event::Choose(Method::Face), Event::Choose(Method::Pin)],
            State::InsertCard { inserted, .. } => match inserted {
                Inserted::Out => vec![Event::Insert(Inserted::Halfway), Event::Insert(Inserted::Fully)],
                Inserted::Halfway => vec![Event::Insert(Inserted::Out), Event::Insert(Inserted::Fully)],
                Inserted::Fully => vec![Event::Insert(Inserted::Halfway), Event::Continue],
            },
            State::Face => vec![Event::FaceSeen { matches: true }, Event::FaceSeen { matches: false }],
            State::NoMatch => vec![Event::Choose(Method::Pin), Event::Choose(Method::Face), Event::AskStaff],
            State::Pin { .. } => vec![
                Event::PinTyped { right: true },
                Event::PinTyped { right: false },
                Event::Choose(Method::Face),
                Event::AskStaff,
            ],
            State::PinLocked => vec![Event::Choose(Method::Face), Event::AskStaff],
            State::VisualCheck => vec![Event::Compared { same: true }, Event::Compared { same: false }],
            State::OfferRegistration => vec![Event::Register(true), Event::Register(false)],
            State::Consent { .. } => vec![Event::Answer(true), Event::Answer(false)],
            State::Done | State::OtherWay => vec![],
        };
        all.into_iter().map(|event| (self.role_for(&event), event)).collect()
    }

    /// Who may do that. Staff never type a PIN, and nobody else ends the look at the photo.
    fn role_for(&self, event: &Event) -> Role {
        match event {
            Event::Compared { .. } => Role::Staff,
            Event::FaceSeen { .. } => Role::Holder,
            _ if self.setup.child => Role::Guardian,
            _ => Role::Holder,
        }
    }

    /// Does it, if it is offered to them.
    pub(super) fn handle(&mut self, role: Role, event: &Event) -> Result<(), NotOffered> {
        if !self.offers().iter().any(|(who, what)| *who == role && what == event) {
            return Err(NotOffered);
        }
        self.log.note(role, &self.state, event);
        self.state = self.after(event);
        Ok(())
    }

    fn after(&mut self, event: &Event) -> State {
        match (self.state.clone(), event) {
            (State::ChooseMethod, Event::Choose(method)) => {
                State::InsertCard { method: *method, inserted: Inserted::Out }
            }
            (State::InsertCard { method, .. }, Event::Insert(inserted)) => {
                State::InsertCard { method, inserted: *inserted }
            }
            (State::InsertCard { method, .. }, Event::Continue) => by(method),
            (_, Event::Choose(method)) => by(*method),
            (_, Event::AskStaff) => State::VisualCheck,
            (_, Event::FaceSeen { matches: false }) => State::NoMatch,
            (State::Pin { wrong }, Event::PinTyped { right: false }) if wrong + 1 >= TRIES => State::PinLocked,
            (State::Pin { wrong }, Event::PinTyped { right: false }) => State::Pin { wrong: wrong + 1 },
            (_, Event::Compared { same: false }) => State::NoMatch,
            (_, Event::FaceSeen { .. } | Event::PinTyped { .. } | Event::Compared { .. }) => self.identified(),
            (_, Event::Register(true)) => State::Consent { question: 0 },
            (_, Event::Register(false)) => State::OtherWay,
            (State::Consent { question }, Event::Answer(allowed)) => self.answered(question, *allowed),
            (state, _) => state, // not offered, so not reached
        }
    }

    fn identified(&self) -> State {
        if self.setup.registered { State::Consent { question: 0 } } else { State::OfferRegistration }
    }

    fn answered(&mut self, question: usize, allowed: bool) -> State {
        if let Some(answer) = self.answers.get_mut(question) {
            *answer = Some(allowed);
        }
        if question + 1 < self.answers.len() { State::Consent { question: question + 1 } } else { State::Done }
    }
}

fn by(method: Method) -> State {
    match method {
        Method::Face => State::Face,
        Method::Pin => State::Pin { wrong: 0 },
    }
}

#[cfg(test)]
mod tests;
