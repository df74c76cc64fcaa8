//! What every request and worker of one platform shares.

use std::sync::{PoisonError, RwLock};

use tokio::sync::Notify;

use crate::clock::{Clock, Moment};
use crate::meter::Meter;
use crate::secrets::Secrets;
use crate::settings::Settings;
use crate::store::Store;
use crate::terms::TermsBook;
use crate::words::{SenderConstrained, ServiceState};

/// One opened platform.
pub(crate) struct App {
    pub(crate) settings: Settings,
    pub(crate) store: Store,
    pub(crate) secrets: Secrets,
    pub(crate) clock: Clock,
    pub(crate) terms: TermsBook,
    pub(crate) service: Service,
    pub(crate) meter: Meter,
    /// Tells the outbox worker to look again.
    pub(crate) outbox: Notify,
}

impl App {
    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
    }

    /// Whether a session's posts must be proven with its key.
    pub(crate) fn sender_constrained(&self) -> SenderConstrained {
        #[cfg(feature = "sandbox")]
        if let Some(how) = self.settings.controls.as_ref().and_then(|controls| controls.sender_constrained()) {
            return how;
        }
        self.settings.sender_constrained
    }
}

/// Whether the service takes applications at present.
pub(crate) struct Service(RwLock<ServiceState>);

impl Service {
    pub(crate) fn new(state: ServiceState) -> Self {
        Self(RwLock::new(state))
    }

    pub(crate) fn state(&self) -> ServiceState {
        *self.0.read().unwrap_or_else(PoisonError::into_inner)
    }

    #[cfg(feature = "sandbox")]
    pub(crate) fn set(&self, state: ServiceState) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = state;
    }
}
