//! Strict JSON: each bad body is refused and changes nothing.

use serde_json::{Value, json};

use crate::support::client::{KEY, Platform, session_request};
use crate::support::proof::{Card, Signed, b64};

const OK: &str = r#"{"name":"t","version":"1.0.0","platform":"linux"}"#;

#[tokio::test]
async fn t19_bad_session_requests_are_malformed_and_change_nothing() {
    let c = format!("\"client\":{OK}");
    let o = r#""operation":"register","lang":"ja""#;
    let key = |x: &str, more: &str| {
        format!(r#"{{{o},{c},"session_key":{{"kty":"EC","crv":"P-256","x":"{x}","y":"{x}"{more}}}}}"#)
    };
    let good = "A".repeat(43);
    let bodies = [
        String::new(),
        "null".into(),
        "[]".into(),
        "\"x\"".into(),
        "{".into(),
        "{}".into(),
        format!("{{{o},{c}}} x"),
        format!("{{{o},{c}}}{{}}"),
        format!("\u{feff}{{{o},{c}}}"),
        format!("{{{o},{c},}}"),
        format!("{{{o},{c},\"x\":1}}"),
        format!("{{{o},{c},\"lang\":\"ja\"}}"),
        format!("{{{o},{c},\"l\\u0061ng\":\"ja\"}}"),
        format!("{{\"operation\":\"register\",{c}}}"),
        format!("{{\"lang\":\"ja\",{c}}}"),
        format!("{{{o}}}"),
        format!("{{\"operation\":\"Register\",\"lang\":\"ja\",{c}}}"),
        format!("{{\"operation\":\"register\",\"lang\":\"fr\",{c}}}"),
        format!("{{\"operation\":1,\"lang\":\"ja\",{c}}}"),
        format!("{{\"operation\":null,\"lang\":\"ja\",{c}}}"),
        format!("{{{o},\"client\":\"x\"}}"),
        format!("{{{o},\"client\":[\"t\",\"1.0.0\",\"linux\"]}}"),
        format!("{{{o},\"client\":{{\"name\":\"t\",\"version\":\"1.0.0\"}}}}"),
        format!("{{{o},\"client\":{{\"name\":\"t\",\"version\":\"1.0.0\",\"platform\":\"beos\"}}}}"),
        format!("{{{o},\"client\":{{\"name\":\"t\",\"version\":\"1.0.0\",\"platform\":\"linux\",\"id\":1}}}}"),
        format!("{{{o},\"client\":{{\"name\":\"t\",\"name\":\"t\",\"version\":\"1.0.0\",\"platform\":\"linux\"}}}}"),
        format!("{{{o},\"client\":{{\"name\":\"{}\",\"version\":\"1.0.0\",\"platform\":\"linux\"}}}}", "n".repeat(65)),
        format!("{{{o},\"client\":{{\"name\":\"t\",\"version\":\"{}\",\"platform\":\"linux\"}}}}", "1".repeat(33)),
        format!("{{{o},{c},\"terms_version\":null}}"),
        format!("{{{o},{c},\"terms_version\":\"\"}}"),
        format!("{{{o},{c},\"terms_version\":\"a b\"}}"),
        format!("{{{o},{c},\"session_key\":null}}"),
        format!("{{{o},{c},\"session_key\":{{}}}}"),
        key("AAAA", ""),
        key(&"!".repeat(43), ""),
        key(&format!("{}B", "A".repeat(42)), ""),
        key(&good, ",\"d\":\"x\""),
        key(&good, ",\"x\":\"x\""),
        key(&good, "").replace("P-256", "P-384"),
        key(&good, "").replace("\"EC\"", "\"RSA\""),
    ];
    let platform = Platform::open().await;
    for body in &bodies {
        let reply = platform.call("POST", "/v1/sessions", &[("content-type", "application/json")], body.clone()).await;
        assert_eq!((body, reply.status), (body, 400));
        assert_eq!(reply.is_problem(400, "malformed-request").json()["retry"], "never");
    }
    let invalid_utf8 = [b"{\"operation\":\"\xff\"}".to_vec(), vec![0; 3]];
    for body in invalid_utf8 {
        let reply = platform.call("POST", "/v1/sessions", &[("content-type", "application/json")], body).await;
        reply.is_problem(400, "malformed-request");
    }
    assert_eq!(platform.stored().await["sessions"], 0);
    let whole = platform.call("POST", "/v1/sessions", &[("content-type", "application/json")], key(&good, "")).await;
    assert_eq!(whole.status, 201, "{whole:?}");
}

#[tokio::test]
async fn a7_t19_bad_proof_posts_are_malformed_and_change_nothing() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    let statement = platform.statement(false).await;
    let good = Signed::new(&session, &Card::rsa(&[0x90]), &statement).body();
    let with = |change: &dyn Fn(&mut Value)| {
        let mut body = good.clone();
        change(&mut body);
        body.to_string()
    };
    let stated = |text: &[u8]| with(&|b| b["statement"] = json!(b64(text)));
    let restated = |change: &dyn Fn(&mut Value)| {
        let mut changed = statement.clone();
        change(&mut changed);
        stated(changed.to_string().as_bytes())
    };
    let text = statement.to_string();
    let bodies = vec![
        "{}".to_owned(),
        "[]".to_owned(),
        good.to_string().replacen('{', "{\"session_id\":\"x\",", 1),
        good.to_string().replacen("\"proof\":{", "\"proof\":{\"format\":\"hrp-proof:1\",", 1),
        with(&|b| b["x"] = json!(1)),
        with(&|b| b["session_id"] = json!("ses_1")),
        with(&|b| b["session_id"] = json!(null)),
        with(&|b| b["statement"] = json!({})),
        with(&|b| b["statement"] = json!("")),
        with(&|b| b["statement"] = json!("a=b")),
        with(&|b| b["statement"] = json!("ab==")),
        with(&|b| b["proof"] = json!([])),
        with(&|b| b["proof"]["format"] = json!("hrp-proof:2")),
        with(&|b| b["proof"]["algorithm"] = json!("none")),
        with(&|b| b["proof"]["algorithm"] = json!("PS256")),
        with(&|b| b["proof"]["algorithm"] = json!("rs256")),
        with(&|b| b["proof"]["signature"] = json!("")),
        with(&|b| b["proof"]["signature"] = json!("a b")),
        with(&|b| b["proof"]["signature"] = json!("A".repeat(701))),
        with(&|b| b["proof"]["unverified_certificate"] = json!("")),
        with(&|b| b["proof"]["unverified_certificate"] = json!("MII+/")),
        with(&|b| b["proof"]["unverified_certificate"] = json!("A".repeat(5464))),
        with(&|b| b["proof"]["unverified_certificate"] = json!(["x"])),
        with(&|b| b["proof"]["x"] = json!(1)),
        with(&|b| drop(b["proof"].as_object_mut().unwrap().remove("signature"))),
        stated(b"not json"),
        stated(b"\xff\xfe"),
        stated(b"[]"),
        stated(b"{}"),
        stated(format!("{text} {text}").as_bytes()),
        stated(text.replacen('{', "{\"terms_lang\":\"ja\",", 1).as_bytes()),
        restated(&|s| s["x"] = json!(1)),
        restated(&|s| s["type"] = json!("hrp.authenticate.v1")),
        restated(&|s| s["type"] = json!("hrp.register.v2")),
        restated(&|s| s["terms_version"] = json!(1)),
        restated(&|s| s["terms_digest"] = json!(null)),
        restated(&|s| s["terms_lang"] = json!("fr")),
        restated(&|s| s["consents"] = json!("hrp.consent.link-insured-number")),
        restated(&|s| s["consents"] = json!([1])),
        restated(&|s| s["portal_user_registration"] = json!("false")),
        restated(&|s| s["portal_user_registration"] = json!(0)),
        restated(&|s| drop(s.as_object_mut().unwrap().remove("portal_user_registration"))),
    ];
    for body in bodies {
        let reply = platform.submit_octets(&session.token, KEY, body.clone()).await;
        assert_eq!((&body, reply.status), (&body, 400));
        reply.is_problem(400, "malformed-request");
    }
    let stored = platform.stored().await;
    assert_eq!((&stored["proofs_seen"], stored["registrations"].as_array().unwrap().len()), (&json!(0), 0));
    assert_eq!(platform.submit(&session.token, KEY, &good).await.status, 202);
}

