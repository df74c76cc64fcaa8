//! A throw-away PostgreSQL for one test program, with a database for each test.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Runs until its standard input ends, which it does when the test program ends, however that comes about.
const SCRIPT: &str = r#"
set -e
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
"$1/initdb" -D "$folder/d" -U test -A trust --no-sync --locale=C.UTF-8 -E UTF8 >"$folder/log" 2>&1
start() {
    "$1/pg_ctl" -D "$folder/d" -w -l "$folder/log" -o "-k $folder -c listen_addresses= -c max_connections=300 \
        -c $2" start >/dev/null
}
start "$1" "$2"
echo "$folder"
while read -r word; do
    case $word in
    stop) "$1/pg_ctl" -D "$folder/d" -m immediate stop >/dev/null ;;
    start) start "$1" "$2" ;;
    esac
    echo "done"
done
"$1/pg_ctl" -D "$folder/d" -m immediate stop >/dev/null || true
"#;

/// Whether what was committed outlasts a power cut.
#[derive(Debug, Clone, Copy)]
pub enum Durability {
    Full,
    /// Faster, for tests.
    None,
}

/// A running server.
pub struct Cluster {
    folder: String,
    input: ChildStdin,
    output: BufReader<std::process::ChildStdout>,
    _child: Child,
}

impl Cluster {
    pub fn start() -> Self {
        Self::start_with(Durability::None)
    }

    pub fn start_with(durability: Durability) -> Self {
        let mut command = match is_root() {
            false => Command::new("sh"),
            true => {
                // PostgreSQL refuses to run as root.
                let mut command = Command::new("runuser");
                command.args(["-u", "postgres", "--", "sh"]);
                command
            }
        };
        let mut child = command
            .args(["-c", SCRIPT, "sh"])
            .arg(binaries())
            .arg(match durability {
                Durability::Full => "fsync=on",
                Durability::None => "fsync=off -c full_page_writes=off",
            })
            .current_dir("/")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .expect("PostgreSQL is needed for these tests");
        let mut output = BufReader::new(child.stdout.take().unwrap());
        let mut folder = String::new();
        output.read_line(&mut folder).unwrap();
        assert!(folder.starts_with('/'), "PostgreSQL did not start");
        let input = child.stdin.take().unwrap();
        Self { folder: folder.trim().to_owned(), input, output, _child: child }
    }

    /// Stops the server as a power cut would.
    pub fn stop(&mut self) {
        self.tell("stop");
    }

    pub fn start_again(&mut self) {
        self.tell("start");
    }

    fn tell(&mut self, word: &str) {
        use std::io::Write;
        writeln!(self.input, "{word}").unwrap();
        let mut line = String::new();
        self.output.read_line(&mut line).unwrap();
        assert_eq!(line.trim(), "done");
    }

    pub fn address(&self, database: &str) -> String {
        format!("postgres://test@localhost/{database}?host={}", self.folder)
    }

    /// How often the log was synced to the disk so far.
    pub async fn syncs(&self) -> usize {
        use sqlx::ConnectOptions;
        // A connection that has fallen idle tells what it did after ten seconds (PGSTAT_IDLE_INTERVAL).
        tokio::time::sleep(std::time::Duration::from_secs(11)).await;
        let options: sqlx::postgres::PgConnectOptions = self.address("postgres").parse().unwrap();
        let mut connection = options.connect().await.unwrap();
        let syncs: i64 =
            sqlx::query_scalar("SELECT wal_sync FROM pg_stat_wal").fetch_one(&mut connection).await.unwrap();
        usize::try_from(syncs).unwrap()
    }

    /// A database of its own, empty.
    pub async fn database(&self) -> String {
        use sqlx::{ConnectOptions, Executor};
        static NUMBER: AtomicU32 = AtomicU32::new(0);
        let name = format!("t{}", NUMBER.fetch_add(1, Ordering::Relaxed));
        let options: sqlx::postgres::PgConnectOptions = self.address("postgres").parse().unwrap();
        let mut connection = options.connect().await.unwrap();
        connection.execute(sqlx::AssertSqlSafe(format!("CREATE DATABASE {name}"))).await.unwrap();
        self.address(&name)
    }
}

/// A database on the server that all tests of a program share.
pub async fn fresh() -> String {
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    CLUSTER.get_or_init(Cluster::start).database().await
}

fn is_root() -> bool {
    std::fs::metadata("/proc/self").is_ok_and(|own| std::os::unix::fs::MetadataExt::uid(&own) == 0)
}

/// The folder of `initdb`: the newest under Debian's, or wherever the search path has it.
pub fn binaries() -> PathBuf {
    let versions = std::fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = versions.map(|version| version.path().join("bin")).collect();
    let path = std::env::var_os("PATH").unwrap_or_default();
    folders.sort();
    folders.reverse();
    folders.extend(std::env::split_paths(&path));
    folders.into_iter().find(|folder| folder.join("initdb").is_file()).expect("initdb of PostgreSQL was not found")
}
