//! The real binary over real connections: options, faults, kill, restart.
#![cfg(feature = "sandbox")]
#![allow(clippy::unwrap_used, clippy::expect_used, missing_docs)]

#[path = "support/program.rs"]
mod program;
mod support;

/// Which database `support` opens platforms on.
const ON_POSTGRES: bool = false;

use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

use program::{Program, raw};
use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader};
use tokio::process::Command;

#[tokio::test]
async fn a3_t21_40_connections_with_one_proof_make_one_registration() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path()).await;
    let (headers, body) = program.signed(9).await;
    let posts: Vec<_> = (0..40)
        .map(|_| {
            let (address, headers, body) = (program.address.clone(), headers.clone(), body.clone());
            tokio::spawn(async move { raw(&address, "POST", "/v1/registrations", &headers, &body).await })
        })
        .collect();
    let mut bodies = std::collections::HashSet::new();
    for post in posts {
        let answer = String::from_utf8(post.await.unwrap()).unwrap();
        assert!(answer.starts_with("HTTP/1.1 202"), "{answer}");
        bodies.insert(answer.split_once("\r\n\r\n").unwrap().1.to_owned());
    }
    assert_eq!(bodies.len(), 1);
    assert_eq!(program.stored().await, 1);
}

#[tokio::test]
async fn dropped_connections_have_no_answer_and_the_same_request_gets_one() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path()).await;
    for (fault, serial, stored, replayed) in [("drop-before-commit", 1, 0, false), ("drop-after-commit", 2, 2, true)] {
        let (headers, body) = program.signed(serial).await;
        program.fault(fault, 0).await;
        let answer = program.raw("POST", "/v1/registrations", &headers, &body).await;
        assert_eq!((fault, answer.len()), (fault, 0));
        assert_eq!((fault, program.stored().await), (fault, stored));
        let (status, head, _) = program.call("POST", "/v1/registrations", &headers, &body).await;
        assert_eq!((fault, status, head.contains("idempotency-replayed: true")), (fault, 202, replayed));
    }
    assert_eq!(program.stored().await, 2);
}

#[tokio::test]
async fn faults_of_answers() {
    let folder = tempfile::tempdir().unwrap();
    let program = Program::start(folder.path()).await;
    let (headers, body) = program.signed(3).await;
    for (fault, status, code) in [("500", 500, "internal"), ("503", 503, "overloaded")] {
        program.fault(fault, 0).await;
        let reply = program.call("POST", "/v1/registrations", &headers, &body).await;
        assert_eq!((reply.0, reply.2["code"].as_str().unwrap()), (status, code));
    }
    assert_eq!(program.stored().await, 0);
    program.fault("wrong-content-type", 0).await;
    let (status, head, _) = program.call("POST", "/v1/registrations", &headers, &body).await;
    assert!(status == 202 && head.contains("content-type: text/html"), "{head}");
    let timed = async |fault, ms| {
        program.fault(fault, ms).await;
        let started = Instant::now();
        let (status, _, body) = program.call("POST", "/v1/registrations", &headers, &body).await;
        assert_eq!((status, &body["application"]["state"]), (202, &json!("accepted")));
        started.elapsed()
    };
    assert!(timed("delay", 400).await >= Duration::from_millis(400));
    assert!(timed("slow-drip", 1).await >= Duration::from_millis(300));
    let body = json!({"next": [{"operation": "*", "fault": "drop-before-commit"}]}).to_string();
    assert_eq!(program.call("PUT", "/sandbox/v1/faults", "", &body).await.0, 204);
    assert_eq!(program.raw("GET", "/v1/service-status", "", "").await.len(), 0);
    assert_eq!(program.call("GET", "/v1/service-status", "", "").await.0, 200);
}

#[tokio::test]
async fn t21_killed_between_requests_everything_answered_is_there_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path()).await;
    let (headers, body) = program.signed(4).await;
    let (later_headers, later_body) = program.signed(5).await;
    let before = program.call("POST", "/v1/registrations", &headers, &body).await;
    assert_eq!(before.0, 202);
    program.child.kill().await.unwrap();

    let mut program = Program::start(folder.path()).await;
    let after = program.call("POST", "/v1/registrations", &headers, &body).await;
    assert!(after.1.contains("idempotency-replayed: true"));
    assert_eq!((after.0, after.2), (before.0, before.2));
    assert_eq!(program.call("POST", "/v1/registrations", &later_headers, &later_body).await.0, 202);
    assert_eq!(program.stored().await, 2);
    program.child.kill().await.unwrap();
    let (code, output, _) = run(&["verify-audit", "--data", folder.path().join("data").to_str().unwrap()]).await;
    assert_eq!(code, 0);
    assert!(output.contains("the audit log is whole"), "{output}");
}

