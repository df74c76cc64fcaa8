//! Every path through the desk.

use std::collections::BTreeSet;

use super::*;

fn desk(child: bool, registered: bool) -> Desk {
    Desk::new(Setup::default().visited_by(child, registered))
}

/// Does what is offered, whoever it is offered to.
fn go(desk: &mut Desk, events: &[Event]) {
    for event in events {
        let role = desk.role_for(event);
        desk.handle(role, event).unwrap_or_else(|error| panic!("{event:?} at {:?}: {error}", desk.state()));
    }
}

fn insert(method: Method) -> [Event; 3] {
    [Event::Choose(method), Event::Insert(Inserted::Fully), Event::Continue]
}

const MATCH: Event = Event::FaceSeen { matches: true };
const NO_MATCH: Event = Event::FaceSeen { matches: false };
const RIGHT: Event = Event::PinTyped { right: true };
const WRONG: Event = Event::PinTyped { right: false };

/// Every visit of so many steps: what was done, and where it ended.
fn visits(setup: &Setup, steps: usize) -> Vec<Desk> {
    let mut open = vec![Desk::new(setup.clone())];
    let mut ended = Vec::new();
    for _ in 0..steps {
        let mut next = Vec::new();
        for desk in open {
            let offers = desk.offers();
            for (role, event) in &offers {
                let mut copy = desk.clone();
                copy.handle(*role, event).unwrap();
                next.push(copy);
            }
            if offers.is_empty() {
                ended.push(desk);
            }
        }
        open = next;
    }
    ended.extend(open);
    ended
}

#[test]
fn req_04_the_visit_begins_with_exactly_two_methods() {
    for registered in [true, false] {
        let desk = desk(false, registered);
        assert_eq!(*desk.state(), State::ChooseMethod);
        let offered: Vec<Event> = desk.offers().into_iter().map(|(_, event)| event).collect();
        assert_eq!(offered, [Event::Choose(Method::Face), Event::Choose(Method::Pin)]);
    }
}

#[test]
fn req_04_a_card_that_is_not_registered_can_be_registered_at_the_desk_or_not() {
    let mut yes = desk(false, false);
    go(&mut yes, &insert(Method::Face));
    go(&mut yes, &[MATCH]);
    assert_eq!(*yes.state(), State::OfferRegistration);
    go(&mut yes, &[Event::Register(true), Event::Answer(true), Event::Answer(true)]);
    assert_eq!(*yes.state(), State::Done);
    let mut no = desk(false, false);
    go(&mut no, &insert(Method::Pin));
    go(&mut no, &[RIGHT, Event::Register(false)]);
    assert_eq!(*no.state(), State::OtherWay);
    assert!(no.answers().all(|(_, answer)| answer.is_none()), "nothing was asked");
}

#[test]
fn req_05_the_card_goes_all_the_way_in() {
    let mut desk = desk(false, true);
    go(&mut desk, &[Event::Choose(Method::Face)]);
    for inserted in [Inserted::Out, Inserted::Halfway] {
        if inserted != Inserted::Out {
            go(&mut desk, &[Event::Insert(inserted)]);
        }
        assert_eq!(desk.handle(Role::Holder, &Event::Continue), Err(NotOffered));
        assert_eq!(*desk.state(), State::InsertCard { method: Method::Face, inserted });
    }
    go(&mut desk, &[Event::Insert(Inserted::Fully), Event::Continue]);
    assert_eq!(*desk.state(), State::Face);
}

#[test]
fn req_06_two_separate_questions_each_with_yes_and_no_and_none_answered_beforehand() {
    for (medicine, check_up) in [(true, true), (true, false), (false, true), (false, false)] {
        let mut desk = desk(false, true);
        go(&mut desk, &insert(Method::Face));
        go(&mut desk, &[MATCH]);
        assert!(desk.answers().all(|(_, answer)| answer.is_none()));
        assert_eq!(*desk.state(), State::Consent { question: 0 });
        go(&mut desk, &[Event::Answer(medicine)]);
        assert_eq!(*desk.state(), State::Consent { question: 1 });
        go(&mut desk, &[Event::Answer(check_up)]);
        assert_eq!(*desk.state(), State::Done);
        let answers: Vec<_> = desk.answers().collect();
        assert!(matches!(
            answers[..],
            [(Question::Medicine, Some(first)), (Question::CheckUp, Some(second))] if (first, second) == (medicine, check_up)
        ));
    }
}

#[test]
fn req_06_further_questions_come_from_a_file_and_after_the_two() {
    let file = tempfile::NamedTempFile::new().unwrap();
    std::fs::write(&file, "[[consent]]\nquestion = { ja = \"手術の情報\", en = \"Operations?\" }\n").unwrap();
    let setup = Setup::of_file(file.path()).unwrap().visited_by(false, true);
    let mut desk = Desk::new(setup);
    go(&mut desk, &insert(Method::Face));
    go(&mut desk, &[MATCH, Event::Answer(true), Event::Answer(false)]);
    assert_eq!(*desk.state(), State::Consent { question: 2 });
    let words =
        desk.answers().last().map(|(question, _)| question.words(kazasu_core::words::Language::English).written());
    assert_eq!(words.as_deref(), Some("Operations?"));
    go(&mut desk, &[Event::Answer(false)]);
    assert_eq!(*desk.state(), State::Done);
    std::fs::write(&file, "[[consent]]\nimage = 1\n").unwrap();
    assert!(matches!(Setup::of_file(file.path()), Err(BadSetup::Content { .. })));
}

