//! Two processes on one PostgreSQL database behave as one.

use std::collections::HashSet;

use kazasu_server::{Database, Server};
use tempfile::TempDir;
use tokio::task::JoinSet;

use crate::program::{Program, raw};
use crate::support::postgres::Cluster;

struct Pair {
    one: Program,
    two: Program,
    address: String,
    folders: [TempDir; 2],
    _cluster: Cluster,
}

impl Pair {
    async fn start() -> Self {
        let cluster = Cluster::start();
        let address = cluster.database().await;
        Server::migrate(&Database::Postgres(address.clone())).await.unwrap();
        let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
        let one = Program::start_on(folders[0].path(), Some(&address)).await;
        std::fs::create_dir(folders[1].path().join("data")).unwrap();
        let key = "data/server.key";
        std::fs::copy(folders[0].path().join(key), folders[1].path().join(key)).unwrap();
        let two = Program::start_on(folders[1].path(), Some(&address)).await;
        Self { one, two, address, folders, _cluster: cluster }
    }

    async fn audit_is_whole(&self) {
        Server::verify_audit_of(&Database::Postgres(self.address.clone())).await.unwrap().expect("an unbroken chain");
    }
}

/// Status, head and body of an answer; `None` when the connection was closed without one.
fn parsed(answer: &[u8]) -> Option<(u16, String, String)> {
    let (head, body) = std::str::from_utf8(answer).unwrap().split_once("\r\n\r\n")?;
    Some((head.split(' ').nth(1)?.parse().unwrap(), head.to_ascii_lowercase(), body.to_owned()))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t21_200_parallel_posts_of_one_proof_at_two_processes_make_one_registration() {
    let pair = Pair::start().await;
    let (headers, body) = pair.one.signed(1).await;
    let mut posts = JoinSet::new();
    for n in 0..200 {
        let address = if n % 2 == 0 { &pair.one } else { &pair.two }.address.clone();
        let (headers, body) = (headers.clone(), body.clone());
        posts.spawn(async move { raw(&address, "POST", "/v1/registrations", &headers, &body).await });
    }
    let (mut bodies, mut first) = (HashSet::new(), 0);
    for answer in posts.join_all().await {
        let (status, head, body) = parsed(&answer).expect("an answer");
        assert_eq!(status, 202, "{body}");
        first += usize::from(!head.contains("idempotency-replayed: true"));
        bodies.insert(body);
    }
    assert_eq!((bodies.len(), first), (1, 1));
    assert_eq!((pair.one.stored().await, pair.two.stored().await), (1, 1));
    pair.audit_is_whole().await;
}

/// So many sessions a sandbox gives to one address in a minute.
const SESSIONS: u32 = 1000;

#[tokio::test]
async fn t21_what_an_address_may_have_is_counted_over_both_processes() {
    let pair = Pair::start().await;
    // The window is a minute of the clock; all of it must fit into one.
    let into_minute = std::time::UNIX_EPOCH.elapsed().unwrap().as_secs() % 60;
    if into_minute > 20 {
        tokio::time::sleep(std::time::Duration::from_secs(60 - into_minute)).await;
    }
    let request = crate::support::client::session_request().to_string();
    for n in 0..SESSIONS {
        let program = if n % 2 == 0 { &pair.one } else { &pair.two };
        assert_eq!((n, program.call("POST", "/v1/sessions", "", &request).await.0), (n, 201));
    }
    for program in [&pair.one, &pair.two] {
        let (status, head, body) = program.call("POST", "/v1/sessions", "", &request).await;
        assert_eq!((status, body["code"].as_str().unwrap()), (429, "rate-limited"));
        assert!(head.contains("retry-after: "), "{head}");
    }
    pair.audit_is_whole().await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn t21_one_of_two_processes_is_killed_and_the_other_answers_all() {
    let mut pair = Pair::start().await;
    let mut signed = Vec::new();
    for serial in 10..30 {
        signed.push(pair.one.signed(serial).await);
    }
    let mut posts = JoinSet::new();
    for (headers, body) in signed {
        let (one, two) = (pair.one.address.clone(), pair.two.address.clone());
        posts.spawn(async move {
            let cut_off = parsed(&raw(&one, "POST", "/v1/registrations", &headers, &body).await);
            let again = parsed(&raw(&two, "POST", "/v1/registrations", &headers, &body).await);
            (cut_off, again.expect("an answer of the other one"))
        });
    }
    tokio::time::sleep(std::time::Duration::from_millis(5)).await;
    pair.one.child.kill().await.unwrap();
    for (cut_off, (status, _, body)) in posts.join_all().await {
        assert_eq!(status, 202, "{body}");
        if let Some((before, _, told)) = cut_off {
            assert_eq!((before, told), (202, body));
        }
    }
    assert_eq!(pair.two.stored().await, 20);
    pair.audit_is_whole().await;
    assert!(pair.folders.iter().all(|folder| folder.path().join("data/server.key").is_file()));
}
