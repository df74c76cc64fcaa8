//! HRP/1 §3.11: what is held, and until when.

use serde_json::json;

use crate::support::client::{KEY, Platform, session_of, session_request};
use crate::support::proof::{Card, Signed};

const DAY: i64 = 86_400;

async fn released(platform: &Platform, card: &Card) -> String {
    platform.control("PUT", "/eligibility", json!({"delay_s": 0, "outcome": "linked"})).await;
    let id = platform.register(card, false).await.json()["registration_id"].as_str().unwrap().to_owned();
    let mut request = session_request();
    request["operation"] = json!("deregister");
    let session = session_of(&platform.post("/v1/sessions", &request).await.json());
    let understood = ["effective-next-month-end", "card-stays-valid-otherwise"];
    let statement = json!({"type": "hrp.deregister.v1", "registration_id": id, "understood": understood});
    let mut signed = Signed::new(&session, card, &statement);
    signed.operation = "deregister";
    let reply = platform.submit_to("/v1/deregistrations", &session.token, KEY, signed.body().to_string()).await;
    assert_eq!(reply.status, 202, "{reply:?}");
    for _ in 0..200 {
        if platform.stored().await["registrations"][0]["state"] == "released" {
            return id;
        }
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    panic!("the release was not completed");
}

/// The clock is put past each row of the table; the schedule itself is run at once.
async fn at(platform: &Platform, days: i64) {
    platform.clock(days * DAY).await;
    platform.control("POST", "/purge", json!({})).await;
}

#[tokio::test]
async fn t31_each_row_of_the_table_is_erased_at_its_time() {
    let platform = Platform::open().await;
    let card = Card::rsa(&[0xd0]);
    released(&platform, &card).await;
    let stored = platform.stored().await;
    let subject = stored["registrations"][0]["subject_ref"].as_str().unwrap().to_owned();
    assert_eq!((&stored["sessions"], &stored["proofs_seen"], subject.len()), (&json!(2), &json!(2), 43));
    at(&platform, 0).await;
    assert_eq!(platform.stored().await["sessions"], 2);
    at(&platform, 2).await;
    let stored = platform.stored().await;
    assert_eq!((&stored["sessions"], &stored["proofs_seen"]), (&json!(0), &json!(0)));
    at(&platform, 364).await;
    assert_eq!(platform.stored().await["registrations"][0]["subject_ref"], subject);
    at(&platform, 367).await;
    let stored = platform.stored().await;
    assert_eq!(stored["registrations"][0]["subject_ref"], "");
    assert_eq!(stored["registrations"][0]["consents"].as_array().unwrap().len(), 3);
    at(&platform, 5 * 365).await;
    assert_eq!(platform.stored_number().await, 1);
    at(&platform, 5 * 366 + 1).await;
    assert_eq!(platform.stored_number().await, 0);
}

#[tokio::test]
async fn t31_what_is_registered_stays() {
    let platform = Platform::open().await;
    platform.control("PUT", "/eligibility", json!({"delay_s": 0, "outcome": "linked"})).await;
    assert_eq!(platform.register(&Card::rsa(&[0xd1]), true).await.status, 201);
    at(&platform, 20 * 366).await;
    let stored = platform.stored().await;
    assert_eq!((&stored["registrations"][0]["state"], &stored["sessions"]), (&json!("registered"), &json!(0)));
    assert_eq!(stored["registrations"][0]["subject_ref"].as_str().unwrap().len(), 43);
}

#[tokio::test]
async fn t31_of_what_is_erased_no_octet_stays_in_the_database() {
    let platform = Platform::with(|settings| settings.limits.sessions_per_day = Some(100)).await;
    let session = platform.session().await;
    let body = Signed::new(&session, &Card::rsa(&[0xd2]), &platform.statement(true).await).body();
    assert_eq!(platform.submit(&session.token, KEY, &body).await.status, 202);
    let holds = async |text: &str| {
        let octets = platform.everything_stored().await;
        octets.windows(text.len()).any(|window| window == text.as_bytes())
    };
    let address = "sessions/86400/127.0.0.1/32";
    assert_eq!((holds(&session.id).await, holds(address).await), (true, true));
    at(&platform, 1).await;
    assert_eq!((holds(&session.id).await, holds(address).await), (true, false));
    at(&platform, 2).await;
    assert_eq!((holds(&session.id).await, holds(KEY).await), (false, false));
}
