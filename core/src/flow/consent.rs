//! Step 1: the terms, the choice, the agreement; then a session.

use std::sync::Arc;

use crate::effect::{Intent, Io};
use crate::registration::{CallError, Calls, Session, Statement, Terms, statement_bytes};
use crate::screen::{ActionId, Page, TermsPage};

use super::prepare::Service;
use super::random::session_key;
use super::trouble::{Turn, call_failed, cancelled, trouble};
use crate::failure::Failure;

/// What the person chose so far; kept while they go back and forth (REQ-44).
#[derive(Default)]
pub(super) struct Choices {
    portal: Option<bool>,
    terms: Option<Arc<Terms>>,
    session: Option<Session>,
}

/// What the person agreed to, and the session that it opened.
pub(super) struct Agreed {
    pub(super) terms: Arc<Terms>,
    /// The checkbox as it was last shown, where the platform offers it.
    pub(super) portal: Option<bool>,
    pub(super) session: Session,
}

impl Choices {
    /// The terms have changed: they are shown and agreed to anew (REQ-119).
    pub(super) fn forget_terms(&mut self) {
        (self.terms, self.session) = (None, None);
    }

    /// Back from step 2: nothing that was agreed to is lost.
    pub(super) fn keep(&mut self, agreed: Agreed) {
        (self.terms, self.portal, self.session) = (Some(agreed.terms), agreed.portal, Some(agreed.session));
    }
}

impl Agreed {
    /// The octets that are signed and sent: the ids that were shown, the flag that was shown (REQ-33, REQ-38, REQ-117).
    pub(super) fn statement(&self) -> Vec<u8> {
        statement_bytes(&Statement {
            r#type: "hrp.register.v1",
            terms_version: &self.terms.version,
            terms_digest: &self.terms.digest,
            terms_lang: &self.terms.lang,
            consents: self.terms.consent_items.iter().map(|item| item.id.as_str()).collect(),
            portal_user_registration: self.portal.unwrap_or(false),
        })
    }
}

/// Shows the terms until they are agreed to. Before the press there is no session and no challenge (REQ-35).
pub(super) async fn agree(io: &mut Io, service: &Service, choices: &mut Choices) -> Result<Agreed, Turn> {
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
        let session = match choices.session.take() {
            Some(session) => session,
            None => open(io, &terms, service.keyed).await?,
        };
        return Ok(Agreed { terms, portal: choices.portal, session });
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
        let page = TermsPage { terms: Arc::clone(terms), portal: choices.portal, skew: service.skew };
        match io.ask_or_language(Page::Terms(page)).await {
            None => {}
            Some(Intent::Press(ActionId::Agree)) => return Ok(true),
            Some(Intent::Press(ActionId::ReadTerms)) => {
                io.ask(Page::TermsText(Arc::clone(terms))).await;
            }
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

/// Opens a session for these terms, with a key of its own where the platform demands one.
pub(super) async fn open(io: &mut Io, terms: &Terms, keyed: bool) -> Result<Session, Turn> {
    io.show(Page::Loading);
    let key = match keyed {
        true => Some(session_key(io).await?.ok_or_else(cancelled)?),
        false => None,
    };
    loop {
        io.show(Page::Loading);
        match Calls::on(io).open_session(terms, key.as_ref()).await {
            Ok(session) => return Ok(Session { key, ..session }),
            Err(error) => call_failed(io, error).await?,
        }
    }
}

fn language(io: &Io) -> crate::words::Language {
    io.surroundings().presentation.language
}
