//! The program under test, in a process of its own.

use std::path::PathBuf;
use std::process::Stdio;
use std::sync::Arc;

use kazasu_server::Server;
use tempfile::TempDir;
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, Command};

use crate::support::pki::anchors_pem;
use crate::support::postgres::{Cluster, Durability};

/// Which database it runs on.
pub enum Database {
    Sqlite,
    Postgres(Arc<Cluster>),
}

impl Database {
    pub fn postgres() -> Self {
        Self::Postgres(Arc::new(Cluster::start_with(Durability::Full)))
    }

    pub fn name(&self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres(_) => "PostgreSQL on the same machine, fsync on (the CPU time is the platform's alone)",
        }
    }
}

pub struct Platform {
    child: Child,
    pub address: String,
    pub folder: TempDir,
    trace: Option<Trace>,
}

/// What counts syncs.
enum Trace {
    Strace(PathBuf),
    Postgres(Arc<Cluster>),
}

impl Platform {
    pub async fn start(database: &Database) -> Self {
        Self::launch(database, tempfile::tempdir().unwrap(), None).await
    }

    pub async fn start_in(database: &Database, folder: TempDir) -> Self {
        Self::launch(database, folder, None).await
    }

    /// With its syncs counted: by PostgreSQL, or by strace; `None` where that is not installed.
    pub async fn start_traced(database: &Database) -> Option<Self> {
        if let Database::Postgres(cluster) = database {
            let mut platform = Self::start(database).await;
            platform.trace = Some(Trace::Postgres(cluster.clone()));
            return Some(platform);
        }
        let there = Command::new("strace").arg("-V").stdout(Stdio::null()).status().await;
        if !there.is_ok_and(|status| status.success()) {
            return None;
        }
        let folder = tempfile::tempdir().unwrap();
        let trace = folder.path().join("trace");
        Some(Self::launch(database, folder, Some(trace)).await)
    }

    async fn launch(database: &Database, folder: TempDir, trace: Option<PathBuf>) -> Self {
        let anchors = folder.path().join("anchors.pem");
        std::fs::write(&anchors, anchors_pem()).unwrap();
        let program = program();
        let mut command = match &trace {
            None => Command::new(program),
            Some(trace) => {
                let mut command = Command::new("strace");
                command.args(["-D", "-f", "-qq", "-e", "trace=fsync,fdatasync", "-o"]).arg(trace).arg(program);
                command
            }
        };
        if let Database::Postgres(cluster) = database {
            let address = cluster.database().await;
            Server::migrate(&kazasu_server::Database::Postgres(address.clone())).await.unwrap();
            command.env("KAZASU_DATABASE", address);
        }
        let mut child = command
            .args(["serve", "--listen", "127.0.0.1:0", "--data"])
            .arg(folder.path().join("data"))
            .arg("--anchor")
            .arg(&anchors)
            .env("RUST_LOG", "warn")
            .stderr(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).await.unwrap();
        let address = line.trim().strip_prefix("listening on http://").unwrap().to_owned();
        Self { child, address, folder, trace: trace.map(Trace::Strace) }
    }

    pub fn cpu(&self) -> f64 {
        cpu_seconds(&self.child.id().unwrap().to_string())
    }

    /// Octets that it wrote so far: to its files, and the answers.
    pub fn written(&self) -> f64 {
        let io = std::fs::read_to_string(format!("/proc/{}/io", self.child.id().unwrap())).unwrap();
        io.lines().find_map(|line| line.strip_prefix("wchar: ")).unwrap().parse().unwrap()
    }

    pub fn memory_mb(&self) -> f64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id().unwrap())).unwrap();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
        line.trim().trim_end_matches(" kB").parse::<f64>().unwrap() / 1024.0
    }

    pub async fn syncs(&self) -> usize {
        match &self.trace {
            None => 0,
            Some(Trace::Postgres(cluster)) => cluster.syncs().await,
            Some(Trace::Strace(path)) => {
                let text = std::fs::read_to_string(path).unwrap_or_default();
                text.lines().filter(|line| line.contains("sync(")).count()
            }
        }
    }

    /// Stops the program and gives back its folder.
    pub async fn stop(mut self) -> TempDir {
        self.child.kill().await.unwrap();
        self.folder
    }
}

/// User and system time of a process so far.
pub fn cpu_seconds(process: &str) -> f64 {
    let stat = std::fs::read_to_string(format!("/proc/{process}/stat")).unwrap();
    let after_name = stat.rsplit_once(") ").unwrap().1;
    let ticks: f64 = after_name.split(' ').skip(11).take(2).map(|field| field.parse::<f64>().unwrap()).sum();
    ticks / 100.0
}

/// The program beside this one: examples are built in a folder under the one of programs.
fn program() -> PathBuf {
    let here = std::env::current_exe().unwrap();
    let folder = here.parent().and_then(std::path::Path::parent).unwrap();
    folder.join("kazasu-server")
}