#[tokio::test]
async fn t21_killed_while_a_post_runs_the_same_request_completes_after_a_restart() {
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path()).await;
    let (headers, body) = program.signed(6).await;
    assert_eq!(program.call("PUT", "/sandbox/v1/certificates/06", "", r#"{"status":"timeout"}"#).await.0, 204);
    let hanging =
        tokio::time::timeout(Duration::from_millis(500), program.raw("POST", "/v1/registrations", &headers, &body));
    assert!(hanging.await.is_err());
    program.child.kill().await.unwrap();
    let program = Program::start(folder.path()).await;
    assert_eq!(program.stored().await, 0);
    assert_eq!(program.call("POST", "/v1/registrations", &headers, &body).await.0, 202);
    assert_eq!(program.stored().await, 1);
}

#[cfg(unix)]
#[tokio::test]
async fn a_stop_signal_ends_the_program_cleanly_and_files_are_private() {
    use std::os::unix::fs::PermissionsExt;
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start(folder.path()).await;
    program.signed(7).await;
    let id = program.child.id().unwrap().to_string();
    assert!(Command::new("kill").args(["-TERM", &id]).status().await.unwrap().success());
    let status = tokio::time::timeout(Duration::from_secs(10), program.child.wait()).await.unwrap().unwrap();
    assert_eq!(status.code(), Some(0));
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let data = folder.path().join("data");
    assert_eq!(mode(&data), 0o700);
    for file in ["kazasu.sqlite3", "server.key"] {
        assert_eq!((file, mode(&data.join(file))), (file, 0o600));
    }
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn t33_disk_full_gives_503_and_a_clear_log_and_recovers_without_hands() {
    let folder = tempfile::tempdir().unwrap();
    let log = folder.path().join("log");
    // No file of the program may grow past 512 KiB: writing fails as on a full disk.
    let limited = r#"trap '' XFSZ; ulimit -S -f 1024; exec "$@""#;
    let mut child = Command::new("sh")
        .args(["-c", limited, "sh", env!("CARGO_BIN_EXE_kazasu-server"), "serve", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path().join("data"))
        .stdout(Stdio::piped())
        .stderr(std::fs::File::create(&log).unwrap())
        .env("RUST_LOG", "error")
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
    let program = Program { address: line.trim().strip_prefix("listening on http://").unwrap().to_owned(), child };
    let request = json!({"operation": "register", "lang": "ja", "client": {"name": "t", "version": "1.0.0", "platform": "linux"}});
    let session = async || program.call("POST", "/v1/sessions", "", &request.to_string()).await;
    let mut last = session().await;
    for _ in 0..900 {
        if last.0 != 201 {
            break;
        }
        last = session().await;
    }
    assert_eq!((last.0, last.2["code"].as_str().unwrap()), (503, "overloaded"), "{}", last.2);
    assert_eq!(session().await.0, 503);
    assert_eq!(program.call("GET", "/healthz", "", "").await.0, 200);
    assert_eq!(program.call("GET", "/v1/service-status", "", "").await.0, 200);
    let text = std::fs::read_to_string(&log).unwrap();
    assert!(text.contains("a transaction failed: nothing of it was stored"), "{text}");
    assert!(text.contains("the database is not available"), "{text}");
    let id = program.child.id().unwrap().to_string();
    let lifted = Command::new("prlimit").args(["--pid", &id, "--fsize=unlimited:unlimited"]).status().await;
    assert!(lifted.unwrap().success());
    assert_eq!(session().await.0, 201);
    let (code, output, _) = run(&["verify-audit", "--data", folder.path().join("data").to_str().unwrap()]).await;
    assert_eq!(code, 0, "{output}");
}

#[tokio::test]
async fn a_second_process_on_one_file_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let first = Program::start(folder.path()).await;
    let data = folder.path().join("data");
    let (code, _, error) = run(&["--listen", "127.0.0.1:0", "--data", data.to_str().unwrap()]).await;
    assert_eq!(code, 2);
    assert!(error.contains("another process uses this data folder"), "{error}");
    let (code, _, _) = run(&["verify-audit", "--data", data.to_str().unwrap()]).await;
    assert_eq!(code, 0, "checking does not need the lock");
    assert_eq!(first.stored().await, 0);
}

#[tokio::test]
async fn mistakes_are_told_in_a_sentence_with_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str, text: &str| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    };
    let empty = file("empty.pem", "nothing");
    let config = file("settings.toml", "origin = 1");
    let data = folder.path().join("d").to_str().unwrap().to_owned();
    let cases: [(&[&str], &str); 7] = [
        (&["--listen", "0.0.0.0:0", "--data", &data], "loopback"),
        (&["--listen", "nonsense"], "invalid value"),
        (&["--anchor", "/nowhere.pem", "--data", &data], "cannot be read"),
        (&["--anchor", &empty, "--data", &data], "no PEM certificate"),
        (&["--config", &config, "--data", &data], "settings file"),
        (&["verify-audit", "--data", &data], "no kazasu.sqlite3"),
        (&["--data", "/dev/null/x"], "data folder"),
    ];
    for (arguments, words) in cases {
        let (code, _, error) = run(arguments).await;
        assert_eq!((arguments, code), (arguments, 2), "{error}");
        assert!(error.contains(words), "{arguments:?}: {error}");
    }
}

#[tokio::test]
async fn a_sandbox_without_anchors_starts_and_trusts_no_certificate() {
    let folder = tempfile::tempdir().unwrap();
    let child = Command::new(env!("CARGO_BIN_EXE_kazasu-server"))
        .args(["--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path().join("data"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let program = Program::of(child).await;
    let (headers, body) = program.signed(8).await;
    let (status, _, problem) = program.call("POST", "/v1/registrations", &headers, &body).await;
    assert_eq!((status, problem["code"].as_str().unwrap()), (422, "certificate-untrusted"));
    let mut child = program.child;
    child.start_kill().unwrap();
    let mut log = String::new();
    child.stderr.take().unwrap().read_to_string(&mut log).await.unwrap();
    assert!(log.contains("there is no anchor"), "{log}");
    // T01: nothing that identifies a card or a holder of a token is logged
    let token = headers.split_whitespace().nth(2).unwrap();
    let sent: Value = serde_json::from_str(&body).unwrap();
    for secret in [token, sent["session_id"].as_str().unwrap(), sent["proof"]["signature"].as_str().unwrap()] {
        assert!(!log.contains(secret), "{log}");
    }
    assert!(log.contains("certificate-untrusted"), "{log}");
}

async fn run(arguments: &[&str]) -> (i32, String, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_kazasu-server")).args(arguments).output().await.unwrap();
    let text = |octets: Vec<u8>| String::from_utf8(octets).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}
