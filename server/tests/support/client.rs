//! A platform in this process, and requests to it.

use axum::Router;
use axum::body::{Body, Bytes};
use axum::http::{HeaderMap, Request};
use kazasu_server::{Anchor, Database, Server, Settings};
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt;

use super::pki::anchors_pem;
use super::proof::{Card, Session, Signed, unb64};

/// An answer.
#[derive(Debug, Clone, PartialEq)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub body: Bytes,
}

impl Reply {
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|_| panic!("no JSON in {self:?}"))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }

    pub fn code(&self) -> String {
        self.json()["code"].as_str().unwrap_or_default().to_owned()
    }

    /// Checks status and code together with the members that every problem has.
    #[track_caller]
    pub fn is_problem(&self, status: u16, code: &str) -> &Self {
        let body = self.json();
        assert_eq!((self.status, body["code"].as_str().unwrap_or("none")), (status, code), "{body}");
        assert_eq!(self.header("content-type"), "application/problem+json");
        assert_eq!(body["status"], status);
        assert_eq!(body["type"], format!("/problems/{code}"));
        assert_eq!(body["trace_id"].as_str().unwrap().len(), 32);
        assert!(body["server_time"].is_string() && body["title"].is_string() && body["pin_needed"].is_boolean());
        self
    }
}

pub struct Platform {
    pub server: Option<Server>,
    pub router: Router,
    pub folder: TempDir,
    pub postgres: Option<String>,
}

impl Platform {
    pub async fn open() -> Self {
        Self::with(|_| ()).await
    }

    pub async fn with(change: impl FnOnce(&mut Settings)) -> Self {
        Self::in_folder(tempfile::tempdir().unwrap(), change).await
    }

    pub async fn in_folder(folder: TempDir, change: impl FnOnce(&mut Settings)) -> Self {
        let postgres = match crate::ON_POSTGRES {
            true => Some(super::postgres::fresh().await),
            false => None,
        };
        Self::on(postgres, folder, change).await
    }

    /// On a PostgreSQL database, or a file in the folder.
    pub async fn on(postgres: Option<String>, folder: TempDir, change: impl FnOnce(&mut Settings)) -> Self {
        if let Some(address) = &postgres {
            Server::migrate(&Database::Postgres(address.clone())).await.unwrap();
        }
        let anchors = Anchor::parse_pem(&anchors_pem()).unwrap();
        let mut settings = Settings::sandbox(folder.path().join("data"), anchors);
        settings.postgres.clone_from(&postgres);
        change(&mut settings);
        let server = Server::open(settings).await.unwrap();
        Self { router: server.router(), server: Some(server), folder, postgres }
    }

