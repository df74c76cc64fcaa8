//! Storage, as whole operations: each one is a single transaction, whatever the database.

mod batch;
mod claim_model;
mod offers;
mod open;
mod operations;
mod postgres;
#[cfg(feature = "sandbox")]
mod power_cut;
mod registration_model;
mod session_model;
mod settle_model;
mod sql;
mod sqlite;
mod tx;
mod writer;

pub use claim_model::*;
pub use open::{Database, OpenError};
pub(crate) use open::{migrate, verify_audit};
pub use registration_model::*;
pub use session_model::*;
pub use settle_model::*;
pub(crate) use writer::Tally;

use std::sync::{Arc, Mutex, PoisonError};
use std::thread::JoinHandle;

use offers::Offers;
use tx::{Statements, Tx};
use writer::{WhenFull, Writer};

/// The database did not do what it was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// Too much is waiting to be written.
    #[error("too many writes are waiting")]
    Busy,
    /// The store was closed.
    #[error("the store is closed")]
    Closed,
    /// A row does not hold what only this program writes.
    #[error("the database holds an unexpected value: {0}")]
    Corrupt(&'static str),
    /// The database cannot be reached, has no room, or is not ready; later it may be.
    #[error("the database is not available: {0}")]
    Unavailable(String),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(String),
}

/// Where reads go: connections that never write.
pub(crate) enum Readers {
    Sqlite(sqlite::Readers),
    Postgres(postgres::Readers),
}

/// A store. Once an operation that writes has answered, its effect is durable.
pub(crate) struct Store {
    writer: Mutex<Option<Arc<Writer>>>,
    thread: Mutex<Option<JoinHandle<()>>>,
    readers: Readers,
    tally: Arc<Tally>,
    offers: Offers,
    #[cfg(feature = "sandbox")]
    cut: power_cut::PowerCut,
}

impl Store {
    /// Opens the database, and makes it when it is a file that is not there.
    pub(crate) async fn open(database: &Database) -> Result<Self, OpenError> {
        let (engine, readers) = open::open(database).await?;
        #[cfg(feature = "sandbox")]
        let (engine, cut) = {
            let cut = power_cut::PowerCut::default();
            (Box::new(power_cut::Struck { engine, cut: cut.clone() }), cut)
        };
        let tally = Arc::new(Tally::default());
        let (writer, thread) = Writer::start(engine, tally.clone());
        let (writer, thread) = (Mutex::new(Some(Arc::new(writer))), Mutex::new(Some(thread)));
        Ok(Self {
            writer,
            thread,
            readers,
            tally,
            offers: Offers::default(),
            #[cfg(feature = "sandbox")]
            cut,
        })
    }

    /// Ends the process at a statement that is to come.
    #[cfg(feature = "sandbox")]
    pub(crate) fn cut_power_at(&self, statement: u64) {
        self.cut.at(statement);
    }

    /// What the writer did so far.
    pub(crate) fn tally(&self) -> &Tally {
        &self.tally
    }

    async fn write<T, F>(&self, when_full: WhenFull, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnMut(&mut Tx<'_>) -> Result<T, StoreError> + Send + 'static,
    {
        let writer = self.writer.lock().unwrap_or_else(PoisonError::into_inner).clone();
        writer.ok_or(StoreError::Closed)?.run(when_full, work).await
    }

    async fn read<T, F>(&self, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: FnOnce(&mut dyn Statements) -> Result<T, StoreError> + Send + 'static,
    {
        match &self.readers {
            Readers::Sqlite(readers) => readers.read(work),
            Readers::Postgres(readers) => readers.read(work).await,
        }
    }

    /// Finishes what is queued and closes the database.
    pub(crate) async fn close(&self) {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner).take();
        let thread = self.thread.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(thread) = thread {
            let _ = tokio::task::spawn_blocking(move || thread.join()).await;
        }
        match &self.readers {
            Readers::Sqlite(readers) => readers.close(),
            Readers::Postgres(readers) => readers.close().await,
        }
    }
}
