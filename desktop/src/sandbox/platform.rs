//! The practice server's controls (HRP/1 §3.15 B12), and what it has on record.

use axum::Router;
use axum::body::Body;
use axum::http::Request;
use serde::Deserialize;
use serde_json::Value;
use tower::ServiceExt as _;

/// Longest answer that is read.
const LONGEST: usize = 1 << 20;

/// Talks to the controls without a socket.
pub(super) struct Platform(Router);

/// A registration on record.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct Registration {
    pub(super) state: String,
    pub(super) portal_user: bool,
    pub(super) terms_version: String,
    pub(super) accepted_at: String,
    pub(super) receipt_number: String,
}

impl Platform {
    pub(super) fn new(router: Router) -> Self {
        Self(router)
    }

    /// Sets a control. Tells whether the server took it.
    pub(super) async fn set(&self, method: &str, path: &str, body: Option<Value>) -> bool {
        self.ask(method, path, body).await.is_some()
    }

    /// What is on record, the oldest first.
    pub(super) async fn registrations(&self) -> Vec<Registration> {
        #[derive(Deserialize)]
        struct Record {
            registrations: Vec<Registration>,
        }
        let answer = self.ask("GET", "/sandbox/v1/registrations", None).await;
        let record = answer.and_then(|body| serde_json::from_slice::<Record>(&body).ok());
        record.map(|record| record.registrations).unwrap_or_default()
    }

    async fn ask(&self, method: &str, path: &str, body: Option<Value>) -> Option<Vec<u8>> {
        let built = Request::builder().method(method).uri(path).header("content-type", "application/json");
        let request = built.body(body.map_or_else(Body::empty, |body| Body::from(body.to_string()))).ok()?;
        let answer = self.0.clone().oneshot(request).await.ok()?;
        let good = answer.status().is_success();
        let body = axum::body::to_bytes(answer.into_body(), LONGEST).await.ok()?;
        good.then(|| body.to_vec())
    }
}
