use serde_json::{Value, json};

use crate::support::client::{KEY, Platform, key};
use crate::support::proof::{Card, Signed};

async fn signed(platform: &Platform, serial: u8) -> (crate::support::proof::Session, Value) {
    let session = platform.session().await;
    let body = Signed::new(&session, &Card::rsa(&[serial]), &platform.statement(true).await).body();
    (session, body)
}

#[tokio::test]
async fn a3_a_replay_is_equal_octet_for_octet_and_marked() {
    let platform = Platform::open().await;
    let (session, body) = signed(&platform, 1).await;
    let first = platform.submit(&session.token, KEY, &body).await;
    assert_eq!((first.status, first.header("idempotency-replayed")), (202, ""));
    platform.clock(5).await;
    tokio::time::sleep(std::time::Duration::from_millis(200)).await;
    for offset in [5, 1790, 1801, 80_000] {
        platform.clock(offset).await;
        let again = platform.submit(&session.token, KEY, &body).await;
        assert_eq!(again.header("idempotency-replayed"), "true");
        assert_eq!((again.status, &again.body), (first.status, &first.body));
        for name in ["location", "retry-after", "content-type", "cache-control"] {
            assert_eq!(again.header(name), first.header(name), "{name}");
        }
    }
    platform.clock(5).await;
    let path = first.header("location").to_owned();
    let token = first.json()["status_token"].as_str().unwrap().to_owned();
    assert_eq!(platform.get_with(&path, &token).await.status, 200);
}

#[tokio::test]
async fn b4_refusals_are_replayed_too() {
    let platform = Platform::open().await;
    let (session, mut body) = signed(&platform, 2).await;
    body["proof"]["signature"] = json!("AAAA");
    let first = platform.submit(&session.token, KEY, &body).await;
    first.is_problem(422, "signature-invalid");
    let again = platform.submit(&session.token, KEY, &body).await;
    assert_eq!((again.header("idempotency-replayed"), &again.body), ("true", &first.body));
    assert_eq!(again.json()["trace_id"], first.json()["trace_id"]);
}

#[tokio::test]
async fn another_body_under_one_key_is_422() {
    let platform = Platform::open().await;
    let (session, body) = signed(&platform, 3).await;
    assert_eq!(platform.submit(&session.token, KEY, &body).await.status, 202);
    let spaced = format!("{body} ");
    platform.submit_octets(&session.token, KEY, spaced).await.is_problem(422, "idempotency-key-reused");
}

#[tokio::test]
async fn t36_a_replayed_proof_is_refused() {
    let platform = Platform::open().await;
    let (session, body) = signed(&platform, 4).await;
    assert_eq!(platform.submit(&session.token, &key(1), &body).await.status, 202);
    for offset in [0, 1700] {
        platform.clock(offset).await;
        platform.submit(&session.token, &key(2), &body).await.is_problem(409, "challenge-in-use");
    }
    platform.clock(3600).await;
    platform.submit(&session.token, &key(3), &body).await.is_problem(410, "session-expired");
    let other = platform.session().await;
    let mut moved = body.clone();
    moved["session_id"] = json!(other.id);
    platform.submit(&other.token, &key(4), &moved).await.is_problem(422, "signature-invalid");
    assert_eq!(platform.stored_number().await, 1);
}

#[tokio::test]
async fn a3_t21_40_parallel_posts_of_one_proof_make_one_registration() {
    let platform = Platform::open().await;
    let (session, body) = signed(&platform, 5).await;
    let posts = (0..40).map(|_| platform.submit(&session.token, KEY, &body));
    let replies = join_all(posts.collect()).await;
    for reply in &replies {
        assert_eq!((reply.status, &reply.body), (202, &replies[0].body));
    }
    let replayed = replies.iter().filter(|reply| reply.header("idempotency-replayed") == "true").count();
    assert_eq!(replayed, 39);
    assert_eq!(platform.stored_number().await, 1);
    assert_eq!(platform.stored().await["proofs_seen"], 1);
}

#[tokio::test]
async fn t21_40_parallel_posts_under_different_keys_make_one_registration() {
    let platform = Platform::open().await;
    let (session, body) = signed(&platform, 6).await;
    let keys: Vec<String> = (0..40).map(key).collect();
    let replies = join_all(keys.iter().map(|key| platform.submit(&session.token, key, &body)).collect()).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 202).count(), 1);
    for refused in replies.iter().filter(|reply| reply.status != 202) {
        refused.is_problem(409, "challenge-in-use");
    }
    assert_eq!(platform.stored_number().await, 1);
}

