//! Step 1: the terms, the choice, the agreement; then a session.

use std::sync::Arc;

use crate::effect::{Intent, Io};
use crate::registration::{CallError, Calls, Session, Terms};
use crate::screen::{ActionId, Page, TermsPage};

use super::prepare::Service;
use super::signing::{Signing, What, open};
use super::trouble::{Turn, call_failed, cancelled, trouble};
use crate::failure::Failure;

/// What the person chose so far; kept while they go back and forth (REQ-44).
#[derive(Default)]
pub(super) struct Choices {
    portal: Option<bool>,
    terms: Option<Arc<Terms>>,
    /// The terms are being read in full: they are loaded in another language and go on being read.
    reading: bool,
    session: Option<Session>,
    childs: bool,
}

impl Choices {
    /// The terms have changed: they are shown and agreed to anew (REQ-119).
    pub(super) fn forget_terms(&mut self) {
        (self.terms, self.session) = (None, None);
    }

    /// Back from step 2: nothing that was agreed to is lost.
    pub(super) fn keep(&mut self, agreed: Signing) {
        if let What::Register { terms, portal } = agreed.what {
            (self.terms, self.portal) = (Some(terms), portal);
        }
        (self.session, self.childs) = (Some(agreed.session), agreed.childs);
    }
}

/// Shows the terms until they are agreed to. Before the press there is no session and no challenge (REQ-35).
pub(super) async fn agree(io: &mut Io, service: &Service, choices: &mut Choices) -> Result<Signing, Turn> {
    loop {
        let terms = match choices.terms.take().filter(|terms| terms.is_in(language(io))) {
            Some(terms) => terms,
            None => Arc::new(load(io).await?),
        };
        choices.portal = service.portal.then(|| choices.portal.unwrap_or(terms.portal_user_registration_default));
        let agreed = ask(io, service, choices, &terms).await?;
        choices.terms = Some(Arc::clone(&terms));
        if !agreed {
            continue; // another language was chosen: the terms are loaded in it
        }
        let what = What::Register { terms, portal: choices.portal };
        let session = match choices.session.take() {
            Some(session) => session,
            None => open(io, &what, service.keyed).await?,
        };
        return Ok(Signing { what, session, childs: choices.childs });
    }
}

/// Step 1 as a page. `false`: the language was changed.
async fn ask(io: &mut Io, service: &Service, choices: &mut Choices, terms: &Arc<Terms>) -> Result<bool, Turn> {
    loop {
        // It may have been changed while they were loading, or while they were read in full.
        if !terms.is_in(language(io)) {
            choices.session = None; // it was opened for terms in another language
            return Ok(false);
        }
        if choices.reading {
            // None: another language was chosen; the loop loads them in it, and they go on being read.
            choices.reading = io.ask_or_language(Page::TermsText(Arc::clone(terms))).await.is_none();
            continue;
        }
        let page = TermsPage { terms: Arc::clone(terms), portal: choices.portal, skew: service.skew };
        match io.ask_or_language(Page::Terms(page)).await {
            None => {}
            Some(Intent::Press(ActionId::Agree)) => return Ok(true),
            Some(Intent::Press(ActionId::ReadTerms)) => choices.reading = true,
            Some(Intent::Set { on, .. }) => choices.portal = Some(on),
            Some(_) => return Err(cancelled()), // REQ-36: back leaves without effect
        }
    }
}

async fn load(io: &mut Io) -> Result<Terms, Turn> {
    loop {
        io.show(Page::Loading);
        let language = language(io);
        match Calls::on(io).current_terms(language).await {
            Ok(terms) => return Ok(terms),
            Err(CallError::Broken(_)) => trouble(io, Failure::TermsUnavailable).await?,
            Err(error) => call_failed(io, error).await?,
        }
    }
}

fn language(io: &Io) -> crate::words::Language {
    io.surroundings().presentation.language
}
