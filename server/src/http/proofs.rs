//! The three posts with a proof.

use std::sync::Arc;

use axum::Extension;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, Uri};
use axum::response::{IntoResponse, Response};

use super::body::read_json;
use super::finish::Trace;
use super::request::{bearer, dpop, idempotency_key, no_query, open_for_business};
use crate::app::App;
use crate::codec::sha256;
use crate::problem::Problem;
use crate::proof::{self, Body as PostBody, Call, Given, Statement};

pub(super) async fn take<S: Statement>(
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
    let body = PostBody::read(node, S::read)?;
    let post = body.keyed(idempotency_key(&headers)?, sha256(&octets));
    let call = Call {
        trace,
        instance: uri.path().to_owned(),
        token: bearer(&headers),
        dpop: dpop(&headers, uri.path()),
        #[cfg(feature = "sandbox")]
        stop_before_commit: before_commit.is_some(),
    };
    // A task of its own: a client that hangs up must not stop it half way.
    let given = tokio::spawn(proof::take(app, call, post)).await.map_err(|_| Problem::internal())??;
    Ok(match given {
        Given::First(answer) => answer.into_response(),
        Given::Refused(answer, code) => (Extension(code), answer).into_response(),
        Given::Again(answer) => answer.replayed(),
    })
}
