//! `hrp.register.v1`: register the card.

use std::sync::Arc;

use super::answer;
use super::statement::{Passed, Statement, status_token};
use crate::app::App;
use crate::audit::Entry;
use crate::ids::{NoRandomness, RegistrationId};
use crate::json::{Fault, Fields};
use crate::outbox::pack;
use crate::problem::Code;
use crate::store::{CardState, Effect, NewRegistration, Registration, Window};
use crate::terms::TermsBook;
use crate::words::{Lang, Operation};

/// `hrp.register.v1`.
pub(crate) struct RegisterStatement {
    terms_version: String,
    terms_digest: String,
    terms_lang: Lang,
    consents: Vec<String>,
    portal: bool,
}

impl Statement for RegisterStatement {
    const OPERATION: Operation = Operation::Register;

    fn read(mut fields: Fields) -> Result<Self, Fault> {
        fields.word("type", |word| (word == "hrp.register.v1").then_some(()))?;
        let statement = Self {
            terms_version: fields.text("terms_version")?,
            terms_digest: fields.text("terms_digest")?,
            terms_lang: fields.word("terms_lang", Lang::parse)?,
            consents: fields.texts("consents")?,
            portal: fields.flag("portal_user_registration")?,
        };
        fields.end()?;
        Ok(statement)
    }

    /// HRP/1 §3.15 B11, B26.
    fn judge(&self, app: &App) -> Result<(), Code> {
        self.judge_terms(&app.terms)?;
        match self.portal && !app.settings.portal_registration {
            true => Err(Code::StatementMismatch),
            false => self.judge_required(&app.terms),
        }
    }

    fn noted(&self, note: Entry) -> Entry {
        note.terms(&self.terms_version, &self.consents, self.portal)
    }

    fn limit(app: &App) -> Option<Window> {
        app.settings.limits.certificate_window()
    }

    fn effect(&self, app: &Arc<App>, passed: &Passed) -> Result<Effect, NoRandomness> {
        let now = passed.now;
        let at_once = app.settings.eligibility.links_at_once();
        let id = RegistrationId::random()?;
        let serial = pack(&passed.certificate.issuer_der, &passed.certificate.serial);
        let delivery = if at_once { None } else { Some(app.secrets.seal(&id, &serial)?) };
        let (subject, expires) = (passed.subject.clone(), passed.certificate.not_after);
        let (terms_version, consents, portal) = (self.terms_version.clone(), self.consents.clone(), self.portal);
        let registration = move |receipt| Registration {
            id: id.clone(),
            subject: subject.clone(),
            card: if at_once { CardState::Registered } else { CardState::Processing },
            card_at: now,
            portal_at: portal.then_some(now),
            release: None,
            terms_version: terms_version.clone(),
            consents: consents.clone(),
            receipt,
            accepted_at: now,
            certificate_expires_at: expires,
        };
        let (retry_after, token) = (answer::poll_seconds(app), status_token(app, passed, portal));
        let expires_at = token.expires_at;
        Ok(Effect::Register(Box::new(NewRegistration {
            registration: Box::new(registration),
            portal,
            delivery,
            token,
            answer: Box::new(move |stored, novelty| {
                answer::registered(stored, novelty, portal, expires_at, retry_after, now)
            }),
        })))
    }
}

impl RegisterStatement {
    fn judge_terms(&self, book: &TermsBook) -> Result<(), Code> {
        let served = book.version(&self.terms_version).ok_or(Code::StatementMismatch)?;
        if served.version != book.current().version {
            return Err(Code::TermsChanged);
        }
        if !book.has_digest(&self.terms_version, self.terms_lang, &self.terms_digest) {
            return Err(Code::StatementMismatch);
        }
        let offered = |id: &String| served.items().iter().any(|item| item.id == *id);
        match self.consents.iter().all(|consent| offered(consent) && self.given(consent) == 1) {
            true => Ok(()),
            false => Err(Code::StatementMismatch),
        }
    }

    fn judge_required(&self, book: &TermsBook) -> Result<(), Code> {
        match book.current().items().iter().any(|item| item.required && self.given(&item.id) == 0) {
            true => Err(Code::ConsentMissing),
            false => Ok(()),
        }
    }

    fn given(&self, id: &str) -> usize {
        self.consents.iter().filter(|consent| *consent == id).count()
    }
}
