//! What a person signs: one statement for each operation.

use std::sync::Arc;

use crate::app::App;
use crate::audit::Entry;
use crate::certificate::Accepted;
use crate::clock::Moment;
use crate::ids::{NoRandomness, SessionId};
use crate::json::{Fault, Fields};
use crate::problem::Code;
use crate::secrets::SubjectRef;
use crate::store::{Effect, NewStatusToken, Window};
use crate::words::Operation;

/// A proof that passed every check.
pub(crate) struct Passed {
    pub(crate) session: SessionId,
    pub(crate) certificate: Accepted,
    pub(crate) subject: SubjectRef,
    pub(crate) now: Moment,
}

/// A statement, and what it leads to.
pub(crate) trait Statement: Sized + Send + Sync + 'static {
    /// The operation that it is for.
    const OPERATION: Operation;

    /// Step 1: keys, types, constants (HRP/1 §3.15 A7).
    fn read(fields: Fields) -> Result<Self, Fault>;

    /// Step 5: every value against what was offered.
    fn judge(&self, app: &App) -> Result<(), Code>;

    /// What of it belongs in the audit log.
    fn noted(&self, note: Entry) -> Entry;

    /// How many of them one certificate may have in a day.
    fn limit(app: &App) -> Option<Window>;

    /// Step 10: what is to be stored.
    fn effect(&self, app: &Arc<App>, passed: &Passed) -> Result<Effect, NoRandomness>;
}

/// A status token for whichever registration the transaction finds or makes.
pub(super) fn status_token(app: &Arc<App>, passed: &Passed, portal: bool) -> NewStatusToken {
    let (session, keys) = (passed.session.clone(), app.clone());
    NewStatusToken {
        derive: Box::new(move |id| keys.secrets.status_token(id, &session).digest()),
        portal,
        expires_at: passed.now + app.settings.times.status_token,
    }
}
