//! Routes, schemas and problems agree with `openapi.yaml`, the document that is served.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::support::client::{KEY, Platform, Reply, session_of, session_request};
use crate::support::proof::{Card, Signed};

const OPERATORS: [&str; 4] = ["/openapi.yaml", "/healthz", "/readyz", "/metrics"];

async fn document(platform: &Platform) -> Value {
    let reply = platform.get("/openapi.yaml").await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/yaml"));
    serde_yaml_ng::from_slice(&reply.body).unwrap()
}

/// `GET /v1/…` for each operation.
fn described(document: &Value) -> BTreeSet<String> {
    let mut all = BTreeSet::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys().filter(|key| *key != "parameters") {
            all.insert(format!("{} {path}", method.to_uppercase()));
        }
    }
    all
}

/// The routes as the source has them.
fn routed() -> BTreeSet<String> {
    let source = include_str!("../../src/http/mod.rs");
    let mut all = BTreeSet::new();
    for route in source.split(".route(\"").skip(1) {
        let (path, rest) = route.split_once('"').unwrap();
        let handlers = rest.split(';').next().unwrap();
        for method in ["get", "post", "put", "delete"] {
            if handlers.contains(&format!("{method}(")) && !OPERATORS.contains(&path) {
                all.insert(format!("{} {path}", method.to_uppercase()));
            }
        }
    }
    all
}

#[tokio::test]
async fn the_routes_are_those_of_the_description() {
    let platform = Platform::open().await;
    let described = described(&document(&platform).await);
    assert_eq!(described.len(), 14);
    assert_eq!(routed(), described);
    for operation in &described {
        let (method, path) = operation.split_once(' ').unwrap();
        let path = path
            .replace("{session_id}", "ses_00000000000000000000000000")
            .replace("{registration_id}", "reg_00000000000000000000000000")
            .replace("{version}", "2026-11-01");
        let reply = platform.call(method, &path, &[], "").await;
        assert_ne!(reply.status, 405, "{operation}");
        assert!(reply.status != 404, "{operation}: {reply:?}");
        let wrong = platform.call("PATCH", &path, &[], "").await;
        wrong.is_problem(405, "method-not-allowed");
        assert!(wrong.header("allow").contains(method), "{operation}: {}", wrong.header("allow"));
    }
}

struct Schemas(Value);

impl Schemas {
    /// Checks a body against a schema of the description; unknown members are told too.
    #[track_caller]
    fn fits(&self, name: &str, reply: &Reply) {
        let mut schema = json!({"$ref": format!("#/components/schemas/{name}"), "components": self.0["components"]});
        schema["$schema"] = json!("https://json-schema.org/draft/2020-12/schema");
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        let body = reply.json();
        let errors: Vec<String> = validator.iter_errors(&body).map(|error| error.to_string()).collect();
        assert!(errors.is_empty(), "{name}: {errors:?} in {body}");
        let known = self.0["components"]["schemas"][name]["properties"].as_object().unwrap();
        for member in body.as_object().unwrap().keys() {
            assert!(known.contains_key(member), "{name} has no {member}");
        }
    }
}

#[tokio::test]
async fn every_answer_fits_its_schema() {
    let platform = Platform::open().await;
    let schemas = Schemas(document(&platform).await);
    schemas.fits("Configuration", &platform.get("/.well-known/hrp-configuration").await);
    schemas.fits("ServiceStatus", &platform.get("/v1/service-status").await);
    for lang in ["ja", "ja-easy", "en"] {
        schemas.fits("Terms", &platform.get(&format!("/v1/terms/current?lang={lang}")).await);
    }
    let created = platform.post("/v1/sessions", &session_request()).await;
    schemas.fits("Session", &created);
    let session = session_of(&created.json());
    schemas.fits("Challenge", &platform.renew(&session).await);
    schemas.fits("SessionState", &platform.get_with(&format!("/v1/sessions/{}", session.id), &session.token).await);
    platform.control("PUT", "/eligibility", json!({"delay_s": 0, "outcome": "linked"})).await;
    let card = Card::rsa(&[0xb0]);
    let registered = platform.register(&card, true).await;
    assert_eq!(registered.status, 201);
    schemas.fits("Registration", &registered);
    schemas.fits("Registration", &platform.register(&card, true).await);
    let token = registered.json()["status_token"].as_str().unwrap().to_owned();
    schemas.fits("Registration", &platform.get_with(registered.header("location"), &token).await);

    let mut request = session_request();
    request["operation"] = json!("authenticate");
    let session = session_of(&platform.post("/v1/sessions", &request).await.json());
    let mut signed =
        Signed::new(&session, &card, &json!({"type": "hrp.authenticate.v1", "scope": ["status", "insurance"]}));
    signed.operation = "authenticate";
    let access = platform.submit_to("/v1/authentications", &session.token, KEY, signed.body().to_string()).await;
    schemas.fits("AccessToken", &access);
    let token = access.json()["access_token"].as_str().unwrap().to_owned();
    schemas.fits("InsuranceInfo", &platform.get_with("/v1/insurance-info/latest", &token).await);
    platform.clock(3).await;
    schemas.fits("Registration", &platform.get_with("/v1/registrations/me", &token).await);

    platform.control("PUT", "/eligibility", json!({"delay_s": 60, "outcome": "linked"})).await;
    request["operation"] = json!("deregister");
    let session = session_of(&platform.post("/v1/sessions", &request).await.json());
    let statement = json!({
        "type": "hrp.deregister.v1",
        "registration_id": registered.json()["registration_id"],
        "understood": ["effective-next-month-end", "card-stays-valid-otherwise"],
    });
    let mut signed = Signed::new(&session, &card, &statement);
    signed.operation = "deregister";
    let body = signed.body().to_string();
    let released = platform.submit_to("/v1/deregistrations", &session.token, KEY, body).await;
    assert_eq!(released.status, 202);
    schemas.fits("Registration", &released);
    for problem in [
        platform.get("/nowhere").await,
        platform.post("/v1/sessions", &json!({})).await,
        platform.get_with("/v1/registrations/me", "wrong").await,
        platform.register(&card, false).await,
    ] {
        schemas.fits("Problem", &problem);
    }
}

#[tokio::test]
async fn statements_and_requests_of_these_tests_fit_the_description() {
    let platform = Platform::open().await;
    let document = document(&platform).await;
    let valid = |name: &str, body: &Value| {
        let schema = json!({"$ref": format!("#/components/schemas/{name}"), "components": document["components"]});
        jsonschema::is_valid(&schema, body)
    };
    assert!(valid("SessionRequest", &session_request()));
    assert!(!valid("SessionRequest", &json!({"operation": "register"})));
    assert!(valid("RegisterStatement", &platform.statement(true).await));
    let session = platform.session().await;
    let body = Signed::new(&session, &Card::p384(&[1]), &platform.statement(true).await).body();
    assert!(valid("SignedRequest", &body));
}
