//! REQ-118: the connection that carries the signed request is cut at every byte of the request and of the answer, on real
//! sockets. There is one registration, and the card made one signature and saw one PIN.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use kazasu_core::effect::{HttpAnswer, HttpRequest, NetFault, Slot as Place};
use kazasu_core::flow::Outcome;
use kazasu_core::http::Http;
use kazasu_core::platform::{Environment, Links, Platform, PlatformSpec};
use kazasu_core::secret::Secret;
use kazasu_scenarios::{Scenario, Silent, Storage, Unmet, Wired, World, play_through};
use kazasu_virtual_card::authority::{KeyName, LeafProfile, LeafSpec};
use kazasu_virtual_card::card::{Issue, Pin};
use kazasu_virtual_card::{Authority, Behaviour, Card, Personality, Slot};
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
    // What was written arrives before the connection goes.
    let _ = to.shutdown().await;
}

/// A world with a server of its own, whose first signed request goes through a connection that is cut.
struct Cutting {
    world: Wired<Map>,
    http: Http,
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
        let answer = self.http.send(request).await;
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
    async fn wait(&mut self, _: u32) {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
}

/// Cases that share a server: each looks through all that are registered there.
const BATCH: usize = 50;
const THREADS: usize = 2;

/// A card of which copies are held, each with a certificate of its own: what is registered is the certificate.
struct Template {
    authority: Arc<Authority>,
    issue: Issue,
    behaviour: Behaviour,
}

impl Template {
    fn new() -> Self {
        let authority = Arc::new(Authority::new());
        let fresh: Personality = "fresh".parse().unwrap();
        let (issue, behaviour) = fresh.issue(&authority, authority.created_unix() + 3600, "1234");
        Self { authority, issue, behaviour }
    }

    fn slot(&self, number: usize) -> Slot {
        let not_before = self.authority.created_unix() - 86_400;
        let mut issue = self.issue.clone();
        issue.contents.authentication_certificate = Some(self.authority.issue(&LeafSpec {
            holder: KeyName::Holder,
            issuer: self.authority.issuer_at(not_before),
            profile: LeafProfile::Authentication,
            not_before,
            not_after: not_before + 4 * 365 * 86_400 + i64::try_from(number).unwrap(),
            length: None,
        }));
        Slot::with_cards(vec![Card::new(issue, self.behaviour.clone())])
    }
}

/// A world with an empty server.
async fn world(folder: &std::path::Path, template: &Template) -> Cutting {
    let spec = PlatformSpec {
        origin: "https://sandbox.example".into(),
        environment: Environment::Sandbox,
        name: [("en".to_owned(), "Practice".to_owned())].into(),
        policies: None,
        links: Links::default(),
    };
    let platform = Platform::new(spec).unwrap();
    let authority = Arc::clone(&template.authority);
    let world = Wired::start(folder, authority, platform, Map::default()).await.unwrap();
    Cutting { world, http: Http::new(&[]).unwrap(), cut: None, carried: Arc::default() }
}

/// Registers a card on each of these ways, one after the other; gives how many bytes went each way in the last.
async fn run(template: &Template, cuts: &[(usize, Cut)]) -> [usize; 2] {
    let folder = tempfile::tempdir().unwrap();
    let mut world = world(folder.path(), template).await;
    for (registered, (number, cut)) in (1..).zip(cuts) {
        (world.cut, world.carried) = (Some(*cut), Arc::default());
        let played = play_through(&mut world, &Scenario::sensible("fresh"), template.slot(*number), &mut Silent).await;
        let played = played.unwrap_or_else(|error| panic!("{cut:?}: {error}"));
        assert_eq!((played.outcome, played.pending), (Outcome::Registered, false), "{cut:?}");
        assert_eq!(played.registrations.len(), registered, "{cut:?}");
        let card = (played.slot.trace().verifies_with_data(), played.slot.trace().signatures());
        assert_eq!((card, played.slot.tries_left(Pin::User)), ((1, 1), 3), "{cut:?}");
    }
    let carried = world.carried.each_ref().map(|carried| carried.load(Ordering::SeqCst));
    world.world.stop().await;
    carried
}

fn on_this_thread<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(work)
}

/// `KAZASU_CUT_EVERY` leaves out cuts, for a quicker look: only one in so many is made.
#[test]
fn req_118_connection_cut_at_every_byte_of_request_and_answer() {
    let began = Instant::now();
    let every = std::env::var("KAZASU_CUT_EVERY").map_or(1, |every| every.parse().unwrap());
    let template = Template::new();
    let [request, answer] = on_this_thread(run(&template, &[(0, Cut::Answer(usize::MAX))]));
    assert!(request > 3000 && answer > 500, "{request} {answer}");
    let all = (0..=request).map(Cut::Request).chain((0..=answer).map(Cut::Answer));
    let cuts: Vec<(usize, Cut)> = (1..).zip(all.step_by(every)).collect();
    let batches: Vec<_> = cuts.chunks(BATCH).collect();
    let next = AtomicUsize::new(0);
    std::thread::scope(|scope| {
        for _ in 0..THREADS {
            scope.spawn(|| {
                while let Some(batch) = batches.get(next.fetch_add(1, Ordering::Relaxed)) {
                    on_this_thread(run(&template, batch));
                }
            });
        }
    });
    let (runs, seconds) = (cuts.len(), began.elapsed().as_secs());
    eprintln!("{runs} cuts in {seconds} s; the request has {request} bytes, the answer {answer}");
}
