//! Practice: the same screens with a pretend card. No effect here reaches a card, a network or storage.

use std::sync::Arc;

use crate::effect::{Either, End, Intent, Io};
use crate::platform::Purpose;
use crate::registration::{ConsentItem, Terms};
use crate::screen::{ActionId, ApplyPage, Around, HoldPage, PRACTICE_DIGITS, Page, PinNote, PinPage, TermsPage};
use crate::secret::Pin;
use crate::words::{self, text};

use super::trouble::Turn;

/// Milliseconds between two steps of the pretended reading.
const STEP_MS: u32 = 700;
/// How far the pretended reading is at each step: none while the card is waited for.
const READING: [Option<u8>; 6] = [None, None, Some(8), Some(40), Some(75), Some(100)];

pub(super) async fn practice(io: &mut Io) -> Result<End, Turn> {
    io.set_purpose(Purpose::Practising);
    let mut page = Around::Practice;
    while let Intent::Press(ActionId::Practice) = io.ask(Page::Around(page)).await {
        page = if go_through(io).await { Around::PracticeDone } else { Around::Practice };
    }
    Ok(End::shown())
}

/// The three steps. `false`: the person went back.
async fn go_through(io: &mut Io) -> bool {
    let mut portal = true;
    let mut childs = false;
    'terms: loop {
        let terms = Arc::new(terms(io));
        let page = TermsPage { terms: Arc::clone(&terms), portal: Some(portal), skew: None };
        match io.ask_or_language(Page::Terms(page)).await {
            None => continue,
            Some(Intent::Press(ActionId::Agree)) => {}
            Some(Intent::Press(ActionId::ReadTerms)) => {
                io.ask_or_language(Page::TermsText(terms)).await;
                continue;
            }
            Some(Intent::Set { on, .. }) => {
                portal = on;
                continue;
            }
            Some(_) => return false,
        }
        let mut stopped = false;
        loop {
            match io.ask(Page::Apply(ApplyPage { portal: Some(portal), stopped, childs })).await {
                Intent::Press(ActionId::Apply) => {}
                Intent::Press(ActionId::WhatIsPin) => {
                    io.ask(Page::PinHelp).await;
                    continue;
                }
                Intent::Set { on, .. } => {
                    childs = on;
                    continue;
                }
                _ => continue 'terms,
            }
            if !type_digits(io, portal, childs).await {
                stopped = false;
                continue;
            }
            if pretend_to_read(io).await {
                return true;
            }
            stopped = true;
        }
    }
}

/// Takes the digits that are shown, and throws any others away (whatever was typed is wiped with its `Secret`).
async fn type_digits(io: &mut Io, portal: bool, childs: bool) -> bool {
    let mut other = false;
    loop {
        let note = PinNote::Practice { other };
        match io.ask(Page::Pin(PinPage { portal: Some(portal), note, childs })).await {
            Intent::EnterPin(typed) if Pin::parse(&typed).is_ok_and(|pin| pin.is(PRACTICE_DIGITS)) => return true,
            Intent::EnterPin(_) => other = true,
            Intent::Press(ActionId::WhatIsPin) => {
                io.ask(Page::PinHelp).await;
            }
            _ => return false,
        }
    }
}

/// Shows what a reading looks like. `false`: the person stopped.
async fn pretend_to_read(io: &mut Io) -> bool {
    let mut tips = false;
    for progress in READING {
        io.show(Page::Hold(HoldPage { progress, tips: tips && progress.is_none() }));
        match io.pause(STEP_MS).await {
            Either::Answer(()) => {}
            Either::Intent(Intent::Press(ActionId::ShowTips)) => tips = true,
            Either::Intent(_) => return false,
        }
    }
    true
}

/// Terms that stand where the platform's own will.
fn terms(io: &Io) -> Terms {
    let language = io.surroundings().presentation.language;
    let say = |text| words::line(language, text, &[]).marked();
    let item = |(id, text)| ConsentItem { id: String::from(id), text: say(text), required: true };
    Terms {
        version: say(text::PRACTICE_VERSION),
        digest: String::new(),
        lang: language.tag().to_owned(),
        title: say(text::PRACTICE_TITLE),
        body: words::plain(language, text::PRACTICE_TERMS, &[]),
        consent_items: [
            ("practice.1", text::TERMS_CONSENT_CERT_SERIAL),
            ("practice.2", text::TERMS_CONSENT_INSURED_NUMBER),
            ("practice.3", text::TERMS_CONSENT_INSURER_NAME),
        ]
        .map(item)
        .to_vec(),
        portal_user_registration_default: true,
    }
}
