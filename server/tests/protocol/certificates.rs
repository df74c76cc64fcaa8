use x509_cert::certificate::Version;

use crate::support::client::{KEY, Platform};
use crate::support::pki::{DAY, KEYS, Key, Spec, TEST_AUTHENTICATION, now, pem};
use crate::support::proof::{Card, Signed};
use kazasu_server::{Anchor, AnchorError, Environment};

type Change = fn(&mut Spec);

#[tokio::test]
async fn b1_step_6_every_kind_of_wrong_certificate_is_refused_with_its_code() {
    const KIND: &str = "certificate-wrong-kind";
    const ENVIRONMENT: &str = "certificate-wrong-environment";
    let cases: [(&str, Change, &str); 21] = [
        ("production authentication", |s| s.policies = vec!["1.2.392.200149.8.5.1.3.30"], ENVIRONMENT),
        ("production signing", |s| s.policies = vec!["1.2.392.200149.8.5.1.1.20"], ENVIRONMENT),
        ("both arcs", |s| s.policies.push("1.2.392.200149.8.5.1.3.30"), ENVIRONMENT),
        ("test signing", |s| s.policies = vec!["1.2.392.200149.8.5.1.0.20"], KIND),
        ("phone", |s| s.policies = vec!["1.2.392.200149.8.5.1.3.40"], KIND),
        ("no policy", |s| s.policies = vec![], KIND),
        ("foreign policy", |s| s.policies = vec!["2.5.29.32.0"], KIND),
        ("a policy more", |s| s.policies.push("1.2.3.4"), KIND),
        ("a CA", |s| s.ca = true, KIND),
        ("version 1", |s| s.version = Version::V1, KIND),
        ("no key usage", |s| s.usage = None, KIND),
        ("signing key usage", |s| s.usage = Some(vec![3, 2, 6, 0xc0]), KIND),
        ("other key usage", |s| s.usage = Some(vec![3, 2, 5, 0x20]), KIND),
        ("unknown critical extension", |s| s.further.push(("1.2.3.4", true, vec![5, 0])), KIND),
        ("P-256", |s| s.spki = p256_spki(), KIND),
        ("another issuer's name", |s| s.issuer = "CN=Nobody,O=JPKI-TEST,C=JP", "certificate-untrusted"),
        ("unknown authority key", |s| s.authority = Some(vec![9; 20]), "certificate-untrusted"),
        ("not yet valid", |s| s.not_before = now() + DAY, "certificate-not-yet-valid"),
        ("expired", |s| s.not_after = now() - 60, "certificate-expired"),
        ("expired yesterday, wrong policy", |s| (s.not_after, s.policies) = (now() - DAY, vec![]), KIND),
        ("repeated extension", |s| s.further.push(("2.5.29.15", true, vec![3, 2, 7, 0x80])), "certificate-malformed"),
    ];
    let platform = Platform::open().await;
    for (what, change, code) in cases {
        let mut spec = Spec::card(&KEYS.card, &KEYS.issuer, &[0x31]);
        change(&mut spec);
        let reply = platform.register(&Card::of(&KEYS.card, spec.sign(&KEYS.issuer)), false).await;
        assert_eq!((what, reply.code()), (what, code.to_owned()));
        reply.is_problem(422, code);
    }
    assert_eq!(platform.stored_number().await, 0);
}

