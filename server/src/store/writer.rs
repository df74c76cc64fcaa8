//! The thread that writes. What is queued while a commit runs goes into the next transaction together, so that many
//! operations share one sync to the disk.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use super::StoreError;
use super::tx::{Engine, Statements, Tx};

const QUEUE: usize = 1024;
const BATCH: usize = 64;

type Reply = Box<dyn FnOnce(Result<(), StoreError>) + Send>;
/// Runs in a transaction, or learns that there is none; says whether its work may stay, and who waits for the commit.
type Job = Box<dyn FnOnce(Result<&mut Tx<'_>, StoreError>) -> (bool, Reply) + Send>;

/// What to do when too much is waiting to be written.
#[derive(Debug, Clone, Copy)]
pub(super) enum WhenFull {
    /// New work is refused.
    Refuse,
    /// Work that was begun is ended.
    Wait,
}

/// What the writer did so far.
#[derive(Debug, Default)]
pub(crate) struct Tally {
    /// Transactions that became durable.
    pub(crate) commits: AtomicU64,
    /// Operations in them.
    pub(crate) operations: AtomicU64,
    /// Transactions that failed.
    pub(crate) failures: AtomicU64,
}

/// Sends work to the writing thread. Dropping it lets the thread end once its queue is empty.
pub(super) struct Writer {
    jobs: mpsc::Sender<Job>,
}

impl Writer {
    pub(super) fn start(engine: Box<dyn Engine>, tally: Arc<Tally>) -> (Self, JoinHandle<()>) {
        let (jobs, queue) = mpsc::channel(QUEUE);
        (Self { jobs }, std::thread::spawn(move || write_all(engine, queue, &tally)))
    }

    /// Runs the work in a transaction and answers once that is durable. An error undoes this work alone.
    pub(super) async fn run<T, F>(&self, when_full: WhenFull, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let job: Job = Box::new(move |tx| {
            let result = tx.and_then(work);
            let stays = result.is_ok();
            let reply: Reply = Box::new(move |committed| {
                let _ = sender.send(result.and_then(|value| committed.map(|()| value)));
            });
            (stays, reply)
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

fn write_all(mut engine: Box<dyn Engine>, mut queue: mpsc::Receiver<Job>, tally: &Tally) {
    while let Some(first) = queue.blocking_recv() {
        let mut batch = vec![first];
        while batch.len() < BATCH {
            match queue.try_recv() {
                Ok(job) => batch.push(job),
                Err(_) => break,
            }
        }
        let (number, mut replies) = (batch.len() as u64, Vec::with_capacity(batch.len()));
        let outcome = run_batch(engine.as_mut(), batch, &mut replies);
        match &outcome {
            Ok(()) => {
                tally.commits.fetch_add(1, Ordering::Relaxed);
                tally.operations.fetch_add(number, Ordering::Relaxed);
            }
            Err(error) => {
                engine.rollback();
                tally.failures.fetch_add(1, Ordering::Relaxed);
                tracing::error!(%error, operations = number, "a transaction failed: nothing of it was stored");
            }
        }
        replies.into_iter().for_each(|reply| reply(outcome.clone()));
    }
}

/// Every job of the batch gets its turn, or learns why not.
fn run_batch(engine: &mut dyn Engine, batch: Vec<Job>, replies: &mut Vec<Reply>) -> Result<(), StoreError> {
    let begun = engine.begin();
    let mut tx = Tx { engine, audit_head: None };
    let mut state = begun;
    for job in batch {
        if let Err(error) = &state {
            replies.push(job(Err(error.clone())).1);
            continue;
        }
        state = run_job(&mut tx, job, replies);
    }
    state.and_then(|()| tx.engine.commit())
}

/// An error says that the whole transaction is lost.
fn run_job(tx: &mut Tx<'_>, job: Job, replies: &mut Vec<Reply>) -> Result<(), StoreError> {
    if let Err(error) = tx.run("SAVEPOINT job", &[]) {
        replies.push(job(Err(error.clone())).1);
        return Err(error);
    }
    let head = tx.audit_head;
    let (stays, reply) = job(Ok(tx));
    replies.push(reply);
    if stays {
        return tx.run("RELEASE job", &[]).map(|_| ());
    }
    tx.audit_head = head;
    // SQLite ends the whole transaction by itself when the disk is full, and then has no savepoint any more.
    tx.run("ROLLBACK TO job", &[]).map(|_| ())
}
