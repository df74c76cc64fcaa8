//! How a registration is told.

use serde_json::{Map, Value, json};

use crate::answer::{Answer, TOKEN_MARK, TokenOf};
use crate::app::App;
use crate::clock::Moment;
use crate::store::{CardState, Novelty, Registration, ReleaseState};
use crate::words::Scope;

use std::time::Duration;

/// Seconds that a client is asked to wait before it polls.
pub(crate) fn poll_seconds(app: &App) -> u32 {
    Moment(0).retry_seconds_until(Moment(0) + app.settings.limits.poll_interval)
}

/// The answer to a post: 201, 202, or 200 for a card that was registered before (HRP/1 §3.15 B5).
pub(super) fn registered(
    stored: &Registration,
    novelty: Novelty,
    portal: bool,
    token_expires_at: Moment,
    poll_seconds: u32,
    now: Moment,
) -> Answer {
    let mut body = parts(stored, novelty, now);
    if portal {
        body.insert("portal_user".to_owned(), portal_part(stored));
    }
    body.insert("status_token".to_owned(), json!(TOKEN_MARK));
    body.insert("status_token_expires_at".to_owned(), json!(token_expires_at.to_string()));
    let processing = stored.card == CardState::Processing;
    let status = match (novelty, processing) {
        (Novelty::Before, _) => 200,
        (Novelty::New, true) => 202,
        (Novelty::New, false) => 201,
    };
    let mut answer = Answer::json(status, &Value::Object(body));
    answer.token_of = Some(TokenOf::Status(stored.id.clone()));
    if novelty == Novelty::New {
        answer = answer.located(format!("/v1/registrations/{}", stored.id));
    }
    answer.retry_after = (status == 202).then_some(poll_seconds);
    answer
}

/// The answer to a request for a release: 202, as it takes effect later (REQ-103).
pub(super) fn release_requested(
    stored: &Registration,
    token_expires_at: Moment,
    poll_seconds: u32,
    now: Moment,
) -> Answer {
    let mut body = parts(stored, Novelty::New, now);
    body.insert("status_token".to_owned(), json!(TOKEN_MARK));
    body.insert("status_token_expires_at".to_owned(), json!(token_expires_at.to_string()));
    let mut answer = Answer::json(202, &Value::Object(body));
    answer.token_of = Some(TokenOf::Status(stored.id.clone()));
    answer.retry_after = Some(poll_seconds);
    answer
}

/// The answer to a sign-in.
pub(super) fn signed_in(scope: &[Scope], life: Duration) -> Answer {
    let scope: Vec<&str> = scope.iter().copied().map(Scope::as_str).collect();
    let body = json!({"access_token": TOKEN_MARK, "expires_in": life.as_secs(), "scope": scope});
    let mut answer = Answer::json(201, &body);
    answer.token_of = Some(TokenOf::Access);
    answer
}

/// The answer to a poll.
pub(crate) fn status_json(stored: &Registration, portal: bool, now: Moment) -> Value {
    let mut body = parts(stored, Novelty::New, now);
    if portal {
        body.insert("portal_user".to_owned(), portal_part(stored));
    }
    Value::Object(body)
}

fn parts(stored: &Registration, novelty: Novelty, now: Moment) -> Map<String, Value> {
    let application = match novelty {
        Novelty::New => "accepted",
        Novelty::Before => "already_registered",
    };
    let mut body = Map::new();
    let mut put = |name: &str, value: Value| body.insert(name.to_owned(), value);
    put("registration_id", json!(stored.id.as_str()));
    put("application", json!({"state": application, "updated_at": stored.accepted_at.to_string()}));
    put("insurance_card", card_part(stored));
    put(
        "receipt",
        json!({
            "number": stored.receipt,
            "terms_version": stored.terms_version,
            "consents": stored.consents,
            "accepted_at": stored.accepted_at.to_string(),
        }),
    );
    put("certificate_expires_at", json!(stored.certificate_expires_at.to_string()));
    put("server_time", json!(now.to_string()));
    body
}

fn card_part(stored: &Registration) -> Value {
    match stored.release {
        Some((ReleaseState::Requested, at)) => json!({"state": "release_requested", "updated_at": at.to_string()}),
        Some((ReleaseState::Released, at)) => json!({"state": "released", "updated_at": at.to_string()}),
        None => verdict_part(stored),
    }
}

fn verdict_part(stored: &Registration) -> Value {
    let at = stored.card_at.to_string();
    match stored.card {
        CardState::Processing => json!({"state": "processing", "updated_at": at}),
        CardState::Registered => json!({"state": "registered", "updated_at": at}),
        CardState::NotLinked => json!({"state": "failed", "reason": "insurance-not-linked", "updated_at": at}),
        CardState::Rejected => json!({"state": "failed", "reason": "insurer-rejected", "updated_at": at}),
    }
}

/// The portal part; it is told only to who asked for it.
fn portal_part(stored: &Registration) -> Value {
    json!({"state": "accepted", "updated_at": stored.portal_at.unwrap_or(stored.accepted_at).to_string()})
}
