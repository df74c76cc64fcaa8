//! Clients that post registrations, each over a connection of its own. What they post is signed before the clock starts.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use crate::platform::Platform;
use crate::support::pki::{KEYS, Spec};
use crate::support::proof::{Card, Session, Signed, unb64};

pub struct Figures {
    pub per_second: f64,
    pub p50_ms: f64,
    pub p99_ms: f64,
    pub cpu_each: f64,
    pub kib_written_each: f64,
}

/// Requests, ready to send, for each client.
pub struct Load(Vec<Vec<String>>);

impl Load {
    pub async fn prepare(platform: &Platform, number: usize, clients: usize) -> Self {
        let address: SocketAddr = platform.address.parse().unwrap();
        let mut control = Client::connect(address, 0).await;
        let slow = json!({"delay_s": 3600, "outcome": "linked"}).to_string();
        assert_eq!(control.send(&request("PUT", "/sandbox/v1/eligibility", "", &slow)).await.0, 204);
        let terms = control.send(&request("GET", "/v1/terms/current?lang=ja", "", "")).await.1;
        let statement = Arc::new(statement(&terms));
        let mut sessions = Vec::with_capacity(number);
        for n in 0..number {
            // The sandbox takes 1,000 sessions a minute from one address.
            if n % 500 == 0 {
                control = Client::connect(address, 1 + n / 500).await;
            }
            sessions.push(session(&mut control).await);
        }
        let mut signing = tokio::task::JoinSet::new();
        for (n, session) in sessions.into_iter().enumerate() {
            let statement = statement.clone();
            signing.spawn_blocking(move || (n, signed(n, &session, &statement)));
        }
        let mut shares = vec![Vec::new(); clients];
        while let Some(done) = signing.join_next().await {
            let (n, request) = done.unwrap();
            shares[n % clients].push(request);
        }
        Self(shares)
    }

    pub async fn run(self, platform: &Platform) -> Figures {
        let address: SocketAddr = platform.address.parse().unwrap();
        let number: usize = self.0.iter().map(Vec::len).sum();
        let mut connections = Vec::new();
        for share in self.0 {
            connections.push((Client::connect(address, 0).await, share));
        }
        tokio::time::sleep(Duration::from_millis(200)).await;
        let (started, cpu, written) = (Instant::now(), platform.cpu(), platform.written());
        let mut running = tokio::task::JoinSet::new();
        for (mut client, share) in connections {
            running.spawn(async move {
                let mut times = Vec::with_capacity(share.len());
                for request in share {
                    let started = Instant::now();
                    let (status, body) = client.send(&request).await;
                    assert_eq!(status, 202, "{body}");
                    times.push(started.elapsed().as_secs_f64() * 1e3);
                }
                times
            });
        }
        let mut times: Vec<f64> = Vec::with_capacity(number);
        while let Some(done) = running.join_next().await {
            times.extend(done.unwrap());
        }
        let wall = started.elapsed().as_secs_f64();
        times.sort_by(f64::total_cmp);
        Figures {
            per_second: number as f64 / wall,
            p50_ms: times[number / 2],
            p99_ms: times[number * 99 / 100],
            cpu_each: (platform.cpu() - cpu) / number as f64,
            kib_written_each: (platform.written() - written) / number as f64 / 1024.0,
        }
    }
}

fn statement(terms: &Value) -> Value {
    let items = terms["consent_items"].as_array().unwrap();
    json!({
        "type": "hrp.register.v1",
        "terms_version": terms["version"],
        "terms_digest": terms["digest"],
        "terms_lang": "ja",
        "consents": items.iter().map(|item| item["id"].clone()).collect::<Vec<_>>(),
        "portal_user_registration": false,
    })
}

async fn session(client: &mut Client) -> Session {
    let body = json!({
        "operation": "register",
        "lang": "ja",
        "client": {"name": "bench", "version": "1.0.0", "platform": "linux"},
    });
    let (status, body) = client.send(&request("POST", "/v1/sessions", "", &body.to_string())).await;
    assert_eq!(status, 201, "{body}");
    Session {
        id: body["session_id"].as_str().unwrap().to_owned(),
        token: body["session_token"].as_str().unwrap().to_owned(),
        challenge: unb64(body["challenge"]["challenge"].as_str().unwrap()),
        thumbprint: vec![],
    }
}

fn signed(n: usize, session: &Session, statement: &Value) -> String {
    let serial = [&[0x01][..], &u64::try_from(n).unwrap().to_be_bytes()].concat();
    let certificate = Spec::card(&KEYS.card, &KEYS.issuer, &serial).sign(&KEYS.issuer);
    let body = Signed::new(session, &Card::of(&KEYS.card, certificate), statement).body();
    let headers = format!("authorization: Bearer {}\r\nidempotency-key: \"AAAAAAAAAAAAAAAAAAAAAA\"\r\n", session.token);
    request("POST", "/v1/registrations", &headers, &body.to_string())
}

fn request(method: &str, path: &str, headers: &str, body: &str) -> String {
    format!(
        "{method} {path} HTTP/1.1\r\nhost: bench\r\ncontent-type: application/json\r\ncontent-length: {}\r\n{headers}\r\n{body}",
        body.len()
    )
}

/// HTTP/1.1 over one connection that is kept.
struct Client(TcpStream);

impl Client {
    /// `place` chooses the loopback address that it comes from.
    async fn connect(address: SocketAddr, place: usize) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        socket.bind(format!("127.0.{}.{}:0", 1 + place / 250, 1 + place % 250).parse().unwrap()).unwrap();
        let stream = socket.connect(address).await.unwrap();
        stream.set_nodelay(true).unwrap();
        Self(stream)
    }

    async fn send(&mut self, request: &str) -> (u16, Value) {
        self.0.write_all(request.as_bytes()).await.unwrap();
        let mut octets = Vec::with_capacity(2048);
        loop {
            assert_ne!(self.0.read_buf(&mut octets).await.unwrap(), 0, "the connection was closed");
            let Some(end) = octets.windows(4).position(|window| window == b"\r\n\r\n") else { continue };
            let head = String::from_utf8_lossy(&octets[..end]).to_ascii_lowercase();
            let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
            let length: usize = length.map_or(0, |text| text.parse().unwrap());
            if octets.len() >= end + 4 + length {
                let status = head.split(' ').nth(1).unwrap().parse().unwrap();
                return (status, serde_json::from_slice(&octets[end + 4..]).unwrap_or(Value::Null));
            }
        }
    }
}
