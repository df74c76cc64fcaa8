//! Card sign-in, own registration, insurance summary, release.

use serde_json::{Value, json};

use crate::support::client::{KEY, Platform, Reply, key, session_of, session_request};
use crate::support::proof::{Card, Session, Signed};

async fn session(platform: &Platform, operation: &str) -> Session {
    let mut request = session_request();
    request["operation"] = json!(operation);
    let reply = platform.post("/v1/sessions", &request).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    session_of(&reply.json())
}

fn signed(operation: &'static str, session: &Session, card: &Card, statement: &Value) -> Value {
    let mut signed = Signed::new(session, card, statement);
    signed.operation = operation;
    signed.body()
}

async fn sign_in(platform: &Platform, card: &Card, scope: &[&str]) -> Reply {
    let session = session(platform, "authenticate").await;
    let statement = json!({"type": "hrp.authenticate.v1", "scope": scope});
    let body = signed("authenticate", &session, card, &statement);
    platform.submit_to("/v1/authentications", &session.token, KEY, body.to_string()).await
}

async fn access_token(platform: &Platform, card: &Card, scope: &[&str]) -> String {
    let reply = sign_in(platform, card, scope).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()["access_token"].as_str().unwrap().to_owned()
}

fn deregister_statement(registration: &str) -> Value {
    json!({
        "type": "hrp.deregister.v1",
        "registration_id": registration,
        "understood": ["effective-next-month-end", "card-stays-valid-otherwise"],
    })
}

async fn release(platform: &Platform, card: &Card, registration: &str) -> Reply {
    let session = session(platform, "deregister").await;
    let body = signed("deregister", &session, card, &deregister_statement(registration));
    platform.submit_to("/v1/deregistrations", &session.token, KEY, body.to_string()).await
}

