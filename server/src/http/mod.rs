//! The HTTP face: paths, and what surrounds every request.

mod body;
mod description;
mod discovery;
mod finish;
mod health;
mod insurance;
mod listener;
mod peer;
mod proofs;
mod registrations;
mod request;
mod sessions;
mod terms;

#[cfg(feature = "sandbox")]
pub(crate) use body::read_json;
#[cfg(feature = "sandbox")]
pub(crate) use finish::{Trace, told};
pub(crate) use listener::Listener;
pub(crate) use peer::Peer;
#[cfg(feature = "sandbox")]
pub(crate) use request::no_query;

use std::sync::Arc;

use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::app::App;
use crate::problem::{Code, Problem};
use crate::proof::{AuthenticateStatement, DeregisterStatement, RegisterStatement};

/// Every path of the platform.
pub(crate) fn router(app: Arc<App>) -> Router {
    let routes = Router::new()
        .route("/openapi.yaml", get(description::document))
        .route("/metrics", get(health::metrics))
        .route("/healthz", get(health::healthz))
        .route("/readyz", get(health::readyz))
        .route("/.well-known/hrp-configuration", get(discovery::configuration))
        .route("/v1/service-status", get(discovery::service_status))
        .route("/v1/terms/current", get(terms::current))
        .route("/v1/terms/{version}", get(terms::version))
        .route("/v1/sessions", post(sessions::create))
        .route("/v1/sessions/{session_id}", get(sessions::read).delete(sessions::close))
        .route("/v1/sessions/{session_id}/challenges", post(sessions::renew))
        .route("/v1/registrations", post(proofs::take::<RegisterStatement>))
        .route("/v1/registrations/me", get(registrations::read_mine))
        .route("/v1/registrations/{registration_id}", get(registrations::read))
        .route("/v1/authentications", post(proofs::take::<AuthenticateStatement>))
        .route("/v1/insurance-info/latest", get(insurance::latest))
        .route("/v1/deregistrations", post(proofs::take::<DeregisterStatement>));
    #[cfg(feature = "sandbox")]
    let routes = crate::sandbox::add_routes(routes, &app);
    routes
        .fallback(async || Problem::new(Code::NotFound))
        .method_not_allowed_fallback(async || Problem::new(Code::MethodNotAllowed))
        .layer(from_fn_with_state(app.clone(), finish::finish))
        .with_state(app)
}
