//! What a client asks before anything personal is at stake.

use std::sync::Arc;

use axum::extract::State;
use axum::http::{HeaderValue, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::{Map, Value, json};

use super::request::no_query;
use crate::answer::Answer;
use crate::app::App;
use crate::problem::Problem;
use crate::words::{Algorithm, Operation};

pub(super) async fn configuration(State(app): State<Arc<App>>, uri: Uri) -> Result<Response, Problem> {
    no_query(&uri)?;
    let settings = &app.settings;
    let names: Map<String, Value> =
        settings.platform_name.iter().map(|(lang, name)| (lang.as_str().to_owned(), json!(name))).collect();
    let clients: Map<String, Value> = settings
        .min_client
        .iter()
        .map(|(platform, version)| (platform.as_str().to_owned(), json!(version.to_string())))
        .collect();
    let body = json!({
        "protocol": "hrp/1",
        "environment": settings.environment.as_str(),
        "origin": settings.origin,
        "platform_name": names,
        "algorithms": settings.algorithms.iter().copied().map(Algorithm::as_str).collect::<Vec<_>>(),
        "operations": settings.operations.iter().copied().map(Operation::as_str).collect::<Vec<_>>(),
        "portal_registration": settings.portal_registration,
        "sender_constrained": app.sender_constrained().as_str(),
        "channel_binding": "none",
        "min_client": clients,
        "challenge_ttl": settings.times.challenge_ttl.as_secs(),
        "submit_grace": settings.times.submit_grace.as_secs(),
        "server_time": app.now().to_string(),
    });
    let mut response = Answer::json(200, &body).into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("public, max-age=300"));
    Ok(response)
}

pub(super) async fn service_status(State(app): State<Arc<App>>, uri: Uri) -> Result<Answer, Problem> {
    no_query(&uri)?;
    let body = json!({"state": app.service.state().as_str(), "server_time": app.now().to_string()});
    Ok(Answer::json(200, &body))
}
