//! Who a request comes from, behind proxies.

use std::net::SocketAddr;

use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::Request;

use crate::support::client::{Platform, session_request};

async fn post(platform: &Platform, peer: &str, forwarded: &str) -> u16 {
    let peer: SocketAddr = format!("{peer}:9").parse().unwrap();
    let mut request = Request::post("/v1/sessions").header("content-type", "application/json");
    if !forwarded.is_empty() {
        request = request.header("x-forwarded-for", forwarded);
    }
    let mut request = request.body(Body::from(session_request().to_string())).unwrap();
    request.extensions_mut().insert(ConnectInfo(peer));
    platform.send(request).await.status
}

async fn platform(proxies: &[&str]) -> Platform {
    let proxies = proxies.iter().map(|text| text.parse().unwrap()).collect();
    let platform = Platform::with(|settings| {
        settings.limits.sessions_per_minute = 1;
        settings.trusted_proxies = proxies;
    })
    .await;
    let now = i64::try_from(crate::support::pki::now()).unwrap();
    platform.clock(now.div_euclid(86_400) * 86_400 + 43_201 - now).await;
    platform
}

#[tokio::test]
async fn t22_a_limit_cannot_be_dodged_by_a_header_from_a_stranger() {
    let platform = platform(&["10.0.0.5"]).await;
    assert_eq!(post(&platform, "192.0.2.7", "198.51.100.1").await, 201);
    assert_eq!(post(&platform, "192.0.2.7", "198.51.100.2").await, 429);
    assert_eq!(post(&platform, "127.0.0.1", "198.51.100.3").await, 201);
    assert_eq!(post(&platform, "127.0.0.1", "198.51.100.4").await, 429);
}

#[tokio::test]
async fn t22_trusted_proxies_are_skipped_from_the_right() {
    let platform = platform(&["10.0.0.5", "10.0.0.6"]).await;
    assert_eq!(post(&platform, "10.0.0.5", "198.51.100.1").await, 201);
    assert_eq!(post(&platform, "10.0.0.5", "203.0.113.9, 198.51.100.1, 10.0.0.6").await, 429);
    assert_eq!(post(&platform, "10.0.0.6", "198.51.100.2").await, 201);
    assert_eq!(post(&platform, "10.0.0.6", "nonsense").await, 201);
    assert_eq!(post(&platform, "10.0.0.6", "").await, 429);
}

#[tokio::test]
async fn t22_prefixes_are_32_and_56_bits() {
    let platform = platform(&[]).await;
    assert_eq!(post(&platform, "[2001:db8:1:2ff::1]", "").await, 201);
    assert_eq!(post(&platform, "[2001:db8:1:200:9::]", "").await, 429);
    assert_eq!(post(&platform, "[2001:db8:1:3ff::1]", "").await, 201);
    assert_eq!(post(&platform, "192.0.2.8", "").await, 201);
    assert_eq!(post(&platform, "192.0.2.9", "").await, 201);
}

#[tokio::test]
async fn metrics_are_for_this_machine_and_name_no_one() {
    let platform = platform(&[]).await;
    platform.get("/v1/sessions/ses_00000000000000000000000000").await;
    let text = String::from_utf8(platform.get("/metrics").await.body.to_vec()).unwrap();
    assert!(text.contains("route=\"/v1/sessions/{session_id}\",status=\"401\",code=\"session-invalid\""), "{text}");
    assert!(text.contains("kazasu_store_commits_total") && !text.contains("ses_0"), "{text}");
    let through = platform.call("GET", "/metrics", &[("x-forwarded-for", "192.0.2.1")], "").await;
    through.is_problem(404, "not-found");
}
