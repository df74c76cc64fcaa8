//! `hrp.authenticate.v1`: sign in with the card, for status and insurance information.

use std::sync::Arc;

use super::answer;
use super::statement::{Passed, Statement};
use crate::app::App;
use crate::audit::Entry;
use crate::ids::NoRandomness;
use crate::json::{Fault, Fields};
use crate::problem::Code;
use crate::store::{Effect, NewAccess, Window};
use crate::words::{Operation, Scope};

/// `hrp.authenticate.v1`.
pub(crate) struct AuthenticateStatement {
    scope: Vec<Scope>,
}

impl Statement for AuthenticateStatement {
    const OPERATION: Operation = Operation::Authenticate;

    fn read(mut fields: Fields) -> Result<Self, Fault> {
        fields.word("type", |word| (word == "hrp.authenticate.v1").then_some(()))?;
        let words = fields.texts("scope")?;
        let mut scope = Vec::with_capacity(words.len());
        for word in &words {
            match Scope::parse(word) {
                Some(one) if !scope.contains(&one) => scope.push(one),
                _ => return Err(fields.fault("scope", "must be a set of allowed values")),
            }
        }
        if scope.is_empty() {
            return Err(fields.fault("scope", "must not be empty"));
        }
        fields.end()?;
        Ok(Self { scope })
    }

    /// Every scope is offered to every card.
    fn judge(&self, _: &App) -> Result<(), Code> {
        Ok(())
    }

    fn noted(&self, note: Entry) -> Entry {
        note
    }

    fn limit(app: &App) -> Option<Window> {
        app.settings.limits.sign_in_window()
    }

    fn effect(&self, app: &Arc<App>, passed: &Passed) -> Result<Effect, NoRandomness> {
        let life = app.settings.times.access_token;
        Ok(Effect::SignIn(NewAccess {
            token: app.secrets.access_token(&passed.session).digest(),
            expires_at: passed.now + life,
            answer: answer::signed_in(&self.scope, life),
            scope: self.scope.clone(),
        }))
    }
}
