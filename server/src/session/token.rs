//! What a bearer token opens.

use crate::app::App;
use crate::ids::SessionId;
use crate::problem::{Code, Problem};
use crate::secrets::TokenDigest;
use crate::store::{Access, Session};
use crate::words::Scope;

/// A session that can still be read, for who holds its token. Nothing tells an unknown id from a wrong token.
pub(crate) async fn session_of(app: &App, id: &SessionId, token: Option<&str>) -> Result<Session, Problem> {
    let invalid = || Problem::new(Code::SessionInvalid);
    let sent = TokenDigest::of(token.ok_or_else(invalid)?);
    let session = app.store.session(id).await?.ok_or_else(invalid)?;
    if session.token.same(&sent) && !session.is_dead(app.now()) { Ok(session) } else { Err(invalid()) }
}

/// What the token opens, if it is an access token with this scope (HRP/1 §3.15 A12).
pub(crate) async fn access_with(app: &App, token: Option<&str>, scope: Scope) -> Result<Access, Problem> {
    let invalid = || Problem::new(Code::SessionInvalid);
    let sent = TokenDigest::of(token.ok_or_else(invalid)?);
    let access = app.store.access(&sent, app.now()).await?.ok_or_else(invalid)?;
    if access.scope.contains(&scope) { Ok(access) } else { Err(Problem::new(Code::ScopeMissing)) }
}
