//! PostgreSQL: many processes, one writing transaction at a time. The audit log is one chain, so its lines have an order
//! over all processes; the lock that gives it also makes every rule hold that one writer gives on a file.

use std::str::FromStr;
use std::time::Duration;

use sqlx::postgres::{PgArguments, PgConnectOptions, PgPool, PgPoolOptions, PgRow};
use sqlx::query::Query;
use sqlx::{AssertSqlSafe, Column, ConnectOptions, Connection, PgConnection, Postgres, Row as _, TypeInfo};
use tokio::runtime::Handle;

use super::open::OpenError;
use super::tx::{Engine, Row, Statements, Value};
use super::{Readers as AnyReaders, StoreError};

/// Key of the advisory lock that a writer holds until its transaction ends.
const WRITER_LOCK: &str = "SELECT pg_advisory_xact_lock(5207011963)";

/// Each is applied once, in order; `kazasu_schema` tells how many were.
const MIGRATIONS: &[&str] = &[include_str!("migrations/postgres/0001_all.sql")];

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> Self {
        // Classes 08 connection, 25 ended while idle, 40 rolled back, 53 no room, 55 lock, 57 stopped, 58 system.
        const PASSING: [&str; 7] = ["08", "25", "40", "53", "55", "57", "58"];
        let code = error.as_database_error().map(|error| error.code().unwrap_or_default().into_owned());
        match code {
            Some(code) if !PASSING.iter().any(|class| code.starts_with(class)) => Self::Database(error.to_string()),
            _ => Self::Unavailable(error.to_string()),
        }
    }
}

fn options(address: &str) -> Result<PgConnectOptions, sqlx::Error> {
    let options = PgConnectOptions::from_str(address)?
        .application_name("kazasu-server")
        .options([
            ("statement_timeout", "10s"),
            ("lock_timeout", "10s"),
            ("idle_in_transaction_session_timeout", "20s"),
            ("default_transaction_isolation", "read committed"),
            ("synchronous_commit", "on"),
        ])
        .disable_statement_logging();
    Ok(options)
}

pub(super) async fn open(address: &str) -> Result<(Box<dyn Engine>, AnyReaders), OpenError> {
    let readers = connect_readers(address).await?;
    let known = match number_of_steps(&mut *readers.pool.acquire().await?).await? {
        None => return Err(OpenError::NotMigrated),
        Some(number) => number,
    };
    match known.cmp(&MIGRATIONS.len()) {
        std::cmp::Ordering::Less => return Err(OpenError::NotMigrated),
        std::cmp::Ordering::Greater => return Err(OpenError::Newer),
        std::cmp::Ordering::Equal => {}
    }
    let engine = Writing { options: options(address)?, connection: None, runtime: Handle::current() };
    Ok((Box::new(engine), AnyReaders::Postgres(readers)))
}

pub(super) async fn connect_readers(address: &str) -> Result<Readers, OpenError> {
    let pool = PgPoolOptions::new()
        .max_connections(8)
        .acquire_timeout(Duration::from_secs(5))
        .connect_with(options(address)?.options([("default_transaction_read_only", "on")]))
        .await?;
    Ok(Readers { pool, runtime: Handle::current() })
}

pub(super) async fn migrate(address: &str) -> Result<usize, OpenError> {
    let mut connection = options(address)?.connect().await?;
    let mut transaction = connection.begin().await?;
    // Two processes that migrate at once: the second waits and finds nothing to do.
    sqlx::query(WRITER_LOCK).execute(&mut *transaction).await?;
    let done = number_of_steps(&mut transaction).await?.unwrap_or(0);
    if done > MIGRATIONS.len() {
        return Err(OpenError::Newer);
    }
    for migration in &MIGRATIONS[done..] {
        sqlx::raw_sql(*migration).execute(&mut *transaction).await?;
    }
    transaction.commit().await?;
    connection.close().await?;
    Ok(MIGRATIONS.len() - done)
}

/// `None` before the first one.
async fn number_of_steps(connection: &mut PgConnection) -> Result<Option<usize>, sqlx::Error> {
    let there: Option<i64> = sqlx::query_scalar("SELECT count(*) FROM pg_tables WHERE tablename = 'kazasu_schema'")
        .fetch_optional(&mut *connection)
        .await?;
    if there != Some(1) {
        return Ok(None);
    }
    let steps: i64 = sqlx::query_scalar("SELECT max(step) FROM kazasu_schema").fetch_one(connection).await?;
    Ok(usize::try_from(steps).ok())
}

