//! What stands in the database file itself.

use kazasu_server::Server;
use serde_json::json;

use crate::support::client::{KEY, Platform, key};
use crate::support::pki::now;
use crate::support::proof::{Card, Signed};

#[tokio::test]
async fn a_lost_claim_lapses_after_30_seconds() {
    let platform = Platform::open().await;
    let session = platform.session().await;
    let body = Signed::new(&session, &Card::rsa(&[12]), &platform.statement(false).await).body();
    // What a worker leaves behind that died after its claim.
    let file = platform.folder.path().join("data/kazasu.sqlite3");
    let db = rusqlite::Connection::open(file).unwrap();
    let until = i64::try_from(now()).unwrap() * 1000 + 30_000;
    db.execute("UPDATE challenges SET state = 'claimed', claim_key = ?1, lease_until = ?2", (KEY, until)).unwrap();
    platform.submit(&session.token, KEY, &body).await.is_problem(409, "request-in-progress");
    platform.submit(&session.token, &key(1), &body).await.is_problem(409, "challenge-in-use");
    platform.renew(&session).await.is_problem(409, "request-in-progress");
    platform.clock(35).await;
    assert_eq!(platform.submit(&session.token, KEY, &body).await.status, 202);
}

#[tokio::test]
async fn t32_the_audit_chain_is_whole_and_tampering_is_found() {
    let platform = Platform::open().await;
    let receipt = platform.register(&Card::rsa(&[0x83]), true).await.json()["receipt"]["number"].take();
    platform.control("PUT", "/certificates/84", json!({"status": "revoked"})).await;
    platform.register(&Card::rsa(&[0x84]), false).await.is_problem(422, "certificate-revoked");
    platform.clock(5).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let data = platform.folder.path().join("data");
    let head = Server::verify_audit(&data).await.unwrap().unwrap();
    assert!(head.lines >= 14, "{head:?}");

    let db = rusqlite::Connection::open(data.join("kazasu.sqlite3")).unwrap();
    let mut statement = db.prepare("SELECT line FROM audit ORDER BY seq").unwrap();
    let lines: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    for event in [
        "session.created",
        "challenge.issued",
        "challenge.claimed",
        "challenge.used",
        "challenge.burned",
        "proof.rejected",
        "registration.accepted",
        "registration.completed",
        "admin.started",
    ] {
        assert!(lines.iter().any(|line| line.contains(&format!("\"event\":\"{event}\""))), "{event}");
    }
    let accepted = lines.iter().find(|line| line.contains("registration.accepted")).unwrap();
    let accepted: serde_json::Value = serde_json::from_str(accepted).unwrap();
    for member in ["subject_ref", "session_ref", "challenge_digest", "proof_digest", "consents", "trace_id", "at"] {
        assert!(!accepted[member].is_null(), "{member}");
    }
    let number = receipt.as_str().unwrap().replace('-', "");
    assert_eq!(
        number,
        format!("{:012}", accepted["seq"].as_i64().unwrap()),
        "REQ-126: the receipt is found in the log"
    );
    assert_eq!((&accepted["portal_flag"], &accepted["revocation"]["result"]), (&json!(true), &json!("good")));

    let change = "UPDATE audit SET line = replace(line, 'accepted', 'refused_') WHERE seq = 6";
    assert!(db.execute(change, ()).is_err(), "the table must refuse changes");
    db.execute_batch("DROP TRIGGER audit_is_never_changed; UPDATE audit SET line = line || ' ' WHERE seq = 6").unwrap();
    let fault = Server::verify_audit(&data).await.unwrap().unwrap_err();
    assert_eq!(fault, kazasu_server::AuditFault::Changed(6));
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
async fn the_file_itself_refuses_a_second_active_registration() {
    let platform = Platform::open().await;
    platform.register(&Card::rsa(&[0x75]), false).await;
    platform.register(&Card::rsa(&[0x76]), false).await;
    let db = rusqlite::Connection::open(platform.folder.path().join("data/kazasu.sqlite3")).unwrap();
    let copy =
        "INSERT INTO registrations SELECT 'reg_copy', subject_ref, card, card_at, portal_at, terms_version, consents,
         'copy', accepted_at, certificate_expires_at, release, release_at FROM registrations LIMIT 1";
    let theirs = "UPDATE registrations SET subject_ref = (SELECT subject_ref FROM registrations ORDER BY id LIMIT 1)
         WHERE id = (SELECT id FROM registrations ORDER BY id DESC LIMIT 1)";
    for second in [copy, theirs] {
        let refused = db.execute(second, ()).unwrap_err();
        assert!(refused.to_string().contains("one active registration"), "{refused}");
    }
    db.execute("UPDATE registrations SET release = 'released', release_at = 1", ()).unwrap();
    db.execute(copy, ()).unwrap();
    assert!(db.execute("UPDATE registrations SET release = NULL, card = 'registered', card_at = 2", ()).is_err());
}

#[tokio::test]
async fn after_delivery_the_sealed_serial_is_erased() {
    let platform = Platform::open().await;
    platform.control("PUT", "/eligibility", json!({"delay_s": 1, "outcome": "linked"})).await;
    platform.register(&Card::rsa(&[0x74]), false).await;
    let rows = || {
        let file = platform.folder.path().join("data/kazasu.sqlite3");
        let db = rusqlite::Connection::open(file).unwrap();
        db.query_row("SELECT count(*) FROM outbox", (), |row| row.get::<_, i64>(0)).unwrap()
    };
    assert_eq!(rows(), 1);
    tokio::time::sleep(std::time::Duration::from_millis(1400)).await;
    assert_eq!(rows(), 0);
    assert_eq!(platform.stored().await["registrations"][0]["state"], "registered");
}
