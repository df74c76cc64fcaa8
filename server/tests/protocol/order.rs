//! HRP/1 §3.7: of two things that are wrong, the earlier check answers.

use axum::body::Body;
use serde_json::json;

use crate::support::client::{KEY, Platform, key};
use crate::support::pki::{DAY, KEYS, Spec, now};
use crate::support::proof::{Card, Signed, b64};

#[tokio::test]
async fn b21_413_then_415_then_400_then_401() {
    let platform = Platform::open().await;
    let post = async |kind: &str, body: String| {
        let headers = [("content-type", kind), ("idempotency-key", "\"AAAAAAAAAAAAAAAAAAAAAA\"")];
        platform.call("POST", "/v1/registrations", &headers, body).await
    };
    post("text/plain", "x".repeat(16_385)).await.is_problem(413, "payload-too-large");
    post("text/plain", "x".to_owned()).await.is_problem(415, "unsupported-media-type");
    post("application/json", "x".to_owned()).await.is_problem(400, "malformed-request");
    let session = platform.session().await;
    let body = Signed::new(&session, &Card::rsa(&[1]), &platform.statement(false).await).body();
    post("application/json", body.to_string()).await.is_problem(401, "session-invalid");
}

#[tokio::test]
async fn b3_the_idempotency_key_is_looked_at_before_the_token() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    let body = Signed::new(&session, &Card::rsa(&[2]), &platform.statement(false).await).body().to_string();
    let json_type = ("content-type", "application/json");
    platform
        .call("POST", "/v1/registrations", &[json_type], body.clone())
        .await
        .is_problem(400, "idempotency-key-missing");
    for malformed in ["AAAAAAAAAAAAAAAAAAAAAA", "\"short\"", "\"AAAAAAAAAAAAAAAAAAAAA!\"", "\"\""] {
        let headers = [json_type, ("idempotency-key", malformed)];
        let reply = platform.call("POST", "/v1/registrations", &headers, body.clone()).await;
        reply.is_problem(400, "malformed-request");
    }
    let quoted = format!("\"{KEY}\"");
    let twice = [json_type, ("idempotency-key", quoted.as_str()), ("idempotency-key", quoted.as_str())];
    platform.call("POST", "/v1/registrations", &twice, body).await.is_problem(400, "malformed-request");
}

#[tokio::test]
async fn step_2_idempotency_comes_before_session_state_and_challenge() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    let body = Signed::new(&session, &Card::rsa(&[3]), &platform.statement(false).await).body();
    assert_eq!(platform.submit(&session.token, KEY, &body).await.status, 202);
    platform.clock(5000).await;
    assert_eq!(platform.submit(&session.token, KEY, &body).await.header("idempotency-replayed"), "true");
    let other = format!("{body} ");
    platform.submit_octets(&session.token, KEY, other).await.is_problem(422, "idempotency-key-reused");
    platform.submit(&session.token, &key(1), &body).await.is_problem(410, "session-expired");
}

#[tokio::test]
async fn step_2_the_token_comes_before_idempotency() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    let body = Signed::new(&session, &Card::rsa(&[4]), &platform.statement(false).await).body();
    assert_eq!(platform.submit(&session.token, KEY, &body).await.status, 202);
    platform.submit("wrong", KEY, &body).await.is_problem(401, "session-invalid");
}

/// Each row has everything wrong from its step on; the code is that of its step.
#[tokio::test]
async fn steps_4_to_9_answer_in_their_order() {
    let platform = Platform::open().await;
    platform.control("PUT", "/certificates/0b", json!({"status": "revoked"})).await;
    let rows = [
        ("statement-mismatch", 0),
        ("consent-missing", 1),
        ("certificate-malformed", 2),
        ("certificate-wrong-environment", 3),
        ("certificate-wrong-kind", 4),
        ("certificate-untrusted", 5),
        ("certificate-expired", 6),
        ("algorithm-unsupported", 7),
        ("signature-invalid", 8),
        ("certificate-revoked", 9),
    ];
    for (code, right) in rows {
        let session = platform.session().await;
        let mut statement = platform.statement(false).await;
        if right < 2 {
            statement["consents"] = json!([]);
        }
        if right < 1 {
            statement["terms_digest"] = json!("A".repeat(43));
        }
        let mut spec = Spec::card(&KEYS.card, &KEYS.issuer, &[0x0b]);
        if right < 7 {
            spec.not_after = now() - DAY;
        }
        if right < 5 {
            spec.usage = None;
        }
        if right < 4 {
            spec.policies = vec!["1.2.392.200149.8.5.1.3.30"];
        }
        let issuer = if right < 6 { &KEYS.card } else { &KEYS.issuer };
        let mut certificate = spec.sign(issuer);
        if right < 3 {
            certificate.push(0);
        }
        let mut body = Signed::new(&session, &Card::of(&KEYS.card, certificate), &statement).body();
        if right < 9 {
            body["proof"]["signature"] = json!(b64(&[1; 256]));
        }
        if right < 8 {
            body["proof"]["algorithm"] = json!("ES384");
        }
        let reply = platform.submit(&session.token, KEY, &body).await;
        assert_eq!(reply.code(), code, "{reply:?}");
    }
    assert_eq!(platform.stored_number().await, 0);
}

#[tokio::test]
async fn a_client_that_hangs_up_does_not_stop_its_registration() {
    let platform = Platform::open().await;
    platform
        .control("PUT", "/faults", json!({"next": [{"operation": "register", "fault": "delay", "ms": 60000}]}))
        .await;
    let session = platform.session().await;
    let body = Signed::new(&session, &Card::rsa(&[13]), &platform.statement(false).await).body();
    let impatient = tokio::time::timeout(
        std::time::Duration::from_millis(400),
        platform.submit_octets(&session.token, KEY, Body::from(body.to_string())),
    );
    assert!(impatient.await.is_err());
    assert_eq!(platform.stored_number().await, 1);
    let again = platform.submit(&session.token, KEY, &body).await;
    assert_eq!((again.status, again.header("idempotency-replayed")), (202, "true"));
}
