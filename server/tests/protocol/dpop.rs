//! Session keys: DPoP (RFC 9449) as HRP/1 §3.15 B18 wants it.

use kazasu_server::SenderConstrained;
use ring::rand::SystemRandom;
use ring::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::support::client::{KEY, Platform, Reply, key, session_of, session_request};
use crate::support::proof::{Card, ORIGIN, Session, Signed, b64};

struct SessionKey(EcdsaKeyPair);

impl SessionKey {
    fn new() -> Self {
        let random = SystemRandom::new();
        let pkcs8 = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &random).unwrap();
        Self(EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, pkcs8.as_ref(), &random).unwrap())
    }

    fn jwk(&self) -> Value {
        let point = self.0.public_key().as_ref();
        json!({"kty": "EC", "crv": "P-256", "x": b64(&point[1..33]), "y": b64(&point[33..])})
    }

    fn thumbprint(&self) -> Vec<u8> {
        let jwk = self.jwk();
        let text = format!(r#"{{"crv":"P-256","kty":"EC","x":{},"y":{}}}"#, jwk["x"], jwk["y"]);
        Sha256::digest(text.as_bytes()).to_vec()
    }

    fn sign(&self, header: &Value, claims: &Value) -> String {
        let text = format!("{}.{}", b64(header.to_string().as_bytes()), b64(claims.to_string().as_bytes()));
        let signature = self.0.sign(&SystemRandom::new(), text.as_bytes()).unwrap();
        format!("{text}.{}", b64(signature.as_ref()))
    }
}

/// A proof, each part free to be wrong.
struct Proof {
    header: Value,
    claims: Value,
}

impl Proof {
    fn new(own: &SessionKey, session: &Session, path: &str, n: usize) -> Self {
        Self {
            header: json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": own.jwk()}),
            claims: json!({
                "jti": format!("jti-{n:020}"),
                "htm": "POST",
                "htu": format!("{ORIGIN}{path}"),
                "iat": crate::support::pki::now(),
                "ath": b64(&Sha256::digest(session.token.as_bytes())),
            }),
        }
    }
}

async fn keyed_session(platform: &Platform, own: &SessionKey) -> Session {
    let mut request = session_request();
    request["session_key"] = own.jwk();
    let reply = platform.post("/v1/sessions", &request).await;
    assert_eq!(reply.status, 201, "{reply:?}");
    Session { thumbprint: own.thumbprint(), ..session_of(&reply.json()) }
}

async fn submit(platform: &Platform, session: &Session, name: &str, body: &str, proofs: &[&str]) -> Reply {
    let (bearer, name) = (format!("DPoP {}", session.token), format!("\"{name}\""));
    let mut headers = vec![
        ("content-type", "application/json"),
        ("authorization", bearer.as_str()),
        ("idempotency-key", name.as_str()),
    ];
    headers.extend(proofs.iter().map(|proof| ("dpop", *proof)));
    platform.call("POST", "/v1/registrations", &headers, body.to_owned()).await
}

async fn demanding() -> Platform {
    Platform::with(|settings| settings.sender_constrained = SenderConstrained::Required).await
}

#[tokio::test]
async fn b18_a_platform_that_demands_a_key_refuses_sessions_and_posts_without() {
    let platform = demanding().await;
    assert_eq!(platform.get("/.well-known/hrp-configuration").await.json()["sender_constrained"], "required");
    let refused = platform.post("/v1/sessions", &session_request()).await;
    assert_eq!(refused.is_problem(400, "malformed-request").json()["errors"][0]["pointer"], "/session_key");
    let own = SessionKey::new();
    let session = keyed_session(&platform, &own).await;
    let refused = platform.renew(&session).await;
    assert!(refused.is_problem(401, "session-invalid").header("www-authenticate").starts_with("DPoP"));
    let body = Signed::new(&session, &Card::rsa(&[0xc0]), &platform.statement(false).await).body().to_string();
    submit(&platform, &session, KEY, &body, &[]).await.is_problem(401, "session-invalid");
    let proof = Proof::new(&own, &session, "/v1/registrations", 1);
    let good = own.sign(&proof.header, &proof.claims);
    let first = submit(&platform, &session, KEY, &body, &[&good]).await;
    assert_eq!(first.status, 202, "{first:?}");
    // The proof was used; a resend needs one of its own, and gets the same answer.
    submit(&platform, &session, KEY, &body, &[&good]).await.is_problem(401, "session-invalid");
    let proof = Proof::new(&own, &session, "/v1/registrations", 2);
    let again = submit(&platform, &session, KEY, &body, &[&own.sign(&proof.header, &proof.claims)]).await;
    assert_eq!((again.header("idempotency-replayed"), &again.body), ("true", &first.body));
}

