//! The program ends between any two statements, as by `kill -9`: nothing is lost, nothing is there twice.

use kazasu_server::{Database, Server};
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::program::{Program, try_raw};
use crate::support::postgres::Cluster;

/// A folder and a database that outlast the program.
struct Home {
    folder: TempDir,
    postgres: Option<String>,
}

impl Home {
    async fn start(&self) -> Program {
        Program::start_on(self.folder.path(), self.postgres.as_deref()).await
    }

    async fn audit_lines(&self) -> u64 {
        let database = match &self.postgres {
            Some(address) => Database::Postgres(address.clone()),
            None => Database::in_folder(&self.folder.path().join("data")),
        };
        Server::verify_audit_of(&database).await.unwrap().expect("an unbroken chain").lines
    }

    fn on_file() -> Self {
        Self { folder: tempfile::tempdir().unwrap(), postgres: None }
    }
}

/// A post that is cut off at one statement and sent again after a restart.
struct Cut {
    answered: bool,
    replayed: bool,
    status: u16,
    body: Value,
    /// Registrations after the restart, before the post came again; and after it.
    stored: (usize, usize),
}

/// Posts once with a cut to come, and again after a restart.
async fn cut_at(home: &Home, statement: u64, serial: u8, status: &str, spoil: fn(&str) -> String) -> Cut {
    let mut program = ready(home, serial, status).await;
    let (headers, body) = program.signed(serial).await;
    let body = spoil(&body);
    let cut = json!({"statement": statement}).to_string();
    let answered = loop {
        // The platform's own work in the background counts along and may meet the cut first: before this is answered, or
        // before the post is sent.
        let _ = try_raw(&program.address, "PUT", "/sandbox/v1/power-cut", "", &cut).await;
        if let Ok(answer) = try_raw(&program.address, "POST", "/v1/registrations", &headers, &body).await {
            break !answer.is_empty();
        }
        program = ready(home, serial, status).await;
    };
    drop(program);
    let program = ready(home, serial, status).await;
    let before = program.stored().await;
    let (status, head, body) = program.call("POST", "/v1/registrations", &headers, &body).await;
    let replayed = head.contains("idempotency-replayed: true");
    Cut { answered, replayed, status, body, stored: (before, program.stored().await) }
}

/// The platform, with a certificate of that status.
async fn ready(home: &Home, serial: u8, status: &str) -> Program {
    let program = home.start().await;
    // What is delivered later must not count along.
    set(&program, "/eligibility", json!({"delay_s": 3600})).await;
    set(&program, &format!("/certificates/{serial:02x}"), json!({"status": status})).await;
    program
}

async fn set(program: &Program, path: &str, body: Value) {
    assert_eq!(program.call("PUT", &format!("/sandbox/v1{path}"), "", &body.to_string()).await.0, 204, "{path}");
}

/// Cuts a good post at its first statement, its second, and so on until it is answered; gives the number of cuts.
async fn cut_everywhere(home: &Home, status: &str) -> u64 {
    let (mut receipts, mut lines) = (std::collections::HashSet::new(), 0);
    for statement in 1..100 {
        let serial = u8::try_from(statement).unwrap();
        let before = receipts.len();
        let cut = cut_at(home, statement, serial, status, str::to_owned).await;
        // What was stored was stored whole: then the same answer comes again. Otherwise nothing was.
        assert_eq!((statement, cut.status, cut.stored.1), (statement, 202, before + 1), "{}", cut.body);
        assert_eq!((statement, cut.replayed), (statement, cut.stored.0 == before + 1));
        assert!(receipts.insert(cut.body["receipt"]["number"].as_str().unwrap().to_owned()), "{statement}");
        let now = home.audit_lines().await;
        assert!(now > lines, "{statement}");
        lines = now;
        if cut.answered {
            assert!(cut.replayed);
            return statement - 1;
        }
    }
    panic!("a post has fewer statements than that");
}

#[tokio::test]
async fn t21_killed_at_any_statement_of_a_post_nothing_is_lost_and_nothing_is_there_twice() {
    let cuts = cut_everywhere(&Home::on_file(), "good").await;
    assert!(cuts >= 10, "{cuts}");
}

#[tokio::test]
async fn t21_killed_at_any_statement_of_a_post_whose_revocation_is_asked_for() {
    let cuts = cut_everywhere(&Home::on_file(), "asked").await;
    assert!(cuts >= 20, "{cuts}");
}

#[tokio::test]
async fn t21_killed_at_any_statement_of_a_post_on_postgresql() {
    let cluster = Cluster::start();
    let address = cluster.database().await;
    Server::migrate(&Database::Postgres(address.clone())).await.unwrap();
    let home = Home { folder: tempfile::tempdir().unwrap(), postgres: Some(address) };
    let cuts = cut_everywhere(&home, "good").await;
    assert!(cuts >= 10, "{cuts}");
}

#[tokio::test]
async fn t21_killed_at_any_statement_of_a_refusal_the_refusal_comes_again() {
    let home = Home::on_file();
    for statement in 1..100 {
        let spoiled = |body: &str| {
            let mut body: Value = serde_json::from_str(body).unwrap();
            body["proof"]["signature"] = json!("AAAA");
            body.to_string()
        };
        let cut = cut_at(&home, statement, 1, "good", spoiled).await;
        let code = cut.body["code"].as_str().unwrap();
        assert_eq!((statement, cut.status, code, cut.stored), (statement, 422, "signature-invalid", (0, 0)));
        home.audit_lines().await;
        if cut.answered {
            assert!(statement > 8 && cut.replayed, "{statement}");
            return;
        }
    }
    panic!("a refusal has fewer statements than that");
}
