use serde_json::json;

use crate::support::client::Platform;
use crate::support::proof::Card;

#[tokio::test]
async fn b15_t27_another_holders_registration_is_404() {
    let platform = Platform::open().await;
    let mine = platform.register(&Card::rsa(&[0x70]), false).await.json();
    let other = platform.register(&Card::rsa(&[0x71]), false).await.json();
    let path = format!("/v1/registrations/{}", other["registration_id"].as_str().unwrap());
    let token = mine["status_token"].as_str().unwrap();
    platform.get_with(&path, token).await.is_problem(404, "not-found");
    platform.get_with("/v1/registrations/reg_00000000000000000000000000", token).await.is_problem(404, "not-found");
    let session = platform.session().await;
    platform.get_with(&path, &session.token).await.is_problem(401, "session-invalid");
}

#[tokio::test]
async fn polls_are_limited_for_each_registration() {
    let platform = Platform::open().await;
    let body = platform.register(&Card::rsa(&[0x72]), true).await.json();
    let path = format!("/v1/registrations/{}", body["registration_id"].as_str().unwrap());
    let token = body["status_token"].as_str().unwrap();
    let first = platform.get_with(&path, token).await;
    assert_eq!((first.status, first.header("retry-after")), (200, "2"));
    assert_eq!(first.json()["portal_user"]["state"], "accepted");
    let second = platform.get_with(&path, token).await;
    assert_eq!(second.is_problem(429, "rate-limited").json()["retry"], "same-request");
    assert_eq!(second.header("retry-after"), "2");
    platform.clock(3).await;
    assert_eq!(platform.get_with(&path, token).await.status, 200);
}

#[tokio::test]
async fn a_status_token_lives_30_days() {
    let platform = Platform::open().await;
    let body = platform.register(&Card::rsa(&[0x73]), false).await.json();
    let path = format!("/v1/registrations/{}", body["registration_id"].as_str().unwrap());
    let token = body["status_token"].as_str().unwrap();
    platform.clock(30 * 86_400 - 60).await;
    assert_eq!(platform.get_with(&path, token).await.status, 200);
    platform.clock(30 * 86_400 + 60).await;
    platform.get_with(&path, token).await.is_problem(401, "session-invalid");
}

#[tokio::test]
async fn t26_neither_tokens_nor_serials_nor_certificates_are_in_the_files() {
    let serial = [0x7a, 0x11, 0x22, 0x33, 0x44, 0x55, 0x66, 0x77, 0x01, 0x02];
    let platform = Platform::open().await;
    let session = platform.session().await;
    let card = Card::rsa(&serial);
    let reply = platform.register(&card, false).await.json();
    let contains = |needle: &[u8]| {
        let folder = std::fs::read_dir(platform.folder.path().join("data")).unwrap();
        let files: Vec<Vec<u8>> = folder.map(|entry| std::fs::read(entry.unwrap().path()).unwrap()).collect();
        files.iter().any(|file| file.windows(needle.len()).any(|window| window == needle))
    };
    assert!(contains(reply["registration_id"].as_str().unwrap().as_bytes()));
    assert!(contains(session.id.as_bytes()));
    assert!(!contains(session.token.as_bytes()));
    assert!(!contains(reply["status_token"].as_str().unwrap().as_bytes()));
    assert!(!contains(&serial));
    assert!(!contains(b"7a1122334455667701"));
    assert!(!contains(&card.certificate[..64]));
    assert!(!contains(b"0123456789ABCDEFGHJ13101X"));
}

#[tokio::test]
async fn after_delivery_the_sealed_serial_is_erased() {
    let platform = Platform::open().await;
    platform.control("PUT", "/eligibility", json!({"delay_s": 1, "outcome": "linked"})).await;
    platform.register(&Card::rsa(&[0x74]), false).await;
    let rows = async || {
        let file = platform.folder.path().join("data/kazasu.sqlite3");
        let options = sqlx::sqlite::SqliteConnectOptions::new().filename(file);
        let mut connection = sqlx::ConnectOptions::connect(&options).await.unwrap();
        sqlx::query_scalar::<_, i64>("SELECT count(*) FROM outbox").fetch_one(&mut connection).await.unwrap()
    };
    assert_eq!(rows().await, 1);
    tokio::time::sleep(std::time::Duration::from_millis(1400)).await;
    assert_eq!(rows().await, 0);
    assert_eq!(platform.stored().await["registrations"][0]["state"], "registered");
}
