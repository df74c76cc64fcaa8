//! Settings from a TOML file, with a sentence for every mistake. Paths in it are relative to the file.

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use serde::Deserialize;

use crate::certificate::{Anchor, AnchorError};
use crate::clock::Moment;
use crate::codec::{hex, sha256};
use crate::eligibility::FolderBackend;
use crate::revocation::{CrlError, CrlFiles, ListError, RevocationChecker, RevocationList};
use crate::settings::{Limits, Settings, SettingsError, Times};
use crate::terms::{Terms, TermsText};
use crate::terms_text::{incomplete_line, text_of};
use crate::version::Version;
use crate::words::{Algorithm, ClientPlatform, Environment, Lang, Operation, SenderConstrained, ServiceState};

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
    #[error("revocation: give either \"list\" with \"max_age_s\", or \"crl\"")]
    RevocationSource,
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

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    origin: String,
    #[serde(default)]
    algorithms: Option<Vec<String>>,
    #[serde(default)]
    operations: Option<Vec<String>>,
    #[serde(default)]
    sender_constrained: Option<String>,
    #[serde(default)]
    trusted_proxies: Vec<String>,
    #[serde(default)]
    portal_registration: bool,
    #[serde(default)]
    forwarded_for: bool,
    anchors: Vec<PathBuf>,
    anchors_sha256: Option<String>,
    platform_name: BTreeMap<String, String>,
    #[serde(default)]
    min_client: BTreeMap<String, String>,
    terms: Vec<FileTerms>,
    #[serde(default)]
    limits: FileLimits,
    revocation: FileRevocation,
    eligibility: FileEligibility,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileTerms {
    version: String,
    effective_from: String,
    #[serde(default)]
    portal_default: bool,
    folder: PathBuf,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
struct FileLimits {
    sessions_per_minute: Option<u32>,
    sessions_per_day: Option<u32>,
    posts_per_certificate_per_day: Option<u32>,
    sign_ins_per_certificate_per_day: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileRevocation {
    list: Option<PathBuf>,
    max_age_s: Option<u64>,
    #[serde(default)]
    crl: Vec<PathBuf>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FileEligibility {
    folder: PathBuf,
}

/// Reads a production platform's settings. `further` anchors are added to those of the file.
///
/// # Errors
/// The first mistake in the file or in a file that it names.
pub fn load(path: &Path, data: PathBuf, further: Vec<Anchor>) -> Result<Settings, ConfigError> {
    let file: File = toml::from_str(&read(path)?).map_err(Box::new)?;
    let base = path.parent().unwrap_or(Path::new("."));
    check_anchor_files(base, &file)?;
    let mut anchors = Vec::new();
    for anchor in &file.anchors {
        anchors.extend(read_anchors(&base.join(anchor))?);
    }
    anchors.extend(further);
    let defaults = Limits::default();
    let folder = base.join(file.eligibility.folder);
    if !folder.is_dir() {
        return Err(ConfigError::EligibilityFolder(folder));
    }
    let revocation = revocation(base, file.revocation, &anchors)?;
    let settings = Settings {
        data,
        postgres: None,
        environment: Environment::Production,
        origin: file.origin,
        platform_name: keyed("platform_name", file.platform_name, Lang::parse, &names(Lang::ALL, Lang::as_str))?,
        algorithms: algorithms(file.algorithms)?,
        sender_constrained: sender_constrained(file.sender_constrained)?,
        operations: operations(file.operations)?,
        portal_registration: file.portal_registration,
        min_client: min_client(file.min_client)?,
        anchors,
        terms: file.terms.into_iter().map(|terms| read_terms(base, terms)).collect::<Result<_, _>>()?,
        limits: Limits {
            sessions_per_minute: file.limits.sessions_per_minute.unwrap_or(defaults.sessions_per_minute),
            sessions_per_day: file.limits.sessions_per_day.or(defaults.sessions_per_day),
            posts_per_certificate_per_day: file
                .limits
                .posts_per_certificate_per_day
                .or(defaults.posts_per_certificate_per_day),
            sign_ins_per_certificate_per_day: file
                .limits
                .sign_ins_per_certificate_per_day
                .or(defaults.sign_ins_per_certificate_per_day),
            ..defaults
        },
        times: Times::default(),
        forwarded_for: file.forwarded_for,
        trusted_proxies: trusted_proxies(file.trusted_proxies)?,
        service: ServiceState::Ok,
        revocation,
        eligibility: Arc::new(FolderBackend { folder }),
        #[cfg(feature = "sandbox")]
        controls: None,
    };
    settings.check()?;
    Ok(settings)
}

fn revocation(
    base: &Path,
    file: FileRevocation,
    anchors: &[Anchor],
) -> Result<Arc<dyn RevocationChecker>, ConfigError> {
    match (file.list, file.max_age_s, file.crl.is_empty()) {
        (Some(list), Some(max_age), true) => {
            Ok(Arc::new(RevocationList::open(base.join(list), Duration::from_secs(max_age))?))
        }
        (None, None, false) => {
            let paths = file.crl.iter().map(|path| base.join(path)).collect();
            Ok(Arc::new(CrlFiles::open(paths, anchors.to_vec())?))
        }
        _ => Err(ConfigError::RevocationSource),
    }
}

/// T25: the digest of all anchor files, one after another, is the one that the operator wrote down.
fn check_anchor_files(base: &Path, file: &File) -> Result<(), ConfigError> {
    let mut octets = Vec::new();
    for path in &file.anchors {
        let path = base.join(path);
        octets.extend(std::fs::read(&path).map_err(|error| ConfigError::Read { path, error })?);
    }
    let real = hex(&sha256(&octets));
    match &file.anchors_sha256 {
        Some(expected) if *expected != real => Err(ConfigError::AnchorsChanged(real)),
        Some(_) => Ok(()),
        None => {
            tracing::warn!(anchors_sha256 = real, "write this into the settings, and a changed anchor is refused");
            Ok(())
        }
    }
}

/// Every anchor of a PEM file.
///
/// # Errors
/// The file cannot be read, or one of its certificates cannot serve.
pub fn read_anchors(path: &Path) -> Result<Vec<Anchor>, ConfigError> {
    let pem = std::fs::read(path).map_err(|error| ConfigError::Read { path: path.to_owned(), error })?;
    Anchor::parse_pem(&pem).map_err(|error| ConfigError::Anchor { path: path.to_owned(), error })
}

fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|error| ConfigError::Read { path: path.to_owned(), error })
}

fn read_terms(base: &Path, file: FileTerms) -> Result<Terms, ConfigError> {
    let since: der::DateTime = file.effective_from.parse().map_err(|_| ConfigError::Time(file.version.clone()))?;
    let since =
        i64::try_from(since.unix_duration().as_millis()).map_err(|_| ConfigError::Time(file.version.clone()))?;
    let mut texts = BTreeMap::new();
    for lang in Lang::ALL {
        let folder = base.join(&file.folder);
        let terms = folder.join(format!("terms.{}.md", lang.as_str()));
        if *lang == Lang::Ja || terms.exists() {
            let consents = folder.join(format!("consents.{}.txt", lang.as_str()));
            texts.insert(*lang, read_text(&terms, &consents)?);
        }
    }
    Ok(Terms { version: file.version, effective_from: Moment(since), texts, portal_default: file.portal_default })
}

fn read_text(terms: &Path, consents: &Path) -> Result<TermsText, ConfigError> {
    let words = read(consents)?;
    match incomplete_line(&words) {
        Some(line) => Err(ConfigError::Consents { path: consents.to_owned(), line }),
        None => Ok(text_of(&read(terms)?, &words)),
    }
}

fn algorithms(words: Option<Vec<String>>) -> Result<Vec<Algorithm>, ConfigError> {
    let known = names(Algorithm::ALL, Algorithm::as_str);
    let parse = |word: String| Algorithm::parse(&word).ok_or_else(|| unknown("algorithms", word, &known));
    match words {
        None => Ok(Algorithm::ALL.to_vec()),
        Some(words) => words.into_iter().map(parse).collect(),
    }
}

fn sender_constrained(word: Option<String>) -> Result<SenderConstrained, ConfigError> {
    let Some(word) = word else { return Ok(SenderConstrained::Optional) };
    let known = names(SenderConstrained::ALL, SenderConstrained::as_str);
    SenderConstrained::parse(&word).ok_or_else(|| unknown("sender_constrained", word, &known))
}

fn trusted_proxies(words: Vec<String>) -> Result<Vec<IpAddr>, ConfigError> {
    let parse = |word: String| word.parse().map_err(|_| unknown("trusted_proxies", word, "addresses such as 10.0.0.5"));
    words.into_iter().map(parse).collect()
}

fn operations(words: Option<Vec<String>>) -> Result<Vec<Operation>, ConfigError> {
    let known = names(Operation::ALL, Operation::as_str);
    let parse = |word: String| Operation::parse(&word).ok_or_else(|| unknown("operations", word, &known));
    match words {
        None => Ok(Operation::ALL.to_vec()),
        Some(words) => words.into_iter().map(parse).collect(),
    }
}

fn min_client(words: BTreeMap<String, String>) -> Result<BTreeMap<ClientPlatform, Version>, ConfigError> {
    let platforms = names(ClientPlatform::ALL, ClientPlatform::as_str);
    let texts = keyed("min_client", words, ClientPlatform::parse, &platforms)?;
    let parse = |(platform, text): (ClientPlatform, String)| match Version::parse(&text) {
        Some(version) => Ok((platform, version)),
        None => Err(unknown("min_client", text, "a version such as 1.2.3")),
    };
    texts.into_iter().map(parse).collect()
}

fn keyed<K: Ord>(
    table: &str,
    words: BTreeMap<String, String>,
    parse: impl Fn(&str) -> Option<K>,
    known: &str,
) -> Result<BTreeMap<K, String>, ConfigError> {
    let one = |(word, value): (String, String)| match parse(&word) {
        Some(key) => Ok((key, value)),
        None => Err(unknown(table, word, known)),
    };
    words.into_iter().map(one).collect()
}

fn unknown(key: &str, value: String, known: &str) -> ConfigError {
    ConfigError::Unknown { key: key.to_owned(), value, known: known.to_owned() }
}

fn names<T: Copy>(all: &[T], name: impl Fn(T) -> &'static str) -> String {
    all.iter().map(|value| name(*value)).collect::<Vec<_>>().join(", ")
}
