//! Keeping an authority in a folder, so that a sandbox has the same card in its next run.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::path::Path;

use der::DecodePem;
use p384::pkcs8::{LineEnding, SecretDocument};
use x509_cert::Certificate;

use super::certificate::to_pem;
use super::keys::{Key, KeyName, KeyStore};
use super::{Authority, Issuer, YEAR};

/// PEM label of a PKCS#8 key (RFC 7468 §10).
const LABEL: &str = "PRIVATE KEY";

/// Why an authority could not be kept or found.
#[derive(Debug, thiserror::Error)]
pub enum AuthorityError {
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// Name of the file.
        path: String,
        /// What the system said.
        source: io::Error,
    },
    /// A file does not hold what its name says.
    #[error("{path}: not a {expected}")]
    Content {
        /// Name of the file.
        path: String,
        /// What it should hold.
        expected: &'static str,
    },
}

impl Authority {
    /// Writes all keys (PKCS#8) and authority certificates as PEM, readable by the owner only.
    ///
    /// # Errors
    /// If a file cannot be written.
    pub fn save(&self, folder: &Path) -> Result<(), AuthorityError> {
        fs::create_dir_all(folder).map_err(|source| file_error(folder, source))?;
        for name in KeyName::ALL {
            let path = folder.join(format!("{}.key.pem", name.file_stem()));
            let pem = self.key(name).to_pkcs8().ok().and_then(|der| der.to_pem(LABEL, LineEnding::LF).ok());
            let pem = pem.ok_or_else(|| content_error(&path, "private key"))?;
            write_private(&path, pem.as_bytes())?;
        }
        for issuer in Issuer::ALL {
            let path = folder.join(certificate_file(issuer));
            write_private(&path, to_pem(self.issuer_certificate(issuer)).as_bytes())?;
        }
        Ok(())
    }

    /// Reads what [`Authority::save`] wrote.
    ///
    /// # Errors
    /// If a file is missing or does not hold a key or certificate.
    pub fn load(folder: &Path) -> Result<Self, AuthorityError> {
        let mut keys = KeyStore::default();
        for name in KeyName::ALL {
            let path = folder.join(format!("{}.key.pem", name.file_stem()));
            let pem = read(&path)?;
            let key = SecretDocument::from_pem(&pem)
                .ok()
                .filter(|(label, _)| *label == LABEL)
                .and_then(|(_, der)| Key::from_pkcs8(name, der.as_bytes()).ok());
            keys.put(name, key.ok_or_else(|| content_error(&path, "private key"))?);
        }
        let mut authority = Self { created: 0, keys, certificates: Default::default() };
        for issuer in Issuer::ALL {
            let path = folder.join(certificate_file(issuer));
            let certificate = Certificate::from_pem(read(&path)?).map_err(|_| content_error(&path, "certificate"))?;
            if issuer == Issuer::Present {
                let begin = certificate.tbs_certificate.validity.not_before.to_unix_duration().as_secs();
                authority.created = i64::try_from(begin).unwrap_or(0) + 4 * YEAR;
            }
            let der = der::Encode::to_der(&certificate).map_err(|_| content_error(&path, "certificate"))?;
            authority.certificates[issuer as usize] = std::sync::OnceLock::from(der);
        }
        Ok(authority)
    }

    /// [`Authority::load`] if the folder holds an authority, else a new one that is saved there.
    ///
    /// # Errors
    /// If files cannot be read or written.
    pub fn load_or_create(folder: &Path, now_unix: i64) -> Result<Self, AuthorityError> {
        if folder.join(certificate_file(Issuer::Foreign)).exists() {
            return Self::load(folder);
        }
        let authority = Self::at(now_unix);
        // Another program may be about to do the same: whoever renames first has made the
        // authority.
        let mut unfinished = folder.as_os_str().to_owned();
        unfinished.push(format!(".{}", std::process::id()));
        let unfinished = Path::new(&unfinished);
        authority.save(unfinished)?;
        if let Err(source) = fs::rename(unfinished, folder) {
            fs::remove_dir_all(unfinished).map_err(|source| file_error(unfinished, source))?;
            return Self::load(folder).map_err(|_| file_error(folder, source));
        }
        Ok(authority)
    }
}

fn certificate_file(issuer: Issuer) -> String {
    format!("{}.certificate.pem", issuer.key().file_stem())
}

fn read(path: &Path) -> Result<String, AuthorityError> {
    fs::read_to_string(path).map_err(|source| file_error(path, source))
}

fn write_private(path: &Path, content: &[u8]) -> Result<(), AuthorityError> {
    // A file that is there keeps its mode; a new one gets the right mode before it has content.
    let removed = match fs::remove_file(path) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    removed
        .and_then(|()| open_private(path))
        .and_then(|mut file| file.write_all(content))
        .map_err(|source| file_error(path, source))
}

fn open_private(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)
}

fn file_error(path: &Path, source: io::Error) -> AuthorityError {
    AuthorityError::File { path: path.display().to_string(), source }
}

fn content_error(path: &Path, expected: &'static str) -> AuthorityError {
    AuthorityError::Content { path: path.display().to_string(), expected }
}