    /// A folder of its own with the same server key.
    pub fn shared_folder(&self) -> TempDir {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("data")).unwrap();
        let key = "data/server.key";
        std::fs::copy(self.folder.path().join(key), folder.path().join(key)).unwrap();
        folder
    }

    /// Every octet that the database holds; of a file not the index that its readers share.
    pub async fn everything_stored(&self) -> Vec<u8> {
        match &self.postgres {
            None => {
                let data = std::fs::read_dir(self.folder.path().join("data")).unwrap();
                let files = data.map(|file| file.unwrap().path());
                files
                    .filter(|path| !path.to_string_lossy().ends_with("-shm"))
                    .flat_map(|path| std::fs::read(path).unwrap())
                    .collect()
            }
            Some(address) => {
                use sqlx::{ConnectOptions, Row};
                let options: sqlx::postgres::PgConnectOptions = address.parse().unwrap();
                let mut connection = options.connect().await.unwrap();
                let mut octets = Vec::new();
                let tables = [
                    "sessions",
                    "challenges",
                    "posts",
                    "registrations",
                    "status_tokens",
                    "access_tokens",
                    "outbox",
                    "counters",
                    "polls",
                    "audit",
                ];
                for table in tables {
                    let query = format!("SELECT CAST(t AS TEXT) FROM {table} t");
                    let rows = sqlx::query(sqlx::AssertSqlSafe(query)).fetch_all(&mut connection).await.unwrap();
                    rows.iter().for_each(|row| octets.extend(row.get::<String, _>(0).into_bytes()));
                }
                octets
            }
        }
    }

    /// Closes the platform and opens its data again.
    pub async fn reopen(mut self, change: impl FnOnce(&mut Settings)) -> Self {
        self.server.take().unwrap().close().await;
        Self::on(self.postgres, self.folder, change).await
    }

    pub async fn send(&self, request: Request<Body>) -> Reply {
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let body = axum::body::to_bytes(body, usize::MAX).await.unwrap_or_default();
        Reply { status: parts.status.as_u16(), headers: parts.headers, body }
    }

    pub async fn call(&self, method: &str, path: &str, headers: &[(&str, &str)], body: impl Into<Body>) -> Reply {
        let mut request = Request::builder().method(method).uri(path);
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        self.send(request.body(body.into()).unwrap()).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.call("GET", path, &[], Body::empty()).await
    }

    pub async fn get_with(&self, path: &str, token: &str) -> Reply {
        self.call("GET", path, &[("authorization", &format!("Bearer {token}"))], Body::empty()).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.call("POST", path, &[("content-type", "application/json")], body.to_string()).await
    }

    /// Uses a control endpoint.
    pub async fn control(&self, method: &str, path: &str, body: Value) {
        let path = format!("/sandbox/v1{path}");
        let reply = self.call(method, &path, &[("content-type", "application/json")], body.to_string()).await;
        assert_eq!(reply.status, 204, "{path}: {reply:?}");
    }

    pub async fn clock(&self, offset_s: i64) {
        self.control("PUT", "/clock", json!({"offset_s": offset_s})).await;
    }

    pub async fn session(&self) -> Session {
        let reply = self.post("/v1/sessions", &session_request()).await;
        assert_eq!(reply.status, 201, "{reply:?}");
        session_of(&reply.json())
    }

    pub async fn renew(&self, session: &Session) -> Reply {
        let path = format!("/v1/sessions/{}/challenges", session.id);
        self.call("POST", &path, &[("authorization", &format!("Bearer {}", session.token))], Body::empty()).await
    }

    /// The session with a fresh challenge.
    pub async fn renewed(&self, session: &Session) -> Session {
        let reply = self.renew(session).await;
        assert_eq!(reply.status, 201, "{reply:?}");
        Session { challenge: unb64(reply.json()["challenge"].as_str().unwrap()), ..session.clone() }
    }

    /// A statement that agrees to everything that is offered.
    pub async fn statement(&self, portal: bool) -> Value {
        let terms = self.get("/v1/terms/current?lang=ja").await.json();
        let items = terms["consent_items"].as_array().unwrap();
        json!({
            "type": "hrp.register.v1",
            "terms_version": terms["version"],
            "terms_digest": terms["digest"],
            "terms_lang": "ja",
            "consents": items.iter().map(|item| item["id"].clone()).collect::<Vec<_>>(),
            "portal_user_registration": portal,
        })
    }

    pub async fn submit(&self, token: &str, key: &str, body: &Value) -> Reply {
        self.submit_octets(token, key, body.to_string()).await
    }

    pub async fn submit_octets(&self, token: &str, key: &str, body: impl Into<Body>) -> Reply {
        self.submit_to("/v1/registrations", token, key, body).await
    }

    pub async fn submit_to(&self, path: &str, token: &str, key: &str, body: impl Into<Body>) -> Reply {
        let headers = [
            ("content-type", "application/json"),
            ("authorization", &format!("Bearer {token}")),
            ("idempotency-key", &format!("\"{key}\"")),
        ];
        self.call("POST", path, &headers, body).await
    }

    /// A whole registration in a session of its own.
    pub async fn register(&self, card: &Card, portal: bool) -> Reply {
        let session = self.session().await;
        let statement = self.statement(portal).await;
        self.submit(&session.token, KEY, &Signed::new(&session, card, &statement).body()).await
    }

    /// What is stored.
    pub async fn stored(&self) -> Value {
        self.get("/sandbox/v1/registrations").await.json()
    }

    pub async fn stored_number(&self) -> usize {
        self.stored().await["registrations"].as_array().unwrap().len()
    }
}

pub const KEY: &str = "AAAAAAAAAAAAAAAAAAAAAA";

pub fn key(n: usize) -> String {
    format!("key-{n:020}")
}

pub fn session_request() -> Value {
    json!({
        "operation": "register",
        "lang": "ja",
        "client": {"name": "test", "version": "0.1.0", "platform": "linux"},
    })
}

pub fn session_of(body: &Value) -> Session {
    Session {
        id: body["session_id"].as_str().unwrap().to_owned(),
        token: body["session_token"].as_str().unwrap().to_owned(),
        challenge: unb64(body["challenge"]["challenge"].as_str().unwrap()),
        thumbprint: vec![],
    }
}
