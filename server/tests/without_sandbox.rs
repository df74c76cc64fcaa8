//! A build without the feature `sandbox`: no control paths, settings from a file only.
#![cfg(not(feature = "sandbox"))]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use axum::body::Body;
use axum::http::Request;
use kazasu_server::config_file::load;
use kazasu_server::{Environment, Server, Settings};
use support::pki::{KEYS, Spec, anchors_pem, pem};
use tower::ServiceExt;

/// A folder with settings and everything that they name.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, octets: &[u8]| std::fs::write(folder.path().join(name), octets).unwrap();
    let mut issuer = Spec::issuer(&KEYS.issuer);
    (issuer.issuer, issuer.subject) = ("O=JPKI,C=JP", "O=JPKI,C=JP");
    write("anchors.pem", &pem(&[&issuer.sign(&KEYS.issuer)]));
    write("test.pem", &anchors_pem());
    write("revoked.txt", b"# none\n");
    write("terms.ja.md", "# 規約\n\n本文\n".as_bytes());
    write("consents.ja.txt", "hrp.consent.a required 甲\n".as_bytes());
    std::fs::create_dir(folder.path().join("deliveries")).unwrap();
    write("settings.toml", GOOD.as_bytes());
    folder
}

const GOOD: &str = r#"
origin = "https://register.example"
anchors = ["anchors.pem"]
platform_name = { ja = "名前" }
min_client = { android = "1.2.0" }

[[terms]]
version = "1"
effective_from = "2026-11-01T00:00:00Z"
folder = "."

[revocation]
list = "revoked.txt"
max_age_s = 86400

[eligibility]
folder = "deliveries"
"#;

fn load_from(folder: &Path) -> Result<Settings, String> {
    load(&folder.join("settings.toml"), folder.join("data"), vec![]).map_err(|error| error.to_string())
}

#[tokio::test]
async fn t34_control_paths_are_absent() {
    let folder = folder();
    let settings = load_from(folder.path()).unwrap();
    assert_eq!(settings.environment, Environment::Production);
    let server = Server::open(settings).await.unwrap();
    for (method, path) in [
        ("PUT", "/sandbox/v1/clock"),
        ("PUT", "/sandbox/v1/certificates/0a"),
        ("PUT", "/sandbox/v1/eligibility"),
        ("PUT", "/sandbox/v1/service"),
        ("PUT", "/sandbox/v1/sender-constrained"),
        ("POST", "/sandbox/v1/purge"),
        ("POST", "/sandbox/v1/terms"),
        ("PUT", "/sandbox/v1/faults"),
        ("GET", "/sandbox/v1/registrations"),
        ("DELETE", "/sandbox/v1"),
    ] {
        let request = Request::builder().method(method).uri(path).body(Body::from("{}")).unwrap();
        assert_eq!(server.router().oneshot(request).await.unwrap().status(), 404, "{path}");
    }
    let request = Request::get("/.well-known/hrp-configuration").body(Body::empty()).unwrap();
    let body = server.router().oneshot(request).await.unwrap().into_body();
    let body: serde_json::Value = serde_json::from_slice(&axum::body::to_bytes(body, 9999).await.unwrap()).unwrap();
    assert_eq!((&body["environment"], &body["origin"]), (&"production".into(), &"https://register.example".into()));
    server.close().await;
}

#[test]
fn t34_no_control_path_is_in_the_binary() {
    let binary = std::fs::read(env!("CARGO_BIN_EXE_kazasu-server")).unwrap();
    let contains = |text: &[u8]| binary.windows(text.len()).any(|window| window == text);
    assert!(contains(b"/v1/registrations"));
    assert!(!contains(b"/sandbox/v1"));
    assert!(!contains(b"drop-before-commit"));
}

#[test]
fn every_mistake_in_the_settings_has_its_sentence() {
    let cases = [
        ("origin = \"https://register.example\"", "origin = \"http://a\"", "https://host"),
        ("origin =", "orgin =", "unknown field"),
        ("\"anchors.pem\"", "\"none.pem\"", "cannot be read"),
        ("\"anchors.pem\"", "\"test.pem\"", "JPKI-TEST"),
        ("\"anchors.pem\"", "\"revoked.txt\"", "no PEM certificate"),
        ("[\"anchors.pem\"]", "[]", "at least one anchor"),
        ("ja = \"名前\"", "fr = \"nom\"", "fr"),
        ("ja = \"名前\"", "en = \"name\"", "platform_name"),
        ("1.2.0", "1.2", "1.2.3"),
        ("android", "symbian", "symbian"),
        ("version = \"1\"", "version = \"a b\"", "letters"),
        ("2026-11-01T00:00:00Z", "yesterday", "effective_from"),
        ("folder = \".\"", "folder = \"elsewhere\"", "cannot be read"),
        ("\"revoked.txt\"", "\"consents.ja.txt\"", "revocation list"),
        ("\"deliveries\"", "\"nowhere\"", "not a folder"),
        ("[revocation]", "[revocations]", "unknown field"),
        ("max_age_s = 86400", "", "either \"list\""),
        ("list = \"revoked.txt\"\nmax_age_s = 86400", "crl = [\"revoked.txt\"]", "not a CRL"),
        ("list = \"revoked.txt\"\nmax_age_s = 86400", "ocsp = \"http://ocsp.example/\"", "either \"list\""),
        ("list = \"revoked.txt\"", "ocsp = \"ocsp.example\"", "revocation.ocsp"),
        ("[revocation]", "[tls]\ncertificate = \"none.pem\"\nkey = \"none.pem\"\n[revocation]", "tls: "),
        ("[[terms]]", "sender_constrained = \"always\"\n[[terms]]", "sender_constrained"),
        ("[[terms]]", "trusted_proxies = [\"x\"]\n[[terms]]", "trusted_proxies"),
        ("[[terms]]", "operations = [\"erase\"]\n[[terms]]", "operations"),
        ("[[terms]]", "anchors_sha256 = \"00\"\n[[terms]]", "anchors_sha256"),
    ];
    for (from, to, words) in cases {
        let folder = folder();
        let text = GOOD.replacen(from, to, 1);
        assert_ne!(text, GOOD, "{from}");
        std::fs::write(folder.path().join("settings.toml"), text).unwrap();
        let error = load_from(folder.path()).err().unwrap();
        assert!(error.contains(words), "{to}: {error}");
    }
}