#[test]
fn req_07_the_machine_sees_a_match_or_none() {
    let mut desk = desk(false, true);
    go(&mut desk, &insert(Method::Face));
    let offered: Vec<Event> = desk.offers().into_iter().map(|(_, event)| event).collect();
    assert_eq!(offered, [MATCH, NO_MATCH]);
    go(&mut desk, &[MATCH]);
    assert_eq!(*desk.state(), State::Consent { question: 0 });
}

#[test]
fn req_08_without_a_match_the_pin_is_offered_and_the_visit_goes_on() {
    let mut desk = desk(false, true);
    go(&mut desk, &insert(Method::Face));
    go(&mut desk, &[NO_MATCH]);
    assert!(desk.offers().contains(&(Role::Holder, Event::Choose(Method::Pin))));
    go(&mut desk, &[Event::Choose(Method::Pin), RIGHT, Event::Answer(true), Event::Answer(true)]);
    assert_eq!(*desk.state(), State::Done);
}

#[test]
fn req_08_no_visit_comes_to_a_dead_end() {
    for registered in [true, false] {
        let setup = Setup::default().visited_by(false, registered);
        for desk in visits(&setup, 8) {
            let is_over = matches!(desk.state(), State::Done | State::OtherWay);
            assert_eq!(desk.offers().is_empty(), is_over, "{:?}", desk.state());
        }
    }
}

#[test]
fn req_08_three_wrong_pins_lead_to_other_ways() {
    let mut desk = desk(false, true);
    go(&mut desk, &insert(Method::Pin));
    go(&mut desk, &[WRONG, WRONG]);
    assert_eq!(*desk.state(), State::Pin { wrong: 2 });
    go(&mut desk, &[WRONG]);
    assert_eq!(*desk.state(), State::PinLocked);
    assert!(desk.offers().iter().all(|(_, event)| *event != Event::Choose(Method::Pin)), "it is locked");
    go(&mut desk, &[Event::Choose(Method::Face), MATCH]);
    assert_eq!(*desk.state(), State::Consent { question: 0 });
}

#[test]
fn req_09_a_child_comes_through_by_face_and_by_the_guardians_pin() {
    let mut face = desk(true, true);
    go(&mut face, &insert(Method::Face));
    assert_eq!(face.handle(Role::Guardian, &MATCH), Err(NotOffered), "the child's face");
    go(&mut face, &[MATCH, Event::Answer(true), Event::Answer(true)]);
    assert_eq!(*face.state(), State::Done);
    let mut pin = desk(true, true);
    go(&mut pin, &insert(Method::Pin));
    assert_eq!(pin.handle(Role::Holder, &RIGHT), Err(NotOffered), "a guardian enters it");
    pin.handle(Role::Guardian, &RIGHT).unwrap();
    go(&mut pin, &[Event::Answer(false), Event::Answer(false)]);
    assert_eq!(*pin.state(), State::Done);
}

#[test]
fn req_10_the_log_has_no_field_for_an_image_a_name_or_a_digit() {
    let mut events = BTreeSet::new();
    for desk in [true, false].into_iter().flat_map(|child| visits(&Setup::default().visited_by(child, false), 6)) {
        for entry in desk.log() {
            let written = serde_json::to_value(entry).unwrap();
            let fields: Vec<&str> = written.as_object().unwrap().keys().map(String::as_str).collect();
            assert_eq!(fields, ["event", "number", "role", "state"]);
            assert!(written["number"].is_u64());
            for word in ["event", "role", "state"] {
                let word = written[word].as_str().unwrap();
                assert!(word.len() < 20 && word.bytes().all(|byte| byte.is_ascii_lowercase() || b"_:".contains(&byte)));
            }
            events.insert(entry.event);
        }
    }
    assert!(events.contains("face_match") && events.contains("pin_wrong") && events.contains("compared_same"));
}

#[test]
fn req_11_only_staff_end_the_look_at_the_photo_and_they_never_type_a_pin() {
    let mut desk = desk(false, true);
    go(&mut desk, &insert(Method::Pin));
    assert_eq!(desk.handle(Role::Staff, &RIGHT), Err(NotOffered));
    go(&mut desk, &[Event::AskStaff]);
    assert_eq!(*desk.state(), State::VisualCheck);
    for role in [Role::Holder, Role::Guardian] {
        for same in [true, false] {
            assert_eq!(desk.handle(role, &Event::Compared { same }), Err(NotOffered));
        }
    }
    desk.handle(Role::Staff, &Event::Compared { same: false }).unwrap();
    assert_eq!(*desk.state(), State::NoMatch, "the visit goes on");
    go(&mut desk, &[Event::AskStaff, Event::Compared { same: true }]);
    assert_eq!(*desk.state(), State::Consent { question: 0 });
}
