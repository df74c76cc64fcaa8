//! The one connection that writes. What is queued while a commit runs goes into the next transaction together, so
//! that many operations share one sync to the disk.

use std::future::Future;
use std::pin::Pin;

use sqlx::{Connection, SqliteConnection};
use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;

use crate::store::StoreError;

const QUEUE: usize = 1024;
const BATCH: usize = 64;

/// Work inside a transaction.
pub(super) type Work<'c, T> = Pin<Box<dyn Future<Output = Result<T, StoreError>> + Send + 'c>>;

type Reply = Box<dyn FnOnce(Result<(), String>) + Send>;
/// Whether the work may stay in the transaction, and who waits for the commit.
type Done = (bool, Reply);
type Job = Box<dyn for<'c> FnOnce(&'c mut SqliteConnection) -> Pin<Box<dyn Future<Output = Done> + Send + 'c>> + Send>;

/// What to do when too much is waiting to be written.
#[derive(Debug, Clone, Copy)]
pub(super) enum WhenFull {
    /// New work is refused.
    Refuse,
    /// Work that was begun is ended.
    Wait,
}

/// Sends work to the writing task.
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
}

impl Writer {
    pub(super) fn start(connection: SqliteConnection) -> (Self, JoinHandle<()>) {
        let (jobs, queue) = mpsc::channel(QUEUE);
        (Self { jobs }, tokio::spawn(write_all(connection, queue)))
    }

    /// Runs the work in a transaction and answers once that is durable. An error undoes this work alone.
    pub(super) async fn run<T, F>(&self, when_full: WhenFull, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |connection| {
            Box::pin(async move {
                let result = work(connection).await;
                let stays = result.is_ok();
                let reply: Reply = Box::new(move |committed| {
                    let _ = sender.send(committed.map_err(StoreError::Database).and(result));
                });
                (stays, reply)
            })
        });
        match when_full {
            WhenFull::Wait => self.jobs.send(job).await.map_err(|_| StoreError::Closed)?,
            WhenFull::Refuse => self.jobs.try_send(job).map_err(|error| match error {
                TrySendError::Full(_) => StoreError::Busy,
                TrySendError::Closed(_) => StoreError::Closed,
            })?,
        }
        receiver.await.map_err(|_| StoreError::Closed)?
    }
}

async fn write_all(mut connection: SqliteConnection, mut queue: mpsc::Receiver<Job>) {
    while let Some(first) = queue.recv().await {
        let mut batch = vec![first];
        while batch.len() < BATCH {
            match queue.try_recv() {
                Ok(job) => batch.push(job),
                Err(_) => break,
            }
        }
        let mut replies = Vec::with_capacity(batch.len());
        let committed = run_batch(&mut connection, batch, &mut replies).await;
        if committed.is_err() {
            let _ = execute(&mut connection, "ROLLBACK").await;
        }
        let outcome = committed.map_err(|error| error.to_string());
        replies.into_iter().for_each(|reply| reply(outcome.clone()));
    }
    if let Err(error) = connection.close().await {
        tracing::error!(%error, "the database was not closed cleanly");
    }
}

async fn run_batch(
    connection: &mut SqliteConnection,
    batch: Vec<Job>,
    replies: &mut Vec<Reply>,
) -> Result<(), sqlx::Error> {
    execute(connection, "BEGIN IMMEDIATE").await?;
    for job in batch {
        execute(connection, "SAVEPOINT job").await?;
        let (stays, reply) = job(connection).await;
        replies.push(reply);
        if !stays {
            execute(connection, "ROLLBACK TO job").await?;
        }
        execute(connection, "RELEASE job").await?;
    }
    execute(connection, "COMMIT").await
}

async fn execute(connection: &mut SqliteConnection, statement: &'static str) -> Result<(), sqlx::Error> {
    sqlx::query(statement).execute(connection).await.map(|_| ())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use sqlx::sqlite::SqliteConnectOptions;

    fn insert(n: i64, fails: bool) -> impl for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, i64> + Send {
        move |tx| {
            Box::pin(async move {
                sqlx::query("INSERT INTO t VALUES (?)").bind(n).execute(tx).await?;
                if fails { Err(StoreError::Corrupt("on purpose")) } else { Ok(n) }
            })
        }
    }

    fn wait_for(gate: oneshot::Receiver<()>) -> impl for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, ()> + Send {
        move |_| {
            Box::pin(async move {
                let _ = gate.await;
                Ok(())
            })
        }
    }

    #[tokio::test]
    async fn an_error_undoes_its_own_work_and_leaves_the_rest_of_the_batch() {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteConnectOptions::new().filename(folder.path().join("t.sqlite3")).create_if_missing(true);
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        sqlx::query("CREATE TABLE t (n INTEGER PRIMARY KEY)").execute(&mut connection).await.unwrap();
        let (writer, task) = Writer::start(connection);
        let (first, broken, double, last) = tokio::join!(
            writer.run(WhenFull::Refuse, insert(1, false)),
            writer.run(WhenFull::Wait, insert(2, true)),
            writer.run(WhenFull::Refuse, insert(1, false)),
            writer.run(WhenFull::Wait, insert(3, false)),
        );
        assert_eq!((first.unwrap(), last.unwrap()), (1, 3));
        assert!(matches!(broken, Err(StoreError::Corrupt(_))));
        assert!(matches!(double, Err(StoreError::Database(_))));
        drop(writer);
        task.await.unwrap();
        let mut connection = SqliteConnection::connect_with(&options).await.unwrap();
        let rows: Vec<i64> = sqlx::query_scalar("SELECT n FROM t ORDER BY n").fetch_all(&mut connection).await.unwrap();
        assert_eq!(rows, [1, 3]);
    }

    #[tokio::test]
    async fn when_the_queue_is_full_new_work_is_refused() {
        let folder = tempfile::tempdir().unwrap();
        let options = SqliteConnectOptions::new().filename(folder.path().join("t.sqlite3")).create_if_missing(true);
        let connection = SqliteConnection::connect_with(&options).await.unwrap();
        let (writer, task) = Writer::start(connection);
        let (open, gate) = oneshot::channel::<()>();
        let writer = std::sync::Arc::new(writer);
        let spawn = |writer: std::sync::Arc<Writer>| {
            tokio::spawn(async move { writer.run(WhenFull::Refuse, |_| Box::pin(async { Ok(()) })).await })
        };
        let held = writer.clone();
        let blocker = tokio::spawn(async move { held.run(WhenFull::Wait, wait_for(gate)).await });
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        let queued: Vec<_> = (0..QUEUE).map(|_| spawn(writer.clone())).collect();
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
        let refused = spawn(writer.clone()).await.unwrap();
        assert!(matches!(refused, Err(StoreError::Busy)));
        open.send(()).unwrap();
        blocker.await.unwrap().unwrap();
        for one in queued {
            one.await.unwrap().unwrap();
        }
        drop(writer);
        task.await.unwrap();
    }
}
