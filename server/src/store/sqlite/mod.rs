//! SQLite: one file, one writer, several readers.

mod audit;
mod claims;
mod limits;
mod open;
mod outbox;
mod posts;
mod rows;
mod sessions;
mod settle;
#[cfg(feature = "sandbox")]
mod snapshot;
mod writer;

pub use open::OpenError;

use std::path::Path;

use sqlx::SqlitePool;
use tokio::sync::Mutex;
use tokio::task::JoinHandle;

use super::*;
use crate::audit::{AuditFault, AuditHead};
use writer::{WhenFull, Writer};

/// A store in one SQLite file.
pub(crate) struct SqliteStore {
    writer: Mutex<Option<std::sync::Arc<Writer>>>,
    task: Mutex<Option<JoinHandle<()>>>,
    readers: SqlitePool,
}

impl SqliteStore {
    /// Opens `kazasu.sqlite3` in the folder, or makes it.
    pub(crate) async fn open(folder: &Path) -> Result<Self, OpenError> {
        let (connection, readers) = open::open(folder).await?;
        let (writer, task) = Writer::start(connection);
        Ok(Self { writer: Mutex::new(Some(std::sync::Arc::new(writer))), task: Mutex::new(Some(task)), readers })
    }

    async fn write<T, F>(&self, when_full: WhenFull, work: F) -> Result<T, StoreError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut sqlx::SqliteConnection) -> writer::Work<'c, T> + Send + 'static,
    {
        let writer = self.writer.lock().await.clone().ok_or(StoreError::Closed)?;
        writer.run(when_full, work).await
    }

    async fn shut(&self) {
        self.writer.lock().await.take();
        if let Some(task) = self.task.lock().await.take() {
            let _ = task.await;
        }
        self.readers.close().await;
    }
}

/// Checks the audit chain of the database in a folder.
pub(crate) async fn verify_audit(folder: &Path) -> Result<Result<AuditHead, AuditFault>, OpenError> {
    let mut connection = open::open_to_read(folder).await?;
    Ok(audit::verify(&mut connection).await?)
}

impl Store for SqliteStore {
    fn create_session(&self, new: NewSession) -> Later<'_, Creation> {
        Box::pin(self.write(WhenFull::Refuse, move |tx| Box::pin(sessions::create(tx, new))))
    }

    fn session(&self, id: &SessionId) -> Later<'_, Option<Session>> {
        let id = id.clone();
        Box::pin(async move { sessions::find(&self.readers, &id).await })
    }

    fn close_session(&self, id: &SessionId, now: Moment) -> Later<'_, ()> {
        let id = id.clone();
        Box::pin(self.write(WhenFull::Wait, move |tx| Box::pin(async move { sessions::close(tx, &id, now).await })))
    }

    fn issue_challenge(&self, issue: Issue) -> Later<'_, Issued> {
        Box::pin(self.write(WhenFull::Refuse, move |tx| Box::pin(sessions::issue(tx, issue))))
    }

    fn claim(&self, request: ClaimRequest) -> Later<'_, Claim> {
        Box::pin(self.write(WhenFull::Refuse, move |tx| Box::pin(claims::claim(tx, request))))
    }

    fn post_state(&self, session: &SessionId, key: &IdempotencyKey, now: Moment) -> Later<'_, PostState> {
        let (session, key) = (session.clone(), key.clone());
        Box::pin(async move { claims::post_state(&self.readers, &session, &key, now).await })
    }

    fn count_post(&self, count: PostCount) -> Later<'_, Counted> {
        Box::pin(self.write(WhenFull::Wait, move |tx| Box::pin(posts::count(tx, count))))
    }

    fn settle(&self, settlement: Settlement) -> Later<'_, Settled> {
        Box::pin(self.write(WhenFull::Wait, move |tx| Box::pin(settle::settle(tx, settlement))))
    }

    fn reject(&self, rejection: Rejection) -> Later<'_, bool> {
        Box::pin(self.write(WhenFull::Wait, move |tx| Box::pin(claims::reject(tx, rejection))))
    }

    fn release(&self, lease: &Lease, note: Entry) -> Later<'_, ()> {
        let lease = lease.clone();
        Box::pin(self.write(WhenFull::Wait, move |tx| Box::pin(claims::release(tx, lease, note))))
    }

    fn registration(&self, token: &TokenDigest, now: Moment) -> Later<'_, Option<(Registration, bool)>> {
        let token = token.clone();
        Box::pin(async move { outbox::by_token(&self.readers, &token, now).await })
    }

    fn due(&self, now: Moment, at_most: u32) -> Later<'_, Vec<OutboxRow>> {
        Box::pin(async move { outbox::due(&self.readers, now, at_most).await })
    }

    fn next_due(&self) -> Later<'_, Option<Moment>> {
        Box::pin(async move { outbox::next_due(&self.readers).await })
    }

    fn complete(&self, id: &RegistrationId, result: CardState, now: Moment, note: Entry) -> Later<'_, ()> {
        let id = id.clone();
        Box::pin(self.write(WhenFull::Wait, move |tx| Box::pin(outbox::complete(tx, id, result, now, note))))
    }

    fn postpone(&self, id: &RegistrationId, until: Moment, failed: bool) -> Later<'_, ()> {
        let id = id.clone();
        Box::pin(self.write(WhenFull::Wait, move |tx| Box::pin(outbox::postpone(tx, id, until, failed))))
    }

    fn note(&self, note: Entry) -> Later<'_, ()> {
        Box::pin(self.write(WhenFull::Wait, move |tx| Box::pin(async move { audit::append(tx, &note).await })))
    }

    fn purge(&self, now: Moment) -> Later<'_, ()> {
        Box::pin(self.write(WhenFull::Wait, move |tx| Box::pin(limits::purge(tx, now))))
    }

    #[cfg(feature = "sandbox")]
    fn snapshot(&self) -> Later<'_, Snapshot> {
        Box::pin(async move { snapshot::take(&self.readers).await })
    }

    fn close(&self) -> Later<'_, ()> {
        Box::pin(async move {
            self.shut().await;
            Ok(())
        })
    }
}
