//! SQLite: one file, one process, one writer, several readers.

use std::fs::File;
use std::path::Path;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use rusqlite::config::DbConfig;
use rusqlite::types::{ToSqlOutput, ValueRef};
use rusqlite::{Connection, ErrorCode, OpenFlags, ToSql};

use super::open::OpenError;
use super::tx::{Engine, Row, Statements, Value};
use super::{Readers as AnyReaders, StoreError};
use crate::secrets::private_options;

const FILE: &str = "kazasu.sqlite3";
const LOCK: &str = "kazasu.lock";
/// A process that is just ending gives its lock up within this time.
const LOCK_PATIENCE: Duration = Duration::from_secs(3);

/// Each is applied once, in order; `user_version` tells how many were.
const MIGRATIONS: &[&str] = &[
    include_str!("migrations/sqlite/0001_registration.sql"),
    include_str!("migrations/sqlite/0002_sign_in_and_release.sql"),
    include_str!("migrations/sqlite/0003_one_index_of_subjects.sql"),
];

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let passing = [
            ErrorCode::DiskFull,
            ErrorCode::SystemIoFailure,
            ErrorCode::DatabaseBusy,
            ErrorCode::DatabaseLocked,
            ErrorCode::CannotOpen,
            ErrorCode::ReadOnly,
        ];
        match error.sqlite_error_code().is_some_and(|code| passing.contains(&code)) {
            true => Self::Unavailable(error.to_string()),
            false => Self::Database(error.to_string()),
        }
    }
}

/// The connection that writes, with the lock that keeps other processes away.
struct Sqlite {
    connection: Connection,
    _lock: File,
}

/// The writing engine and the readers.
pub(super) fn open(folder: &Path) -> Result<(Box<dyn Engine>, AnyReaders), OpenError> {
    let lock = lock(folder)?;
    let file = folder.join(FILE);
    private_options().create(true).append(true).open(&file)?;
    let mut connection = connect(&file)?;
    migrate(&mut connection)?;
    // Pages that every transaction changes are copied from the log to the file more seldom so; 32 MB of log at most.
    connection.pragma_update(None, "wal_autocheckpoint", 8000)?;
    // Pages that are changed again and again are read once; a batch in a file of millions has hundreds of them.
    connection.pragma_update(None, "cache_size", -16_000)?;
    // One process owns this file, so a claim that is still held belongs to one that is gone.
    connection.execute("UPDATE challenges SET lease_until = 0 WHERE state = 'claimed'", [])?;
    let readers = Readers { file: file.clone(), idle: Mutex::new(Vec::new()) };
    Ok((Box::new(Sqlite { connection, _lock: lock }), AnyReaders::Sqlite(readers)))
}

fn lock(folder: &Path) -> Result<File, OpenError> {
    let file = private_options().create(true).append(true).open(folder.join(LOCK))?;
    let patience = Instant::now() + LOCK_PATIENCE;
    while file.try_lock().is_err() {
        if Instant::now() > patience {
            return Err(OpenError::InUse);
        }
        std::thread::sleep(Duration::from_millis(25));
    }
    Ok(file)
}

fn connect(file: &Path) -> Result<Connection, rusqlite::Error> {
    let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(file, flags)?;
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.set_prepared_statement_cache_capacity(128);
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    connection.pragma_update(None, "secure_delete", "ON")?;
    // What a savepoint may have to undo is kept in memory: otherwise a large transaction writes it to a file.
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // Otherwise a statement about a table with a partial index is prepared anew for each value that is bound to it.
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    Ok(connection)
}

fn migrate(connection: &mut Connection) -> Result<(), OpenError> {
    let done: i64 = connection.query_row("PRAGMA user_version", [], |row| row.get(0))?;
    let done = usize::try_from(done).map_err(|_| OpenError::Newer)?;
    if done > MIGRATIONS.len() {
        return Err(OpenError::Newer);
    }
    for (place, migration) in MIGRATIONS.iter().enumerate().skip(done) {
        let transaction = connection.transaction()?;
        transaction.execute_batch(migration)?;
        transaction.pragma_update(None, "user_version", i64::try_from(place + 1).unwrap_or(i64::MAX))?;
        transaction.commit()?;
    }
    Ok(())
}