async fn registered(platform: &Platform, card: &Card) -> String {
    platform.control("PUT", "/eligibility", json!({"delay_s": 0, "outcome": "linked"})).await;
    let reply = platform.register(card, true).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    reply.json()["registration_id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn b24_req_101_a_card_signs_in_and_sees_its_registration() {
    let platform = Platform::open().await;
    let card = Card::rsa(&[0xa0]);
    let id = registered(&platform, &card).await;
    let reply = sign_in(&platform, &card, &["status", "insurance"]).await;
    let body = reply.json();
    assert_eq!(
        (reply.status, &body["expires_in"], &body["scope"]),
        (201, &json!(300), &json!(["status", "insurance"]))
    );
    let token = body["access_token"].as_str().unwrap();
    let mine = platform.get_with("/v1/registrations/me", token).await;
    assert_eq!((mine.status, mine.header("cache-control")), (200, "no-store"));
    assert_eq!(mine.json()["registration_id"], id);
    assert_eq!(mine.json()["insurance_card"]["state"], "registered");
    assert_eq!(mine.json()["portal_user"]["state"], "accepted");
    assert_eq!(mine.json().get("status_token"), None);
    platform.clock(3).await;
    // B24: and by its id
    assert_eq!(platform.get_with(&format!("/v1/registrations/{id}"), token).await.status, 200);
    platform.clock(301).await;
    platform.get_with("/v1/registrations/me", token).await.is_problem(401, "session-invalid");
}

#[tokio::test]
async fn b8_an_unregistered_card_signs_in_and_finds_nothing() {
    let platform = Platform::open().await;
    let token = access_token(&platform, &Card::p384(&[0xa1]), &["status", "insurance"]).await;
    platform.get_with("/v1/registrations/me", &token).await.is_problem(404, "not-found");
    let insurance = platform.get_with("/v1/insurance-info/latest", &token).await.json();
    assert_eq!(insurance["found"], false);
}

#[tokio::test]
async fn a12_a_token_without_the_scope_is_403() {
    let platform = Platform::open().await;
    let card = Card::rsa(&[0xa2]);
    let id = registered(&platform, &card).await;
    let status = access_token(&platform, &card, &["status"]).await;
    let insurance = access_token(&platform, &card, &["insurance"]).await;
    let refused = platform.get_with("/v1/insurance-info/latest", &status).await;
    assert_eq!(refused.is_problem(403, "scope-missing").json()["retry"], "never");
    platform.get_with("/v1/registrations/me", &insurance).await.is_problem(403, "scope-missing");
    platform.get_with(&format!("/v1/registrations/{id}"), &insurance).await.is_problem(403, "scope-missing");
}

#[tokio::test]
async fn t27_b15_another_holders_registration_and_tokens_are_unreachable() {
    let platform = Platform::open().await;
    let (mine, theirs) = (Card::rsa(&[0xa3]), Card::rsa(&[0xa4]));
    let (my_id, their_id) = (registered(&platform, &mine).await, registered(&platform, &theirs).await);
    let access = access_token(&platform, &mine, &["status"]).await;
    let unknown = "/v1/registrations/reg_00000000000000000000000000";
    platform.get_with(&format!("/v1/registrations/{their_id}"), &access).await.is_problem(404, "not-found");
    platform.get_with(unknown, &access).await.is_problem(404, "not-found");
    let session = session(&platform, "authenticate").await;
    for path in [format!("/v1/registrations/{my_id}"), "/v1/registrations/me".to_owned()] {
        platform.get_with(&path, &session.token).await.is_problem(401, "session-invalid");
    }
    let status = platform.register(&mine, false).await.json()["status_token"].as_str().unwrap().to_owned();
    for path in ["/v1/registrations/me", "/v1/insurance-info/latest"] {
        platform.get_with(path, &status).await.is_problem(401, "session-invalid");
    }
    platform.get_with(&format!("/v1/registrations/{their_id}"), &status).await.is_problem(404, "not-found");
    platform.get_with(&format!("/v1/sessions/{}", session.id), &access).await.is_problem(401, "session-invalid");
}

#[tokio::test]
async fn req_112_the_insurance_summary_passes_through_masked() {
    let platform = Platform::open().await;
    let card = Card::rsa(&[0xa5]);
    registered(&platform, &card).await;
    let token = access_token(&platform, &card, &["insurance"]).await;
    let reply = platform.get_with("/v1/insurance-info/latest", &token).await;
    let body = reply.json();
    assert_eq!((reply.status, reply.header("cache-control"), &body["found"]), (200, "no-store", &json!(true)));
    assert_eq!(
        (&body["insured_symbol_masked"], &body["insured_number_masked"]),
        (&json!("******78"), &json!("*****67"))
    );
    assert!(body["as_of"].as_str().unwrap().ends_with('Z'));
    let stored = platform.everything_stored().await;
    for secret in [body["insurer_name"].as_str().unwrap(), "12345678", "2026-04-01"] {
        assert!(!stored.windows(secret.len()).any(|window| window == secret.as_bytes()), "{secret}");
    }
    assert!(stored.windows(16).any(|window| window == b"insurance.viewed"));
}

#[tokio::test]
async fn a4_a_replayed_sign_in_gives_the_same_token_until_its_first_end() {
    let platform = Platform::open().await;
    let card = Card::rsa(&[0xa6]);
    let session = session(&platform, "authenticate").await;
    let statement = json!({"type": "hrp.authenticate.v1", "scope": ["status"]});
    let body = signed("authenticate", &session, &card, &statement).to_string();
    let send = async || platform.submit_to("/v1/authentications", &session.token, KEY, body.clone()).await;
    let first = send().await;
    assert_eq!(first.status, 201);
    let again = send().await;
    assert_eq!((again.header("idempotency-replayed"), &again.body), ("true", &first.body));
    platform.clock(301).await;
    send().await.is_problem(410, "session-expired");
}

#[tokio::test]
async fn a7_b9_t19_bad_statements_of_sign_in_and_release_are_malformed() {
    let platform = Platform::open().await;
    let id = "reg_00000000000000000000000000";
    let cases = [
        ("authenticate", json!({"type": "hrp.authenticate.v1", "scope": []})),
        ("authenticate", json!({"type": "hrp.authenticate.v1", "scope": ["status", "status"]})),
        ("authenticate", json!({"type": "hrp.authenticate.v1", "scope": ["all"]})),
        ("authenticate", json!({"type": "hrp.authenticate.v1", "scope": "status"})),
        ("authenticate", json!({"type": "hrp.authenticate.v1"})),
        ("authenticate", json!({"type": "hrp.register.v1", "scope": ["status"]})),
        ("authenticate", json!({"type": "hrp.authenticate.v1", "scope": ["status"], "x": 1})),
        ("deregister", json!({"type": "hrp.deregister.v1", "registration_id": id})),
        ("deregister", json!({"type": "hrp.deregister.v1", "registration_id": "reg_1", "understood": []})),
        ("deregister", json!({"type": "hrp.deregister.v1", "registration_id": id, "understood": []})),
        (
            "deregister",
            json!({"type": "hrp.deregister.v1", "registration_id": id,
                "understood": ["card-stays-valid-otherwise", "effective-next-month-end"]}),
        ),
    ];
    for (operation, statement) in cases {
        let session = session(&platform, operation).await;
        let body = signed(operation, &session, &Card::rsa(&[0xa7]), &statement).to_string();
        let path = if operation == "authenticate" { "/v1/authentications" } else { "/v1/deregistrations" };
        platform.submit_to(path, &session.token, KEY, body).await.is_problem(400, "malformed-request");
    }
    assert_eq!(platform.stored().await["proofs_seen"], 0);
}

#[tokio::test]
async fn a11_t28_a_proof_for_one_operation_is_useless_for_another() {
    let platform = Platform::open().await;
    let card = Card::rsa(&[0xa8]);
    let id = registered(&platform, &card).await;
    // The session of another operation: nothing changes.
    let other = platform.session().await;
    let body = signed("deregister", &other, &card, &deregister_statement(&id)).to_string();
    platform.submit_to("/v1/deregistrations", &other.token, KEY, body).await.is_problem(400, "malformed-request");
    // Signed as another operation.
    let session = session(&platform, "deregister").await;
    let body = signed("register", &session, &card, &deregister_statement(&id)).to_string();
    platform.submit_to("/v1/deregistrations", &session.token, KEY, body).await.is_problem(422, "signature-invalid");
    assert_eq!(platform.stored().await["registrations"][0]["state"], "registered");
}

#[tokio::test]
async fn req_103_a_release_is_forwarded_to_the_insurer() {
    let platform = Platform::open().await;
    let card = Card::rsa(&[0xa9]);
    let id = registered(&platform, &card).await;
    platform.control("PUT", "/eligibility", json!({"delay_s": 60, "outcome": "linked"})).await;
    let reply = release(&platform, &card, &id).await;
    let body = reply.json();
    assert_eq!((reply.status, &body["registration_id"]), (202, &json!(id)));
    assert_eq!(body["insurance_card"]["state"], "release_requested");
    // B7: while it is requested, registering and a second release are refused.
    let again = release(&platform, &card, &id).await;
    assert_eq!(again.is_problem(409, "release-already-requested").json()["retry"], "never");
    platform.register(&card, false).await.is_problem(409, "release-already-requested");
    let (path, token) = (format!("/v1/registrations/{id}"), body["status_token"].as_str().unwrap());
    assert_eq!(platform.get_with(&path, token).await.json()["insurance_card"]["state"], "release_requested");
    platform.control("PUT", "/eligibility", json!({"delay_s": 0, "outcome": "linked"})).await;
    platform.clock(61).await;
    let mut state = Value::Null;
    for n in 0..100 {
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        platform.clock(61 + 3 * n).await;
        state = platform.get_with(&path, token).await.json()["insurance_card"]["state"].clone();
        if state == "released" {
            break;
        }
    }
    assert_eq!(state, "released");
    let anew = platform.register(&card, false).await;
    assert_eq!(anew.status, 201, "{anew:?}");
    assert_ne!(anew.json()["registration_id"], id);
}

#[tokio::test]
async fn req_103_a_release_that_the_insurer_refuses_leaves_the_registration() {
    let platform = Platform::open().await;
    let card = Card::rsa(&[0xaa]);
    let id = registered(&platform, &card).await;
    platform.control("PUT", "/eligibility", json!({"delay_s": 0, "outcome": "rejected"})).await;
    assert_eq!(release(&platform, &card, &id).await.status, 202);
    for _ in 0..100 {
        tokio::time::sleep(std::time::Duration::from_millis(30)).await;
        if platform.stored().await["registrations"][0]["state"] == "registered" {
            return;
        }
    }
    panic!("{}", platform.stored().await);
}

#[tokio::test]
async fn b7_releasing_what_is_not_ones_own_is_a_mismatch_and_ends_the_session() {
    let platform = Platform::open().await;
    let (mine, theirs) = (Card::rsa(&[0xab]), Card::rsa(&[0xac]));
    let id = registered(&platform, &theirs).await;
    for registration in [id.as_str(), "reg_00000000000000000000000000"] {
        let session = session(&platform, "deregister").await;
        let body = signed("deregister", &session, &mine, &deregister_statement(registration)).to_string();
        let send = async |key: &str| platform.submit_to("/v1/deregistrations", &session.token, key, body.clone()).await;
        send(KEY).await.is_problem(422, "statement-mismatch");
        send(&key(1)).await.is_problem(401, "session-invalid");
    }
    assert_eq!(platform.stored().await["registrations"][0]["state"], "registered");
}

#[tokio::test]
async fn b23_sign_ins_have_a_limit_of_their_own() {
    let platform = Platform::with(|settings| settings.limits.sign_ins_per_certificate_per_day = Some(2)).await;
    let now = i64::try_from(crate::support::pki::now()).unwrap();
    platform.clock(now.div_euclid(86_400) * 86_400 + 43_200 - now).await;
    let card = Card::rsa(&[0xad]);
    for _ in 0..2 {
        assert_eq!(sign_in(&platform, &card, &["status"]).await.status, 201);
    }
    sign_in(&platform, &card, &["status"]).await.is_problem(429, "rate-limited");
    assert_eq!(platform.register(&card, false).await.status, 202);
}

#[tokio::test]
async fn grace_is_for_registrations_only() {
    let platform = Platform::open().await;
    let session = session(&platform, "authenticate").await;
    let statement = json!({"type": "hrp.authenticate.v1", "scope": ["status"]});
    let body = signed("authenticate", &session, &Card::rsa(&[0xae]), &statement).to_string();
    platform.clock(602).await;
    let late = platform.submit_to("/v1/authentications", &session.token, KEY, body).await;
    late.is_problem(410, "challenge-expired");
}