#[tokio::test]
async fn b18_every_wrong_proof_of_the_key_is_401_and_changes_nothing() {
    type Change = Box<dyn Fn(&mut Proof)>;
    let platform = demanding().await;
    let own = SessionKey::new();
    let session = keyed_session(&platform, &own).await;
    let body = Signed::new(&session, &Card::rsa(&[0xc1]), &platform.statement(false).await).body().to_string();
    let now = crate::support::pki::now();
    let stranger = SessionKey::new().jwk();
    let cases: Vec<(&str, Change)> = vec![
        ("typ", Box::new(|p| p.header["typ"] = json!("JWT"))),
        ("alg", Box::new(|p| p.header["alg"] = json!("none"))),
        ("another key", Box::new(move |p| p.header["jwk"] = stranger.clone())),
        ("private key", Box::new(|p| p.header["jwk"]["d"] = json!("AAAA"))),
        ("no key", Box::new(|p| p.header["jwk"] = json!(null))),
        ("htm", Box::new(|p| p.claims["htm"] = json!("GET"))),
        ("htu", Box::new(|p| p.claims["htu"] = json!("https://a.example/v1/registrations"))),
        ("path", Box::new(|p| p.claims["htu"] = json!(format!("{ORIGIN}/v1/deregistrations")))),
        ("ath", Box::new(|p| p.claims["ath"] = json!("A".repeat(43)))),
        ("no ath", Box::new(|p| drop(p.claims.as_object_mut().unwrap().remove("ath")))),
        ("old", Box::new(move |p| p.claims["iat"] = json!(now - 400))),
        ("from the future", Box::new(move |p| p.claims["iat"] = json!(now + 400))),
        ("iat as text", Box::new(move |p| p.claims["iat"] = json!(now.to_string()))),
        ("short jti", Box::new(|p| p.claims["jti"] = json!("x"))),
    ];
    for (n, (what, change)) in cases.iter().enumerate() {
        let mut proof = Proof::new(&own, &session, "/v1/registrations", n);
        change(&mut proof);
        let proof = own.sign(&proof.header, &proof.claims);
        let reply = submit(&platform, &session, &key(n), &body, &[&proof]).await;
        assert_eq!((*what, reply.status), (*what, 401));
    }
    let proof = Proof::new(&own, &session, "/v1/registrations", 50);
    let (good, other) = (own.sign(&proof.header, &proof.claims), SessionKey::new().sign(&proof.header, &proof.claims));
    for (what, proofs) in [("signature", vec![other.as_str()]), ("two", vec![&good, &good]), ("junk", vec!["a.b.c"])] {
        let reply = submit(&platform, &session, KEY, &body, &proofs).await;
        assert_eq!((what, reply.status), (what, 401));
    }
    assert_eq!(platform.stored().await["proofs_seen"], 0);
    assert_eq!(submit(&platform, &session, KEY, &body, &[&good]).await.status, 202);
}

#[tokio::test]
async fn b18_where_it_is_optional_a_proof_that_is_sent_must_be_right() {
    let platform = Platform::open().await;
    let own = SessionKey::new();
    let session = keyed_session(&platform, &own).await;
    let body = Signed::new(&session, &Card::rsa(&[0xc2]), &platform.statement(false).await).body().to_string();
    submit(&platform, &session, KEY, &body, &["a.b.c"]).await.is_problem(401, "session-invalid");
    assert_eq!(submit(&platform, &session, KEY, &body, &[]).await.status, 202);
}