/// A connection that only reads, for checks on a database that may be in use.
pub(super) fn open_to_read(folder: &Path) -> Result<impl Statements, OpenError> {
    let file = folder.join(FILE);
    if !file.is_file() {
        return Err(
            std::io::Error::new(std::io::ErrorKind::NotFound, "there is no kazasu.sqlite3 in this folder").into()
        );
    }
    Ok(reader(&file)?)
}

fn reader(file: &Path) -> Result<Reader, rusqlite::Error> {
    let connection = connect(file)?;
    connection.pragma_update(None, "query_only", "ON")?;
    Ok(Reader(connection))
}

impl Statements for Sqlite {
    fn run(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, StoreError> {
        let mut statement = self.connection.prepare_cached(sql)?;
        Ok(statement.execute(rusqlite::params_from_iter(values))? as u64)
    }

    fn rows(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        rows(&self.connection, sql, values)
    }
}

impl Engine for Sqlite {
    fn begin(&mut self) -> Result<(), StoreError> {
        self.run("BEGIN IMMEDIATE", &[]).map(|_| ())
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.run("COMMIT", &[]).map(|_| ())
    }

    /// `secure_delete` wipes what is deleted from the pages; the log still has them as they were before.
    fn erased(&mut self) {
        if let Err(error) = self.rows("PRAGMA wal_checkpoint(TRUNCATE)", &[]) {
            tracing::warn!(%error, "erased rows are still in the database's log");
        }
    }

    fn rollback(&mut self) {
        if !self.connection.is_autocommit() {
            let _ = self.run("ROLLBACK", &[]);
        }
    }
}

struct Reader(Connection);

impl Statements for Reader {
    fn run(&mut self, _: &'static str, _: &[Value]) -> Result<u64, StoreError> {
        Err(StoreError::Database("a reader does not write".to_owned()))
    }

    fn rows(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        rows(&self.0, sql, values)
    }
}

fn rows(connection: &Connection, sql: &str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let columns = statement.column_count();
    let mut found = statement.query(rusqlite::params_from_iter(values))?;
    let mut all = Vec::new();
    while let Some(row) = found.next()? {
        let values: Result<Vec<Value>, _> = (0..columns).map(|place| row.get_ref(place).map(value)).collect();
        all.push(Row(values?));
    }
    Ok(all)
}

fn value(value: ValueRef<'_>) -> Value {
    match value {
        ValueRef::Null | ValueRef::Real(_) => Value::Int(None),
        ValueRef::Integer(n) => Value::Int(Some(n)),
        ValueRef::Text(octets) => Value::Text(Some(String::from_utf8_lossy(octets).into_owned())),
        ValueRef::Blob(octets) => Value::Blob(Some(octets.to_vec())),
    }
}

impl ToSql for Value {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Self::Int(n) => n.map_or(ValueRef::Null, ValueRef::Integer),
            Self::Text(text) => text.as_ref().map_or(ValueRef::Null, |text| ValueRef::Text(text.as_bytes())),
            Self::Blob(octets) => octets.as_ref().map_or(ValueRef::Null, |octets| ValueRef::Blob(octets)),
        }))
    }
}

/// Connections that read. They look up single rows by their keys, which takes microseconds, so they run where they are
/// asked for; a thread of their own would cost more than the reading.
pub(crate) struct Readers {
    file: std::path::PathBuf,
    idle: Mutex<Vec<Reader>>,
}

impl Readers {
    pub(super) fn read<T>(
        &self,
        work: impl FnOnce(&mut dyn Statements) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        let idle = self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        let mut one = match idle {
            Some(one) => one,
            None => reader(&self.file)?,
        };
        let result = work(&mut one);
        if result.is_ok() {
            self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(one);
        }
        result
    }

    pub(super) fn close(&self) {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).clear();
    }
}
