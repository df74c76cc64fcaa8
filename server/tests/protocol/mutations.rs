//! Strict JSON, by a table: every member of a registration in every wrong form. Each is the stated problem, and not an
//! octet of the database changes.

use serde_json::{Value, json};

use crate::support::client::{KEY, Platform};
use crate::support::proof::{Card, Signed, b64};

/// Where a member stands in the body or in the statement, and the texts that it may not be.
type Row = (&'static str, &'static [&'static str]);

const BODY: &[Row] = &[
    (
        "/session_id",
        &["", "ses_", "ses_1", "reg_00000000000000000000000000", "SES_00000000000000000000000000", "../x", "ses_\u{0}"],
    ),
    ("/statement", &["", "a", "a=b", "ab==", "ab+/", "a b", "YQ\n", "YR", "%59%51", "é"]),
    ("/proof/format", &["", "hrp-proof:2", "HRP-PROOF:1", " hrp-proof:1", "hrp-proof"]),
    ("/proof/algorithm", &["", "none", "rs256", "RS256 ", "RS384", "PS256", "ES256", "HS256"]),
    ("/proof/unverified_certificate", &["", "a", "MII+/", "MIIF==", "-----BEGIN CERTIFICATE-----", "é"]),
    ("/proof/signature", &["", "a", "a b", "AA==", "AB", "AAA+", "é"]),
    ("/proof", &["", "x"]),
];

const STATEMENT: &[Row] = &[
    ("/type", &["", "hrp.register", "hrp.register.v2", "hrp.authenticate.v1", "hrp.deregister.v1", "HRP.REGISTER.V1"]),
    ("/terms_version", &[]),
    ("/terms_digest", &[]),
    ("/terms_lang", &["", "JA", "fr", "ja-JP", "en-US"]),
    ("/consents", &["", "hrp.consent.link-insured-number"]),
    ("/consents/0", &[]),
    ("/portal_user_registration", &["", "true", "false"]),
];

/// Values of every other type than the one that is there.
fn other_types(good: &Value) -> Vec<Value> {
    let all =
        [json!(null), json!(true), json!(0), json!(-1), json!(1.5), json!("x"), json!([]), json!([good]), json!({})];
    let kind = |value: &Value| std::mem::discriminant(value);
    all.into_iter().filter(|value| kind(value) != kind(good)).collect()
}

/// The object with one member missing, or in every form that it may not have; with each a name.
fn spoiled(good: &Value, rows: &[Row]) -> Vec<(String, Value)> {
    let mut all = Vec::new();
    for (pointer, texts) in rows {
        let values =
            other_types(good.pointer(pointer).unwrap()).into_iter().chain(texts.iter().map(|text| json!(text)));
        for value in values {
            let mut object = good.clone();
            *object.pointer_mut(pointer).unwrap() = value.clone();
            all.push((format!("{pointer} = {value}"), object));
        }
        let (parent, name) = pointer.rsplit_once('/').unwrap();
        let mut changed = |what: &str, change: &dyn Fn(&mut serde_json::Map<String, Value>)| {
            let mut object = good.clone();
            if let Some(members) = object.pointer_mut(parent).unwrap().as_object_mut() {
                change(members);
                all.push((format!("{pointer} {what}"), object));
            }
        };
        changed("missing", &|members| drop(members.remove(name)));
        changed("beside an unknown one", &|members| drop(members.insert(format!("{name}_"), json!(null))));
        changed("in capitals", &|members| {
            let value = members.remove(name).unwrap();
            members.insert(name.to_uppercase(), value);
        });
    }
    all
}

/// Texts that are no JSON document, or one with a member twice, made of one that is good.
fn broken(good: &str) -> Vec<(String, Vec<u8>)> {
    let rest = &good[1..];
    let mut all: Vec<(String, Vec<u8>)> = [
        ("nothing", String::new()),
        ("a null", "null".into()),
        ("a list", format!("[{good}]")),
        ("a string", json!(good).to_string()),
        ("a second document", format!("{good}{good}")),
        ("a word behind", format!("{good} x")),
        ("a byte order mark", format!("\u{feff}{good}")),
        ("a nul behind", format!("{good}\0")),
        ("no end", good[..good.len() - 1].to_owned()),
        ("a comma too many", format!("{},}}", &good[..good.len() - 1])),
        ("a comment", format!("/* x */{good}")),
        ("single quotes", good.replace('"', "'")),
        ("a name without quotes", format!("{{x:1,{rest}")),
        ("not a number", format!("{{\"x\":NaN,{rest}")),
        ("half a surrogate", format!("{{\"x\":\"\\ud800\",{rest}")),
        ("a line break in a string", format!("{{\"x\":\"\n\",{rest}")),
        ("too deep", format!("{{\"x\":{}{},{rest}", "[".repeat(300), "]".repeat(300))),
    ]
    .into_iter()
    .map(|(name, text)| (name.to_owned(), text.into_bytes()))
    .collect();
    all.push(("no UTF-8".to_owned(), [b"{\"\xff\":1,", rest.as_bytes()].concat()));
    all.push(("UTF-16".to_owned(), good.encode_utf16().flat_map(u16::to_be_bytes).collect()));
    let parsed: Value = serde_json::from_str(good).unwrap();
    for (name, value) in parsed.as_object().unwrap() {
        let escaped = format!("\\u{:04x}{}", name.as_bytes()[0], &name[1..]);
        all.push((format!("{name} twice"), format!("{{\"{name}\":{value},{rest}").into_bytes()));
        all.push((format!("{name} twice, once escaped"), format!("{{\"{escaped}\":{value},{rest}").into_bytes()));
    }
    all
}

#[tokio::test]
async fn t19_every_member_in_every_wrong_form_is_malformed_and_changes_nothing() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    let statement = platform.statement(true).await;
    let good = Signed::new(&session, &Card::rsa(&[0x92]), &statement).body();
    let around = |octets: &[u8]| {
        let mut body = good.clone();
        body["statement"] = json!(b64(octets));
        body.to_string().into_bytes()
    };
    let mut bodies: Vec<(String, Vec<u8>)> = Vec::new();
    bodies.extend(spoiled(&good, BODY).into_iter().map(|(name, body)| (name, body.to_string().into_bytes())));
    bodies.extend(broken(&good.to_string()));
    let inner = |name: String| format!("statement: {name}");
    let stated = spoiled(&statement, STATEMENT).into_iter();
    bodies.extend(stated.map(|(name, changed)| (inner(name), around(changed.to_string().as_bytes()))));
    let text = broken(&statement.to_string()).into_iter();
    bodies.extend(text.map(|(name, octets)| (inner(name), around(&octets))));
    assert!(bodies.len() >= 200, "{}", bodies.len());

    let before = platform.everything_stored().await;
    for (name, body) in bodies {
        let reply = platform.submit_octets(&session.token, KEY, body).await;
        assert_eq!((&name, reply.status), (&name, 400), "{reply:?}");
        let problem = reply.is_problem(400, "malformed-request").json();
        assert_eq!((&name, problem["retry"].as_str(), &problem["pin_needed"]), (&name, Some("never"), &json!(false)));
        assert!(platform.everything_stored().await == before, "{name}");
    }
    assert_eq!(platform.submit(&session.token, KEY, &good).await.status, 202);
}
