use std::time::Duration;

use serde_json::{Value, json};

use crate::support::client::{KEY, Platform, Reply, key};
use crate::support::proof::{Card, Session, Signed};

/// Posts with one field changed after signing or before.
async fn post(platform: &Platform, session: &Session, body: &Value, n: usize) -> Reply {
    platform.submit(&session.token, &key(n), body).await
}

#[tokio::test]
async fn registration_with_rs256_is_accepted_and_completed() {
    let platform = Platform::open().await;
    let reply = platform.register(&Card::rsa(&[0x12, 0x34]), false).await;
    let body = reply.json();
    assert_eq!(reply.status, 202, "{body}");
    let id = body["registration_id"].as_str().unwrap();
    assert_eq!(reply.header("location"), format!("/v1/registrations/{id}"));
    assert_eq!((reply.header("retry-after"), reply.header("content-type")), ("2", "application/json"));
    assert_eq!(
        (&body["application"]["state"], &body["insurance_card"]["state"]),
        (&json!("accepted"), &json!("processing"))
    );
    assert_eq!(body.get("portal_user"), None);
    let number = body["receipt"]["number"].as_str().unwrap();
    assert!(number.len() == 14 && number.bytes().all(|b| b.is_ascii_digit() || b == b'-'), "{number}");
    assert_eq!(body["receipt"]["terms_version"], "2026-11-01");
    assert_eq!(body["receipt"]["consents"].as_array().unwrap().len(), 3);

    platform.clock(3).await;
    let token = body["status_token"].as_str().unwrap();
    let mut status = Value::Null;
    for n in 0..50 {
        tokio::time::sleep(Duration::from_millis(20)).await;
        platform.clock(3 + 3 * n).await;
        status = platform.get_with(&format!("/v1/registrations/{id}"), token).await.json();
        if status["insurance_card"]["state"] != "processing" {
            break;
        }
    }
    assert_eq!(status["insurance_card"]["state"], "registered");
    assert_eq!(status.get("status_token"), None);
    let stored = platform.stored().await;
    assert_eq!(stored["registrations"][0]["registration_id"], id);
    assert_eq!(stored["registrations"][0]["state"], "registered");
    assert_eq!((&stored["proofs_seen"], &stored["sessions"]), (&json!(1), &json!(1)));
}

#[tokio::test]
async fn registration_with_es384_is_accepted() {
    let platform = Platform::open().await;
    let reply = platform.register(&Card::p384(&[0x44]), true).await;
    assert_eq!(reply.status, 202, "{reply:?}");
    assert_eq!(reply.json()["portal_user"]["state"], "accepted");
}

#[tokio::test]
async fn a_back_end_without_delay_gives_201() {
    let platform = Platform::open().await;
    platform.control("PUT", "/eligibility", json!({"delay_s": 0, "outcome": "linked"})).await;
    let reply = platform.register(&Card::rsa(&[5]), false).await;
    assert_eq!((reply.status, reply.header("retry-after")), (201, ""));
    assert_eq!(reply.json()["insurance_card"]["state"], "registered");
    assert!(reply.header("location").starts_with("/v1/registrations/reg_"));
}

#[tokio::test]
async fn verdicts_of_the_back_end_are_told() {
    for (n, (outcome, reason)) in
        [("not-linked", "insurance-not-linked"), ("rejected", "insurer-rejected")].iter().enumerate()
    {
        let platform = Platform::open().await;
        platform.control("PUT", "/eligibility", json!({"delay_s": 0, "outcome": outcome})).await;
        let card = Card::rsa(&[6, u8::try_from(n).unwrap()]);
        let first = platform.register(&card, false).await.json();
        tokio::time::sleep(Duration::from_millis(300)).await;
        let path = format!("/v1/registrations/{}", first["registration_id"].as_str().unwrap());
        let status = platform.get_with(&path, first["status_token"].as_str().unwrap()).await.json();
        assert_eq!(status["insurance_card"]["state"], "failed", "{status}");
        assert_eq!(status["insurance_card"]["reason"], *reason);
        platform.control("PUT", "/eligibility", json!({"delay_s": 0, "outcome": "linked"})).await;
        let again = platform.register(&card, false).await;
        assert_eq!(again.status, 201);
        assert_ne!(again.json()["registration_id"], first["registration_id"]);
    }
}

