//! The one platform that an app talks to, and what its screens are drawn with.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::effect::Facts;
use crate::screen::Presentation;
use crate::words::Language;

/// Practice or the real thing. Neither takes the other's cards or servers (REQ-121).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Environment {
    /// Real cards, real registrations.
    Production,
    /// Test cards, nothing real.
    Sandbox,
}

/// What a builder of an app says of its platform (`platform.toml`). [`Platform::new`] checks it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PlatformSpec {
    /// Serialised origin, as it is signed (HRP/1 §3.3): `https`, lower case, no trailing slash, port only if not 443.
    pub origin: String,
    /// Practice or real.
    pub environment: Environment,
    /// The platform's name by language, until its own configuration is known.
    pub name: BTreeMap<String, String>,
    /// Certificate policies (dotted OIDs) that this platform takes; the environment's own if absent.
    #[serde(default)]
    pub policies: Option<Vec<String>>,
    /// Pages outside the app.
    #[serde(default)]
    pub links: Links,
}

/// Pages outside the app. A link that is absent or not `https` is not shown; the text beside it is (REQ-02).
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Links {
    /// Frequent questions (REQ-27).
    pub faq: Option<String>,
    /// Contact (REQ-27).
    pub contact: Option<String>,
    /// More on what registering means (REQ-31).
    pub details: Option<String>,
    /// The health ministry's list of facilities (REQ-02, REQ-66).
    pub facilities: Option<String>,
    /// Insurance details in the portal (REQ-67).
    pub insurance: Option<String>,
    /// Where the app is updated (REQ-18).
    pub update: Option<String>,
    /// How to get a card (REQ-14).
    pub card: Option<String>,
    /// Devices that can read the card (REQ-16).
    pub devices: Option<String>,
    /// How to install and to start, step by step (REQ-22).
    pub install: Option<String>,
    /// The app for Android (REQ-18).
    pub android: Option<String>,
    /// The app for the iPhone (REQ-18).
    pub ios: Option<String>,
    /// The program for PCs (REQ-18).
    pub pc: Option<String>,
}

/// Why a platform cannot be used. For the builder of an app, never for its users.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PlatformError {
    /// See [`PlatformSpec::origin`].
    #[error("`{0}` is no origin: it is https, lower case, without path or trailing slash, with a port only if not 443")]
    Origin(String),
    /// Only a sandbox may be told another address.
    #[error("a production platform has no address but its origin")]
    AddressInProduction,
    /// See [`Platform::at`].
    #[error("`{0}` is no address: it is https://HOST[:PORT], or http:// on 127.0.0.1, [::1] or localhost")]
    Address(String),
}

/// The one platform that an app talks to. No link, setting, argument or answer changes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Platform {
    origin: String,
    address: String,
    environment: Environment,
    name: BTreeMap<String, String>,
    policies: Vec<String>,
    links: Links,
}

impl Platform {
    /// User authentication, production (card fact sheet §7.2).
    pub const PRODUCTION_POLICY: &'static str = "1.2.392.200149.8.5.1.3.30";
    /// User authentication, test hierarchy (card fact sheet §7.2).
    pub const TEST_POLICY: &'static str = "1.2.392.200149.8.5.1.0.30";

    /// Checks what a builder said.
    pub fn new(spec: PlatformSpec) -> Result<Self, PlatformError> {
        if !is_origin(&spec.origin) {
            return Err(PlatformError::Origin(spec.origin));
        }
        let own = match spec.environment {
            Environment::Production => Self::PRODUCTION_POLICY,
            Environment::Sandbox => Self::TEST_POLICY,
        };
        Ok(Self {
            address: spec.origin.clone(),
            origin: spec.origin,
            environment: spec.environment,
            name: spec.name,
            policies: spec.policies.unwrap_or_else(|| vec![own.to_owned()]),
            links: spec.links,
        })
    }

    /// The same platform at another address, for a sandbox: an `https` address is its origin too; plain `http` is for
    /// loopback only, and what is signed stays the origin.
    pub fn at(mut self, address: &str) -> Result<Self, PlatformError> {
        if self.environment == Environment::Production {
            return Err(PlatformError::AddressInProduction);
        }
        let address = address.trim_end_matches('/');
        if is_origin(address) {
            address.clone_into(&mut self.origin);
        } else if !is_loopback(address) {
            return Err(PlatformError::Address(address.to_owned()));
        }
        address.clone_into(&mut self.address);
        Ok(self)
    }

    /// The origin, as it is signed.
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// Where requests go: the origin, but for a sandbox on loopback.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// Practice or real.
    pub fn environment(&self) -> Environment {
        self.environment
    }

    /// Certificate policies that this platform takes.
    pub fn policies(&self) -> &[String] {
        &self.policies
    }

    /// Pages outside the app.
    pub fn links(&self) -> &Links {
        &self.links
    }
}

/// Who is asking, for `min_client` and the session (HRP/1 §3.5).
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Client {
    /// The app's name, at most 64 characters.
    pub name: String,
    /// Its version: three numbers with dots.
    pub version: String,
    /// `android`, `ios`, `windows`, `macos` or `linux`.
    pub platform: String,
}

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Purpose {
    /// A registration: its pages stand under the three-step header (REQ-29).
    #[default]
    Registering,
    /// Anything around it.
    Managing,
    /// A look at a card, test card or real one, that asks no platform.
    Checking,
    /// Practice without a card.
    Practising,
}

/// What pages are drawn with.
#[derive(Debug, Clone)]
pub(crate) struct Surroundings {
    pub(crate) platform: Arc<Platform>,
    pub(crate) platform_name: Option<Arc<BTreeMap<String, String>>>,
    pub(crate) client: Arc<Client>,
    pub(crate) presentation: Presentation,
    pub(crate) facts: Facts,
    pub(crate) purpose: Purpose,
}

impl Surroundings {
    /// The platform's name in the language of the screen, or the nearest that there is.
    pub(crate) fn platform_name(&self) -> &str {
        let names = self.platform_name.as_deref().unwrap_or(&self.platform.name);
        let wanted = self.presentation.language.tag();
        [wanted, Language::Japanese.tag(), Language::English.tag()]
            .iter()
            .find_map(|tag| names.get(*tag))
            .or_else(|| names.values().next())
            .map_or(self.platform.origin(), String::as_str)
    }
}

/// HRP/1 §3.3: https only, lower case, no trailing slash, port only if not 443.
fn is_origin(text: &str) -> bool {
    text.strip_prefix("https://").is_some_and(|rest| !rest.ends_with(":443") && is_authority(rest))
}

fn is_loopback(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("http://") else { return false };
    ["127.0.0.1", "[::1]", "localhost"].iter().any(|host| {
        rest.strip_prefix(host).is_some_and(|port| port.is_empty() || port.strip_prefix(':').is_some_and(is_port))
    })
}

fn is_authority(text: &str) -> bool {
    let (host, port) = text.rsplit_once(':').unwrap_or((text, "1"));
    !host.is_empty()
        && is_port(port)
        && host.bytes().all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.'))
}

/// As it is written in an origin: a sign or a leading zero would make two names of one origin.
fn is_port(text: &str) -> bool {
    text.parse::<u16>().is_ok_and(|port| port > 0 && port.to_string() == text)
}

#[cfg(test)]
#[path = "platform_tests.rs"]
mod tests;
