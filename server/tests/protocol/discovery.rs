use serde_json::json;

use crate::support::client::{Platform, session_request};

#[tokio::test]
async fn configuration_says_what_works_and_nothing_more() {
    let platform = Platform::open().await;
    let reply = platform.get("/.well-known/hrp-configuration").await;
    assert_eq!((reply.status, reply.header("cache-control")), (200, "public, max-age=300"));
    let mut body = reply.json();
    assert!(body["server_time"].take().as_str().unwrap().ends_with('Z'));
    let expected = json!({
        "protocol": "hrp/1",
        "environment": "sandbox",
        "origin": "https://sandbox.example",
        "platform_name": {
            "ja": "カザス練習サイト",
            "ja-easy": "カザス練習《れんしゅう》サイト",
            "en": "Kazasu practice platform",
        },
        "algorithms": ["RS256", "ES384"],
        "operations": ["register", "authenticate", "deregister"],
        "portal_registration": true,
        "sender_constrained": "optional",
        "channel_binding": "none",
        "min_client": {"android": "0.1.0", "ios": "0.1.0", "windows": "0.1.0", "macos": "0.1.0", "linux": "0.1.0"},
        "challenge_ttl": 600,
        "submit_grace": 900,
        "server_time": null,
    });
    assert_eq!(body, expected);
}

#[tokio::test]
async fn maintenance_is_told_and_posts_are_refused() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    assert_eq!(platform.get("/v1/service-status").await.json()["state"], "ok");
    platform.control("PUT", "/service", json!({"state": "degraded"})).await;
    assert_eq!(platform.get("/v1/service-status").await.json()["state"], "degraded");
    platform.session().await;
    platform.control("PUT", "/service", json!({"state": "maintenance"})).await;
    assert_eq!(platform.get("/v1/service-status").await.json()["state"], "maintenance");
    for reply in [
        platform.post("/v1/sessions", &session_request()).await,
        platform.renew(&session).await,
        platform.submit(&session.token, "x", &json!({})).await,
    ] {
        let problem = reply.is_problem(503, "maintenance").json();
        assert_eq!((&problem["retry"], reply.header("retry-after")), (&json!("same-request"), "60"));
    }
    assert_eq!(platform.get_with(&format!("/v1/sessions/{}", session.id), &session.token).await.status, 200);
}

#[tokio::test]
async fn b16_terms_have_entity_tags_and_old_versions_stay_readable() {
    let platform = Platform::open().await;
    let first = platform.get("/v1/terms/current?lang=ja").await;
    assert_eq!(first.status, 200);
    let terms = first.json();
    assert_eq!((&terms["version"], &terms["lang"]), (&json!("2026-11-01"), &json!("ja")));
    assert_eq!(terms["portal_user_registration_default"], true);
    assert_eq!(terms["consent_items"].as_array().unwrap().len(), 3);
    let tag = first.header("etag").to_owned();
    assert!(tag.starts_with('"') && tag.len() == 45, "{tag}");
    for known in [tag.clone(), format!("\"x\", W/{tag}"), "*".to_owned()] {
        let reply = platform.call("GET", "/v1/terms/2026-11-01?lang=ja", &[("if-none-match", &known)], "").await;
        assert_eq!((reply.status, reply.header("etag"), reply.body.len()), (304, &*tag, 0));
    }
    let other = platform.call("GET", "/v1/terms/current?lang=en", &[("if-none-match", &tag)], "").await;
    assert_eq!(other.status, 200);

    platform.control("POST", "/terms", json!({"version": "2027-01"})).await;
    assert_eq!(platform.get("/v1/terms/current?lang=ja").await.json()["version"], "2027-01");
    assert_eq!(platform.get("/v1/terms/2026-11-01?lang=ja").await.json(), terms);
    assert_ne!(platform.get("/v1/terms/2027-01?lang=ja").await.json()["digest"], terms["digest"]);
    platform.get("/v1/terms/2030-01?lang=ja").await.is_problem(404, "not-found");
}

#[tokio::test]
async fn b10_a_session_for_terms_not_in_force_is_refused() {
    let platform = Platform::open().await;
    let mut request = session_request();
    request["terms_version"] = json!("2026-11-01");
    assert_eq!(platform.post("/v1/sessions", &request).await.status, 201);
    platform.control("POST", "/terms", json!({"version": "2027-01"})).await;
    let reply = platform.post("/v1/sessions", &request).await;
    assert_eq!(reply.is_problem(409, "terms-changed").json()["retry"], "after-user-action");
}

#[tokio::test]
async fn b17_t13_an_outdated_client_is_told_to_upgrade() {
    let platform = Platform::open().await;
    for (version, status) in
        [("0.0.9", 426), ("0.1.0-rc.1", 426), ("0.1.0", 201), ("0.10.0", 201), ("1", 201), ("", 426), ("x", 426)]
    {
        let mut request = session_request();
        request["client"]["version"] = json!(version);
        let reply = platform.post("/v1/sessions", &request).await;
        assert_eq!(reply.status, status, "{version}");
        if status == 426 {
            reply.is_problem(426, "client-upgrade-required");
        }
    }
}

#[tokio::test]
async fn b17_the_least_version_is_that_of_the_clients_platform() {
    let platform = Platform::with(|settings| {
        settings.min_client.clear();
        let least = kazasu_server::Version::parse("2.0.0").unwrap();
        settings.min_client.insert(kazasu_server::ClientPlatform::Android, least);
    })
    .await;
    assert_eq!(platform.get("/.well-known/hrp-configuration").await.json()["min_client"], json!({"android": "2.0.0"}));
    for (system, status) in [("android", 426), ("ios", 201), ("linux", 201)] {
        let mut request = session_request();
        request["client"]["platform"] = json!(system);
        assert_eq!((system, platform.post("/v1/sessions", &request).await.status), (system, status));
    }
}

#[tokio::test]
async fn operations_that_are_not_offered_are_named_in_the_problem() {
    let only = |settings: &mut kazasu_server::Settings| settings.operations = vec![kazasu_server::Operation::Register];
    let platform = Platform::with(only).await;
    for operation in ["authenticate", "deregister"] {
        let mut request = session_request();
        request["operation"] = json!(operation);
        let body = platform.post("/v1/sessions", &request).await.is_problem(400, "malformed-request").json();
        assert_eq!(body["errors"][0]["pointer"], "/operation");
        assert!(body["errors"][0]["detail"].as_str().unwrap().contains("not offered"));
    }
}
