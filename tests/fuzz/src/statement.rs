//! What a client has signed: the platform's own reading of a statement, behind a session, a certificate and a signature
//! that are good.

use std::sync::{LazyLock, Mutex, PoisonError};

use base64ct::{Base64UrlUnpadded, Encoding as _};
use kazasu_core::effect::{Header, HttpRequest, Method};
use kazasu_core::secret::SecretText;
use kazasu_explore::problems;
use kazasu_explore::shared::authority;
use kazasu_scenarios::{Memory, World as _};
use kazasu_virtual_card::authority::{Key, KeyName, LeafProfile, LeafSpec};
use rsa::pkcs1v15::Pkcs1v15Sign;
use serde::Deserialize;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use tokio::runtime::Runtime;

/// The platform, with its database in a folder of its own.
struct Platform {
    runtime: Runtime,
    memory: Memory,
    certificate: Vec<u8>,
    terms: Vec<Value>,
    posts: u64,
    _folder: TempDir,
}

/// A new one after so many posts, each in a session of its own: a sandbox gives no more of them in a minute.
const POSTS: u64 = 1_000;

static PLATFORM: LazyLock<Mutex<Platform>> = LazyLock::new(|| Mutex::new(Platform::new()));

/// Everything that a platform may take for `hrp.register.v1` (HRP/1 §3.5): these members, each once, and no other.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Statement {
    #[serde(rename = "type")]
    kind: String,
    terms_version: String,
    terms_digest: String,
    terms_lang: String,
    consents: Vec<String>,
    #[serde(rename = "portal_user_registration")]
    _portal: bool,
}

/// The octets are a statement. What is taken says what was offered; all else is a problem of HRP/1 §3.9.
pub(super) fn statement(octets: &[u8]) {
    let platform = &mut *PLATFORM.lock().unwrap_or_else(PoisonError::into_inner);
    if platform.posts == POSTS {
        *platform = Platform::new();
    }
    let (status, answer) = platform.post(octets);
    if matches!(status, 200..=202) {
        let taken: Statement =
            serde_json::from_slice(octets).unwrap_or_else(|error| panic!("{error}, and it is taken"));
        let of = |terms: &&Value| terms.get("lang") == Some(&Value::from(taken.terms_lang.as_str()));
        let terms = platform.terms.iter().find(of).unwrap_or_else(|| panic!("terms in {}", taken.terms_lang));
        let offered = [&taken.terms_version, &taken.terms_digest].map(|text| Value::from(text.as_str()));
        assert_eq!(taken.kind, "hrp.register.v1");
        assert_eq!(offered, ["version", "digest"].map(|name| terms[name].clone()));
        assert_eq!(sorted(&taken.consents), ids(terms), "the sandbox's items are all required");
    } else {
        let code = answer["code"].as_str().unwrap_or_default();
        let known = problems::ALL.iter().find(|problem| problem.code == code);
        assert!(known.is_some_and(|known| known.status == status) && status < 500, "{status} {answer}");
    }
}

/// Statements that are taken.
pub(super) fn seeds() -> Vec<Vec<u8>> {
    let platform = PLATFORM.lock().unwrap_or_else(PoisonError::into_inner);
    let portal = [true, false].into_iter().cycle();
    platform.terms.iter().zip(portal).map(|(terms, portal)| stated(terms, portal)).collect()
}

fn stated(terms: &Value, portal: bool) -> Vec<u8> {
    let statement = json!({
        "type": "hrp.register.v1", "terms_version": terms["version"], "terms_digest": terms["digest"],
        "terms_lang": terms["lang"], "consents": ids(terms), "portal_user_registration": portal,
    });
    statement.to_string().into_bytes()
}

fn ids(terms: &Value) -> Vec<String> {
    let items = terms["consent_items"].as_array().cloned().unwrap_or_default();
    sorted(&items.iter().filter_map(|item| item["id"].as_str().map(str::to_owned)).collect::<Vec<_>>())
}

