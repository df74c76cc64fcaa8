//! What a platform says of itself, and how it does.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::algorithm::Algorithm;
use crate::platform::{Client, Environment, Platform};

use super::proof::Operation;

/// `/.well-known/hrp-configuration`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Configuration {
    pub(crate) protocol: String,
    pub(crate) environment: Environment,
    pub(crate) origin: String,
    pub(crate) platform_name: BTreeMap<String, String>,
    algorithms: Vec<String>,
    operations: Vec<String>,
    #[serde(default)]
    pub(crate) portal_registration: bool,
    #[serde(default)]
    pub(crate) sender_constrained: SenderConstrained,
    #[serde(default)]
    pub(crate) channel_binding: Option<String>,
    pub(crate) min_client: BTreeMap<String, String>,
    #[serde(deserialize_with = "super::time")]
    pub(crate) server_time: i64,
}

/// Whether the platform wants a session's posts to be proven with a session key (HRP/1 §3.15 B18).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SenderConstrained {
    /// No.
    #[default]
    None,
    /// It looks at proofs that are sent. It takes posts without, so there is nothing to gain from sending them.
    Optional,
    /// Yes.
    Required,
    /// In a way that this client does not know.
    #[serde(other)]
    Unknown,
}

/// Why a platform is not the one that this app is made for, or wants what this app cannot do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Mismatch {
    /// Another protocol, origin or environment (HRP/1 §3.5: the client refuses).
    #[error("not the platform that this app is made for")]
    OtherPlatform,
    /// It wants a newer client, or something that this one does not know.
    #[error("a newer client is wanted")]
    ClientTooOld,
}

impl Configuration {
    /// Whether this is the platform that the app was built for, and one that this client can serve.
    pub(crate) fn check(&self, platform: &Platform, client: &Client) -> Result<(), Mismatch> {
        if self.protocol != "hrp/1" || self.origin != platform.origin() || self.environment != platform.environment() {
            return Err(Mismatch::OtherPlatform);
        }
        let serves = self.operations().contains(&Operation::Register)
            && !self.algorithms().is_empty()
            && self.sender_constrained != SenderConstrained::Unknown
            && self.channel_binding.as_deref() != Some("tls-exporter");
        let recent = self
            .min_client
            .get(&client.platform)
            .is_none_or(|least| Version::parse(&client.version) >= Version::parse(least));
        if serves && recent { Ok(()) } else { Err(Mismatch::ClientTooOld) }
    }

    /// The operations that platform and client both know.
    pub(crate) fn operations(&self) -> Vec<Operation> {
        let known = [Operation::Register, Operation::Authenticate, Operation::Deregister];
        known.into_iter().filter(|known| self.operations.iter().any(|name| name == known.name())).collect()
    }

    /// The algorithms that platform and client both know (REQ-116).
    pub(crate) fn algorithms(&self) -> Vec<Algorithm> {
        [Algorithm::Rs256, Algorithm::Es384]
            .into_iter()
            .filter(|algorithm| self.algorithms.iter().any(|name| name == algorithm.name()))
            .collect()
    }
}

/// The numbers of a semantic version; what is no number counts as 0.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Version([u32; 3]);

impl Version {
    fn parse(text: &str) -> Self {
        let core = text.split(['-', '+']).next().unwrap_or_default();
        let mut numbers = core.split('.').map(|number| number.parse().unwrap_or(0));
        Self(std::array::from_fn(|_| numbers.next().unwrap_or(0)))
    }
}

/// `/v1/service-status`.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct ServiceStatus {
    pub(crate) state: ServiceState,
    #[serde(default, deserialize_with = "super::time_if_any")]
    pub(crate) until: Option<i64>,
    #[serde(deserialize_with = "super::time")]
    pub(crate) server_time: i64,
}

/// How the service does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum ServiceState {
    /// Well.
    Ok,
    /// Slow; go on.
    Degraded,
    /// Closed (REQ-129).
    Maintenance,
    /// A word that this client does not know: go on, the server says so if it cannot.
    #[serde(other)]
    Unknown,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_by_number() {
        assert!(Version::parse("0.10.0") > Version::parse("0.9.9"));
        assert!(Version::parse("1") == Version::parse("1.0.0"));
        assert!(Version::parse("1.2.3-beta.1") == Version::parse("1.2.3"));
    }
}
