//! An opened platform.

use std::future::Future;
use std::path::Path;
use std::sync::Arc;

use axum::Router;
use tokio::net::TcpListener;
use tokio::sync::{Notify, watch};
use tokio::task::JoinHandle;

use crate::app::{App, Service};
use crate::audit::{AuditFault, AuditHead, Entry, Event};
use crate::clock::Clock;
use crate::ids::TraceId;
use crate::meter::Meter;
use crate::secrets::{KeyFileError, Secrets};
use crate::settings::{Settings, SettingsError};
use crate::store::{self, Database, OpenError, Store, StoreError};
use crate::terms::TermsBook;
use crate::{http, outbox};

/// A platform cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// A setting cannot be.
    #[error(transparent)]
    Settings(#[from] SettingsError),
    /// The data folder cannot be used.
    #[error("the data folder cannot be made or used: {0}")]
    Folder(#[from] std::io::Error),
    /// The key file cannot be used.
    #[error(transparent)]
    Key(#[from] KeyFileError),
    /// The database cannot be opened.
    #[error(transparent)]
    Open(#[from] OpenError),
    /// The database cannot be written.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// An opened platform: its database and its workers. Dropping it stops the workers; [`Server::serve`] also waits for
/// them.
pub struct Server {
    app: Arc<App>,
    stop: watch::Sender<bool>,
    workers: Vec<JoinHandle<()>>,
}

impl Server {
    /// Checks the settings, opens the database and starts the workers.
    ///
    /// # Errors
    /// A setting cannot be, or the data folder, the key or the database cannot be used.
    pub async fn open(settings: Settings) -> Result<Self, StartError> {
        settings.check()?;
        make_private_folder(&settings.data)?;
        if settings.anchors.is_empty() {
            tracing::warn!("there is no anchor: every certificate is untrusted");
        }
        let store = Store::open(&settings.database()).await?;
        let app = Arc::new(App {
            secrets: Secrets::open(&settings.data)?,
            clock: Clock::default(),
            terms: TermsBook::new(&settings.terms).ok_or(SettingsError::NoTerms)?,
            service: Service::new(settings.service),
            meter: Meter::default(),
            outbox: Notify::new(),
            store,
            settings,
        });
        app.store.note(Entry::new(Event::AdminStarted, app.now(), &TraceId::random())).await?;
        let (stop, stopped) = watch::channel(false);
        let workers = vec![
            tokio::spawn(outbox::deliver_all(app.clone(), stopped.clone())),
            tokio::spawn(outbox::purge_all(app.clone(), stopped)),
        ];
        Ok(Self { app, stop, workers })
    }

    /// The platform's paths. Requests without connection information count as coming from a loopback address.
    pub fn router(&self) -> Router {
        http::router(self.app.clone())
    }

    /// Serves until `stop` is ready, then finishes requests and workers and closes the database.
    ///
    /// # Errors
    /// The listener failed.
    pub async fn serve(
        self,
        listener: TcpListener,
        stop: impl Future<Output = ()> + Send + 'static,
    ) -> std::io::Result<()> {
        let listener = http::Listener::new(listener, self.app.settings.tls.clone());
        let service = self.router().into_make_service_with_connect_info::<http::Peer>();
        let served = axum::serve(listener, service).with_graceful_shutdown(stop).await;
        self.close().await;
        served
    }

    /// Finishes the workers and closes the database.
    pub async fn close(self) {
        let _ = self.stop.send(true);
        for worker in self.workers {
            let _ = worker.await;
        }
        self.app.store.close().await;
    }

    /// Checks the audit chain of the database in a data folder, which may be in use.
    ///
    /// # Errors
    /// The outer error: the database cannot be read. The inner one: the first place where the chain is broken.
    pub async fn verify_audit(data: &Path) -> Result<Result<AuditHead, AuditFault>, OpenError> {
        store::verify_audit(&Database::in_folder(data)).await
    }

    /// As [`Server::verify_audit`], for any database.
    ///
    /// # Errors
    /// As [`Server::verify_audit`].
    pub async fn verify_audit_of(database: &Database) -> Result<Result<AuditHead, AuditFault>, OpenError> {
        store::verify_audit(database).await
    }

    /// Brings the tables of a database up to date, and says how many steps that took.
    ///
    /// # Errors
    /// The database cannot be reached, or was written by a newer version.
    pub async fn migrate(database: &Database) -> Result<usize, OpenError> {
        store::migrate(database).await
    }
}

fn make_private_folder(folder: &Path) -> std::io::Result<()> {
    if folder.is_dir() {
        return Ok(());
    }
    let mut builder = std::fs::DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(folder)
}