#[test]
fn every_mistake_is_told_at_once() {
    let folder = folder();
    let changes = [
        ("https://register.example", "http://register.example"),
        ("ja = \"名前\"", "fr = \"nom\""),
        ("1.2.0", "1.2"),
        ("version = \"1\"", "version = \"a b\""),
        ("\"revoked.txt\"", "\"consents.ja.txt\""),
        ("\"deliveries\"", "\"nowhere\""),
    ];
    let text = changes.iter().fold(GOOD.to_owned(), |text, (from, to)| text.replacen(from, to, 1));
    std::fs::write(folder.path().join("settings.toml"), text).unwrap();
    let told = load_from(folder.path()).err().unwrap();
    for words in ["must be https://", "\"fr\"", "1.2.3", "a b", "revocation list", "not a folder"] {
        assert!(told.contains(words), "{words}: {told}");
    }
    assert_eq!(told.lines().count(), changes.len(), "a sentence for each, and for nothing else: {told}");
}

#[test]
fn print_config_tells_what_is_in_force_and_starts_nothing() {
    let folder = folder();
    let run = |arguments: &[&str]| {
        let output = Command::new(env!("CARGO_BIN_EXE_kazasu-server"))
            .args(["--print-config", "--data"])
            .arg(folder.path().join("data"))
            .arg("--config")
            .arg(folder.path().join("settings.toml"))
            .args(arguments)
            .output()
            .unwrap();
        let text = |octets| String::from_utf8(octets).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (code, printed, _) = run(&["--database", "postgres://kazasu:secret@db.example/k"]);
    assert_eq!(code, Some(0), "{printed}");
    for line in [
        "listen = \"127.0.0.1:8765\"",
        "origin = \"https://register.example\"",
        "database = \"postgres://kazasu@db.example/k\"",
        "tls = \"ended by a proxy\"",
        "min_client.android = \"1.2.0\"",
        "terms.\"1\" = [\"ja\"]",
        "limits.sessions_per_minute = 10",
    ] {
        assert!(printed.lines().any(|printed| printed == line), "{line}: {printed}");
    }
    assert!(!printed.contains("secret") && !folder.path().join("data").exists());
    let text = GOOD.replacen("https:", "http:", 1).replacen("1.2.0", "1.2", 1);
    std::fs::write(folder.path().join("settings.toml"), text).unwrap();
    let (code, printed, error) = run(&[]);
    assert_eq!((code, printed.as_str(), error.matches("kazasu-server: --config").count()), (Some(2), "", 2), "{error}");
}

#[test]
fn t25_a_changed_anchor_file_is_refused() {
    let folder = folder();
    let digest = |folder: &Path| {
        use sha2::{Digest, Sha256};
        let octets = std::fs::read(folder.join("anchors.pem")).unwrap();
        Sha256::digest(&octets).iter().map(|octet| format!("{octet:02x}")).collect::<String>()
    };
    let line = format!("anchors_sha256 = \"{}\"\n[[terms]]", digest(folder.path()));
    std::fs::write(folder.path().join("settings.toml"), GOOD.replacen("[[terms]]", &line, 1)).unwrap();
    assert!(load_from(folder.path()).is_ok());
    let other = anchors_pem();
    let mut file = std::fs::read(folder.path().join("anchors.pem")).unwrap();
    file.extend(other);
    std::fs::write(folder.path().join("anchors.pem"), file).unwrap();
    let error = load_from(folder.path()).err().unwrap();
    assert!(error.contains("anchors_sha256") && error.contains(&digest(folder.path())), "{error}");
}

#[test]
fn without_settings_the_program_does_not_start() {
    let output =
        Command::new(env!("CARGO_BIN_EXE_kazasu-server")).arg("--data").arg(PathBuf::from("d")).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("--config is missing"));
}

#[test]
fn with_settings_the_program_starts() {
    use std::io::{BufRead, BufReader};
    let folder = folder();
    let mut child = Command::new(env!("CARGO_BIN_EXE_kazasu-server"))
        .args(["--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path().join("data"))
        .arg("--config")
        .arg(folder.path().join("settings.toml"))
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    assert!(line.starts_with("listening on http://127.0.0.1:"), "{line}");
}
