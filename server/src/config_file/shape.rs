//! The settings file as it is written.

use std::collections::BTreeMap;
use std::path::PathBuf;

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct File {
    pub(super) origin: String,
    #[serde(default)]
    pub(super) algorithms: Option<Vec<String>>,
    #[serde(default)]
    pub(super) operations: Option<Vec<String>>,
    #[serde(default)]
    pub(super) sender_constrained: Option<String>,
    #[serde(default)]
    pub(super) trusted_proxies: Vec<String>,
    #[serde(default)]
    pub(super) portal_registration: bool,
    #[serde(default)]
    pub(super) forwarded_for: bool,
    pub(super) anchors: Vec<PathBuf>,
    pub(super) anchors_sha256: Option<String>,
    pub(super) platform_name: BTreeMap<String, String>,
    #[serde(default)]
    pub(super) min_client: BTreeMap<String, String>,
    pub(super) terms: Vec<FileTerms>,
    #[serde(default)]
    pub(super) limits: FileLimits,
    pub(super) revocation: FileRevocation,
    pub(super) eligibility: FileEligibility,
    pub(super) tls: Option<FileTls>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileTerms {
    pub(super) version: String,
    pub(super) effective_from: String,
    #[serde(default)]
    pub(super) portal_default: bool,
    pub(super) folder: PathBuf,
}

#[derive(Deserialize, Default)]
#[serde(deny_unknown_fields, default)]
pub(super) struct FileLimits {
    pub(super) sessions_per_minute: Option<u32>,
    pub(super) sessions_per_day: Option<u32>,
    pub(super) posts_per_certificate_per_day: Option<u32>,
    pub(super) sign_ins_per_certificate_per_day: Option<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileRevocation {
    pub(super) list: Option<PathBuf>,
    pub(super) max_age_s: Option<u64>,
    #[serde(default)]
    pub(super) crl: Vec<PathBuf>,
    pub(super) ocsp: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileTls {
    pub(super) certificate: PathBuf,
    pub(super) key: PathBuf,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct FileEligibility {
    pub(super) folder: PathBuf,
}
