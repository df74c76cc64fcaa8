//! `hrp.deregister.v1`: ask for a release, which is forwarded to the insurer (REQ-103).

use std::sync::Arc;

use super::answer;
use super::statement::{Passed, Statement, status_token};
use crate::app::App;
use crate::audit::Entry;
use crate::ids::{NoRandomness, RegistrationId};
use crate::json::{Fault, Fields};
use crate::outbox::pack;
use crate::problem::Code;
use crate::store::{Effect, NewRelease, Window};
use crate::words::Operation;

/// What a person must have understood, in this order (HRP/1 §3.15 B9).
const UNDERSTOOD: [&str; 2] = ["effective-next-month-end", "card-stays-valid-otherwise"];

/// `hrp.deregister.v1`.
pub(crate) struct DeregisterStatement {
    registration: RegistrationId,
}

impl Statement for DeregisterStatement {
    const OPERATION: Operation = Operation::Deregister;

    fn read(mut fields: Fields) -> Result<Self, Fault> {
        fields.word("type", |word| (word == "hrp.deregister.v1").then_some(()))?;
        let registration = fields.word("registration_id", RegistrationId::parse)?;
        if fields.texts("understood")? != UNDERSTOOD {
            return Err(fields.fault("understood", "must be both values in their order"));
        }
        fields.end()?;
        Ok(Self { registration })
    }

    /// Whose registration it is shows only once the certificate is known: the transaction compares it (§3.15 B7).
    fn judge(&self, _: &App) -> Result<(), Code> {
        Ok(())
    }

    fn noted(&self, note: Entry) -> Entry {
        note
    }

    fn limit(app: &App) -> Option<Window> {
        app.settings.limits.certificate_window()
    }

    fn effect(&self, app: &Arc<App>, passed: &Passed) -> Result<Effect, NoRandomness> {
        let serial = pack(&passed.certificate.issuer_der, &passed.certificate.serial);
        let (now, retry_after, token) = (passed.now, answer::poll_seconds(app), status_token(app, passed, false));
        let expires_at = token.expires_at;
        Ok(Effect::Release(NewRelease {
            delivery: app.secrets.seal(&self.registration, &serial)?,
            registration: self.registration.clone(),
            token,
            answer: Box::new(move |stored, _| answer::release_requested(stored, expires_at, retry_after, now)),
        }))
    }
}
