//! Registration platform of HRP/1, an open protocol that registers a My Number Card as a health insurance card.
//!
//! Open a [`Server`] with [`Settings`], then either [`Server::serve`] it on a listener or take its [`Server::router`].
//! Revocation and eligibility are traits: [`RevocationChecker`] and [`EligibilityBackend`].

mod answer;
mod app;
mod audit;
mod certificate;
mod clock;
mod codec;
pub mod config_file;
mod eligibility;
mod http;
mod ids;
mod json;
mod meter;
mod outbox;
mod problem;
mod proof;
mod revocation;
#[cfg(feature = "sandbox")]
mod sandbox;
mod secrets;
mod server;
mod session;
mod settings;
mod store;
mod terms;
mod terms_text;
mod tls;
mod version;
mod words;

pub use audit::{AuditFault, AuditHead};
pub use certificate::{Anchor, AnchorError};
pub use clock::Moment;
pub use eligibility::{
    Delivery, DeliveryAnswer, DeliveryError, EligibilityBackend, FolderBackend, InsuranceAnswer, InsuranceSummary,
    Progress, Verdict,
};
pub use ids::RegistrationId;
pub use revocation::{
    CrlError, CrlFiles, ListError, OcspError, OcspResponder, Revocation, RevocationAnswer, RevocationChecker,
    RevocationEvidence, RevocationList, RevocationQuery,
};
#[cfg(feature = "sandbox")]
pub use sandbox::Controls;
pub use secrets::KeyFileError;
pub use server::{Server, StartError};
pub use settings::{Limits, Settings, SettingsError, Times};
pub use store::{Database, DeliveryKind, OpenError, StoreError};
pub use terms::{ConsentItem, Terms, TermsText};
pub use tls::{Tls, TlsError};
pub use version::Version;
pub use words::{Algorithm, ClientPlatform, Environment, Lang, Operation, Scope, SenderConstrained, ServiceState};
