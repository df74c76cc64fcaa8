use serde_json::json;

use crate::support::client::{KEY, Platform, key, session_request};
use crate::support::proof::{Card, Signed};
use kazasu_server::Settings;

fn few(settings: &mut Settings) {
    settings.limits.sessions_per_minute = 3;
    settings.limits.sessions_per_day = Some(5);
}

#[tokio::test]
async fn t22_sessions_are_limited_by_address_and_the_count_survives_a_restart() {
    let platform = Platform::with(few).await;
    platform.clock(start_of_a_minute()).await;
    for _ in 0..3 {
        platform.session().await;
    }
    let refused = platform.post("/v1/sessions", &session_request()).await;
    assert_eq!(refused.is_problem(429, "rate-limited").json()["retry"], "same-request");
    let seconds: u32 = refused.header("retry-after").parse().unwrap();
    assert!((1..=60).contains(&seconds));
    assert_eq!(refused.header("ratelimit"), format!("\"hrp\";r=0;t={seconds}"));
    let forged = [("content-type", "application/json"), ("x-forwarded-for", "192.0.2.9")];
    let reply = platform.call("POST", "/v1/sessions", &forged, session_request().to_string()).await;
    reply.is_problem(429, "rate-limited");
    let platform = platform.reopen(few).await;
    platform.clock(start_of_a_minute()).await;
    platform.post("/v1/sessions", &session_request()).await.is_problem(429, "rate-limited");
    platform.clock(start_of_a_minute() + 60).await;
    platform.session().await;
    platform.session().await;
    let day = platform.post("/v1/sessions", &session_request()).await;
    let seconds: u32 = day.is_problem(429, "rate-limited").header("retry-after").parse().unwrap();
    assert!(seconds > 60, "{seconds}");
}

/// An offset to one second into noon of the present day, so that no window ends during the test.
fn start_of_a_minute() -> i64 {
    let now = i64::try_from(crate::support::pki::now()).unwrap();
    now.div_euclid(86_400) * 86_400 + 43_201 - now
}

#[tokio::test]
async fn t22_behind_a_proxy_each_address_has_its_own_limit() {
    let platform = Platform::with(|settings| {
        few(settings);
        settings.forwarded_for = true;
    })
    .await;
    platform.clock(start_of_a_minute()).await;
    let from = async |address: &str| {
        let headers = [("content-type", "application/json"), ("x-forwarded-for", address)];
        platform.call("POST", "/v1/sessions", &headers, session_request().to_string()).await.status
    };
    for _ in 0..3 {
        assert_eq!(from("192.0.2.1").await, 201);
    }
    assert_eq!(from("192.0.2.1").await, 429);
    assert_eq!(from("198.51.100.7, 192.0.2.1").await, 429);
    assert_eq!(from("192.0.2.2").await, 201);
}

#[tokio::test]
async fn a2_b23_proof_posts_are_limited_for_each_certificate() {
    let platform = Platform::with(|settings| settings.limits.posts_per_certificate_per_day = Some(2)).await;
    platform.clock(start_of_a_minute()).await;
    let card = Card::rsa(&[0x80]);
    assert_eq!(platform.register(&card, false).await.status, 202);
    // Not counted: the signature is bad, so it is not known whose post it is.
    let session = platform.session().await;
    let mut bad = Signed::new(&session, &card, &platform.statement(false).await).body();
    bad["proof"]["signature"] = json!("AAAA");
    platform.submit(&session.token, KEY, &bad).await.is_problem(422, "signature-invalid");
    // A2: a resend is not counted.
    platform.control("PUT", "/certificates/80", json!({"status": "unknown"})).await;
    let session = platform.session().await;
    let body = Signed::new(&session, &card, &platform.statement(false).await).body();
    for _ in 0..4 {
        platform.submit(&session.token, KEY, &body).await.is_problem(503, "revocation-unavailable");
    }
    platform.control("PUT", "/certificates/80", json!({"status": "good"})).await;
    assert_eq!(platform.submit(&session.token, KEY, &body).await.status, 200);
    let over = platform.register(&card, false).await;
    assert_eq!(over.is_problem(429, "rate-limited").json()["retry"], "same-request");
    assert_eq!(platform.register(&Card::rsa(&[0x81]), false).await.status, 202);
    platform.clock(start_of_a_minute() + 86_400).await;
    assert_eq!(platform.register(&card, false).await.status, 200);
}

#[tokio::test]
async fn a2_a_replay_is_never_counted() {
    let platform = Platform::with(|settings| {
        settings.limits.posts_per_certificate_per_day = Some(1);
        settings.limits.posts_per_session = 1;
    })
    .await;
    platform.clock(start_of_a_minute()).await;
    let (session, card) = (platform.session().await, Card::rsa(&[0x83]));
    let body = Signed::new(&session, &card, &platform.statement(false).await).body();
    for _ in 0..8 {
        assert_eq!(platform.submit(&session.token, KEY, &body).await.status, 202);
    }
    platform.register(&card, false).await.is_problem(429, "rate-limited");
    assert_eq!(platform.submit(&session.token, KEY, &body).await.status, 202);
}

#[test]
fn b13_limits_are_those_of_the_protocol_until_they_are_set() {
    let limits = kazasu_server::Limits::default();
    let seconds = limits.poll_interval.as_secs();
    let sessions = (limits.sessions_per_minute, limits.sessions_per_day);
    let posts = (limits.posts_per_session, limits.posts_per_certificate_per_day);
    assert_eq!((sessions, limits.challenges_per_session, posts, seconds), ((10, Some(100)), 5, (5, Some(10)), 2));
    assert_eq!(limits.sign_ins_per_certificate_per_day, Some(30));
    let sandbox = Settings::sandbox("x".into(), vec![]).limits;
    assert_eq!((sandbox.sessions_per_minute, sandbox.sessions_per_day), (1000, None));
    assert_eq!((sandbox.posts_per_certificate_per_day, sandbox.sign_ins_per_certificate_per_day), (None, None));
}

#[tokio::test]
async fn proof_posts_of_a_session_are_limited() {
    let platform = Platform::with(|settings| settings.limits.posts_per_session = 2).await;
    let mut session = platform.session().await;
    let statement = platform.statement(false).await;
    for n in 0..2 {
        let mut bad = Signed::new(&session, &Card::rsa(&[0x82]), &statement).body();
        bad["proof"]["signature"] = json!("AAAA");
        platform.submit(&session.token, &key(n), &bad).await.is_problem(422, "signature-invalid");
        session = platform.renewed(&session).await;
    }
    let body = Signed::new(&session, &Card::rsa(&[0x82]), &statement).body();
    let reply = platform.submit(&session.token, &key(9), &body).await;
    assert_eq!(reply.is_problem(429, "rate-limited").json()["retry"], "new-session");
}
