//! The thread that writes. What is queued while a commit runs goes into the next transaction together, so that many
//! operations share one sync to the disk.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::thread::JoinHandle;

use tokio::sync::mpsc::error::TrySendError;
use tokio::sync::{mpsc, oneshot};

use super::StoreError;
use super::batch::{Job, run_batch};
use super::tx::{Engine, Tx};

const QUEUE: usize = 1024;
const BATCH: usize = 64;

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
    jobs: mpsc::Sender<Box<dyn Job>>,
}

impl Writer {
    pub(super) fn start(engine: Box<dyn Engine>, tally: Arc<Tally>) -> (Self, JoinHandle<()>) {
        let (jobs, queue) = mpsc::channel(QUEUE);
        (Self { jobs }, std::thread::spawn(move || write_all(engine, queue, &tally)))
    }

    /// Runs the work in a transaction and answers once that is durable. An error undoes this work alone. The work may run
    /// more than once: what it did before is undone then.
    pub(super) async fn run<T, F>(&self, when_full: WhenFull, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let (sender, receiver) = oneshot::channel();
        let job: Box<dyn Job> = Box::new(Asked { work, result: Err(StoreError::Closed), sender });
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

/// Work, and who waits for its result.
struct Asked<T, F> {
    work: F,
    result: Result<T, StoreError>,
    sender: oneshot::Sender<Result<T, StoreError>>,
}

impl<T, F> Job for Asked<T, F>
where
    T: Send,
    F: FnMut(&mut Tx<'_>) -> Result<T, StoreError> + Send,
{
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError> {
        self.result = (self.work)(tx);
        self.result.as_ref().map(|_| ()).map_err(Clone::clone)
    }

    fn answer(self: Box<Self>, committed: Result<(), StoreError>) {
        let Self { result, sender, .. } = *self;
        // What failed by itself has its own reason.
        let _ = sender.send(result.and_then(|value| committed.map(|()| value)));
    }

    fn lose(&mut self, error: &StoreError) {
        self.result = Err(error.clone());
    }
}

fn write_all(mut engine: Box<dyn Engine>, mut queue: mpsc::Receiver<Box<dyn Job>>, tally: &Tally) {
    while let Some(first) = queue.blocking_recv() {
        let mut batch = vec![first];
        while batch.len() < BATCH {
            match queue.try_recv() {
                Ok(job) => batch.push(job),
                Err(_) => break,
            }
        }
        let outcome = run_batch(engine.as_mut(), &mut batch);
        match &outcome {
            Ok(()) => {
                tally.commits.fetch_add(1, Ordering::Relaxed);
                tally.operations.fetch_add(batch.len() as u64, Ordering::Relaxed);
            }
            Err(error) => {
                engine.rollback();
                tally.failures.fetch_add(1, Ordering::Relaxed);
                tracing::error!(%error, operations = batch.len(), "a transaction failed: nothing of it was stored");
            }
        }
        batch.into_iter().for_each(|job| job.answer(outcome.clone()));
    }
}
