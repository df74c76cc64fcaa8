//! REQ-118: the connection that carries the signed request is cut at bytes of the request and of the answer, on real
//! sockets. There is one registration, and the card made one signature.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use kazasu_core::effect::{HttpAnswer, HttpRequest, NetFault, Slot as Place};
use kazasu_core::flow::Outcome;
use kazasu_core::http::Http;
use kazasu_core::platform::{Environment, Links, Platform, PlatformSpec};
use kazasu_core::secret::Secret;
use kazasu_scenarios::{Scenario, Silent, Storage, Unmet, Wired, World, play_through};
use kazasu_virtual_card::card::Pin;
use kazasu_virtual_card::{Authority, Slot};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

#[derive(Default)]
struct Map(HashMap<String, Vec<u8>>);

impl Storage for Map {
    fn save(&mut self, place: &Place, bytes: Secret) -> bool {
        self.0.insert(place.to_string(), bytes.into_exposed());
        true
    }
    fn load(&mut self, place: &Place) -> Option<Secret> {
        self.0.get(&place.to_string()).cloned().map(Secret::new)
    }
    fn forget(&mut self, place: &Place) {
        self.0.remove(&place.to_string());
    }
}

/// After how many bytes the connection is cut.
#[derive(Debug, Clone, Copy)]
enum Cut {
    Request(usize),
    Answer(usize),
}

/// Carries one connection until it is cut; gives how many bytes went each way.
async fn proxy(listener: TcpListener, server: String, cut: Cut, carried: Arc<[AtomicUsize; 2]>) {
    let (mut client, _) = listener.accept().await.unwrap();
    let mut server = TcpStream::connect(server).await.unwrap();
    let (mut from_client, mut to_client) = client.split();
    let (mut from_server, mut to_server) = server.split();
    let limits = match cut {
        Cut::Request(limit) => [limit, usize::MAX],
        Cut::Answer(limit) => [usize::MAX, limit],
    };
    let there = carry(&mut from_client, &mut to_server, limits[0], &carried[0]);
    let back = carry(&mut from_server, &mut to_client, limits[1], &carried[1]);
    tokio::select! { () = there => {}, () = back => {} }
}

async fn carry<R, W>(from: &mut R, to: &mut W, limit: usize, carried: &AtomicUsize)
where
    R: tokio::io::AsyncRead + Unpin,
    W: tokio::io::AsyncWrite + Unpin,
{
    let mut buffer = [0; 4096];
    while carried.load(Ordering::SeqCst) < limit {
        let Ok(read @ 1..) = from.read(&mut buffer).await else { return };
        let room = limit - carried.load(Ordering::SeqCst);
        if to.write_all(&buffer[..read.min(room)]).await.is_err() {
            return;
        }
        carried.fetch_add(read.min(room), Ordering::SeqCst);
    }
    // What was written is on its way before the connection goes.
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
}

/// A world whose first signed request goes through a connection that is cut.
struct Cutting {
    world: Wired<Map>,
    cut: Option<Cut>,
    carried: Arc<[AtomicUsize; 2]>,
}

impl World for Cutting {
    fn platform(&self) -> Arc<Platform> {
        self.world.platform()
    }
    fn authority(&self) -> Arc<Authority> {
        self.world.authority()
    }
    async fn send(&mut self, mut request: HttpRequest) -> Result<HttpAnswer, NetFault> {
        if !request.url.ends_with("/v1/registrations") {
            return self.world.send(request).await;
        }
        let Some(cut) = self.cut.take() else { return self.world.send(request).await };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let server = self.platform().address().trim_start_matches("http://").to_owned();
        let carrying = tokio::spawn(proxy(listener, server, cut, Arc::clone(&self.carried)));
        request.url = format!("{address}/v1/registrations");
        let answer = Http::new(&[]).unwrap().send(request).await;
        carrying.abort();
        answer
    }
    async fn control(&mut self, method: &str, path: &str, body: Option<String>) -> Result<(u16, String), Unmet> {
        self.world.control(method, path, body).await
    }
    fn save(&mut self, place: &Place, bytes: &[u8]) -> bool {
        self.world.save(place, bytes)
    }
    fn load(&mut self, place: &Place) -> Option<Vec<u8>> {
        self.world.load(place)
    }
    fn forget(&mut self, place: &Place) {
        self.world.forget(place);
    }
    fn random(&mut self, bytes: usize) -> Vec<u8> {
        self.world.random(bytes)
    }
    async fn wait(&mut self, ms: u32) {
        self.world.wait(ms).await;
    }
}

async fn run(authority: &Arc<Authority>, cut: Cut) -> [usize; 2] {
    let folder = tempfile::tempdir().unwrap();
    let spec = PlatformSpec {
        origin: "https://sandbox.example".into(),
        environment: Environment::Sandbox,
        name: [("en".to_owned(), "Practice".to_owned())].into(),
        policies: None,
        links: Links::default(),
    };
    let platform = Platform::new(spec).unwrap();
    let world = Wired::start(folder.path(), Arc::clone(authority), platform, Map::default()).await.unwrap();
    let carried = Arc::new([AtomicUsize::new(0), AtomicUsize::new(0)]);
    let mut world = Cutting { world, cut: Some(cut), carried: Arc::clone(&carried) };
    let scenario = Scenario::sensible("fresh");
    let slot = Slot::new("fresh".parse().unwrap(), authority, authority.created_unix() + 3600);
    let played =
        play_through(&mut world, &scenario, slot, &mut Silent).await.unwrap_or_else(|error| panic!("{cut:?}: {error}"));
    assert_eq!(played.outcome, Outcome::Registered, "{cut:?}");
    assert_eq!(played.registrations.len(), 1, "{cut:?}");
    assert_eq!((played.slot.trace().signatures(), played.slot.tries_left(Pin::User)), (1, 3), "{cut:?}");
    world.world.stop().await;
    [carried[0].load(Ordering::SeqCst), carried[1].load(Ordering::SeqCst)]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn req_118_connection_cut_within_request_and_answer() {
    let authority = Arc::new(Authority::new());
    let [request, answer] = run(&authority, Cut::Answer(usize::MAX)).await;
    assert!(request > 3000 && answer > 500, "{request} {answer}");
    let mut runs = 0;
    for at in (0..request).step_by(97).chain([1, request - 1]) {
        run(&authority, Cut::Request(at)).await;
        runs += 1;
    }
    for at in (0..answer).step_by(31).chain([1, answer - 1]) {
        run(&authority, Cut::Answer(at)).await;
        runs += 1;
    }
    eprintln!("{runs} runs; the request has {request} bytes, the answer {answer}");
}