#[tokio::test]
async fn t21_parallel_sessions_with_one_certificate_make_one_registration() {
    let platform = Platform::open().await;
    let card = Card::rsa(&[7]);
    let replies = join_all((0..12).map(|_| platform.register(&card, false)).collect()).await;
    assert_eq!(replies.iter().filter(|reply| reply.status == 202).count(), 1);
    assert_eq!(replies.iter().filter(|reply| reply.status == 200).count(), 11);
    assert!(replies.iter().all(|reply| reply.json()["registration_id"] == replies[0].json()["registration_id"]));
    assert_eq!(platform.stored_number().await, 1);
}

#[tokio::test]
async fn a3_concurrent_duplicate_waits_and_takes_over_or_is_told_to_come_again() {
    let platform = Platform::with(|settings| {
        settings.times.duplicate_wait = std::time::Duration::from_millis(300);
        settings.times.revocation_budget = std::time::Duration::from_millis(900);
    })
    .await;
    platform.control("PUT", "/certificates/08", json!({"status": "timeout"})).await;
    let (session, body) = signed(&platform, 8).await;
    let (first, (second, renewed)) = tokio::join!(platform.submit(&session.token, KEY, &body), async {
        tokio::time::sleep(std::time::Duration::from_millis(150)).await;
        tokio::join!(platform.submit(&session.token, KEY, &body), platform.renew(&session))
    });
    first.is_problem(503, "revocation-unavailable");
    assert_eq!(second.is_problem(409, "request-in-progress").json()["retry"], "same-request");
    assert_eq!(second.header("retry-after"), "2");
    // A10: renewing while a claim is held
    renewed.is_problem(409, "request-in-progress");
    platform.control("PUT", "/certificates/08", json!({"status": "good"})).await;
    assert_eq!(platform.submit(&session.token, KEY, &body).await.status, 202);
}

/// Knows that a certificate is good, but takes its time.
struct Slow;

impl kazasu_server::RevocationChecker for Slow {
    fn check<'a>(&'a self, _: &'a kazasu_server::RevocationQuery) -> kazasu_server::RevocationAnswer<'a> {
        Box::pin(async {
            tokio::time::sleep(std::time::Duration::from_millis(700)).await;
            kazasu_server::RevocationEvidence::plain(kazasu_server::Revocation::Good, "list")
        })
    }
}

#[tokio::test]
async fn t21_who_was_told_that_it_is_too_late_is_not_registered_by_a_worker_that_wakes_up() {
    // Past `submit_by`, and past the end of the session.
    for (offset, status, code) in [(1600, 410, "challenge-expired"), (4000, 410, "session-expired")] {
        let platform = Platform::with(|settings| settings.revocation = std::sync::Arc::new(Slow)).await;
        let (session, body) = signed(&platform, 9).await;
        let (first, second) = tokio::join!(platform.submit(&session.token, KEY, &body), async {
            tokio::time::sleep(std::time::Duration::from_millis(200)).await;
            platform.clock(offset).await;
            platform.submit(&session.token, KEY, &body).await
        });
        second.is_problem(status, code);
        assert!(first.status >= 400, "{}", first.status);
        assert_eq!(platform.stored_number().await, 0, "{code}");
    }
}

/// All of them at once on one thread: each stops where it waits, so they are interleaved.
pub async fn join_all<F: Future>(futures: Vec<F>) -> Vec<F::Output> {
    let mut futures: Vec<_> = futures.into_iter().map(|future| (Box::pin(future), None)).collect();
    std::future::poll_fn(|cx| {
        for (future, output) in futures.iter_mut().filter(|(_, output)| output.is_none()) {
            if let std::task::Poll::Ready(value) = future.as_mut().poll(cx) {
                *output = Some(value);
            }
        }
        match futures.iter().all(|(_, output)| output.is_some()) {
            true => std::task::Poll::Ready(()),
            false => std::task::Poll::Pending,
        }
    })
    .await;
    futures.into_iter().filter_map(|(_, output)| output).collect()
}
