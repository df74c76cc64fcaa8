//! What the operator's guide says of copies: taken while the program runs, put back, and nothing of it lost or twice.

use std::ffi::OsStr;
use std::path::Path;

use kazasu_server::{Database, Server};
use serde_json::Value;
use tokio::process::Command;

use crate::program::Program;
use crate::support::postgres::{Cluster, binaries};

/// Runs a command of the guide.
async fn run<S: AsRef<OsStr>>(program: impl AsRef<OsStr>, arguments: &[S], folder: &Path) {
    let output = Command::new(program).args(arguments).current_dir(folder).output().await.unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
}

/// Two signed registrations: one is posted before the copy is taken, the other after it.
struct Posts {
    before: (String, String),
    after: (String, String),
    answered: Value,
}

impl Posts {
    async fn one_of_two(program: &Program) -> Self {
        let (before, after) = (program.signed(1).await, program.signed(2).await);
        let (status, _, answered) = program.call("POST", "/v1/registrations", &before.0, &before.1).await;
        assert_eq!(status, 202);
        Self { before, after, answered }
    }

    async fn the_other(&self, program: &Program) {
        assert_eq!(program.call("POST", "/v1/registrations", &self.after.0, &self.after.1).await.0, 202);
        assert_eq!(program.stored().await, 2);
    }

    /// What was registered before the copy is; its token opens it, its resending is answered as before. Who registered
    /// after it is not, and gets a registration by sending the same once more.
    async fn are_one_after_all(&self, program: &Program) {
        assert_eq!(program.stored().await, 1);
        let member = |name: &str| self.answered[name].as_str().unwrap();
        let token = format!("authorization: Bearer {}\r\n", member("status_token"));
        let path = format!("/v1/registrations/{}", member("registration_id"));
        let (status, _, told) = program.call("GET", &path, &token, "").await;
        assert!(told["receipt"]["number"].is_string(), "{told}");
        assert_eq!((status, &told["receipt"]), (200, &self.answered["receipt"]));
        let (status, head, again) = program.call("POST", "/v1/registrations", &self.before.0, &self.before.1).await;
        assert!(status == 202 && head.contains("idempotency-replayed: true"), "{head}");
        assert_eq!(again, self.answered);
        assert_eq!(program.stored().await, 1);
        self.the_other(program).await;
    }
}

#[tokio::test]
async fn a_copy_of_a_file_taken_while_it_runs_is_put_back() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("data");
    let mut program = Program::start(folder.path()).await;
    let posts = Posts::one_of_two(&program).await;
    run("sqlite3", &["kazasu.sqlite3", ".backup copy.sqlite3"], &data).await;
    posts.the_other(&program).await;
    program.child.kill().await.unwrap();
    std::fs::rename(data.join("copy.sqlite3"), data.join("kazasu.sqlite3")).unwrap();
    for end in ["wal", "shm"] {
        let _ = std::fs::remove_file(data.join(format!("kazasu.sqlite3-{end}")));
    }
    let program = Program::start(folder.path()).await;
    posts.are_one_after_all(&program).await;
    let file = Database::Sqlite(data);
    Server::verify_audit_of(&file).await.unwrap().expect("an unbroken chain");
}

#[tokio::test]
async fn a_dump_of_postgresql_taken_while_it_runs_is_put_back() {
    let cluster = Cluster::start();
    let (first, second) = (cluster.database().await, cluster.database().await);
    Server::migrate(&Database::Postgres(first.clone())).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let mut program = Program::start_on(folder.path(), Some(&first)).await;
    let posts = Posts::one_of_two(&program).await;
    let dump = ["--format=custom", "--file=copy.dump", &first];
    run(binaries().join("pg_dump"), &dump, folder.path()).await;
    posts.the_other(&program).await;
    program.child.kill().await.unwrap();
    let restore = ["--exit-on-error", "--dbname", &second, "copy.dump"];
    run(binaries().join("pg_restore"), &restore, folder.path()).await;
    let program = Program::start_on(folder.path(), Some(&second)).await;
    posts.are_one_after_all(&program).await;
    Server::verify_audit_of(&Database::Postgres(second)).await.unwrap().expect("an unbroken chain");
}
