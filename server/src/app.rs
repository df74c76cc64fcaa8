//! What every request and worker of one platform shares.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::Notify;

use crate::clock::{Clock, Moment};
use crate::ids::RegistrationId;
use crate::secrets::Secrets;
use crate::settings::Settings;
use crate::store::Store;
use crate::terms::TermsBook;
use crate::words::{Operation, ServiceState};

/// Operations that this platform offers.
pub(crate) const OFFERED: &[Operation] = &[Operation::Register];

/// One opened platform.
pub(crate) struct App {
    pub(crate) settings: Settings,
    pub(crate) store: Arc<dyn Store>,
    pub(crate) secrets: Secrets,
    pub(crate) clock: Clock,
    pub(crate) terms: TermsBook,
    pub(crate) service: Service,
    pub(crate) polls: Polls,
    /// Tells the outbox worker to look again.
    pub(crate) outbox: Notify,
}

impl App {
    pub(crate) fn now(&self) -> Moment {
        self.clock.now()
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

/// When each registration was last polled. It is held in memory: its windows are shorter than a restart.
#[derive(Default)]
pub(crate) struct Polls(Mutex<HashMap<RegistrationId, Moment>>);

impl Polls {
    /// Lets a poll through, or says when the next one may come.
    pub(crate) fn admit(&self, id: &RegistrationId, now: Moment, interval: Duration) -> Result<(), Moment> {
        let mut last = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        last.retain(|_, at| *at <= now && now < *at + interval);
        match last.get(id) {
            Some(at) => Err(*at + interval),
            None => {
                last.insert(id.clone(), now);
                Ok(())
            }
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn polls_are_admitted_once_in_an_interval_for_each_registration() {
        let (polls, two) = (Polls::default(), Duration::from_secs(2));
        let (a, b) = (RegistrationId::random().unwrap(), RegistrationId::random().unwrap());
        assert!(polls.admit(&a, Moment(0), two).is_ok());
        assert_eq!(polls.admit(&a, Moment(1999), two), Err(Moment(2000)));
        assert!(polls.admit(&b, Moment(1999), two).is_ok());
        assert!(polls.admit(&a, Moment(2000), two).is_ok());
    }
}
