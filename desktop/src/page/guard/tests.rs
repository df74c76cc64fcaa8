//! What each stranger gets.

use axum::Router;
use axum::body::Body;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use tower::ServiceExt as _;

use super::*;

const HOST: &str = "127.0.0.1:4711";
const ORIGIN: &str = "http://127.0.0.1:4711";

fn page() -> (Arc<Address>, Router) {
    let address = Arc::new(Address::new(HOST.parse().unwrap()).unwrap());
    let own = Router::new().route("/", get(|| async { "the page" })).route("/pin", post(|| async { "taken" }));
    let router = Router::new().fallback_service(own).layer(from_fn_with_state(Arc::clone(&address), guard));
    (address, router)
}

/// Status and headers of what a request gets.
async fn ask(router: &Router, method: &str, path: &str, headers: &[(&str, &str)]) -> (u16, HeaderMap) {
    let mut request = Request::builder().method(method).uri(path);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    let answer = router.clone().oneshot(request.body(Body::empty()).unwrap()).await.unwrap();
    (answer.status().as_u16(), answer.headers().clone())
}

async fn get_status(router: &Router, path: &str, headers: &[(&str, &str)]) -> u16 {
    ask(router, "GET", path, headers).await.0
}

#[tokio::test]
async fn the_pages_own_tab_gets_the_page() {
    let (address, router) = page();
    let path = address.base();
    assert_eq!(get_status(&router, &path, &[("host", HOST)]).await, 200);
    assert_eq!(get_status(&router, &path, &[("host", HOST), ("sec-fetch-site", "none")]).await, 200);
    let own = [("host", HOST), ("origin", ORIGIN), ("sec-fetch-site", "same-origin")];
    assert_eq!(ask(&router, "POST", &format!("{path}pin"), &own).await.0, 200);
}

#[tokio::test]
async fn another_user_of_the_pc_who_does_not_know_the_address_gets_nothing() {
    let (address, router) = page();
    let almost = format!("/{}0/", address.secret.split_at(31).0);
    for path in ["/", "", "/index.html", "/script.js", "/pin", "//", &almost, &address.base().to_uppercase()] {
        let path = if path.is_empty() { "/" } else { path };
        let status = get_status(&router, path, &[("host", HOST)]).await;
        assert!(status == 404 || path == address.base(), "{path}");
    }
}

#[tokio::test]
async fn what_a_browser_was_given_opens_the_page_once() {
    let (address, router) = page();
    let path = format!("/{}/", address.entry);
    assert_eq!(get_status(&router, &format!("{path}pin"), &[("host", HOST)]).await, 404);
    let (status, headers) = ask(&router, "GET", &path, &[("host", HOST), ("sec-fetch-site", "none")]).await;
    assert_eq!((status, headers["location"].to_str().unwrap()), (303, address.base().as_str()));
    assert_eq!(get_status(&router, &path, &[("host", HOST)]).await, 404, "whoever read it from the list of processes");
}

#[tokio::test]
async fn a_name_that_was_bent_to_this_pc_gets_nothing() {
    let (address, router) = page();
    let path = address.base();
    for host in ["evil.example:4711", "evil.example", "localhost:4711", "127.0.0.1", "127.0.0.1:4712", "[::1]:4711", ""]
    {
        assert_eq!(get_status(&router, &path, &[("host", host)]).await, 404, "{host}");
    }
    assert_eq!(get_status(&router, &path, &[]).await, 404);
    assert_eq!(get_status(&router, &path, &[("host", HOST), ("host", "evil.example")]).await, 404);
}

#[tokio::test]
async fn another_web_site_gets_nothing_and_can_do_nothing() {
    let (address, router) = page();
    let (path, pin) = (address.base(), format!("{}pin", address.base()));
    for origin in ["https://evil.example", "http://127.0.0.1:4712", "http://localhost:4711", "null", ""] {
        assert_eq!(get_status(&router, &path, &[("host", HOST), ("origin", origin)]).await, 404, "{origin}");
        assert_eq!(ask(&router, "POST", &pin, &[("host", HOST), ("origin", origin)]).await.0, 404, "{origin}");
    }
    for site in ["cross-site", "same-site", "", "SAME-ORIGIN"] {
        assert_eq!(get_status(&router, &path, &[("host", HOST), ("sec-fetch-site", site)]).await, 404, "{site}");
    }
    assert_eq!(ask(&router, "POST", &pin, &[("host", HOST)]).await.0, 404, "it does not say where it comes from");
    let typed = [("host", HOST), ("origin", ORIGIN), ("sec-fetch-site", "none")];
    assert_eq!(ask(&router, "POST", &pin, &typed).await.0, 404);
    let preflight = [("host", HOST), ("origin", "https://evil.example"), ("access-control-request-method", "POST")];
    let (status, headers) = ask(&router, "OPTIONS", &pin, &preflight).await;
    assert_eq!(status, 404);
    assert!(headers.keys().all(|name| !name.as_str().starts_with("access-control")));
}

#[tokio::test]
async fn every_answer_is_hardened() {
    let (address, router) = page();
    let mut policies = Vec::new();
    for path in [address.base(), "/".to_owned()] {
        let (_, headers) = ask(&router, "GET", &path, &[("host", HOST)]).await;
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none'; ") && policy.contains("form-action 'none'"), "{policy}");
        assert!(!policy.contains("unsafe") && !policy.contains('*') && !policy.contains("https:"), "{policy}");
        policies.push(policy.to_owned());
        assert_eq!(headers["cache-control"], "no-store");
        assert_eq!(headers["referrer-policy"], "no-referrer");
        assert_eq!(headers["x-content-type-options"], "nosniff");
        assert_eq!(headers["x-frame-options"], "DENY");
    }
    assert_ne!(policies[0], policies[1], "what styles carry is drawn for each answer");
}
