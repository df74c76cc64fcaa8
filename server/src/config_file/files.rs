//! Files that the settings file names. Their paths are relative to it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use super::ConfigError;
use super::shape::{File, FileRevocation, FileTerms};
use crate::certificate::Anchor;
use crate::clock::Moment;
use crate::codec::{hex, sha256};
use crate::revocation::{CrlFiles, OcspResponder, RevocationChecker, RevocationList};
use crate::terms::{Terms, TermsText};
use crate::terms_text::{incomplete_line, text_of};
use crate::words::Lang;

pub(super) fn revocation(
    base: &Path,
    file: FileRevocation,
    anchors: &[Anchor],
) -> Result<Arc<dyn RevocationChecker>, ConfigError> {
    let FileRevocation { list, max_age_s, crl, ocsp } = file;
    let max_age = max_age_s.map(Duration::from_secs);
    match (list, crl.as_slice(), ocsp, max_age) {
        (Some(list), [], None, Some(max_age)) => Ok(Arc::new(RevocationList::open(base.join(list), max_age)?)),
        (None, [_, ..], None, None) => {
            let paths = crl.iter().map(|path| base.join(path)).collect();
            Ok(Arc::new(CrlFiles::open(paths, anchors.to_vec())?))
        }
        (None, [], Some(address), Some(max_age)) => {
            Ok(Arc::new(OcspResponder::new(&address, max_age, anchors.to_vec())?))
        }
        _ => Err(ConfigError::RevocationSource),
    }
}

/// T25: the digest of all anchor files, one after another, is the one that the operator wrote down.
pub(super) fn check_anchor_files(base: &Path, file: &File) -> Result<(), ConfigError> {
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

pub(super) fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|error| ConfigError::Read { path: path.to_owned(), error })
}

pub(super) fn read_terms(base: &Path, file: FileTerms) -> Result<Terms, ConfigError> {
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
