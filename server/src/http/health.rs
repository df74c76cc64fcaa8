//! What machines ask: whether the program runs, and whether it can work.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use axum::extract::State;
use axum::http::{HeaderMap, Uri, header};
use axum::response::{IntoResponse, Response};
use serde_json::json;

use super::peer::Peer;
use super::request::no_query;
use crate::answer::Answer;
use crate::app::App;
use crate::problem::{Code, Problem};

/// The program runs.
pub(super) async fn healthz(uri: Uri) -> Result<Answer, Problem> {
    no_query(&uri)?;
    Ok(Answer::json(200, &json!({"state": "ok"})))
}

/// It can work: its database answers.
pub(super) async fn readyz(State(app): State<Arc<App>>, uri: Uri) -> Result<Answer, Problem> {
    no_query(&uri)?;
    app.store.ready().await?;
    Ok(Answer::json(200, &json!({"state": "ok"})))
}

/// Figures for Prometheus. Only for who asks on this machine, and not through a proxy.
pub(super) async fn metrics(
    State(app): State<Arc<App>>,
    peer: Peer,
    uri: Uri,
    headers: HeaderMap,
) -> Result<Response, Problem> {
    no_query(&uri)?;
    if !peer.address.is_loopback() || headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded") {
        return Err(Problem::new(Code::NotFound));
    }
    let tally = app.store.tally();
    let further = [
        ("kazasu_store_commits", "Durable transactions", tally.commits.load(Ordering::Relaxed)),
        ("kazasu_store_operations", "Operations in durable transactions", tally.operations.load(Ordering::Relaxed)),
        ("kazasu_store_failures", "Transactions that failed", tally.failures.load(Ordering::Relaxed)),
    ];
    let text = app.meter.text(&further).ok_or_else(Problem::internal)?;
    Ok(([(header::CONTENT_TYPE, "application/openmetrics-text; version=1.0.0; charset=utf-8")], text).into_response())
}