fn sorted(texts: &[String]) -> Vec<String> {
    let mut texts = texts.to_vec();
    texts.sort_unstable();
    texts
}

fn base64(octets: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(octets)
}

impl Platform {
    fn new() -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.unwrap_or_else(|error| panic!("{error}"));
        let folder = tempfile::tempdir().unwrap_or_else(|error| panic!("{error}"));
        let authority = authority();
        let memory = runtime.block_on(Memory::new(folder.path(), authority.clone()));
        let memory = memory.unwrap_or_else(|error| panic!("{error}"));
        let not_before = authority.created_unix() - 86_400;
        let certificate = authority.issue(&LeafSpec {
            holder: KeyName::Holder,
            issuer: authority.issuer_at(not_before),
            profile: LeafProfile::Authentication,
            not_before,
            not_after: not_before + 5 * 365 * 86_400,
            length: None,
        });
        let mut platform = Self { runtime, memory, certificate, terms: Vec::new(), posts: 0, _folder: folder };
        platform.terms = ["ja", "ja-easy", "en"]
            .map(|lang| platform.call(Method::Get, &format!("/v1/terms/current?lang={lang}"), vec![], None).1)
            .into();
        platform
    }

    /// Posts a statement in a session of its own, signed.
    fn post(&mut self, statement: &[u8]) -> (u16, Value) {
        self.posts += 1;
        let client = json!({"name": "t", "version": "1.0.0", "platform": "linux"});
        let wish = json!({"operation": "register", "lang": "en", "client": client}).to_string();
        let (status, session) = self.call(Method::Post, "/v1/sessions", vec![], Some(wish));
        assert_eq!(status, 201, "{session}");
        let text = |pointer: &str| session.pointer(pointer).and_then(Value::as_str).unwrap_or_default().to_owned();
        let (id, token) = (text("/session_id"), text("/session_token"));
        let challenge = Base64UrlUnpadded::decode_vec(&text("/challenge/challenge")).unwrap_or_default();
        let context = [id.as_bytes(), b"\0"].concat();
        let fields: [&[u8]; 7] = [
            b"hrp/1 register RS256",
            b"https://sandbox.example",
            &challenge,
            &context,
            statement,
            &self.certificate,
            b"",
        ];
        let transcript: Vec<u8> = fields.into_iter().flat_map(Sha256::digest).collect();
        let Key::Rsa(key) = authority().key(KeyName::Holder).clone() else { panic!("the holder has an RSA key") };
        let signature = key.sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(transcript));
        let signature = signature.unwrap_or_else(|error| panic!("{error}"));
        let proof = json!({
            "format": "hrp-proof:1", "algorithm": "RS256", "unverified_certificate": base64(&self.certificate),
            "signature": base64(&signature),
        });
        let body = json!({"session_id": id, "statement": base64(statement), "proof": proof}).to_string();
        let key = base64(&Sha256::digest(self.posts.to_be_bytes())[..16]);
        let headers = vec![("authorization", format!("Bearer {token}")), ("idempotency-key", format!("\"{key}\""))];
        self.call(Method::Post, "/v1/registrations", headers, Some(body))
    }

    fn call(
        &mut self,
        method: Method,
        path: &str,
        headers: Vec<(&'static str, String)>,
        body: Option<String>,
    ) -> (u16, Value) {
        let typed = body.iter().map(|_| ("content-type", "application/json".to_owned()));
        let headers = headers.into_iter().chain(typed);
        let request = HttpRequest {
            method,
            url: format!("{}{path}", self.memory.platform().address()),
            headers: headers.map(|(name, value)| Header { name, value: SecretText::new(value) }).collect(),
            body: body.map(String::into_bytes),
            timeout_ms: 10_000,
            longest_answer: 1 << 20,
        };
        let answer = self.runtime.block_on(self.memory.send(request)).unwrap_or_else(|fault| panic!("{path}: {fault}"));
        (answer.status, serde_json::from_slice(&answer.body).unwrap_or_default())
    }
}
