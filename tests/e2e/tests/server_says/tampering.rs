//! A world whose server is the real one, but for what is changed in its answers.

use std::sync::{Arc, OnceLock};

use kazasu_core::effect::{HttpAnswer, HttpRequest, NetFault, Slot as Place};
use kazasu_core::platform::Platform;
use kazasu_core::screen::Screen;
use kazasu_scenarios::{Memory, Observer, Played, Scenario, Unmet, World, play_through};
use kazasu_virtual_card::{Authority, Slot};
use serde_json::Value;

/// Changes the JSON of answers whose path begins so.
pub struct Tampering {
    inner: Memory,
    platform: Option<Arc<Platform>>,
    path: &'static str,
    change: fn(&mut Value),
    requests: Vec<(String, Vec<u8>)>,
}

impl World for Tampering {
    fn platform(&self) -> Arc<Platform> {
        self.platform.clone().unwrap_or_else(|| self.inner.platform())
    }
    fn authority(&self) -> Arc<Authority> {
        self.inner.authority()
    }
    async fn send(&mut self, request: HttpRequest) -> Result<HttpAnswer, NetFault> {
        let path = request.url.split_once("example").unwrap().1.to_owned();
        self.requests.push((format!("{} {path}", request.method.name()), request.body.clone().unwrap_or_default()));
        let mut answer = self.inner.send(request).await?;
        if path.starts_with(self.path)
            && let Ok(mut value) = serde_json::from_slice(&answer.body)
        {
            (self.change)(&mut value);
            answer.body = serde_json::to_vec(&value).unwrap();
        }
        Ok(answer)
    }
    async fn control(&mut self, method: &str, path: &str, body: Option<String>) -> Result<(u16, String), Unmet> {
        self.inner.control(method, path, body).await
    }
    fn save(&mut self, place: &Place, bytes: &[u8]) -> bool {
        self.inner.save(place, bytes)
    }
    fn load(&mut self, place: &Place) -> Option<Vec<u8>> {
        self.inner.load(place)
    }
    fn forget(&mut self, place: &Place) {
        self.inner.forget(place);
    }
    fn random(&mut self, bytes: usize) -> Vec<u8> {
        self.inner.random(bytes)
    }
    async fn wait(&mut self, ms: u32) {
        self.inner.wait(ms).await;
    }
}

/// Keeps every screen.
#[derive(Default)]
struct Keep(Vec<Screen>);

impl Observer for Keep {
    fn screen(&mut self, screen: &Screen) {
        self.0.push(screen.clone());
    }
    fn act(&mut self, _: &str) {}
    fn exchange(&mut self, _: &str) {}
}

pub struct Run {
    pub played: Result<Played, Unmet>,
    pub screens: Vec<Screen>,
    pub requests: Vec<(String, Vec<u8>)>,
    pub stored: Vec<String>,
    pub world: Tampering,
}

fn authority() -> Arc<Authority> {
    static AUTHORITY: OnceLock<Arc<Authority>> = OnceLock::new();
    Arc::clone(AUTHORITY.get_or_init(|| Arc::new(Authority::new())))
}

/// Plays a scenario, with answers changed by `change` whose path begins with `path`.
pub async fn run(
    scenario: &Scenario,
    platform: Option<Arc<Platform>>,
    path: &'static str,
    change: fn(&mut Value),
) -> Run {
    let folder = tempfile::tempdir().unwrap();
    let inner = Memory::new(folder.path(), authority()).await.unwrap();
    let mut world = Tampering { inner, platform, path, change, requests: vec![] };
    let slot = Slot::new(scenario.card.parse().unwrap(), &authority(), authority().created_unix() + 3600);
    let mut keep = Keep::default();
    let played = play_through(&mut world, scenario, slot, &mut keep).await;
    let mut stored: Vec<String> = world.inner.stored().keys().cloned().collect();
    stored.sort();
    let requests = world.requests.clone();
    Run { played, screens: keep.0, requests, stored, world }
}

/// The statement of the last signed request.
pub fn statement(requests: &[(String, Vec<u8>)]) -> Value {
    let (_, body) = requests.iter().rfind(|(line, _)| line == "POST /v1/registrations").unwrap();
    let body: Value = serde_json::from_slice(body).unwrap();
    serde_json::from_slice(&base64url(body["statement"].as_str().unwrap())).unwrap()
}

fn base64url(text: &str) -> Vec<u8> {
    const DIGITS: &[u8] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bits = 0_u32;
    let mut count = 0;
    let mut bytes = vec![];
    for letter in text.bytes() {
        bits = bits << 6 | u32::try_from(DIGITS.iter().position(|digit| *digit == letter).unwrap()).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push((bits >> count & 0xFF) as u8);
        }
    }
    bytes
}
