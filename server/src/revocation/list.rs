//! Revocation by a list file that the operator keeps up to date.
//!
//! One line for each certificate: the issuer's key identifier, the serial number (both in lower-case hexadecimal) and
//! `revoked` or `suspended`. Empty lines and lines that start with `#` are skipped.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use super::{Revocation, RevocationAnswer, RevocationChecker, RevocationEvidence, RevocationQuery};
use crate::clock::Moment;
use crate::codec::{hex, sha256};

/// The file cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum ListError {
    /// It could not be read.
    #[error("the revocation list cannot be read: {0}")]
    Io(#[from] std::io::Error),
    /// A line is not as it should be.
    #[error(
        "line {0} of the revocation list must be: issuer key identifier, serial, then \"revoked\" or \"suspended\""
    )]
    Line(usize),
}

/// Checker that reads a list file, and reads it again when it was changed.
pub struct RevocationList {
    path: PathBuf,
    max_age: Duration,
    loaded: Mutex<Arc<Loaded>>,
}

struct Loaded {
    modified: SystemTime,
    reference: String,
    entries: HashMap<(String, String), Revocation>,
}

impl RevocationList {
    /// Reads the list. Once the file is older than `max_age`, every answer is [`Revocation::Unavailable`].
    ///
    /// # Errors
    /// The file cannot be read, or one of its lines is wrong.
    pub fn open(path: PathBuf, max_age: Duration) -> Result<Self, ListError> {
        let loaded = Mutex::new(Arc::new(load(&path)?));
        Ok(Self { path, max_age, loaded })
    }

    fn look_up(&self, query: &RevocationQuery) -> Result<RevocationEvidence, ListError> {
        let list = self.fresh()?;
        let produced = moment(list.modified);
        let key = (hex(&query.issuer_key_id), serial_text(&hex(&query.serial)));
        let result = match query.now > produced + self.max_age {
            true => Revocation::Unavailable,
            false => list.entries.get(&key).copied().unwrap_or(Revocation::Good),
        };
        Ok(RevocationEvidence {
            result,
            method: "list",
            produced_at: Some(produced),
            this_update: Some(produced),
            responder: None,
            reference: Some(list.reference.clone()),
        })
    }

    fn answer(&self, query: &RevocationQuery) -> RevocationEvidence {
        self.look_up(query).unwrap_or_else(|error| {
            tracing::error!(%error, "no revocation information");
            RevocationEvidence::plain(Revocation::Unavailable, "list")
        })
    }

    fn fresh(&self) -> Result<Arc<Loaded>, ListError> {
        let modified = std::fs::metadata(&self.path)?.modified()?;
        let mut loaded = self.loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if loaded.modified != modified {
            *loaded = Arc::new(load(&self.path)?);
        }
        Ok(loaded.clone())
    }
}

impl RevocationChecker for RevocationList {
    fn check<'a>(&'a self, query: &'a RevocationQuery) -> RevocationAnswer<'a> {
        Box::pin(std::future::ready(self.answer(query)))
    }

    fn at_hand(&self, query: &RevocationQuery) -> Option<RevocationEvidence> {
        Some(self.answer(query))
    }
}

fn load(path: &Path) -> Result<Loaded, ListError> {
    let modified = std::fs::metadata(path)?.modified()?;
    let text = std::fs::read_to_string(path)?;
    let mut entries = HashMap::new();
    for (place, line) in text.lines().map(str::trim).enumerate() {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (key, result) = entry(line).ok_or(ListError::Line(place + 1))?;
        entries.insert(key, result);
    }
    Ok(Loaded { modified, reference: hex(&sha256(text.as_bytes())), entries })
}

fn entry(line: &str) -> Option<((String, String), Revocation)> {
    let mut words = line.split_whitespace();
    let (issuer, serial, result) = (words.next()?, words.next()?, Revocation::parse(words.next()?)?);
    let is_hex = |text: &str| text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b));
    let fits = words.next().is_none()
        && is_hex(issuer)
        && is_hex(serial)
        && matches!(result, Revocation::Revoked | Revocation::Suspended);
    fits.then(|| ((issuer.to_owned(), serial_text(serial)), result))
}

/// A serial in hexadecimal without leading zeros, so that all spellings of one number are equal.
pub(crate) fn serial_text(hex: &str) -> String {
    hex.trim_start_matches('0').to_owned()
}

fn moment(time: SystemTime) -> Moment {
    let since = time.duration_since(UNIX_EPOCH).unwrap_or_default();
    Moment(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    fn query(serial: &[u8], now: Moment) -> RevocationQuery {
        RevocationQuery { issuer_der: vec![0x30, 0], issuer_key_id: vec![0xab, 1], serial: serial.to_vec(), now }
    }

    #[tokio::test]
    async fn the_list_gives_all_four_outcomes_and_is_read_again() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("revoked.txt");
        std::fs::write(&path, "# list\nab01 0f revoked\n\nab01 10 suspended\ncd02 11 revoked\n").unwrap();
        let list = RevocationList::open(path.clone(), Duration::from_secs(3600)).unwrap();
        let now = moment(SystemTime::now());
        for (serial, expected) in [(0x0f, "revoked"), (0x10, "suspended"), (0x11, "good")] {
            assert_eq!(list.check(&query(&[serial], now)).await.result.as_str(), expected);
        }
        let stale = now + Duration::from_secs(3700);
        assert_eq!(list.check(&query(&[0x11], stale)).await.result, Revocation::Unavailable);
        std::fs::write(&path, "ab01 11 revoked\n").unwrap();
        let later = std::fs::File::options().write(true).open(&path).unwrap();
        later.set_modified(SystemTime::now() + Duration::from_secs(2)).unwrap();
        assert_eq!(list.check(&query(&[0, 0x11], now)).await.result, Revocation::Revoked);
        std::fs::remove_file(&path).unwrap();
        assert_eq!(list.check(&query(&[0x11], now)).await.result, Revocation::Unavailable);
    }

    #[test]
    fn a_wrong_line_is_named() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("revoked.txt");
        for line in ["ab01 0f", "ab01 0f good", "AB01 0f revoked", "ab01 0f revoked x"] {
            std::fs::write(&path, format!("# list\n{line}\n")).unwrap();
            let error = RevocationList::open(path.clone(), Duration::from_secs(1)).err().unwrap();
            assert!(matches!(error, ListError::Line(2)), "{line}");
        }
    }
}
