//! The real binary, and requests to it over connections of their own. Examples cannot have it, so tests name it themselves.
#![allow(dead_code)]

use std::path::Path;
use std::process::Stdio;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};

use crate::support::pki::anchors_pem;
use crate::support::proof::{Card, Session, Signed, unb64};

/// A running program.
pub struct Program {
    pub child: Child,
    pub address: String,
}

impl Program {
    /// On a file in the folder.
    pub async fn start(folder: &Path) -> Self {
        Self::start_on(folder, None).await
    }

    /// On a PostgreSQL database, or a file in the folder.
    pub async fn start_on(folder: &Path, database: Option<&str>) -> Self {
        let anchors = folder.join("anchors.pem");
        std::fs::write(&anchors, anchors_pem()).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_kazasu-server"));
        if let Some(address) = database {
            command.env("KAZASU_DATABASE", address);
        }
        let child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder.join("data"))
            .arg("--anchor")
            .arg(&anchors)
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        Self::of(child).await
    }

    /// A program that was just started: once it listens.
    pub async fn of(mut child: Child) -> Self {
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap().to_owned();
        Self { child, address }
    }

    pub async fn raw(&self, method: &str, path: &str, headers: &str, body: &str) -> Vec<u8> {
        raw(&self.address, method, path, headers, body).await
    }

    pub async fn call(&self, method: &str, path: &str, headers: &str, body: &str) -> (u16, String, Value) {
        let answer = String::from_utf8(self.raw(method, path, headers, body).await).unwrap();
        let (head, body) =
            answer.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no answer to {method} {path}: {answer:?}"));
        let status = head.split(' ').nth(1).unwrap().parse().unwrap();
        (status, head.to_ascii_lowercase(), serde_json::from_str(body).unwrap_or(Value::Null))
    }

    pub async fn fault(&self, fault: &str, ms: u64) {
        let body = json!({"next": [{"operation": "register", "fault": fault, "ms": ms}]}).to_string();
        assert_eq!(self.call("PUT", "/sandbox/v1/faults", "", &body).await.0, 204);
    }

    /// Headers and body of a registration that nobody posted yet, in a session of its own.
    pub async fn signed(&self, serial: u8) -> (String, String) {
        let request = json!({
            "operation": "register",
            "lang": "ja",
            "client": {"name": "t", "version": "1.0.0", "platform": "linux"},
        });
        let (status, _, body) = self.call("POST", "/v1/sessions", "", &request.to_string()).await;
        assert_eq!(status, 201);
        let session = Session {
            id: body["session_id"].as_str().unwrap().to_owned(),
            token: body["session_token"].as_str().unwrap().to_owned(),
            challenge: unb64(body["challenge"]["challenge"].as_str().unwrap()),
            thumbprint: vec![],
        };
        let terms = self.call("GET", "/v1/terms/current?lang=ja", "", "").await.2;
        let items = terms["consent_items"].as_array().unwrap();
        let statement = json!({
            "type": "hrp.register.v1",
            "terms_version": terms["version"],
            "terms_digest": terms["digest"],
            "terms_lang": "ja",
            "consents": items.iter().map(|item| item["id"].clone()).collect::<Vec<_>>(),
            "portal_user_registration": true,
        });
        let body = Signed::new(&session, &Card::rsa(&[serial]), &statement).body().to_string();
        let headers =
            format!("authorization: Bearer {}\r\nidempotency-key: \"AAAAAAAAAAAAAAAAAAAAAA\"\r\n", session.token);
        (headers, body)
    }

    pub async fn stored(&self) -> usize {
        let body = self.call("GET", "/sandbox/v1/registrations", "", "").await.2;
        body["registrations"].as_array().unwrap().len()
    }
}

/// Sends one request; the octets of the answer until the connection is closed.
pub async fn raw(address: &str, method: &str, path: &str, headers: &str, body: &str) -> Vec<u8> {
    try_raw(address, method, path, headers, body).await.unwrap()
}

/// The same for a program that may have ended by now; an error if it had before anything was sent.
pub async fn try_raw(address: &str, method: &str, path: &str, headers: &str, body: &str) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(address).await?;
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-type: application/json\r\n\
         content-length: {length}\r\n{headers}\r\n{body}"
    );
    stream.write_all(request.as_bytes()).await?;
    let mut answer = Vec::new();
    let _ = stream.read_to_end(&mut answer).await;
    Ok(answer)
}
