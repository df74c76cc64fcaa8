//! The practice reception desk, as its machine would show it.

use kazasu_core::words::text as product;
use kazasu_core::words::{self as core_words, Text as ProductText};
use maud::{Markup, PreEscaped, html};

use super::super::reception::{Desk, Event, Inserted, Method, Role, State, TRIES, name_of_state};
use super::Words;
use crate::page::line;
use crate::words::{Text, text};

pub(super) fn draw(words: &Words, desk: &Desk) -> Markup {
    html! {
        section.tool aria-labelledby="tool-desk" {
            h3 #tool-desk { (words.say(text::DESK_TITLE)) }
            p.quiet { (words.say(text::DESK_LEAD)) }
            div.machine data-state=(name_of_state(desk.state())) {
                (picture(desk.state()))
                div.display role="status" {
                    p.asks { (asks(words, desk)) }
                    @for id in helps(desk) { p { (guide(words, *id)) } }
                    @if let State::Pin { wrong } = desk.state() {
                        p { (words.say_with(text::DESK_TRIES, &[("tries", &TRIES.saturating_sub(*wrong).to_string())])) }
                    }
                }
                form.offers data-to="practice" {
                    input type="hidden" name="do" value="desk";
                    @for (place, (role, event)) in desk.offers().iter().enumerate() {
                        button type="submit" name="place" value=(place) {
                            @if *role != Role::Holder { span.role { (words.say(role_words(*role))) } }
                            (words.say(offer(event)))
                        }
                    }
                }
            }
            @if desk.answers().any(|(_, answer)| answer.is_some()) {
                dl.record {
                    @for (question, answer) in desk.answers() {
                        div {
                            dt { (line(&question.words(words.0))) }
                            dd { (words.say(match answer { Some(true) => text::DESK_YES, Some(false) => text::DESK_NO, None => text::DESK_OPEN })) }
                        }
                    }
                }
            }
            form.visit data-to="practice" {
                input type="hidden" name="do" value="visit";
                label for="who" { (words.say(text::DESK_WHO)) }
                select #who name="who" {
                    option value="adult" selected[!desk.setup().child] { (words.written(text::DESK_ADULT)) }
                    option value="child" selected[desk.setup().child] { (words.written(text::DESK_CHILD)) }
                }
                label for="registered" { (words.say(text::DESK_REGISTERED)) }
                select #registered name="registered" {
                    option value="yes" selected[desk.setup().registered] { (words.written(text::DESK_YES)) }
                    option value="no" selected[!desk.setup().registered] { (words.written(text::DESK_NO)) }
                }
                button type="submit" { (words.say(text::DESK_BEGIN)) }
            }
            @if !desk.log().is_empty() {
                h4 #desk-log { (words.say(text::DESK_LOG)) }
                p.quiet { (guide(words, product::FAC_NO_PHOTO_STORED)) }
                div.scroll role="log" tabindex="0" aria-labelledby="desk-log" data-end {
                    ol.exchanges.journal {
                        @for entry in desk.log() {
                            li {
                                code translate="no" { (entry.number) " " (entry.state) " " (entry.event) }
                                span.answer { (words.say(role_words(entry.role))) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What the guide of the product says of this step.
fn guide(words: &Words, id: ProductText) -> Markup {
    line(&core_words::line(words.0, id, &[]))
}

fn asks(words: &Words, desk: &Desk) -> Markup {
    match desk.state() {
        State::ChooseMethod => guide(words, product::FAC_STEP1),
        State::InsertCard { .. } => guide(words, product::FAC_STEP2),
        State::Face => words.say(text::DESK_LOOK),
        State::NoMatch => words.say(text::DESK_NO_MATCH),
        State::Pin { .. } if desk.setup().child => words.say(text::DESK_PIN_GUARDIAN),
        State::Pin { .. } => words.say(text::DESK_PIN),
        State::PinLocked => words.say(text::DESK_LOCKED),
        State::VisualCheck => words.say(text::DESK_VISUAL),
        State::OfferRegistration => words.say(text::DESK_OFFER),
        State::Consent { question } => {
            desk.answers().nth(*question).map(|(asked, _)| line(&asked.words(words.0))).unwrap_or_default()
        }
        State::Done => words.say(text::DESK_DONE),
        State::OtherWay => words.say(text::DESK_OTHER_WAY),
    }
}

fn helps(desk: &Desk) -> &'static [ProductText] {
    match desk.state() {
        State::ChooseMethod if desk.setup().child => &[product::FAC_CHILD],
        State::ChooseMethod => &[product::FAC_STICKER],
        State::Face => &[product::FAC_FACE, product::FAC_NO_PHOTO_STORED],
        State::NoMatch => &[product::FAC_PIN],
        State::Pin { .. } => &[product::FAC_STAFF_NEVER_PIN],
        State::PinLocked | State::VisualCheck => &[product::FAC_VISUAL],
        State::Consent { .. } => &[product::FAC_STEP3],
        State::OtherWay => &[product::FAC_NOT_WORKING],
        State::InsertCard { .. } | State::OfferRegistration | State::Done => &[],
    }
}

fn role_words(role: Role) -> Text {
    match role {
        Role::Holder => text::DESK_ROLE_HOLDER,
        Role::Guardian => text::DESK_ROLE_GUARDIAN,
        Role::Staff => text::DESK_ROLE_STAFF,
    }
}

fn offer(event: &Event) -> Text {
    match event {
        Event::Choose(Method::Face) => text::DESK_CHOOSE_FACE,
        Event::Choose(Method::Pin) => text::DESK_CHOOSE_PIN,
        Event::Insert(Inserted::Out) => text::DESK_CARD_OUT,
        Event::Insert(Inserted::Halfway) => text::DESK_CARD_HALFWAY,
        Event::Insert(Inserted::Fully) => text::DESK_CARD_FULLY,
        Event::Continue => text::DESK_CONTINUE,
        Event::FaceSeen { matches: true } => text::DESK_FACE_MATCH,
        Event::FaceSeen { matches: false } => text::DESK_FACE_NO_MATCH,
        Event::PinTyped { right: true } => text::DESK_PIN_RIGHT,
        Event::PinTyped { right: false } => text::DESK_PIN_WRONG,
        Event::AskStaff => text::DESK_ASK_STAFF,
        Event::Compared { same: true } => text::DESK_SAME,
        Event::Compared { same: false } => text::DESK_OTHER,
        Event::Register(true) => text::DESK_REGISTER,
        Event::Register(false) => text::DESK_NOT_NOW,
        Event::Answer(true) => text::DESK_YES,
        Event::Answer(false) => text::DESK_NO,
    }
}

fn picture(state: &State) -> Markup {
    let inserted = match state {
        State::ChooseMethod | State::InsertCard { inserted: Inserted::Out, .. } => "out",
        State::InsertCard { inserted: Inserted::Halfway, .. } => "halfway",
        State::Done | State::OtherWay => "out",
        _ => "fully",
    };
    html! {
        svg.desk.(inserted) viewBox="0 0 220 150" aria-hidden="true" focusable="false" {
            (PreEscaped(r#"<g class="card"><rect x="82" y="84" width="56" height="36" rx="4"/><path d="M90 98h22M90 108h14"/></g><path class="case" d="M60 10h100a8 8 0 0 1 8 8v58l14 48a8 8 0 0 1-8 10H46a8 8 0 0 1-8-10l14-48V18a8 8 0 0 1 8-8z"/><rect class="glass" x="64" y="22" width="92" height="52" rx="5"/><circle class="eye" cx="110" cy="16" r="2.5"/><path class="slot" d="M78 112h64"/>"#))
        }
    }
}
