use serde_json::{Value, json};

use crate::support::client::{Platform, key};
use crate::support::proof::{Card, Signed};

type Change = fn(&mut Value);

#[tokio::test]
async fn a8_step_5_every_value_is_compared_with_what_was_offered() {
    let cases: [(&str, Change, u16, &str); 10] = [
        ("version never served", |s| s["terms_version"] = json!("2020-01"), 422, "statement-mismatch"),
        ("version against its pattern", |s| s["terms_version"] = json!("a/b"), 422, "statement-mismatch"),
        ("digest of nothing", |s| s["terms_digest"] = json!("A".repeat(43)), 422, "statement-mismatch"),
        ("short digest", |s| s["terms_digest"] = json!("AAAA"), 422, "statement-mismatch"),
        ("digest of another language", |s| s["terms_lang"] = json!("en"), 422, "statement-mismatch"),
        ("unknown consent", |s| push(s, "hrp.consent.sell-everything"), 422, "statement-mismatch"),
        ("repeated consent", |s| push(s, "hrp.consent.link-insured-number"), 422, "statement-mismatch"),
        ("missing consent", |s| drop(s["consents"].as_array_mut().unwrap().pop()), 422, "consent-missing"),
        ("no consent", |s| s["consents"] = json!([]), 422, "consent-missing"),
        ("consents in another order", |s| s["consents"].as_array_mut().unwrap().reverse(), 202, ""),
    ];
    for (n, (what, change, status, code)) in cases.into_iter().enumerate() {
        let platform = Platform::open().await;
        let session = platform.session().await;
        let mut statement = platform.statement(false).await;
        change(&mut statement);
        let body = Signed::new(&session, &Card::rsa(&[20]), &statement).body();
        let reply = platform.submit(&session.token, &key(n), &body).await;
        assert_eq!((what, reply.status), (what, status), "{reply:?}");
        if status != 202 {
            reply.is_problem(status, code);
        }
        // A8: a mismatch ends the session; after consent-missing it may go on
        let path = format!("/v1/sessions/{}", session.id);
        let alive = platform.get_with(&path, &session.token).await.status == 200;
        assert_eq!((what, alive), (what, code != "statement-mismatch"));
        if code == "consent-missing" {
            platform.submit(&session.token, "another-key-another-key", &body).await.is_problem(409, "challenge-in-use");
            platform.renewed(&session).await;
        }
    }
}

fn push(statement: &mut Value, consent: &str) {
    statement["consents"].as_array_mut().unwrap().push(json!(consent));
}

#[tokio::test]
async fn b26_terms_no_longer_in_force_are_terms_changed() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    let statement = platform.statement(false).await;
    platform.control("POST", "/terms", json!({"version": "2027-01"})).await;
    let body = Signed::new(&session, &Card::rsa(&[21]), &statement).body();
    let reply = platform.submit(&session.token, &key(1), &body).await;
    assert_eq!(reply.is_problem(409, "terms-changed").json()["retry"], "after-user-action");
    // A8: the session may take a new challenge; B4: a 409 is not kept
    platform.submit(&session.token, &key(1), &body).await.is_problem(409, "challenge-in-use");
    let session = platform.renewed(&session).await;
    let body = Signed::new(&session, &Card::rsa(&[21]), &platform.statement(false).await).body();
    assert_eq!(platform.submit(&session.token, &key(2), &body).await.status, 202);
}

#[tokio::test]
async fn b11_keys_of_a_statement_may_come_in_any_order() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    let s = platform.statement(false).await;
    let text = format!(
        "{{ \"portal_user_registration\":false,\n \"consents\":{}, \"terms_lang\":\"ja\",\"terms_digest\":{},\"terms_version\":{},\"type\":\"hrp.register.v1\" }}",
        s["consents"], s["terms_digest"], s["terms_version"]
    );
    let mut signed = Signed::new(&session, &Card::rsa(&[22]), &s);
    signed.statement = text.into_bytes();
    assert_eq!(platform.submit(&session.token, &key(1), &signed.body()).await.status, 202);
}

#[tokio::test]
async fn the_portal_part_must_be_offered() {
    let platform = Platform::with(|settings| settings.portal_registration = false).await;
    let reply = platform.register(&Card::rsa(&[23]), true).await;
    reply.is_problem(422, "statement-mismatch");
    assert_eq!(platform.register(&Card::rsa(&[23]), false).await.status, 202);
}
