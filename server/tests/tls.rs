//! TLS that the program ends itself (T29).
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;

use rustls::pki_types::ServerName;
use rustls::{ClientConfig, RootCertStore, SupportedProtocolVersion};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio_rustls::TlsConnector;
use x509_cert::der::pem::{LineEnding, encode_string};

struct Program {
    _child: Child,
    port: u16,
    root: rustls::pki_types::CertificateDer<'static>,
    _folder: tempfile::TempDir,
}

fn command(folder: &Path, listen: &str) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_kazasu-server"));
    command.args(["serve", "--listen", listen, "--data"]).arg(folder.join("data"));
    command.arg("--tls-certificate").arg(folder.join("chain.pem")).arg("--tls-key").arg(folder.join("key.pem"));
    command.stdout(Stdio::piped()).stderr(Stdio::piped()).kill_on_drop(true);
    command
}

fn certificate(folder: &Path) -> rustls::pki_types::CertificateDer<'static> {
    let made = rcgen::generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
    let pem = |label: &str, der: &[u8]| encode_string(label, LineEnding::LF, der).unwrap();
    std::fs::write(folder.join("chain.pem"), pem("CERTIFICATE", made.cert.der())).unwrap();
    std::fs::write(folder.join("key.pem"), pem("PRIVATE KEY", &made.signing_key.serialize_der())).unwrap();
    made.cert.der().clone()
}

impl Program {
    async fn start(listen: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = certificate(folder.path());
        let mut child = command(folder.path(), listen).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
        let address = line.trim().strip_prefix("listening on https://").unwrap_or_else(|| panic!("{line:?}"));
        let port = address.rsplit(':').next().unwrap().parse().unwrap();
        Self { _child: child, port, root, _folder: folder }
    }

    async fn tcp(&self) -> TcpStream {
        TcpStream::connect(("127.0.0.1", self.port)).await.unwrap()
    }

    /// The first line of the answer, over that version of TLS.
    async fn status_over(&self, version: &'static SupportedProtocolVersion) -> String {
        let mut roots = RootCertStore::empty();
        roots.add(self.root.clone()).unwrap();
        let config = ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
            .with_protocol_versions(&[version])
            .unwrap()
            .with_root_certificates(roots)
            .with_no_client_auth();
        let name = ServerName::try_from("localhost").unwrap();
        let mut stream = TlsConnector::from(Arc::new(config)).connect(name, self.tcp().await).await.unwrap();
        let request = b"GET /v1/service-status HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n";
        stream.write_all(request).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        String::from_utf8_lossy(&answer).lines().next().unwrap_or_default().to_owned()
    }

    async fn answer_to(&self, octets: &[u8]) -> Vec<u8> {
        let mut stream = self.tcp().await;
        stream.write_all(octets).await.unwrap();
        let mut answer = Vec::new();
        let _ = stream.read_to_end(&mut answer).await;
        answer
    }
}

/// A ClientHello of that version, with cipher suites that every old server took.
fn hello(version: [u8; 2]) -> Vec<u8> {
    let body = [&version[..], &[7; 32], &[0], &[0, 4, 0, 0x2f, 0xc0, 0x13], &[1, 0]].concat();
    let length = u8::try_from(body.len()).unwrap();
    let handshake = [&[1, 0, 0, length][..], &body].concat();
    [&[0x16, 3, 1, 0, length + 4][..], &handshake].concat()
}

#[tokio::test]
async fn t29_tls_1_2_and_1_3_and_nothing_else() {
    let program = Program::start("127.0.0.1:0").await;
    for version in [&rustls::version::TLS12, &rustls::version::TLS13] {
        assert_eq!(program.status_over(version).await, "HTTP/1.1 200 OK", "{version:?}");
    }
    for version in [[3, 0], [3, 1], [3, 2]] {
        let answer = program.answer_to(&hello(version)).await;
        assert_eq!((answer[0], answer[5]), (0x15, 2), "{version:?}: a fatal alert and no ServerHello: {answer:02x?}");
    }
    // Whoever speaks HTTP to it is not led anywhere: a redirect would teach clients to send tokens in the clear first.
    let answer = program.answer_to(b"GET /v1/service-status HTTP/1.1\r\nhost: localhost\r\n\r\n").await;
    assert!(!answer.starts_with(b"HTTP/"), "{answer:02x?}");
}

#[tokio::test]
async fn t29_somebody_who_never_ends_the_handshake_keeps_nobody_waiting() {
    let program = Program::start("127.0.0.1:0").await;
    let silent = [program.tcp().await, program.tcp().await];
    assert_eq!(program.status_over(&rustls::version::TLS13).await, "HTTP/1.1 200 OK");
    drop(silent);
}

#[tokio::test]
async fn with_tls_any_address_may_be_listened_on_and_wrong_files_are_named() {
    Program::start("0.0.0.0:0").await;
    let folder = tempfile::tempdir().unwrap();
    certificate(folder.path());
    let other = tempfile::tempdir().unwrap();
    certificate(other.path());
    for (file, content, words) in [
        ("chain.pem", Some("nothing".to_owned()), "no PEM certificate"),
        ("key.pem", Some("nothing".to_owned()), "private key"),
        ("key.pem", None, "private key"),
        ("key.pem", Some(std::fs::read_to_string(other.path().join("key.pem")).unwrap()), "cannot be used"),
    ] {
        certificate(folder.path());
        match content {
            Some(content) => std::fs::write(folder.path().join(file), content).unwrap(),
            None => std::fs::remove_file(folder.path().join(file)).unwrap(),
        }
        let output = command(folder.path(), "127.0.0.1:0").output().await.unwrap();
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(2), "{error}");
        assert!(error.contains(words), "{file}: {error}");
    }
}
