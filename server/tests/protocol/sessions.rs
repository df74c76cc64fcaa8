use serde_json::json;

use crate::support::client::{KEY, Platform, session_request};
use crate::support::proof::{Card, Signed};

#[tokio::test]
async fn a_session_lives_as_it_is_told() {
    let platform = Platform::open().await;
    let reply = platform.post("/v1/sessions", &session_request()).await;
    let body = reply.json();
    assert_eq!((reply.status, &body["expires_in"], &body["challenge"]["expires_in"]), (201, &json!(1800), &json!(600)));
    let id = body["session_id"].as_str().unwrap();
    assert!(id.starts_with("ses_") && id.len() == 30);
    let token = body["session_token"].as_str().unwrap();
    assert!(id[4..].starts_with(&token[..9]) && token.len() == 9 + 43, "when it was made, and 256 bits: {token}");
    let state = platform.get_with(&format!("/v1/sessions/{id}"), token).await.json();
    assert_eq!((&state["state"], &state["submit_by"]), (&json!("open"), &body["challenge"]["submit_by"]));
}

#[tokio::test]
async fn a1_a_session_is_readable_for_a_day_after_its_end() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    let path = format!("/v1/sessions/{}", session.id);
    let state = async |offset| {
        platform.clock(offset).await;
        let reply = platform.get_with(&path, &session.token).await;
        (reply.status, reply.json()["state"].as_str().unwrap_or_default().to_owned())
    };
    assert_eq!(state(1795).await, (200, "open".to_owned()));
    assert_eq!(state(1801).await, (200, "expired".to_owned()));
    platform.renew(&session).await.is_problem(410, "session-expired");
    assert_eq!(state(1800 + 86_390).await, (200, "expired".to_owned()));
    assert_eq!(state(1800 + 86_401).await.0, 401);
}

#[tokio::test]
async fn a1_a_late_challenge_lengthens_the_session() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    platform.clock(1200).await;
    platform.renewed(&session).await;
    platform.clock(1200 + 1490).await;
    let state = platform.get_with(&format!("/v1/sessions/{}", session.id), &session.token).await.json();
    assert_eq!(state["state"], "open");
    platform.clock(1200 + 1501).await;
    let state = platform.get_with(&format!("/v1/sessions/{}", session.id), &session.token).await.json();
    assert_eq!(state["state"], "expired");
}

#[tokio::test]
async fn a5_after_delete_the_token_is_dead_everywhere() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    let bearer = format!("Bearer {}", session.token);
    let path = format!("/v1/sessions/{}", session.id);
    let body = Signed::new(&session, &Card::rsa(&[1]), &platform.statement(false).await).body();
    let first = platform.submit(&session.token, KEY, &body).await;
    assert_eq!(first.status, 202);
    let reply = platform.call("DELETE", &path, &[("authorization", &bearer)], "").await;
    assert_eq!((reply.status, reply.body.len()), (204, 0));
    platform.get_with(&path, &session.token).await.is_problem(401, "session-invalid");
    platform.renew(&session).await.is_problem(401, "session-invalid");
    platform.submit(&session.token, KEY, &body).await.is_problem(401, "session-invalid");
    platform.call("DELETE", &path, &[("authorization", &bearer)], "").await.is_problem(401, "session-invalid");
    let (id, token) = (first.json()["registration_id"].clone(), first.json()["status_token"].clone());
    let path = format!("/v1/registrations/{}", id.as_str().unwrap());
    assert_eq!(platform.get_with(&path, token.as_str().unwrap()).await.status, 200);
}

#[tokio::test]
async fn a9_the_first_challenge_counts_as_one_of_five() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    let mut seen = vec![session.challenge.clone()];
    for _ in 0..4 {
        seen.push(platform.renewed(&session).await.challenge);
    }
    seen.sort();
    seen.dedup();
    assert_eq!(seen.len(), 5);
    let reply = platform.renew(&session).await;
    assert_eq!(reply.is_problem(429, "rate-limited").json()["retry"], "new-session");
}

#[tokio::test]
async fn a10_after_use_no_challenge_is_given() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    let body = Signed::new(&session, &Card::rsa(&[2]), &platform.statement(false).await).body();
    let first = platform.submit(&session.token, KEY, &body).await.json();
    platform.renew(&session).await.is_problem(409, "challenge-in-use");
    let state = platform.get_with(&format!("/v1/sessions/{}", session.id), &session.token).await.json();
    assert_eq!((&state["state"], &state["registration_id"]), (&json!("submitted"), &first["registration_id"]));
    assert_eq!(state.get("submit_by"), None);
}

#[tokio::test]
async fn b18_a_session_key_is_taken_and_hashed_into_the_transcript() {
    use sha2::{Digest, Sha256};
    let platform = Platform::open().await;
    let coordinate = |octet: u8| crate::support::proof::b64(&[octet; 32]);
    let (x, y) = (coordinate(1), coordinate(2));
    let mut request = session_request();
    request["session_key"] = json!({"y": y, "x": x, "crv": "P-256", "kty": "EC"});
    let reply = platform.post("/v1/sessions", &request).await;
    assert_eq!(reply.status, 201);
    let mut session = crate::support::client::session_of(&reply.json());
    let statement = platform.statement(false).await;
    let card = Card::rsa(&[3]);
    let without = Signed::new(&session, &card, &statement).body();
    platform.submit(&session.token, KEY, &without).await.is_problem(422, "signature-invalid");
    session = platform.renewed(&session).await;
    let canonical = format!(r#"{{"crv":"P-256","kty":"EC","x":"{x}","y":"{y}"}}"#);
    session.thumbprint = Sha256::digest(canonical.as_bytes()).to_vec();
    let with = Signed::new(&session, &card, &statement).body();
    assert_eq!(platform.submit(&session.token, "BBBBBBBBBBBBBBBBBBBBBB", &with).await.status, 202);
}

#[tokio::test]
async fn t27_another_holders_session_is_unreachable() {
    let platform = Platform::open().await;
    let (mine, other) = (platform.session().await, platform.session().await);
    let path = format!("/v1/sessions/{}", other.id);
    platform.get_with(&path, &mine.token).await.is_problem(401, "session-invalid");
    let body = Signed::new(&other, &Card::rsa(&[4]), &platform.statement(false).await).body();
    platform.submit(&mine.token, KEY, &body).await.is_problem(401, "session-invalid");
    platform
        .get_with("/v1/sessions/ses_00000000000000000000000000", &mine.token)
        .await
        .is_problem(401, "session-invalid");
    assert_eq!(platform.stored().await["proofs_seen"], 0);
}

#[tokio::test]
async fn t25_challenges_are_32_octets_and_never_the_same() {
    let platform = Platform::with(|settings| settings.limits.sessions_per_minute = 10_000).await;
    let mut seen = std::collections::HashSet::new();
    for _ in 0..300 {
        let challenge = platform.session().await.challenge;
        assert_eq!(challenge.len(), 32);
        assert!(seen.insert(challenge));
    }
}