#[tokio::test]
async fn b5_registered_before() {
    let platform = Platform::open().await;
    let card = Card::rsa(&[7]);
    let first = platform.register(&card, false).await.json();
    let again = platform.register(&card, false).await;
    let body = again.json();
    assert_eq!((again.status, again.header("location"), again.header("retry-after")), (200, "", ""));
    assert_eq!(body["registration_id"], first["registration_id"]);
    assert_eq!(body["receipt"], first["receipt"]);
    assert_eq!(body["application"]["state"], "already_registered");
    assert_eq!(body["insurance_card"]["state"], "processing");
    assert_ne!(body["status_token"], first["status_token"]);
    assert_eq!(body.get("portal_user"), None);
    assert_eq!(platform.stored().await["registrations"][0]["portal_user"], false);

    let added = platform.register(&card, true).await;
    assert_eq!((added.status, &added.json()["portal_user"]["state"]), (200, &json!("accepted")));
    assert_eq!(platform.stored().await["registrations"][0]["portal_user"], true);
    let quiet = platform.register(&card, false).await.json();
    assert_eq!(quiet.get("portal_user"), None);
    let path = format!("/v1/registrations/{}", quiet["registration_id"].as_str().unwrap());
    let status = platform.get_with(&path, quiet["status_token"].as_str().unwrap()).await.json();
    assert_eq!(status.get("portal_user"), None);
    assert_eq!(platform.stored_number().await, 1);
}

#[tokio::test]
async fn t24_a_change_in_any_field_of_the_transcript_is_signature_invalid() {
    let platform = Platform::open().await;
    let statement = platform.statement(true).await;
    let mut without_portal = statement.clone();
    without_portal["portal_user_registration"] = json!(false);
    let card = Card::rsa(&[8]);
    type Change = Box<dyn Fn(&mut Signed)>;
    let cases: Vec<(&str, Change)> = vec![
        ("operation", Box::new(|s| s.operation = "authenticate")),
        ("origin", Box::new(|s| s.origin = "https://sandbox.example.org")),
        ("challenge", Box::new(|s| s.session.challenge[31] ^= 1)),
        ("session", Box::new(|s| s.session.id = "ses_00000000000000000000000000".to_owned())),
        ("session key", Box::new(|s| s.session.thumbprint = vec![0; 32])),
        ("statement", Box::new(move |s| s.statement = without_portal.to_string().into_bytes())),
        ("certificate", Box::new(|s| s.card.certificate = Card::rsa(&[9]).certificate)),
        ("algorithm", Box::new(|s| s.algorithm = "ES384")),
    ];
    for (what, change) in cases {
        let session = platform.session().await;
        let good = Signed::new(&session, &card, &statement);
        let mut changed = good.clone();
        change(&mut changed);
        let mut body = good.body();
        body["proof"]["signature"] = changed.body()["proof"]["signature"].clone();
        let reply = post(&platform, &session, &body, 1).await;
        assert_eq!((what, reply.code()), (what, "signature-invalid".to_owned()));
        assert_eq!(reply.is_problem(422, "signature-invalid").json()["pin_needed"], true);
    }
    assert_eq!(platform.stored_number().await, 0);
}

#[tokio::test]
async fn a_failed_proof_burns_its_challenge() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    let statement = platform.statement(false).await;
    let card = Card::rsa(&[10]);
    let mut bad = Signed::new(&session, &card, &statement);
    bad.origin = "https://a.example";
    post(&platform, &session, &bad.body(), 1).await.is_problem(422, "signature-invalid");
    let good = Signed::new(&session, &card, &statement).body();
    let reply = post(&platform, &session, &good, 2).await;
    assert_eq!(reply.is_problem(409, "challenge-in-use").json()["retry"], "new-challenge");
    let session = platform.renewed(&session).await;
    let good = Signed::new(&session, &card, &statement).body();
    assert_eq!(post(&platform, &session, &good, 3).await.status, 202);
}

#[tokio::test]
async fn a9_a_proof_over_a_voided_challenge_burns_the_present_one() {
    let platform = Platform::open().await;
    let old = platform.session().await;
    let present = platform.renewed(&old).await;
    let (card, statement) = (Card::rsa(&[11]), platform.statement(false).await);
    let late = Signed::new(&old, &card, &statement).body();
    post(&platform, &old, &late, 1).await.is_problem(422, "signature-invalid");
    let good = Signed::new(&present, &card, &statement).body();
    post(&platform, &present, &good, 2).await.is_problem(409, "challenge-in-use");
}

#[tokio::test]
async fn submit_by_is_25_minutes_after_the_challenge() {
    let platform = Platform::open().await;
    let (early, late) = (platform.session().await, platform.session().await);
    let statement = platform.statement(false).await;
    platform.clock(1495).await;
    let body = Signed::new(&early, &Card::rsa(&[12]), &statement).body();
    assert_eq!(platform.submit(&early.token, KEY, &body).await.status, 202);
    platform.clock(1502).await;
    let body = Signed::new(&late, &Card::rsa(&[13]), &statement).body();
    let reply = platform.submit(&late.token, KEY, &body).await;
    assert_eq!(reply.is_problem(410, "challenge-expired").json()["retry"], "new-challenge");
    // B4: a definite answer, so it stays; another key meets the session's end
    platform.clock(1802).await;
    let again = platform.submit(&late.token, KEY, &body).await;
    assert_eq!((again.header("idempotency-replayed"), &again.body), ("true", &reply.body));
    platform.submit(&late.token, &key(2), &body).await.is_problem(410, "session-expired");
}
