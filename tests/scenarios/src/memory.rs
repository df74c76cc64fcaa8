//! A world in memory: the server as a router without a socket, on a real database file; storage as a map.

use std::collections::HashMap;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::http::{HeaderValue, Request};
use kazasu_core::effect::{HttpAnswer, HttpRequest, NetFault, Slot as Place};
use kazasu_core::platform::{Environment, Links, Platform, PlatformSpec};
use kazasu_server::{Anchor, Server, Settings};
use kazasu_virtual_card::Authority;
use tower::ServiceExt as _;

use crate::Unmet;
use crate::player::World;

/// A world in memory.
pub struct Memory {
    platform: Arc<Platform>,
    authority: Arc<Authority>,
    server: Server,
    router: Router,
    stored: HashMap<String, Vec<u8>>,
}

impl Memory {
    /// A server with its database in `data`, which trusts the authority.
    pub async fn new(data: &Path, authority: Arc<Authority>) -> Result<Self, Unmet> {
        let failed = |error: &dyn std::fmt::Display| Unmet(error.to_string());
        let anchors = Anchor::parse_pem(authority.anchors_pem().as_bytes()).map_err(|error| failed(&error))?;
        let server = Server::open(Settings::sandbox(data.to_owned(), anchors)).await.map_err(|error| failed(&error))?;
        let spec = PlatformSpec {
            origin: "https://sandbox.example".into(),
            environment: Environment::Sandbox,
            name: [("ja".to_owned(), "カザス練習サイト".to_owned())].into(),
            policies: None,
            links: Links {
                facilities: Some("https://facilities.example/".into()),
                faq: Some("https://faq.example/".into()),
                contact: Some("https://contact.example/".into()),
                ..Links::default()
            },
        };
        let platform = Platform::new(spec).map_err(|error| failed(&error))?;
        let router = server.router();
        Ok(Self { platform: Arc::new(platform), authority, server, router, stored: HashMap::new() })
    }

    /// The server, to look into.
    pub fn server(&self) -> &Server {
        &self.server
    }

    /// Everything that is stored on the device, by slot.
    pub fn stored(&self) -> &HashMap<String, Vec<u8>> {
        &self.stored
    }
}

/// Random bytes; none where the system has none.
pub(crate) fn random(bytes: usize) -> Vec<u8> {
    let mut drawn = vec![0; bytes];
    if getrandom::fill(&mut drawn).is_err() {
        drawn.clear();
    }
    drawn
}

/// One exchange with the server, without a socket.
async fn exchange(router: &Router, request: Request<Body>) -> Result<HttpAnswer, NetFault> {
    let answer = router.clone().oneshot(request).await.map_err(|_| NetFault::Broken)?;
    let status = answer.status().as_u16();
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    let headers = answer.headers().iter().map(|(name, value)| (name.to_string(), text(value))).collect();
    let body = axum::body::to_bytes(answer.into_body(), 1 << 20).await.map_err(|_| NetFault::Broken)?;
    Ok(HttpAnswer { status, headers, body: body.to_vec() })
}

/// One request to the server's sandbox controls.
pub(crate) async fn control(
    router: &Router,
    method: &str,
    path: &str,
    body: Option<String>,
) -> Result<(u16, String), Unmet> {
    let built = Request::builder().method(method).uri(path).header("content-type", "application/json");
    let request = built.body(body.map_or_else(Body::empty, Body::from)).map_err(|error| Unmet(error.to_string()))?;
    let answer = exchange(router, request).await.map_err(|error| Unmet(error.to_string()))?;
    Ok((answer.status, String::from_utf8_lossy(&answer.body).into_owned()))
}

impl World for Memory {
    fn platform(&self) -> Arc<Platform> {
        Arc::clone(&self.platform)
    }

    fn authority(&self) -> Arc<Authority> {
        Arc::clone(&self.authority)
    }

    async fn send(&mut self, request: HttpRequest) -> Result<HttpAnswer, NetFault> {
        let path = request.url.strip_prefix(self.platform.address()).ok_or(NetFault::Offline)?;
        let mut built = Request::builder().method(request.method.name()).uri(path);
        for header in &request.headers {
            built = built.header(header.name, header.value.expose());
        }
        let body = request.body.map_or_else(Body::empty, Body::from);
        exchange(&self.router, built.body(body).map_err(|_| NetFault::Malformed)?).await
    }

    async fn control(&mut self, method: &str, path: &str, body: Option<String>) -> Result<(u16, String), Unmet> {
        control(&self.router, method, path, body).await
    }

    fn save(&mut self, place: &Place, bytes: &[u8]) -> bool {
        self.stored.insert(place.to_string(), bytes.to_vec());
        true
    }

    fn load(&mut self, place: &Place) -> Option<Vec<u8>> {
        self.stored.get(&place.to_string()).cloned()
    }

    fn forget(&mut self, place: &Place) {
        self.stored.remove(&place.to_string());
    }

    fn random(&mut self, bytes: usize) -> Vec<u8> {
        random(bytes)
    }

    /// Pauses of the flow are only counted; the server's own work (its outbox) needs a moment of real time.
    async fn wait(&mut self, ms: u32) {
        tokio::time::sleep(std::time::Duration::from_millis(u64::from(ms).min(50))).await;
    }
}
