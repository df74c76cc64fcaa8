//! Several processes on one database behave as one.

use kazasu_server::{Database, Server};
use serde_json::json;

use crate::support::client::{KEY, Platform, key};
use crate::support::postgres::Cluster;
use crate::support::proof::{Card, Signed};

/// A second platform on the database and the keys of the first.
async fn beside(first: &Platform) -> Platform {
    Platform::on(first.postgres.clone(), first.shared_folder(), |_| ()).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t21_200_parallel_posts_over_two_platforms_make_one_registration() {
    let one = Platform::open().await;
    let two = beside(&one).await;
    let session = one.session().await;
    let body = Signed::new(&session, &Card::rsa(&[1]), &one.statement(true).await).body();
    let posts = (0..200).map(|n| if n % 2 == 0 { &one } else { &two }.submit(&session.token, KEY, &body));
    let replies = crate::replay::join_all(posts.collect()).await;
    let definite: Vec<_> = replies.iter().filter(|reply| reply.status != 409).collect();
    assert!(definite.len() > 100, "{}", definite.len());
    for reply in &definite {
        assert_eq!((reply.status, &reply.body), (202, &definite[0].body));
    }
    for reply in replies.iter().filter(|reply| reply.status == 409) {
        reply.is_problem(409, "request-in-progress");
    }
    assert_eq!(definite.iter().filter(|reply| reply.header("idempotency-replayed") != "true").count(), 1);
    assert_eq!((one.stored_number().await, two.stored_number().await), (1, 1));
    let head = Server::verify_audit_of(&Database::Postgres(one.postgres.clone().unwrap())).await.unwrap();
    assert!(head.unwrap().lines > 5);
}

#[tokio::test]
async fn t21_sessions_keys_and_limits_hold_over_two_platforms() {
    let one = Platform::open().await;
    let two = beside(&one).await;
    let (card, session) = (Card::rsa(&[2]), one.session().await);
    let body = Signed::new(&session, &card, &one.statement(false).await).body();
    let first = one.submit(&session.token, KEY, &body).await;
    let again = two.submit(&session.token, KEY, &body).await;
    assert_eq!((again.status, again.header("idempotency-replayed"), &again.body), (202, "true", &first.body));
    two.submit(&session.token, &key(1), &body).await.is_problem(409, "challenge-in-use");
    assert_eq!(two.register(&card, false).await.status, 200);
    let path = first.header("location").to_owned();
    let token = first.json()["status_token"].as_str().unwrap().to_owned();
    assert_eq!(one.get_with(&path, &token).await.status, 200);
    two.get_with(&path, &token).await.is_problem(429, "rate-limited");
}

#[tokio::test]
async fn t21_each_delivery_is_completed_once_by_whichever_platform() {
    let one = Platform::open().await;
    let two = beside(&one).await;
    for platform in [&one, &two] {
        platform.control("PUT", "/eligibility", json!({"delay_s": 1, "outcome": "linked"})).await;
    }
    for n in 0..6 {
        let platform = if n % 2 == 0 { &one } else { &two };
        assert_eq!(platform.register(&Card::rsa(&[3, n]), false).await.status, 202);
    }
    for _ in 0..100 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        let stored = one.stored().await;
        if stored["registrations"].as_array().unwrap().iter().all(|one| one["state"] == "registered") {
            break;
        }
    }
    let stored = two.stored().await;
    assert!(stored["registrations"].as_array().unwrap().iter().all(|one| one["state"] == "registered"), "{stored}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t33_database_gone_gives_503_and_recovers_without_hands() {
    let mut cluster = Cluster::start();
    let address = cluster.database().await;
    let folder = tempfile::tempdir().unwrap();
    let platform = Platform::on(Some(address), folder, |_| ()).await;
    let session = platform.session().await;
    let body = Signed::new(&session, &Card::rsa(&[4]), &platform.statement(false).await).body();
    cluster.stop();
    let gone = platform.submit(&session.token, KEY, &body).await;
    assert_eq!(gone.is_problem(503, "overloaded").json()["retry"], "same-request");
    assert_eq!(gone.header("retry-after"), "5");
    platform.post("/v1/sessions", &crate::support::client::session_request()).await.is_problem(503, "overloaded");
    assert_eq!(platform.get("/readyz").await.status, 503);
    assert_eq!(platform.get("/healthz").await.status, 200);
    cluster.start_again();
    assert_eq!(platform.get("/readyz").await.status, 200);
    let after = platform.submit(&session.token, KEY, &body).await;
    assert_eq!(after.status, 202, "{after:?}");
    assert_eq!(platform.stored_number().await, 1);
}

#[tokio::test]
async fn a_database_without_tables_is_refused_and_migrating_twice_is_harmless() {
    let address = crate::support::postgres::fresh().await;
    let folder = tempfile::tempdir().unwrap();
    let mut settings = kazasu_server::Settings::sandbox(folder.path().to_owned(), vec![]);
    settings.postgres = Some(address.clone());
    let error = Server::open(settings).await.err().unwrap().to_string();
    assert!(error.contains("kazasu-server migrate"), "{error}");
    let database = Database::Postgres(address);
    assert_eq!(Server::migrate(&database).await.unwrap(), 1);
    assert_eq!(Server::migrate(&database).await.unwrap(), 0);
    assert_eq!(Server::verify_audit_of(&database).await.unwrap().unwrap().lines, 0);
}