fn p256_spki() -> Vec<u8> {
    let mut der = vec![0x30, 0x59, 0x30, 0x13, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
    der.extend([6, 8, 0x2a, 0x86, 0x48, 0xce, 0x3d, 3, 1, 7, 3, 0x42, 0, 4]);
    der.extend([7; 64]);
    der
}

#[tokio::test]
async fn a6_environment_comes_before_chain_and_dates() {
    let platform = Platform::open().await;
    let stranger = &KEYS.card;
    let mut spec = Spec::card(&KEYS.card, stranger, &[0x32]);
    spec.policies = vec!["1.2.392.200149.8.5.1.3.30"];
    spec.not_after = now() - DAY;
    let reply = platform.register(&Card::of(&KEYS.card, spec.sign(stranger)), false).await;
    reply.is_problem(422, "certificate-wrong-environment");
    spec.policies = vec![TEST_AUTHENTICATION];
    let reply = platform.register(&Card::of(&KEYS.card, spec.sign(stranger)), false).await;
    reply.is_problem(422, "certificate-untrusted");
}

#[tokio::test]
async fn t28_weak_keys_are_refused() {
    let platform = Platform::open().await;
    for (what, key) in
        [("1024 bits", Key::rsa(1024)), ("e = 3", Key::rsa_with_exponent(3)), ("3072 bits", Key::rsa(3072))]
    {
        let certificate = Spec::card(&key, &KEYS.issuer, &[0x33]).sign(&KEYS.issuer);
        let reply = platform.register(&Card::of(&key, certificate), false).await;
        assert_eq!((what, reply.code()), (what, "certificate-wrong-kind".to_owned()));
    }
}

#[tokio::test]
async fn a_forged_issuer_with_the_same_name_and_key_identifier_is_untrusted() {
    let platform = Platform::open().await;
    let mut spec = Spec::card(&KEYS.card, &KEYS.issuer, &[0x34]);
    let forged = spec.sign(&KEYS.card);
    platform.register(&Card::of(&KEYS.card, forged), false).await.is_problem(422, "certificate-untrusted");
    spec.authority = None;
    let forged = spec.sign(&KEYS.card);
    platform.register(&Card::of(&KEYS.card, forged), false).await.is_problem(422, "certificate-untrusted");
}

#[tokio::test]
async fn anchors_of_one_name_are_told_apart_by_key_identifier_and_by_signature() {
    let platform = Platform::open().await;
    for (serial, issuer) in [(1, &KEYS.issuer), (2, &KEYS.second_issuer), (3, &KEYS.p384_issuer)] {
        for named in [true, false] {
            let mut spec = Spec::card(&KEYS.card, issuer, &[0x35, serial, u8::from(named)]);
            spec.authority = named.then(|| issuer.id());
            let reply = platform.register(&Card::of(&KEYS.card, spec.sign(issuer)), false).await;
            assert_eq!(reply.status, 202, "{serial} {named} {reply:?}");
        }
    }
    let mut crossed = Spec::card(&KEYS.card, &KEYS.issuer, &[0x36]);
    crossed.authority = Some(KEYS.second_issuer.id());
    let reply = platform.register(&Card::of(&KEYS.card, crossed.sign(&KEYS.issuer)), false).await;
    reply.is_problem(422, "certificate-untrusted");
}

#[tokio::test]
async fn a_lapsed_anchor_does_not_disturb_the_others() {
    let mut old = Spec::issuer(&KEYS.issuer);
    old.not_after = now() - DAY;
    let file = pem(&[&old.sign(&KEYS.issuer), &Spec::issuer(&KEYS.second_issuer).sign(&KEYS.second_issuer)]);
    let platform = Platform::with(|settings| settings.anchors = Anchor::parse_pem(&file).unwrap()).await;
    let card = |issuer: &Key| Card::of(&KEYS.card, Spec::card(&KEYS.card, issuer, &[0x37]).sign(issuer));
    platform.register(&card(&KEYS.issuer), false).await.is_problem(422, "certificate-untrusted");
    assert_eq!(platform.register(&card(&KEYS.second_issuer), false).await.status, 202);
}

#[tokio::test]
async fn dates_are_judged_at_server_time() {
    let platform = Platform::open().await;
    platform.clock(1001 * i64::try_from(DAY).unwrap()).await;
    platform.register(&Card::rsa(&[0x38]), false).await.is_problem(422, "certificate-expired");
    platform.clock(-31 * i64::try_from(DAY).unwrap()).await;
    platform.register(&Card::rsa(&[0x38]), false).await.is_problem(422, "certificate-not-yet-valid");
}

#[tokio::test]
async fn strict_der_other_encodings_are_malformed() {
    let platform = Platform::open().await;
    let good = Card::rsa(&[0x39]);
    let mut trailing = good.certificate.clone();
    trailing.push(0);
    let explicit = Spec::card(&KEYS.card, &KEYS.issuer, &[0x39]).sign_with_explicit_default(&KEYS.issuer);
    let truncated = good.certificate[..good.certificate.len() - 1].to_vec();
    let mut long_length = good.certificate.clone();
    long_length.splice(1..4, [0x83, 0, good.certificate[2], good.certificate[3]]);
    for (what, certificate) in [
        ("trailing", trailing),
        ("truncated", truncated),
        ("long length", long_length),
        ("tiny", vec![0x30, 0]),
        ("explicit default", explicit),
    ] {
        let reply = platform.register(&Card { certificate, ..good.clone() }, false).await;
        assert_eq!((what, reply.code()), (what, "certificate-malformed".to_owned()));
    }
}

#[tokio::test]
async fn b2_algorithms_must_be_offered_and_fit_the_key() {
    let platform = Platform::with(|settings| settings.algorithms = vec![kazasu_server::Algorithm::Rs256]).await;
    platform.register(&Card::p384(&[0x3a]), false).await.is_problem(422, "algorithm-unsupported");
    let platform = Platform::open().await;
    for (card, label) in [(Card::rsa(&[0x3b]), "ES384"), (Card::p384(&[0x3c]), "RS256")] {
        let session = platform.session().await;
        let mut signed = Signed::new(&session, &card, &platform.statement(false).await);
        signed.algorithm = label;
        platform.submit(&session.token, KEY, &signed.body()).await.is_problem(422, "algorithm-unsupported");
    }
}

#[tokio::test]
async fn b19_an_es384_signature_of_another_length_is_invalid() {
    let platform = Platform::open().await;
    for (card, length) in [(Card::p384(&[0x3d]), 95), (Card::p384(&[0x3d]), 104), (Card::rsa(&[0x3e]), 255)] {
        let session = platform.session().await;
        let mut body = Signed::new(&session, &card, &platform.statement(false).await).body();
        body["proof"]["signature"] = serde_json::json!(crate::support::proof::b64(&vec![1; length]));
        platform.submit(&session.token, KEY, &body).await.is_problem(422, "signature-invalid");
    }
}

#[test]
fn anchors_must_be_ca_certificates() {
    let card = Card::rsa(&[0x3f]).certificate;
    assert_eq!(Anchor::parse_pem(&pem(&[&card])), Err(AnchorError::NotCa(1)));
    let good = Spec::issuer(&KEYS.issuer).sign(&KEYS.issuer);
    assert_eq!(Anchor::parse_pem(&pem(&[&good, &card])), Err(AnchorError::NotCa(2)));
    assert_eq!(Anchor::parse_pem(b"no certificate"), Err(AnchorError::Empty));
    assert_eq!(Anchor::parse_pem(&pem(&[&good[..40]])), Err(AnchorError::Malformed(1)));
    let mut nameless = Spec::issuer(&KEYS.issuer);
    nameless.own_id = None;
    assert_eq!(Anchor::from_der(&nameless.sign(&KEYS.issuer)), Err(AnchorError::NoKeyId(1)));
    let weak = Key::rsa(1024);
    assert_eq!(Anchor::from_der(&Spec::issuer(&weak).sign(&weak)), Err(AnchorError::Key(1)));
    assert!(Anchor::from_der(&good).unwrap().is_test());
}

#[tokio::test]
async fn t34_a_production_platform_with_a_test_anchor_refuses_to_start() {
    let folder = tempfile::tempdir().unwrap();
    let anchors = Anchor::parse_pem(&crate::support::pki::anchors_pem()).unwrap();
    let mut settings = kazasu_server::Settings::sandbox(folder.path().join("data"), anchors);
    settings.environment = Environment::Production;
    let error = kazasu_server::Server::open(settings).await.err().unwrap();
    assert!(error.to_string().contains("JPKI-TEST"), "{error}");
    assert!(!folder.path().join("data").exists());
}

#[tokio::test]
async fn a6_a_production_platform_refuses_test_cards_before_their_chain() {
    let key = &KEYS.second_issuer;
    let mut spec = Spec::issuer(key);
    (spec.issuer, spec.subject) = ("O=JPKI,C=JP", "O=JPKI,C=JP");
    let anchor = Anchor::from_der(&spec.sign(key)).unwrap();
    let platform = Platform::with(|settings| {
        settings.environment = Environment::Production;
        settings.anchors = vec![anchor];
    })
    .await;
    platform.register(&Card::rsa(&[0x40]), false).await.is_problem(422, "certificate-wrong-environment");
    let mut spec = Spec::card(&KEYS.card, key, &[0x41]);
    spec.issuer = "O=JPKI,C=JP";
    spec.policies = vec!["1.2.392.200149.8.5.1.1.20"];
    let signing = Card::of(&KEYS.card, spec.sign(key));
    platform.register(&signing, false).await.is_problem(422, "certificate-wrong-kind");
    spec.policies = vec!["1.2.392.200149.8.5.1.3.30"];
    assert_eq!(platform.register(&Card::of(&KEYS.card, spec.sign(key)), false).await.status, 202);
}
