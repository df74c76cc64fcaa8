//! Opening the database file and bringing its tables up to date.

use std::path::Path;
use std::time::Duration;

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{ConnectOptions, Connection, SqliteConnection, SqlitePool};

use crate::secrets::private_options;

const FILE: &str = "kazasu.sqlite3";

/// Each is applied once, in order; `user_version` tells how many were.
const MIGRATIONS: &[&str] = &[include_str!("migrations/0001_registration.sql")];

/// The database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file could not be made.
    #[error("the database file cannot be made: {0}")]
    Io(#[from] std::io::Error),
    /// SQLite refused.
    #[error("the database cannot be opened: {0}")]
    Database(#[from] sqlx::Error),
    /// A newer program wrote it.
    #[error("the database was written by a newer version of this program; use that version")]
    Newer,
}

/// The connection that writes and the connections that read.
pub(super) async fn open(folder: &Path) -> Result<(SqliteConnection, SqlitePool), OpenError> {
    let file = folder.join(FILE);
    private_options().create(true).append(true).open(&file)?;
    let options = options(&file);
    let mut writer = options.clone().connect().await?;
    migrate(&mut writer).await?;
    lapse_claims(&mut writer).await?;
    let readers = SqlitePoolOptions::new()
        .max_connections(4)
        .min_connections(1)
        .idle_timeout(None)
        .max_lifetime(None)
        .connect_with(options.pragma("query_only", "ON"))
        .await?;
    Ok((writer, readers))
}

/// A connection that only reads, for checks on a database that may be in use.
pub(super) async fn open_to_read(folder: &Path) -> Result<SqliteConnection, OpenError> {
    let file = folder.join(FILE);
    if !file.is_file() {
        return Err(
            std::io::Error::new(std::io::ErrorKind::NotFound, "there is no kazasu.sqlite3 in this folder").into()
        );
    }
    Ok(options(&file).pragma("query_only", "ON").connect().await?)
}

fn options(file: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new()
        .filename(file)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .foreign_keys(true)
        .pragma("secure_delete", "ON")
        .busy_timeout(Duration::from_secs(5))
        .statement_cache_capacity(128)
        .disable_statement_logging()
}

async fn migrate(connection: &mut SqliteConnection) -> Result<(), OpenError> {
    let done: i64 = sqlx::query_scalar("PRAGMA user_version").fetch_one(&mut *connection).await?;
    let done = usize::try_from(done).map_err(|_| OpenError::Newer)?;
    if done > MIGRATIONS.len() {
        return Err(OpenError::Newer);
    }
    for (place, migration) in MIGRATIONS.iter().enumerate().skip(done) {
        let mut transaction = connection.begin().await?;
        sqlx::raw_sql(*migration).execute(&mut *transaction).await?;
        let version = format!("PRAGMA user_version = {}", place + 1);
        sqlx::raw_sql(sqlx::AssertSqlSafe(version)).execute(&mut *transaction).await?;
        transaction.commit().await?;
    }
    Ok(())
}

/// One process owns this database, so a claim that is still held belongs to one that is gone.
async fn lapse_claims(connection: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    sqlx::query("UPDATE challenges SET lease_until = 0 WHERE state = 'claimed'").execute(connection).await?;
    Ok(())
}
