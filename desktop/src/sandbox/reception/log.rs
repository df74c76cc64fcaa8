//! What the machine writes down: words of a closed list. There is no field for a picture, a name or a digit (REQ-10).

use serde::Serialize;

use super::{Event, Inserted, Method, Role, State};

/// One line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub(in crate::sandbox) struct Entry {
    /// Its place, from 1.
    pub(in crate::sandbox) number: usize,
    /// Where the machine was.
    pub(in crate::sandbox) state: &'static str,
    /// Who did something.
    pub(in crate::sandbox) role: Role,
    /// What.
    pub(in crate::sandbox) event: &'static str,
}

#[derive(Debug, Clone, Default)]
pub(super) struct Log(Vec<Entry>);

impl Log {
    pub(super) fn note(&mut self, role: Role, state: &State, event: &Event) {
        self.0.push(Entry { number: self.0.len() + 1, state: name_of_state(state), role, event: name_of_event(event) });
    }

    pub(super) fn entries(&self) -> &[Entry] {
        &self.0
    }
}

/// A state's name, in the log and on the page.
pub(in crate::sandbox) fn name_of_state(state: &State) -> &'static str {
    match state {
        State::ChooseMethod => "choose_method",
        State::InsertCard { .. } => "insert_card",
        State::Face => "face",
        State::NoMatch => "face:no_match",
        State::Pin { .. } => "pin",
        State::PinLocked => "pin:locked",
        State::VisualCheck => "visual_check",
        State::OfferRegistration => "offer_registration",
        State::Consent { .. } => "consent",
        State::Done => "done",
        State::OtherWay => "other_way",
    }
}

fn name_of_event(event: &Event) -> &'static str {
    match event {
        Event::Choose(Method::Face) => "choose_face",
        Event::Choose(Method::Pin) => "choose_pin",
        Event::Insert(Inserted::Out) => "card_out",
        Event::Insert(Inserted::Halfway) => "card_halfway",
        Event::Insert(Inserted::Fully) => "card_fully_in",
        Event::Continue => "continue",
        Event::FaceSeen { matches: true } => "face_match",
        Event::FaceSeen { matches: false } => "face_no_match",
        Event::PinTyped { right: true } => "pin_right",
        Event::PinTyped { right: false } => "pin_wrong",
        Event::AskStaff => "ask_staff",
        Event::Compared { same: true } => "compared_same",
        Event::Compared { same: false } => "compared_other",
        Event::Register(true) => "register",
        Event::Register(false) => "do_not_register",
        Event::Answer(true) => "yes",
        Event::Answer(false) => "no",
    }
}
