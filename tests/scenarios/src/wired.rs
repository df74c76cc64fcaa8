//! A world with real wires: the server behind a real socket, the product's own HTTP client, storage of the caller's.

use std::path::Path;
use std::sync::Arc;

use axum::Router;
use kazasu_core::effect::{HttpAnswer, HttpRequest, NetFault, Slot as Place};
use kazasu_core::http::Http;
use kazasu_core::platform::Platform;
use kazasu_core::secret::Secret;
use kazasu_server::{Anchor, Server, Settings};
use kazasu_virtual_card::Authority;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::player::World;
use crate::{Unmet, memory};

/// Sealed storage, as a shell has it.
pub trait Storage {
    /// Writes; `false` if it did not work.
    fn save(&mut self, place: &Place, bytes: Secret) -> bool;
    /// Reads.
    fn load(&mut self, place: &Place) -> Option<Secret>;
    /// Removes.
    fn forget(&mut self, place: &Place);
}

/// A world with real wires.
pub struct Wired<S> {
    platform: Arc<Platform>,
    authority: Arc<Authority>,
    http: Http,
    router: Router,
    storage: S,
    stop: Option<oneshot::Sender<()>>,
    serving: JoinHandle<std::io::Result<()>>,
}

impl<S: Storage> Wired<S> {
    /// Starts a server on loopback with its database in `data`, which trusts the authority.
    pub async fn start(data: &Path, authority: Arc<Authority>, platform: Platform, storage: S) -> Result<Self, Unmet> {
        let failed = |error: &dyn std::fmt::Display| Unmet(error.to_string());
        let anchors = Anchor::parse_pem(authority.anchors_pem().as_bytes()).map_err(|error| failed(&error))?;
        let server = Server::open(Settings::sandbox(data.to_owned(), anchors)).await.map_err(|error| failed(&error))?;
        let listener = TcpListener::bind("127.0.0.1:0").await.map_err(|error| failed(&error))?;
        let address = format!("http://{}", listener.local_addr().map_err(|error| failed(&error))?);
        let router = server.router();
        let (stop, stopped) = oneshot::channel::<()>();
        let serving = tokio::spawn(server.serve(listener, async {
            let _ = stopped.await;
        }));
        Ok(Self {
            platform: Arc::new(platform.at(&address).map_err(|error| failed(&error))?),
            authority,
            http: Http::new(&[]).map_err(|error| failed(&error))?,
            router,
            storage,
            stop: Some(stop),
            serving,
        })
    }

    /// Stops the server in good order.
    pub async fn stop(mut self) {
        if let Some(stop) = self.stop.take() {
            let _ = stop.send(());
        }
        drop(self.http); // its idle connections would keep the server waiting
        let _ = self.serving.await;
    }
}

impl<S: Storage> World for Wired<S> {
    fn platform(&self) -> Arc<Platform> {
        Arc::clone(&self.platform)
    }

    fn authority(&self) -> Arc<Authority> {
        Arc::clone(&self.authority)
    }

    async fn send(&mut self, request: HttpRequest) -> Result<HttpAnswer, NetFault> {
        self.http.send(request).await
    }

    /// Not over the wire: the product's client has no PUT.
    async fn control(&mut self, method: &str, path: &str, body: Option<String>) -> Result<(u16, String), Unmet> {
        memory::control(&self.router, method, path, body).await
    }

    fn save(&mut self, place: &Place, bytes: &[u8]) -> bool {
        self.storage.save(place, Secret::new(bytes.to_vec()))
    }

    fn load(&mut self, place: &Place) -> Option<Vec<u8>> {
        self.storage.load(place).map(Secret::into_exposed)
    }

    fn forget(&mut self, place: &Place) {
        self.storage.forget(place);
    }

    fn random(&mut self, bytes: usize) -> Vec<u8> {
        memory::random(bytes)
    }

    /// Pauses are shortened: what they are for has its own tests.
    async fn wait(&mut self, ms: u32) {
        tokio::time::sleep(std::time::Duration::from_millis(u64::from(ms).min(50))).await;
    }
}
