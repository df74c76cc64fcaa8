//! Revocation by complete CRLs (RFC 5280 §5) in files that the operator keeps up to date, one for each issuer.
//!
//! A partial CRL carries a critical extension that says so, and is refused: what it leaves out must not pass as good.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, SystemTime};

use der::{Decode, Encode};
use x509_cert::crl::{CertificateList, RevokedCert, TbsCertList};
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, CrlReason};

use super::{Revocation, RevocationAnswer, RevocationChecker, RevocationEvidence, RevocationQuery};
use crate::certificate::{Anchor, moment};
use crate::clock::Moment;
use crate::codec::{hex, sha256};

/// HRP/1 §3.10: so far `thisUpdate` may lie ahead of this clock.
const AHEAD: Duration = Duration::from_secs(15 * 60);

/// A CRL cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum CrlError {
    /// It could not be read.
    #[error("{0}: cannot be read: {1}")]
    Io(PathBuf, std::io::Error),
    /// It is not a CRL.
    #[error("{0}: is not a CRL in DER or PEM")]
    Malformed(PathBuf),
    /// It is partial, or has another critical extension.
    #[error("{0}: has a critical extension; only complete CRLs are taken")]
    Partial(PathBuf),
    /// It says not until when it holds.
    #[error("{0}: has no nextUpdate")]
    NoEnd(PathBuf),
    /// No anchor signed it.
    #[error("{0}: is not signed by any of the anchors")]
    Untrusted(PathBuf),
}

/// Checker that reads CRLs, and reads one again when its file was changed.
pub struct CrlFiles {
    anchors: Vec<Anchor>,
    files: Vec<(PathBuf, Mutex<Arc<Loaded>>)>,
}

struct Loaded {
    modified: SystemTime,
    issuer_key_id: Vec<u8>,
    this_update: Moment,
    next_update: Moment,
    reference: String,
    entries: HashMap<Vec<u8>, Revocation>,
}

impl CrlFiles {
    /// Reads and verifies every file.
    ///
    /// # Errors
    /// The first file that cannot be used.
    pub fn open(paths: Vec<PathBuf>, anchors: Vec<Anchor>) -> Result<Self, CrlError> {
        let mut files = Vec::with_capacity(paths.len());
        for path in paths {
            let loaded = load(&path, &anchors)?;
            files.push((path, Mutex::new(Arc::new(loaded))));
        }
        Ok(Self { anchors, files })
    }

    /// Fails closed: an issuer without a CRL, and a CRL that is over or unreadable, are `Unavailable`.
    fn look_up(&self, query: &RevocationQuery) -> Result<RevocationEvidence, CrlError> {
        for (path, loaded) in &self.files {
            let crl = self.fresh(path, loaded)?;
            if crl.issuer_key_id != query.issuer_key_id {
                continue;
            }
            let in_force = crl.this_update <= query.now + AHEAD && query.now <= crl.next_update;
            let listed = crl.entries.get(unsigned(&query.serial)).copied();
            return Ok(RevocationEvidence {
                result: if in_force { listed.unwrap_or(Revocation::Good) } else { Revocation::Unavailable },
                method: "crl",
                produced_at: Some(crl.this_update),
                this_update: Some(crl.this_update),
                responder: None,
                reference: Some(crl.reference.clone()),
            });
        }
        Ok(RevocationEvidence::plain(Revocation::Unavailable, "crl"))
    }

    fn answer(&self, query: &RevocationQuery) -> RevocationEvidence {
        self.look_up(query).unwrap_or_else(|error| {
            tracing::error!(%error, "no revocation information");
            RevocationEvidence::plain(Revocation::Unavailable, "crl")
        })
    }

    fn fresh(&self, path: &Path, loaded: &Mutex<Arc<Loaded>>) -> Result<Arc<Loaded>, CrlError> {
        let modified = modified(path)?;
        let mut loaded = loaded.lock().unwrap_or_else(PoisonError::into_inner);
        if loaded.modified != modified {
            *loaded = Arc::new(load(path, &self.anchors)?);
        }
        Ok(loaded.clone())
    }
}

