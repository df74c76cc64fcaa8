//! Sessions and challenges.

use std::sync::Arc;
use std::time::Duration;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use serde_json::{Map, Value, json};

use super::body::{read_json, read_nothing};
use super::finish::Trace;
use super::peer::Peer;
use super::request::{PathText, bearer, dpop, no_query, open_for_business, path_id};
use crate::answer::Answer;
use crate::app::App;
use crate::audit::{Entry, Event};
use crate::clock::Moment;
use crate::codec::b64u;
use crate::ids::{SessionId, random};
use crate::problem::{Code, Problem, Retry};
use crate::session::{SessionRequest, check_session_key, session_of};
use crate::store::{Creation, Issue, Issued, NewChallenge, NewSession};
use crate::words::Operation;

pub(super) async fn create(
    State(app): State<Arc<App>>,
    Extension(Trace(trace)): Extension<Trace>,
    peer: Peer,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Answer, Problem> {
    open_for_business(&app)?;
    no_query(&uri)?;
    let (_, node) = read_json(&headers, body).await?;
    let request = SessionRequest::read(node)?;
    request.judge(&app)?;
    let now = app.now();
    let (id, challenge) = (SessionId::random()?, new_challenge(&app, request.operation, now)?);
    let token = app.secrets.session_token(&id);
    let ends_at = (now + app.settings.times.session).max(challenge.submit_by);
    let new = NewSession {
        id: id.clone(),
        token: token.digest(),
        operation: request.operation,
        session_key: request.session_key,
        now,
        ends_at,
        challenge: challenge.clone(),
        address: peer.prefix(forwarded(&headers), &app.settings),
        limits: app.settings.limits.session_windows(),
        note: Entry::new(Event::SessionCreated, now, &trace).session(&id).operation(request.operation),
    };
    match app.store.create_session(new).await? {
        Creation::Limited(seconds) => Err(Problem::new(Code::RateLimited).after(seconds)),
        Creation::Created => {
            let body = json!({
                "session_id": id.as_str(),
                "session_token": token.as_str(),
                "challenge": challenge_json(&app, &challenge),
                "expires_in": (ends_at.0 - now.0) / 1000,
                "server_time": now.to_string(),
            });
            Ok(Answer::json(201, &body).located(format!("/v1/sessions/{id}")))
        }
    }
}

pub(super) async fn read(
    State(app): State<Arc<App>>,
    path: PathText,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Answer, Problem> {
    let id = path_id(path, SessionId::parse)?;
    no_query(&uri)?;
    let session = session_of(&app, &id, bearer(&headers).as_deref()).await?;
    let now = app.now();
    let state = match () {
        _ if session.ends_at <= now => "expired",
        _ if session.submitted => "submitted",
        _ => "open",
    };
    let mut body = Map::new();
    body.insert("state".to_owned(), json!(state));
    if let Some(registration) = &session.registration {
        body.insert("registration_id".to_owned(), json!(registration.as_str()));
    }
    if let Some(submit_by) = session.submit_by {
        body.insert("submit_by".to_owned(), json!(submit_by.to_string()));
    }
    body.insert("server_time".to_owned(), json!(now.to_string()));
    Ok(Answer::json(200, &Value::Object(body)))
}

pub(super) async fn close(
    State(app): State<Arc<App>>,
    path: PathText,
    uri: Uri,
    headers: HeaderMap,
) -> Result<(StatusCode, [(&'static str, &'static str); 1]), Problem> {
    let id = path_id(path, SessionId::parse)?;
    no_query(&uri)?;
    session_of(&app, &id, bearer(&headers).as_deref()).await?;
    app.store.close_session(&id, app.now()).await?;
    Ok((StatusCode::NO_CONTENT, [("cache-control", "no-store")]))
}

pub(super) async fn renew(
    State(app): State<Arc<App>>,
    Extension(Trace(trace)): Extension<Trace>,
    path: PathText,
    uri: Uri,
    headers: HeaderMap,
    body: Body,
) -> Result<Answer, Problem> {
    let id = path_id(path, SessionId::parse)?;
    open_for_business(&app)?;
    no_query(&uri)?;
    read_nothing(&headers, body).await?;
    let token = bearer(&headers);
    let session = session_of(&app, &id, token.as_deref()).await?;
    check_session_key(&app, &session, token.as_deref().unwrap_or_default(), &dpop(&headers, uri.path())).await?;
    let now = app.now();
    let challenge = new_challenge(&app, session.operation, now)?;
    let issue = Issue {
        session: id.clone(),
        challenge: challenge.clone(),
        now,
        at_most: app.settings.limits.challenges_per_session,
        note: Entry::new(Event::ChallengeIssued, now, &trace).session(&id),
    };
    match app.store.issue_challenge(issue).await? {
        Issued::Done => Ok(Answer::json(201, &challenge_json(&app, &challenge))),
        Issued::Closed => Err(Problem::new(Code::SessionInvalid)),
        Issued::Expired => Err(Problem::new(Code::SessionExpired)),
        Issued::InProgress => Err(Problem::new(Code::RequestInProgress).after(2)),
        Issued::Used => Err(Problem::new(Code::ChallengeInUse)),
        Issued::SpentAll => Err(Problem::new(Code::RateLimited).retry(Retry::NewSession)),
    }
}

/// HRP/1 §3.8: only a registration may arrive some time after the card was read.
fn new_challenge(app: &App, operation: Operation, now: Moment) -> Result<NewChallenge, Problem> {
    let times = &app.settings.times;
    let grace = if operation == Operation::Register { times.submit_grace } else { Duration::ZERO };
    Ok(NewChallenge { octets: random()?, submit_by: now + times.challenge_ttl + grace })
}

fn challenge_json(app: &App, challenge: &NewChallenge) -> Value {
    json!({
        "challenge": b64u(&challenge.octets),
        "expires_in": app.settings.times.challenge_ttl.as_secs(),
        "submit_by": challenge.submit_by.to_string(),
    })
}

fn forwarded(headers: &HeaderMap) -> Option<&str> {
    headers.get_all("x-forwarded-for").iter().next_back().and_then(|value| value.to_str().ok())
}
