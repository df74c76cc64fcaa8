//! Proof posts and status polls.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};

use super::body::read_json;
use super::finish::Trace;
use super::request::{PathText, bearer, idempotency_key, no_query, open_for_business, path_id};
use crate::answer::Answer;
use crate::app::App;
use crate::codec::sha256;
use crate::ids::RegistrationId;
use crate::problem::{Code, Problem};
use crate::register::{self, Body as PostBody, Call, Given, RegisterStatement};
use crate::secrets::TokenDigest;
use crate::store::CardState;

pub(super) async fn register(
    State(app): State<Arc<App>>,
    Extension(Trace(trace)): Extension<Trace>,
    #[cfg(feature = "sandbox")] before_commit: Option<Extension<crate::sandbox::StopBeforeCommit>>,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Problem> {
    open_for_business(&app)?;
    no_query(&uri)?;
    let (octets, node) = read_json(&headers, body).await?;
    let body = PostBody::read(node, RegisterStatement::read)?;
    let post = body.keyed(idempotency_key(&headers)?, sha256(&octets));
    let call = Call {
        trace,
        instance: uri.path().to_owned(),
        token: bearer(&headers),
        #[cfg(feature = "sandbox")]
        stop_before_commit: before_commit.is_some(),
    };
    // A task of its own: a client that hangs up must not stop it half way.
    let given = tokio::spawn(register::register(app, call, post)).await.map_err(|_| Problem::internal())??;
    Ok(match given {
        Given::First(answer) => answer.into_response(),
        Given::Refused(answer, code) => (Extension(code), answer).into_response(),
        Given::Again(answer) => answer.replayed(),
    })
}

/// HRP/1 §3.15 B24 and B15: read with a status token; another holder's registration is 404.
pub(super) async fn read(
    State(app): State<Arc<App>>,
    path: PathText,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Answer, Problem> {
    let id = path_id(path, RegistrationId::parse)?;
    no_query(&uri)?;
    let now = app.now();
    let invalid = || Problem::new(Code::SessionInvalid);
    let token = TokenDigest::of(&bearer(&headers).ok_or_else(invalid)?);
    let (stored, portal) = app.store.registration(&token, now).await?.ok_or_else(invalid)?;
    if stored.id != id {
        return Err(Problem::new(Code::NotFound));
    }
    let next = app.polls.admit(&id, now, app.settings.limits.poll_interval);
    next.map_err(|next| Problem::new(Code::RateLimited).after(now.retry_seconds_until(next)))?;
    let mut answer = Answer::json(200, &register::status_json(&stored, portal, now));
    answer.retry_after = (stored.card == CardState::Processing).then(|| register::poll_seconds(&app));
    Ok(answer)
}