impl RevocationChecker for CrlFiles {
    fn check<'a>(&'a self, query: &'a RevocationQuery) -> RevocationAnswer<'a> {
        Box::pin(std::future::ready(self.answer(query)))
    }

    fn at_hand(&self, query: &RevocationQuery) -> Option<RevocationEvidence> {
        Some(self.answer(query))
    }
}

fn modified(path: &Path) -> Result<SystemTime, CrlError> {
    std::fs::metadata(path).and_then(|file| file.modified()).map_err(|error| CrlError::Io(path.to_owned(), error))
}

fn load(path: &Path, anchors: &[Anchor]) -> Result<Loaded, CrlError> {
    let modified = modified(path)?;
    let octets = std::fs::read(path).map_err(|error| CrlError::Io(path.to_owned(), error))?;
    let malformed = || CrlError::Malformed(path.to_owned());
    let der = match octets.starts_with(b"-----BEGIN X509 CRL-----") {
        true => der::pem::decode_vec(&octets).map_err(|_| malformed())?.1,
        false => octets,
    };
    let crl = CertificateList::from_der(&der).map_err(|_| malformed())?;
    let list = &crl.tbs_cert_list;
    let extensions = list.crl_extensions.as_deref().unwrap_or_default();
    if extensions.iter().any(|one| one.critical) {
        return Err(CrlError::Partial(path.to_owned()));
    }
    let issuer = list.issuer.to_der().map_err(|_| malformed())?;
    let signed = list.to_der().map_err(|_| malformed())?;
    let signature = crl.signature.as_bytes().ok_or_else(malformed)?;
    if crl.signature_algorithm != list.signature {
        return Err(malformed());
    }
    let named = authority_key_id(list);
    let signer = anchors
        .iter()
        .filter(|anchor| anchor.subject_der() == issuer)
        .filter(|anchor| named.as_deref().is_none_or(|id| anchor.key_id() == id))
        .find(|anchor| anchor.signed(&signed, &crl.signature_algorithm, signature));
    let signer = signer.ok_or_else(|| CrlError::Untrusted(path.to_owned()))?;
    let mut entries = HashMap::new();
    for entry in list.revoked_certificates.as_deref().unwrap_or_default() {
        entries.insert(unsigned(entry.serial_number.as_bytes()).to_vec(), reason(entry).ok_or_else(malformed)?);
    }
    Ok(Loaded {
        modified,
        issuer_key_id: signer.key_id().to_vec(),
        this_update: moment(list.this_update),
        next_update: list.next_update.map(moment).ok_or_else(|| CrlError::NoEnd(path.to_owned()))?,
        reference: hex(&sha256(&der)),
        entries,
    })
}

/// `certificateHold` is a suspension; every other reason, and none, is a revocation.
fn reason(entry: &RevokedCert) -> Option<Revocation> {
    const REASON: der::oid::ObjectIdentifier = der::oid::ObjectIdentifier::new_unwrap("2.5.29.21");
    let extensions = entry.crl_entry_extensions.as_deref().unwrap_or_default();
    if extensions.iter().any(|one| one.critical) {
        return None;
    }
    match extensions.iter().find(|one| one.extn_id == REASON) {
        None => Some(Revocation::Revoked),
        Some(found) => match CrlReason::from_der(found.extn_value.as_bytes()).ok()? {
            CrlReason::CertificateHold => Some(Revocation::Suspended),
            _ => Some(Revocation::Revoked),
        },
    }
}

/// A serial without leading zeros, so that all spellings of one number are equal.
fn unsigned(octets: &[u8]) -> &[u8] {
    let zeros = octets.iter().take_while(|octet| **octet == 0).count();
    &octets[zeros..]
}

fn authority_key_id(list: &TbsCertList) -> Option<Vec<u8>> {
    const AUTHORITY: der::oid::ObjectIdentifier = der::oid::ObjectIdentifier::new_unwrap("2.5.29.35");
    let found = list.crl_extensions.as_deref()?.iter().find(|one| one.extn_id == AUTHORITY)?;
    let authority = AuthorityKeyIdentifier::from_der(found.extn_value.as_bytes()).ok()?;
    Some(authority.key_identifier?.as_bytes().to_vec())
}
