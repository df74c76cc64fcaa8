use serde_json::json;

use crate::support::client::{Platform, session_request};
use crate::support::proof::Card;

#[tokio::test]
async fn b20_head_is_get_and_options_is_405() {
    let platform = Platform::open().await;
    for path in ["/.well-known/hrp-configuration", "/v1/service-status", "/v1/terms/current?lang=ja"] {
        let head = platform.call("HEAD", path, &[], "").await;
        assert_eq!((head.status, head.body.len()), (200, 0), "{path}");
        let options = platform.call("OPTIONS", path, &[("origin", "https://a.example")], "").await;
        options.is_problem(405, "method-not-allowed");
        assert_eq!(options.header("allow"), "GET,HEAD");
        assert_eq!(options.header("access-control-allow-origin"), "");
    }
}

#[tokio::test]
async fn a13_other_methods_are_405_with_allow() {
    let platform = Platform::open().await;
    let cases = [
        ("GET", "/v1/sessions", "POST"),
        ("DELETE", "/v1/registrations", "POST"),
        ("POST", "/v1/sessions/ses_00000000000000000000000000", "GET,HEAD,DELETE"),
        ("PUT", "/v1/registrations/reg_00000000000000000000000000", "GET,HEAD"),
    ];
    for (method, path, allow) in cases {
        let reply = platform.call(method, path, &[], "").await;
        assert_eq!(reply.is_problem(405, "method-not-allowed").header("allow"), allow, "{path}");
        assert_eq!(reply.json()["retry"], "never");
    }
}

#[tokio::test]
async fn b14_unknown_query_parameters_are_400() {
    let platform = Platform::open().await;
    for path in [
        "/.well-known/hrp-configuration?x=1",
        "/v1/service-status?lang=ja",
        "/v1/terms/current",
        "/v1/terms/current?lang=fr",
        "/v1/terms/current?lang=ja&lang=en",
        "/v1/terms/current?lang=ja&x=1",
        "/v1/terms/2026-11-01?language=ja",
        "/v1/sessions/ses_00000000000000000000000000?x",
    ] {
        platform.get(path).await.is_problem(400, "malformed-request");
    }
    platform.post("/v1/sessions?x=1", &session_request()).await.is_problem(400, "malformed-request");
    assert_eq!(platform.get("/v1/service-status?").await.status, 200);
}

#[tokio::test]
async fn b15_malformed_ids_and_unknown_paths_are_404() {
    let platform = Platform::open().await;
    for path in [
        "/",
        "/v1",
        "/v1/sessions/ses_1",
        "/v1/sessions/%ff",
        "/v1/registrations/ses_00000000000000000000000000",
        "/v1/terms/a%20b?lang=ja",
        "/v1/service-status/",
    ] {
        platform.get(path).await.is_problem(404, "not-found");
    }
}

#[tokio::test]
async fn b22_401_names_the_scheme() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    let path = format!("/v1/sessions/{}", session.id);
    for (name, value) in [
        ("x-none", String::new()),
        ("authorization", "Bearer wrong".to_owned()),
        ("authorization", format!("Basic {}", session.token)),
        ("authorization", session.token.clone()),
    ] {
        let reply = platform.call("GET", &path, &[(name, &value)], "").await;
        assert_eq!(reply.is_problem(401, "session-invalid").header("www-authenticate"), "Bearer");
        assert_eq!(reply.json()["retry"], "new-session");
    }
    let lower = platform.call("GET", &path, &[("authorization", &format!("bearer {}", session.token))], "").await;
    assert_eq!(lower.status, 200);
    platform.get_with("/v1/registrations/reg_00000000000000000000000000", "x").await.is_problem(401, "session-invalid");
}

#[tokio::test]
async fn t23_personal_answers_are_not_stored_by_caches() {
    let platform = Platform::open().await;
    let created = platform.post("/v1/sessions", &session_request()).await;
    let session = platform.session().await;
    let path = format!("/v1/sessions/{}", session.id);
    let registered = platform.register(&Card::rsa(&[7]), true).await;
    let id = registered.json()["registration_id"].as_str().unwrap().to_owned();
    let token = registered.json()["status_token"].as_str().unwrap().to_owned();
    let replies = [
        created.clone(),
        platform.get_with(&path, &session.token).await,
        platform.renew(&session).await,
        registered,
        platform.get_with(&format!("/v1/registrations/{id}"), &token).await,
        platform.get_with(&path, "wrong").await,
        platform.call("DELETE", &path, &[("authorization", &format!("Bearer {}", session.token))], "").await,
    ];
    for reply in replies {
        assert_eq!(reply.header("cache-control"), "no-store", "{reply:?}");
    }
    let location = format!("/v1/sessions/{}", created.json()["session_id"].as_str().unwrap());
    assert_eq!(created.header("location"), location);
}

#[tokio::test]
async fn b12_control_paths_are_for_loopback_peers_only() {
    let platform = Platform::open().await;
    let from = |address: &str| {
        let peer: std::net::SocketAddr = address.parse().unwrap();
        let mut request =
            axum::http::Request::get("/sandbox/v1/registrations").body(axum::body::Body::empty()).unwrap();
        request.extensions_mut().insert(axum::extract::ConnectInfo(peer));
        request
    };
    platform.send(from("192.0.2.1:9")).await.is_problem(404, "not-found");
    for near in ["127.0.0.1:9", "[::1]:9", "[::ffff:127.0.0.1]:9"] {
        assert_eq!(platform.send(from(near)).await.status, 200, "{near}");
    }
}

#[tokio::test]
async fn b12_control_bodies_are_strict_and_everything_can_be_reset() {
    let platform = Platform::open().await;
    let cases = [
        ("PUT", "/clock", json!({"offset_s": "1"})),
        ("PUT", "/clock", json!({})),
        ("PUT", "/certificates/0a", json!({"status": "lost"})),
        ("PUT", "/eligibility", json!({"delay_s": -1})),
        ("PUT", "/service", json!({"state": "ok", "x": 1})),
        ("PUT", "/faults", json!({"next": [{"operation": "register", "fault": "fire"}]})),
        ("POST", "/terms", json!({"version": "a/b"})),
    ];
    for (method, path, body) in cases {
        let path = format!("/sandbox/v1{path}");
        let reply = platform.call(method, &path, &[("content-type", "application/json")], body.to_string()).await;
        reply.is_problem(400, "malformed-request");
    }
    platform.control("PUT", "/service", json!({"state": "maintenance"})).await;
    platform.control("POST", "/terms", json!({"version": "x"})).await;
    platform.clock(100_000).await;
    platform.control("PUT", "/faults", json!({"next": [{"operation": "*", "fault": "500"}]})).await;
    assert_eq!(platform.call("DELETE", "/sandbox/v1", &[], "").await.status, 204);
    assert_eq!(platform.get("/v1/service-status").await.json()["state"], "ok");
    assert_eq!(platform.get("/v1/terms/current?lang=en").await.json()["version"], "2026-11-01");
}
