//! The platform that an app is made for.

use std::collections::HashMap;

use kazasu_core::platform as core;

/// Practice or the real thing. Neither takes the other's cards or servers.
pub use kazasu_core::platform::Environment as PlatformEnvironment;

/// Practice or the real thing. Neither takes the other's cards or servers.
#[uniffi::remote(Enum)]
pub enum PlatformEnvironment {
    /// Real cards, real registrations.
    Production,
    /// Test cards, nothing real.
    Sandbox,
}

/// What the builder of an app says of its platform.
#[derive(Debug, Clone, uniffi::Record)]
pub struct PlatformSpec {
    /// Serialised origin: `https`, lower case, no trailing slash, port only if not 443.
    pub origin: String,
    /// Practice or real.
    pub environment: PlatformEnvironment,
    /// The platform's name by language (`ja`, `ja-easy`, `en`), until its own configuration is known.
    pub name: HashMap<String, String>,
    /// Certificate policies (dotted OIDs) that this platform takes; the environment's own if absent.
    #[uniffi(default = None)]
    pub policies: Option<Vec<String>>,
    /// Pages outside the app.
    #[uniffi(default)]
    pub links: Links,
    /// Where a sandbox is reached instead: another `https` origin, or plain `http` on loopback. Never in production.
    #[uniffi(default = None)]
    pub sandbox_address: Option<String>,
}

/// Pages outside the app. One that is absent or not `https` is not shown.
#[derive(Debug, Clone, Default, uniffi::Record)]
pub struct Links {
    /// Frequent questions.
    #[uniffi(default = None)]
    pub faq: Option<String>,
    /// Contact.
    #[uniffi(default = None)]
    pub contact: Option<String>,
    /// More on what registering means.
    #[uniffi(default = None)]
    pub details: Option<String>,
    /// The health ministry's list of facilities.
    #[uniffi(default = None)]
    pub facilities: Option<String>,
    /// Insurance details in the portal.
    #[uniffi(default = None)]
    pub insurance: Option<String>,
    /// Where the app is updated.
    #[uniffi(default = None)]
    pub update: Option<String>,
    /// How to get a card.
    #[uniffi(default = None)]
    pub card: Option<String>,
    /// Devices that can read the card.
    #[uniffi(default = None)]
    pub devices: Option<String>,
    /// How to install and to start, step by step.
    #[uniffi(default = None)]
    pub install: Option<String>,
    /// The app for Android.
    #[uniffi(default = None)]
    pub android: Option<String>,
    /// The app for the iPhone.
    #[uniffi(default = None)]
    pub ios: Option<String>,
    /// The program for PCs.
    #[uniffi(default = None)]
    pub pc: Option<String>,
}

/// Why a platform cannot be used. For the builder of an app, never for its users.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PlatformProblem {
    /// See [`PlatformSpec::origin`].
    #[error("`{given}` is no origin")]
    NotAnOrigin {
        /// What was given.
        given: String,
    },
    /// Only a sandbox may be told another address.
    #[error("a production platform has no address but its origin")]
    AddressInProduction,
    /// See [`PlatformSpec::sandbox_address`].
    #[error("`{given}` is no address for a sandbox")]
    NotAnAddress {
        /// What was given.
        given: String,
    },
    /// The library itself failed.
    #[error("defect")]
    Defect,
}

/// Who is asking.
#[derive(Debug, Clone, uniffi::Record)]
pub struct Client {
    /// The app's name, at most 64 characters.
    pub name: String,
    /// Its version: three numbers with dots.
    pub version: String,
    /// `android`, `ios`, `windows`, `macos` or `linux`.
    pub platform: String,
}

impl TryFrom<PlatformSpec> for core::Platform {
    type Error = PlatformProblem;

    fn try_from(spec: PlatformSpec) -> Result<Self, PlatformProblem> {
        let PlatformSpec { origin, environment, name, policies, links, sandbox_address } = spec;
        let Links { faq, contact, details, facilities, insurance, update, card, devices, install, android, ios, pc } =
            links;
        let links = core::Links {
            faq,
            contact,
            details,
            facilities,
            insurance,
            update,
            card,
            devices,
            install,
            android,
            ios,
            pc,
        };
        let name = name.into_iter().collect();
        let platform = Self::new(core::PlatformSpec { origin, environment, name, policies, links })?;
        Ok(match sandbox_address {
            Some(address) => platform.at(&address)?,
            None => platform,
        })
    }
}

impl From<core::PlatformError> for PlatformProblem {
    fn from(error: core::PlatformError) -> Self {
        match error {
            core::PlatformError::Origin(given) => Self::NotAnOrigin { given },
            core::PlatformError::AddressInProduction => Self::AddressInProduction,
            core::PlatformError::Address(given) => Self::NotAnAddress { given },
        }
    }
}

impl From<Client> for core::Client {
    fn from(Client { name, version, platform }: Client) -> Self {
        Self { name, version, platform }
    }
}