#[tokio::test]
async fn bodies_and_statements_have_a_size() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    let statement = platform.statement(false).await.to_string();
    let post = async |statement: String, spaces: usize| {
        let mut signed = Signed::new(&session, &Card::rsa(&[0x91]), &json!({}));
        signed.statement = statement.into_bytes();
        let body = format!("{}{}", signed.body(), " ".repeat(spaces));
        platform.submit_octets(&session.token, KEY, body).await
    };
    let filled = |octets: usize| format!("{statement}{}", " ".repeat(octets - statement.len()));
    post(filled(4097), 0).await.is_problem(413, "payload-too-large");
    post(statement.clone(), 16_384).await.is_problem(413, "payload-too-large");
    post(statement.clone(), 200_000).await.is_problem(413, "payload-too-large");
    assert_eq!(platform.stored().await["proofs_seen"], 0);
    assert_eq!(post(filled(4096), 0).await.status, 202);
}

#[tokio::test]
async fn b27_media_types_are_compared_without_case_and_parameters() {
    let platform = Platform::open().await;
    let body = session_request().to_string();
    let cases = [
        ("application/json", 201),
        ("Application/JSON; charset=utf-8", 201),
        ("application/json ;x=y", 201),
        ("application/problem+json", 415),
        ("text/json", 415),
        ("", 415),
    ];
    for (kind, status) in cases {
        let reply = platform.call("POST", "/v1/sessions", &[("content-type", kind)], body.clone()).await;
        assert_eq!((kind, reply.status), (kind, status));
    }
    platform.call("POST", "/v1/sessions", &[], body.clone()).await.is_problem(415, "unsupported-media-type");
    let packed = [("content-type", "application/json"), ("content-encoding", "gzip")];
    platform.call("POST", "/v1/sessions", &packed, body).await.is_problem(415, "unsupported-media-type");
}

#[tokio::test]
async fn a_renewal_has_no_body_or_an_empty_object() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    let path = format!("/v1/sessions/{}/challenges", session.id);
    let bearer = format!("Bearer {}", session.token);
    let post = async |kind: &str, body: &str| {
        let headers = [("authorization", bearer.as_str()), ("content-type", kind)];
        platform.call("POST", &path, &headers, body.to_owned()).await.status
    };
    assert_eq!(post("application/json", "").await, 201);
    assert_eq!(post("application/json", "{}").await, 201);
    assert_eq!(post("application/json", "{\"x\":1}").await, 400);
    assert_eq!(post("application/json", "[]").await, 400);
    assert_eq!(post("text/plain", "{}").await, 415);
    assert_eq!(post("application/json", &" ".repeat(20_000)).await, 413);
}
