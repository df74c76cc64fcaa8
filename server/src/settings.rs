//! Everything that makes one platform differ from another.

mod check;
mod limits;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

pub use self::check::SettingsError;
pub use self::limits::{Limits, Times};
use crate::certificate::Anchor;
use crate::eligibility::EligibilityBackend;
use crate::revocation::RevocationChecker;
use crate::store::Database;
use crate::terms::Terms;
use crate::tls::Tls;
use crate::version::Version;
use crate::words::{Algorithm, ClientPlatform, Environment, Lang, Operation, SenderConstrained, ServiceState};

/// Settings of a platform.
pub struct Settings {
    /// Folder for the server key and, unless `postgres` is given, the database. It is made (0700) when it is not there.
    pub data: PathBuf,
    /// Address of a PostgreSQL database, which several processes may share; they need the same server key.
    pub postgres: Option<String>,
    /// Which cards are taken.
    pub environment: Environment,
    /// The origin that clients hash into their transcripts, e.g. `https://sandbox.example`.
    pub origin: String,
    /// The platform's name in each language.
    pub platform_name: BTreeMap<Lang, String>,
    /// Algorithms that are taken. At least one.
    pub algorithms: Vec<Algorithm>,
    /// Whether posts must prove that their sender holds the session key.
    pub sender_constrained: SenderConstrained,
    /// Operations that are offered. At least [`Operation::Register`] makes sense.
    pub operations: Vec<Operation>,
    /// Whether the portal part is offered.
    pub portal_registration: bool,
    /// The lowest version of a client that is served, for each platform. Without an entry every version is.
    pub min_client: BTreeMap<ClientPlatform, Version>,
    /// Pinned issuers. Without one every certificate is untrusted.
    pub anchors: Vec<Anchor>,
    /// Versions of the terms, oldest first. The last one is in force.
    pub terms: Vec<Terms>,
    /// Limits.
    pub limits: Limits,
    /// Times.
    pub times: Times,
    /// Believe the last element of `X-Forwarded-For` from a peer on a loopback address, that is, from a proxy on this
    /// machine.
    pub forwarded_for: bool,
    /// Further proxies whose `X-Forwarded-For` is believed. Nobody else's ever is.
    pub trusted_proxies: Vec<IpAddr>,
    /// What `/v1/service-status` says at the start.
    pub service: ServiceState,
    /// What TLS is ended with. Without it connections are plain, and a proxy ends TLS.
    pub tls: Option<Tls>,
    /// Where the state of certificates is found out.
    pub revocation: Arc<dyn RevocationChecker>,
    /// Where registrations are delivered.
    pub eligibility: Arc<dyn EligibilityBackend>,
    /// What the control endpoints set.
    #[cfg(feature = "sandbox")]
    pub controls: Option<Arc<crate::sandbox::Controls>>,
}

impl Settings {
    /// Where this platform keeps what it holds.
    pub fn database(&self) -> Database {
        match &self.postgres {
            Some(address) => Database::Postgres(address.clone()),
            None => Database::Sqlite(self.data.clone()),
        }
    }
}
