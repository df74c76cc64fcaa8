//! T33: problems tell a client what to do and nothing of the inside; a part that fails lets nothing pass.

use std::collections::BTreeSet;
use std::time::Duration;

use serde_json::json;

use crate::support::client::{KEY, Platform, Reply, session_request};
use crate::support::proof::{Card, Signed};

/// The members that a problem may have (`Problem` in `openapi.yaml`).
const MEMBERS: [&str; 12] = [
    "type",
    "title",
    "status",
    "detail",
    "instance",
    "code",
    "retry",
    "retry_after",
    "pin_needed",
    "errors",
    "trace_id",
    "server_time",
];
/// What would be of the inside.
const INSIDE: [&str; 14] = [
    "rusqlite",
    "sqlx",
    "sqlite",
    "postgres",
    "panick",
    "backtrace",
    ".rs",
    "/tmp",
    "thread '",
    "SELECT",
    "INSERT",
    "table",
    "server.key",
    "0x",
];

#[track_caller]
fn tells_nothing(reply: &Reply) {
    let text = String::from_utf8(reply.body.to_vec()).unwrap();
    let found: Vec<_> = INSIDE.iter().filter(|word| text.to_lowercase().contains(&word.to_lowercase())).collect();
    assert!(found.is_empty(), "{found:?} in {text}");
    let body = reply.json();
    let members: BTreeSet<&str> = body.as_object().unwrap().keys().map(String::as_str).collect();
    let other: Vec<_> = members.iter().filter(|member| !MEMBERS.contains(member)).collect();
    assert!(other.is_empty(), "{other:?} in {text}");
    assert_eq!(reply.header("server"), "");
    assert_eq!(reply.header("content-type"), "application/problem+json");
}

/// Takes a table away under the running platform, as a damaged file would, or gives it back.
fn rename(platform: &Platform, from: &str, to: &str) {
    let file = platform.folder.path().join("data/kazasu.sqlite3");
    let database = rusqlite::Connection::open(file).unwrap();
    database.busy_timeout(Duration::from_secs(5)).unwrap();
    database.execute_batch(&format!("ALTER TABLE {from} RENAME TO {to}")).unwrap();
}

#[tokio::test]
async fn t33_what_a_stranger_sends_is_refused_in_words_that_tell_nothing() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    for body in ["", "{", "null", "[]", "\"x\"", "{\"a\":1}", "{\"statement\":{}}", "\u{0}"] {
        tells_nothing(&platform.submit_octets(&session.token, KEY, body).await);
    }
    for (method, path) in [
        ("GET", "/nowhere"),
        ("GET", "/v1/../../etc/passwd"),
        ("GET", "/v1/registrations/'%20OR%201=1--"),
        ("DELETE", "/v1/registrations"),
        ("POST", "/v1/sessions"),
        ("GET", "/v1/terms/current?lang=%00"),
    ] {
        tells_nothing(&platform.call(method, path, &[("authorization", "Bearer x")], "x").await);
    }
}

#[tokio::test]
async fn t33_a_database_that_fails_is_a_503_or_500_without_a_word_of_it_and_nothing_is_registered() {
    let platform = Platform::open().await;
    let card = Card::rsa(&[0x77]);
    let session = platform.session().await;
    let body = Signed::new(&session, &card, &platform.statement(false).await).body();
    rename(&platform, "registrations", "gone");
    let failed = platform.submit(&session.token, KEY, &body).await;
    assert!([500, 503].contains(&failed.status), "{failed:?}");
    tells_nothing(&failed);
    assert_eq!(failed.json()["retry"], "same-request");
    rename(&platform, "gone", "registrations");
    assert_eq!(platform.stored_number().await, 0, "nothing passed");
    // The same request, once the database is whole: one registration.
    assert_eq!(platform.submit(&session.token, KEY, &body).await.status, 202);
    assert_eq!(platform.stored_number().await, 1);

    rename(&platform, "sessions", "gone");
    let failed = platform.post("/v1/sessions", &session_request()).await;
    assert!([500, 503].contains(&failed.status), "{failed:?}");
    tells_nothing(&failed);
}

#[tokio::test]
async fn t33_a_revocation_that_cannot_be_asked_for_never_passes_and_does_not_say_why() {
    let platform = Platform::with(|settings| settings.times.revocation_budget = Duration::from_millis(100)).await;
    for (serial, status) in [(0x78, "unknown"), (0x79, "timeout")] {
        platform.control("PUT", &format!("/certificates/{serial:02x}"), json!({"status": status})).await;
        for _ in 0..3 {
            let reply = platform.register(&Card::rsa(&[serial]), false).await;
            tells_nothing(reply.is_problem(503, "revocation-unavailable"));
        }
    }
    assert_eq!(platform.stored_number().await, 0);
}
