//! Mistakes in a settings file, each with a sentence.

use std::fmt;
use std::path::PathBuf;

use crate::certificate::AnchorError;
use crate::revocation::{CrlError, ListError, OcspError};
use crate::settings::SettingsError;
use crate::tls::TlsError;

/// Everything that is wrong with a settings file and the files that it names. At least one mistake.
#[derive(Debug)]
pub struct Mistakes(pub Vec<ConfigError>);

impl fmt::Display for Mistakes {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (place, mistake) in self.0.iter().enumerate() {
            if place > 0 {
                writeln!(f)?;
            }
            write!(f, "{mistake}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Mistakes {}

/// A settings file that cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A file cannot be read.
    #[error("{path}: cannot be read: {error}")]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// Not the TOML that is expected: `kazasu-server --help` names the keys.
    #[error("the settings file is not right: {0}")]
    Toml(#[from] Box<toml::de::Error>),
    /// A value that is not one of the known ones.
    #[error("{key}: \"{value}\" is not known; use {known}")]
    Unknown {
        /// The key.
        key: String,
        /// What it holds.
        value: String,
        /// What it may hold.
        known: String,
    },
    /// A file that cannot serve as anchor.
    #[error("{path}: {error}")]
    Anchor {
        /// The file.
        path: PathBuf,
        /// Why.
        error: AnchorError,
    },
    /// A line of consents.
    #[error("{path}: line {line} must be a consent id, \"required\" or \"optional\", and the words shown")]
    Consents {
        /// The file.
        path: PathBuf,
        /// The line.
        line: usize,
    },
    /// A time.
    #[error("terms \"{0}\": effective_from must be a UTC time such as 2026-11-01T00:00:00Z")]
    Time(String),
    /// The anchor files are not those that were meant.
    #[error(
        "anchors_sha256: the anchor files have the SHA-256 {0}, which is another; if they were changed on purpose, \
         check each and write that down"
    )]
    AnchorsChanged(String),
    /// Not exactly one source of revocation.
    #[error("revocation: give either \"list\" with \"max_age_s\", or \"crl\", or \"ocsp\" with \"max_age_s\"")]
    RevocationSource,
    /// The OCSP responder.
    #[error("revocation.ocsp: {0}")]
    Ocsp(#[from] OcspError),
    /// Certificate and key for TLS.
    #[error("tls: {0}")]
    Tls(#[from] TlsError),
    /// A CRL.
    #[error("revocation.crl: {0}")]
    Crl(#[from] CrlError),
    /// The list of revoked certificates.
    #[error("revocation.list: {0}")]
    Revocation(#[from] ListError),
    /// The folder for the eligibility back end.
    #[error("eligibility.folder: {0} is not a folder; make it, for its owner alone")]
    EligibilityFolder(PathBuf),
    /// A setting that cannot be.
    #[error(transparent)]
    Settings(#[from] SettingsError),
}
