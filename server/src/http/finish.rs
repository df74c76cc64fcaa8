//! The outermost layer: gives every request its trace id, turns problems into answers, writes the log line.

use std::sync::Arc;
use std::time::Instant;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderValue, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::app::App;
use crate::ids::TraceId;
use crate::problem::{Code, Problem};
use crate::words::SenderConstrained;

/// The trace id of a request, in its extensions.
#[derive(Debug, Clone)]
pub(crate) struct Trace(pub(crate) TraceId);

pub(super) async fn finish(State(app): State<Arc<App>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let trace = TraceId::random();
    let instance = request.uri().path().to_owned();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().map_or("-".to_owned(), |path| path.as_str().to_owned());
    request.extensions_mut().insert(Trace(trace.clone()));
    #[cfg(feature = "sandbox")]
    let (response, code) = {
        let fault = crate::sandbox::Fault::of(&app, &request);
        let meet = crate::sandbox::Meeting { app: &app, trace: &trace, instance: &instance };
        crate::sandbox::meet(fault, meet, request, next).await
    };
    #[cfg(not(feature = "sandbox"))]
    let (response, code) = told(&app, next.run(request).await, &trace, &instance);
    let mut response = response;
    if response.status() == StatusCode::UNAUTHORIZED && app.sender_constrained() == SenderConstrained::Required {
        let schemes = HeaderValue::from_static("DPoP algs=\"ES256\", Bearer");
        response.headers_mut().insert(header::WWW_AUTHENTICATE, schemes);
    }
    app.meter.request(&route, response.status().as_u16(), code, started.elapsed());
    tracing::info!(
        trace_id = trace.as_str(),
        %method,
        route,
        status = response.status().as_u16(),
        code,
        ms = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX),
        "request"
    );
    response
}

/// The response, with the problem that it carries written out, and that problem's code.
pub(crate) fn told(app: &App, mut response: Response, trace: &TraceId, instance: &str) -> (Response, &'static str) {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else {
        let code = response.extensions().get::<Code>().map_or("", |code| code.as_str());
        return (response, code);
    };
    let mut answer = problem.answer(trace, instance, app.now()).into_response();
    for (name, value) in response.headers() {
        if name == axum::http::header::ALLOW {
            answer.headers_mut().insert(name.clone(), value.clone());
        }
    }
    (answer, problem.code.as_str())
}