/// The connection that writes; it is made anew when it was lost. It is used on a thread of its own, which may block.
struct Writing {
    options: PgConnectOptions,
    connection: Option<PgConnection>,
    runtime: Handle,
}

impl Writing {
    fn with<T>(
        &mut self,
        work: impl AsyncFnOnce(&mut PgConnection) -> Result<T, sqlx::Error>,
    ) -> Result<T, StoreError> {
        let connection =
            self.connection.as_mut().ok_or_else(|| StoreError::Unavailable("there is no connection".to_owned()))?;
        let result = self.runtime.block_on(work(connection)).map_err(StoreError::from);
        if matches!(result, Err(StoreError::Unavailable(_))) {
            self.connection = None;
        }
        result
    }

    fn connect(&mut self) -> Result<(), StoreError> {
        if self.connection.is_none() {
            let connected = self
                .runtime
                .block_on(async { tokio::time::timeout(Duration::from_secs(5), self.options.connect()).await });
            let connection = connected.map_err(|_| StoreError::Unavailable("no connection in time".to_owned()))??;
            self.connection = Some(connection);
        }
        Ok(())
    }

    fn start(&mut self) -> Result<(), StoreError> {
        self.with(async |connection| {
            sqlx::query("BEGIN").execute(&mut *connection).await?;
            sqlx::query(WRITER_LOCK).execute(connection).await.map(|_| ())
        })
    }
}

impl Statements for Writing {
    fn run(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, StoreError> {
        self.with(async |connection| Ok(query(sql, values).execute(connection).await?.rows_affected()))
    }

    fn rows(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.with(async |connection| query(sql, values).fetch_all(connection).await?.iter().map(row).collect())
    }
}

impl Engine for Writing {
    fn begin(&mut self) -> Result<(), StoreError> {
        self.connect()?;
        match self.start() {
            // The connection had gone while nobody used it.
            Err(StoreError::Unavailable(_)) if self.connection.is_none() => {
                self.connect()?;
                self.start()
            }
            other => other,
        }
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.run("COMMIT", &[]).map(|_| ())
    }

    fn rollback(&mut self) {
        if self.connection.is_some() && self.run("ROLLBACK", &[]).is_err() {
            self.connection = None;
        }
    }
}

/// Connections that read.
pub(crate) struct Readers {
    pool: PgPool,
    runtime: Handle,
}

impl Readers {
    pub(super) async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut dyn Statements) -> Result<T, StoreError> + Send + 'static,
    {
        let mut connection = self.pool.acquire().await?;
        let runtime = self.runtime.clone();
        let reading = tokio::task::spawn_blocking(move || {
            let mut reader = Reading { connection: &mut connection, runtime: &runtime };
            work(&mut reader)
        });
        reading.await.map_err(|_| StoreError::Closed)?
    }

    pub(super) async fn close(&self) {
        self.pool.close().await;
    }
}

struct Reading<'a> {
    connection: &'a mut PgConnection,
    runtime: &'a Handle,
}

impl Statements for Reading<'_> {
    fn run(&mut self, _: &'static str, _: &[Value]) -> Result<u64, StoreError> {
        Err(StoreError::Database("a reader does not write".to_owned()))
    }

    fn rows(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        let rows = self.runtime.block_on(query(sql, values).fetch_all(&mut *self.connection))?;
        Ok(rows.iter().map(row).collect::<Result<_, sqlx::Error>>()?)
    }
}

/// PostgreSQL writes `$1` where SQLite writes `?1`. The texts are constants of this program.
fn query(sql: &'static str, values: &[Value]) -> Query<'static, Postgres, PgArguments> {
    let mut query = sqlx::query(AssertSqlSafe(sql.replace('?', "$")));
    for value in values {
        query = match value.clone() {
            Value::Int(n) => query.bind(n),
            Value::Text(text) => query.bind(text),
            Value::Blob(octets) => query.bind(octets),
        };
    }
    query
}

fn row(row: &PgRow) -> Result<Row, sqlx::Error> {
    let value = |column: &sqlx::postgres::PgColumn| {
        let place = column.ordinal();
        match column.type_info().name() {
            "INT8" => row.try_get(place).map(Value::Int),
            "BYTEA" => row.try_get(place).map(Value::Blob),
            _ => row.try_get(place).map(Value::Text),
        }
    };
    Ok(Row(row.columns().iter().map(value).collect::<Result<_, _>>()?))
}
