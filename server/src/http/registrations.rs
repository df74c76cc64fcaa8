//! Reading registrations.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderMap, Uri};

use super::request::{PathText, bearer, no_query, path_id};
use crate::answer::Answer;
use crate::app::App;
use crate::ids::RegistrationId;
use crate::problem::{Code, Problem};
use crate::proof;
use crate::secrets::TokenDigest;
use crate::session::access_with;
use crate::store::{CardState, Registration, ReleaseState};
use crate::words::Scope;

/// HRP/1 §3.15 B24 and B15: read with a status token or its holder's access token; another holder's is 404.
pub(super) async fn read(
    State(app): State<Arc<App>>,
    path: PathText,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Answer, Problem> {
    let id = path_id(path, RegistrationId::parse)?;
    no_query(&uri)?;
    let now = app.now();
    let token = bearer(&headers).ok_or_else(|| Problem::new(Code::SessionInvalid))?;
    let found = match app.store.registration(&TokenDigest::of(&token), now).await? {
        Some((stored, portal)) => Some((stored, portal)),
        None => {
            let access = access_with(&app, Some(&token), Scope::Status).await?;
            let stored = app.store.registration_by_id(&id).await?.filter(|stored| stored.subject == access.subject);
            stored.map(|stored| (stored.portal_at.is_some(), stored)).map(|(portal, stored)| (stored, portal))
        }
    };
    match found.filter(|(stored, _)| stored.id == id) {
        Some((stored, portal)) => told(&app, stored, portal).await,
        None => Err(Problem::new(Code::NotFound)),
    }
}

/// HRP/1 §3.15 B8: a card that signed in and is not registered is 404 here.
pub(super) async fn read_mine(State(app): State<Arc<App>>, uri: Uri, headers: HeaderMap) -> Result<Answer, Problem> {
    no_query(&uri)?;
    let access = access_with(&app, bearer(&headers).as_deref(), Scope::Status).await?;
    let stored = app.store.newest(&access.subject).await?.ok_or_else(|| Problem::new(Code::NotFound))?;
    let portal = stored.portal_at.is_some();
    told(&app, stored, portal).await
}

async fn told(app: &App, stored: Registration, portal: bool) -> Result<Answer, Problem> {
    let now = app.now();
    if let Some(next) = app.store.admit_poll(&stored.id, now, app.settings.limits.poll_interval).await? {
        return Err(Problem::new(Code::RateLimited).after(now.retry_seconds_until(next)));
    }
    let mut answer = Answer::json(200, &proof::status_json(&stored, portal, now));
    let unsettled = match stored.release {
        None => stored.card == CardState::Processing,
        Some((release, _)) => release == ReleaseState::Requested,
    };
    answer.retry_after = unsettled.then(|| proof::poll_seconds(app));
    Ok(answer)
}
