//! Everything that makes one platform differ from another.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use crate::certificate::Anchor;
use crate::eligibility::EligibilityBackend;
use crate::revocation::RevocationChecker;
use crate::store::{Database, Window};
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

/// Limits of HRP/1 §3.10.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Sessions in a minute from one address prefix.
    pub sessions_per_minute: u32,
    /// Sessions in a day from one address prefix.
    pub sessions_per_day: Option<u32>,
    /// Challenges of a session, the first included.
    pub challenges_per_session: u32,
    /// Different proof posts of a session.
    pub posts_per_session: u32,
    /// Different proof posts in a day with one certificate.
    pub posts_per_certificate_per_day: Option<u32>,
    /// Sign-ins in a day with one certificate.
    pub sign_ins_per_certificate_per_day: Option<u32>,
    /// Time between two polls of one registration.
    pub poll_interval: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            sessions_per_minute: 10,
            sessions_per_day: Some(100),
            challenges_per_session: 5,
            posts_per_session: 5,
            posts_per_certificate_per_day: Some(10),
            sign_ins_per_certificate_per_day: Some(30),
            poll_interval: Duration::from_secs(2),
        }
    }
}

impl Limits {
    pub(crate) fn session_windows(&self) -> Vec<Window> {
        let minute = Window { length_s: 60, at_most: self.sessions_per_minute };
        let day = self.sessions_per_day.map(|at_most| Window { length_s: 86_400, at_most });
        std::iter::once(minute).chain(day).collect()
    }

    pub(crate) fn sign_in_window(&self) -> Option<Window> {
        self.sign_ins_per_certificate_per_day.map(|at_most| Window { length_s: 86_400, at_most })
    }

    pub(crate) fn certificate_window(&self) -> Option<Window> {
        self.posts_per_certificate_per_day.map(|at_most| Window { length_s: 86_400, at_most })
    }
}

/// Times of HRP/1 §3.7, §3.8 and §3.15 A1.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Times {
    /// Least life of a session.
    pub session: Duration,
    /// Time in which a reading of the card may start.
    pub challenge_ttl: Duration,
    /// Time after that in which a registration's proof may still arrive.
    pub submit_grace: Duration,
    /// Life of a claim.
    pub claim_lease: Duration,
    /// How long a duplicate waits for the post that runs.
    pub duplicate_wait: Duration,
    /// Budget for revocation.
    pub revocation_budget: Duration,
    /// Life of a status token.
    pub status_token: Duration,
    /// Life of an access token.
    pub access_token: Duration,
    /// Budget for the summary of an insurance.
    pub insurance_budget: Duration,
}

impl Default for Times {
    fn default() -> Self {
        Self {
            session: Duration::from_secs(30 * 60),
            challenge_ttl: Duration::from_secs(600),
            submit_grace: Duration::from_secs(900),
            claim_lease: Duration::from_secs(30),
            duplicate_wait: Duration::from_secs(2),
            revocation_budget: Duration::from_secs(5),
            status_token: Duration::from_secs(30 * 24 * 3600),
            access_token: Duration::from_secs(300),
            insurance_budget: Duration::from_secs(10),
        }
    }
}

/// A setting that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The origin is not as clients write it.
    #[error(
        "origin \"{0}\" must be https://host in lower case, without a slash at the end, with a port only if it is not 443"
    )]
    Origin(String),
    /// No terms.
    #[error("there are no terms; at least one version is needed")]
    NoTerms,
    /// Terms with a mistake.
    #[error("terms \"{version}\": {mistake}")]
    Terms {
        /// The version.
        version: String,
        /// What is wrong.
        mistake: String,
    },
    /// Two versions of one name.
    #[error("terms \"{0}\" are there twice")]
    TermsTwice(String),
    /// No algorithm.
    #[error("no algorithm is offered; name RS256, ES384 or both")]
    NoAlgorithm,
    /// No Japanese name.
    #[error("platform_name needs at least the language \"ja\"")]
    NoName,
    /// A test issuer in production.
    #[error(
        "anchor number {0} belongs to a test hierarchy (O=JPKI-TEST); a production platform must not trust it, so remove it"
    )]
    TestAnchor(usize),
    /// Nothing to trust in production.
    #[error("a production platform needs at least one anchor")]
    NoAnchor,
}

impl Settings {
    /// Where this platform keeps what it holds.
    pub fn database(&self) -> Database {
        match &self.postgres {
            Some(address) => Database::Postgres(address.clone()),
            None => Database::Sqlite(self.data.clone()),
        }
    }

    /// Looks for the first setting that cannot be.
    ///
    /// # Errors
    /// The mistake, in a sentence that says what to do.
    pub fn check(&self) -> Result<(), SettingsError> {
        self.mistakes().into_iter().next().map_or(Ok(()), Err)
    }

    /// Every setting that cannot be.
    pub fn mistakes(&self) -> Vec<SettingsError> {
        let mut mistakes = Vec::new();
        if !is_origin(&self.origin) {
            mistakes.push(SettingsError::Origin(self.origin.clone()));
        }
        if self.algorithms.is_empty() {
            mistakes.push(SettingsError::NoAlgorithm);
        }
        if !self.platform_name.contains_key(&Lang::Ja) {
            mistakes.push(SettingsError::NoName);
        }
        self.check_terms(&mut mistakes);
        if self.environment == Environment::Production {
            mistakes.extend(self.check_anchors().err());
        }
        mistakes
    }

    fn check_terms(&self, mistakes: &mut Vec<SettingsError>) {
        if self.terms.is_empty() {
            mistakes.push(SettingsError::NoTerms);
        }
        for (place, terms) in self.terms.iter().enumerate() {
            let version = terms.version.clone();
            if let Err(mistake) = terms.check() {
                mistakes.push(SettingsError::Terms { version: version.clone(), mistake });
            }
            if self.terms[..place].iter().any(|other| other.version == version) {
                mistakes.push(SettingsError::TermsTwice(version));
            }
        }
    }

    /// HRP/1 §3.14: a production platform with a sandbox anchor refuses to start.
    fn check_anchors(&self) -> Result<(), SettingsError> {
        match self.anchors.iter().position(Anchor::is_test) {
            Some(place) => Err(SettingsError::TestAnchor(place + 1)),
            None if self.anchors.is_empty() => Err(SettingsError::NoAnchor),
            None => Ok(()),
        }
    }
}

fn is_origin(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let (host, port) = rest.split_once(':').map_or((rest, None), |(host, port)| (host, Some(port)));
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-';
    // As it is written back: without a sign or a zero before it.
    let port_fits = |port: &str| port.parse().is_ok_and(|n: u16| !matches!(n, 0 | 443) && n.to_string() == port);
    !host.is_empty() && host.bytes().all(fits) && port.is_none_or(port_fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_written_in_one_way() {
        for good in ["https://sandbox.example", "https://a.example:8443"] {
            assert!(is_origin(good), "{good}");
        }
        for bad in [
            "http://a.example",
            "https://",
            "https://A.example",
            "https://a.example/",
            "https://a.example:443",
            "https://a.example:0",
            "https://a.example:+8443",
            "https://a.example:99999",
        ] {
            assert!(!is_origin(bad), "{bad}");
        }
    }
}
