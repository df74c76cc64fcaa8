//! Which database, and opening it.

use std::path::{Path, PathBuf};

use super::tx::{Engine, Statements};
use super::{Readers, StoreError, postgres, sql, sqlite};
use crate::audit::{AuditFault, AuditHead};

/// Where a platform keeps what it holds.
#[derive(Clone, PartialEq, Eq)]
pub enum Database {
    /// The file `kazasu.sqlite3` in this folder; one process at a time.
    Sqlite(PathBuf),
    /// PostgreSQL, by an address such as `postgres://user@host/name?sslmode=verify-full`; any number of processes.
    Postgres(String),
}

/// The database cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The file could not be made.
    #[error("the database file cannot be made: {0}")]
    Io(#[from] std::io::Error),
    /// SQLite refused.
    #[error("the database cannot be opened: {0}")]
    Sqlite(#[from] rusqlite::Error),
    /// PostgreSQL refused or is not there.
    #[error("the database cannot be opened: {0}")]
    Postgres(#[from] sqlx::Error),
    /// A statement failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A newer program wrote it.
    #[error("the database was written by a newer version of this program; use that version")]
    Newer,
    /// Another process has it.
    #[error(
        "another process uses this data folder; stop it first. Several processes can share PostgreSQL, but not a file"
    )]
    InUse,
    /// The tables are not there or are old.
    #[error("the tables of the database are missing or old; run \"kazasu-server migrate --database …\" first")]
    NotMigrated,
}

/// The writing engine and the readers.
pub(super) async fn open(database: &Database) -> Result<(Box<dyn Engine>, Readers), OpenError> {
    match database {
        Database::Sqlite(folder) => sqlite::open(folder),
        Database::Postgres(address) => postgres::open(address).await,
    }
}

/// Brings the tables up to date, and says how many steps that took. A file is brought up to date when it is opened.
pub(crate) async fn migrate(database: &Database) -> Result<usize, OpenError> {
    match database {
        Database::Sqlite(folder) => sqlite::open(folder).map(|_| 0),
        Database::Postgres(address) => postgres::migrate(address).await,
    }
}

/// Checks the audit chain, also while the database is in use.
pub(crate) async fn verify_audit(database: &Database) -> Result<Result<AuditHead, AuditFault>, OpenError> {
    let check = |db: &mut dyn Statements| sql::audit::verify(db);
    match database {
        Database::Sqlite(folder) => Ok(check(&mut sqlite::open_to_read(folder)?)?),
        Database::Postgres(address) => Ok(postgres::connect_readers(address).await?.read(check).await?),
    }
}

impl Database {
    /// A file in a folder.
    pub fn in_folder(folder: &Path) -> Self {
        Self::Sqlite(folder.to_owned())
    }
}
