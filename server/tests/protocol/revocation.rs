use std::time::Duration;

use serde_json::json;

use crate::support::client::{KEY, Platform, key};
use crate::support::proof::{Card, Signed};

#[tokio::test]
async fn step_9_four_outcomes() {
    let platform = Platform::with(|settings| settings.times.revocation_budget = Duration::from_millis(200)).await;
    let cases = [
        ("good", 202, ""),
        ("revoked", 422, "certificate-revoked"),
        ("suspended", 422, "certificate-suspended"),
        ("unknown", 503, "revocation-unavailable"),
        ("timeout", 503, "revocation-unavailable"),
    ];
    for (n, (status, http, code)) in cases.into_iter().enumerate() {
        let serial = 0x50 + u8::try_from(n).unwrap();
        platform.control("PUT", &format!("/certificates/{serial:02x}"), json!({"status": status})).await;
        let reply = platform.register(&Card::rsa(&[serial]), false).await;
        assert_eq!((status, reply.status), (status, http));
        if http != 202 {
            reply.is_problem(http, code);
        }
    }
    assert_eq!(platform.stored_number().await, 1);
}

#[tokio::test]
async fn after_a_passing_failure_the_same_request_can_be_sent_again() {
    let platform = Platform::open().await;
    platform.control("PUT", "/certificates/60", json!({"status": "unknown"})).await;
    let session = platform.session().await;
    let body = Signed::new(&session, &Card::rsa(&[0x60]), &platform.statement(false).await).body();
    let first = platform.submit(&session.token, KEY, &body).await;
    let problem = first.is_problem(503, "revocation-unavailable").json();
    assert_eq!((&problem["retry"], &problem["pin_needed"]), (&json!("same-request"), &json!(false)));
    assert_eq!(first.header("retry-after"), "5");
    // fresh again, but bound to its key
    platform.submit(&session.token, &key(9), &body).await.is_problem(409, "challenge-in-use");
    platform.submit_octets(&session.token, KEY, format!("{body} ")).await.is_problem(422, "idempotency-key-reused");
    platform.submit(&session.token, KEY, &body).await.is_problem(503, "revocation-unavailable");
    platform.control("PUT", "/certificates/60", json!({"status": "good"})).await;
    let reply = platform.submit(&session.token, KEY, &body).await;
    assert_eq!((reply.status, reply.header("idempotency-replayed")), (202, ""));
}

#[tokio::test]
async fn a_revoked_card_burns_its_challenge_and_the_answer_stays() {
    let platform = Platform::open().await;
    platform.control("PUT", "/certificates/0061", json!({"status": "revoked"})).await;
    let session = platform.session().await;
    let body = Signed::new(&session, &Card::rsa(&[0x61]), &platform.statement(false).await).body();
    let first = platform.submit(&session.token, KEY, &body).await;
    first.is_problem(422, "certificate-revoked");
    platform.control("PUT", "/certificates/61", json!({"status": "good"})).await;
    assert_eq!(platform.submit(&session.token, KEY, &body).await.body, first.body);
    platform.submit(&session.token, &key(2), &body).await.is_problem(409, "challenge-in-use");
}
