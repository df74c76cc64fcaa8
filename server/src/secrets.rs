//! The server key and everything that is derived from it.

use std::io::Write;
use std::path::Path;

use ring::aead::{self, Aad, LessSafeKey, Nonce, UnboundKey};
use ring::hmac;

use crate::codec::{b64u, sha256};
use crate::ids::{MADE, NoRandomness, RegistrationId, SessionId, random};

const NONCE: usize = 12;

/// Keys of one platform. Nothing of it is ever shown.
pub(crate) struct Secrets {
    tokens: hmac::Key,
    subjects: hmac::Key,
    outbox: LessSafeKey,
}

/// The file with the server key cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum KeyFileError {
    /// It could not be read or written.
    #[error("the key file server.key cannot be read or written: {0}")]
    Io(#[from] std::io::Error),
    /// It does not hold 32 octets.
    #[error(
        "the key file server.key must hold exactly 32 octets; put the right one back, with a new one all tokens are lost"
    )]
    Length,
    /// No key could be made.
    #[error("the system's random generator failed, so no server key could be made")]
    Random,
}

impl Secrets {
    /// Reads `server.key` in the folder, or makes it (0600) when there is none.
    pub(crate) fn open(folder: &Path) -> Result<Self, KeyFileError> {
        let path = folder.join("server.key");
        let key = match std::fs::read(&path) {
            Ok(octets) => octets.try_into().map_err(|_| KeyFileError::Length)?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => new_key_file(&path)?,
            Err(error) => return Err(error.into()),
        };
        Self::from_key(&key).ok_or(KeyFileError::Random)
    }

    fn from_key(key: &[u8; 32]) -> Option<Self> {
        let root = hmac::Key::new(hmac::HMAC_SHA256, key);
        let part = |label: &str| hmac::sign(&root, label.as_bytes());
        Some(Self {
            tokens: hmac::Key::new(hmac::HMAC_SHA256, part("kazasu token key 1").as_ref()),
            subjects: hmac::Key::new(hmac::HMAC_SHA256, part("kazasu subject key 1").as_ref()),
            outbox: LessSafeKey::new(
                UnboundKey::new(&aead::CHACHA20_POLY1305, part("kazasu outbox key 1").as_ref()).ok()?,
            ),
        })
    }

    pub(crate) fn session_token(&self, session: &SessionId) -> Token {
        self.token("session", session.as_str(), session)
    }

    pub(crate) fn status_token(&self, registration: &RegistrationId, session: &SessionId) -> Token {
        self.token("status", registration.as_str(), session)
    }

    /// A session signs in at most once, so its id is the id of the row.
    pub(crate) fn access_token(&self, session: &SessionId) -> Token {
        self.token("access", session.as_str(), session)
    }

    /// HRP/1 §3.15 A4: HMAC over kind, row id and session id; before it, when the session was made.
    fn token(&self, kind: &str, row: &str, session: &SessionId) -> Token {
        let parts = format!("{kind}\0{row}\0{session}");
        Token(format!("{}{}", session.made(), b64u(hmac::sign(&self.tokens, parts.as_bytes()).as_ref())))
    }

    /// `subject_ref` of HRP/1 §3.11: stands for a certificate without telling which one.
    pub(crate) fn subject_ref(&self, issuer_der: &[u8], serial: &[u8]) -> SubjectRef {
        let mut context = hmac::Context::with_key(&self.subjects);
        context.update(issuer_der);
        context.update(&[0]);
        context.update(serial);
        SubjectRef(b64u(context.sign().as_ref()))
    }

    /// Seals what the eligibility back end needs until it is delivered. `row` is bound to it.
    pub(crate) fn seal(&self, row: &RegistrationId, plain: &[u8]) -> Result<Vec<u8>, NoRandomness> {
        let nonce: [u8; NONCE] = random()?;
        let mut body = plain.to_vec();
        self.outbox
            .seal_in_place_append_tag(Nonce::assume_unique_for_key(nonce), Aad::from(row.as_str()), &mut body)
            .map_err(|_| NoRandomness)?;
        let mut sealed = nonce.to_vec();
        sealed.append(&mut body);
        Ok(sealed)
    }

    /// Opens what [`Secrets::seal`] made; `None` when it was changed or belongs to another row.
    pub(crate) fn unseal(&self, row: &RegistrationId, sealed: &[u8]) -> Option<Vec<u8>> {
        let (nonce, body) = sealed.split_first_chunk::<NONCE>()?;
        let mut body = body.to_vec();
        let nonce = Nonce::assume_unique_for_key(*nonce);
        let plain = self.outbox.open_in_place(nonce, Aad::from(row.as_str()), &mut body).ok()?;
        Some(plain.to_vec())
    }
}

fn new_key_file(path: &Path) -> Result<[u8; 32], KeyFileError> {
    let key: [u8; 32] = random().map_err(|_| KeyFileError::Random)?;
    let mut file = private_options().write(true).create_new(true).open(path)?;
    file.write_all(&key)?;
    file.sync_all()?;
    Ok(key)
}

/// Options that make a new file readable by its owner alone.
pub(crate) fn private_options() -> std::fs::OpenOptions {
    #[allow(unused_mut)]
    let mut options = std::fs::OpenOptions::new();
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options
}

/// A bearer token. It has no `Debug`: it must not reach a log.
pub(crate) struct Token(String);

impl Token {
    pub(crate) fn as_str(&self) -> &str {
        &self.0
    }

    pub(crate) fn digest(&self) -> TokenDigest {
        TokenDigest::of(&self.0)
    }
}

/// What is stored of a token: its beginning, which tells when its session was made, and its SHA-256. Tokens that are given
/// together so lie together in the database. Comparison takes the same time wherever two digests differ.
#[derive(Clone)]
pub struct TokenDigest([u8; MADE + 32]);

impl TokenDigest {
    /// Digest of a token as it was sent.
    pub fn of(token: &str) -> Self {
        let mut digest = [0; MADE + 32];
        if let Some(made) = token.as_bytes().first_chunk::<MADE>() {
            digest[..MADE].copy_from_slice(made);
        }
        digest[MADE..].copy_from_slice(&sha256(token.as_bytes()));
        Self(digest)
    }

    /// A stored digest; `None` when it has another length.
    pub fn from_octets(octets: &[u8]) -> Option<Self> {
        octets.try_into().ok().map(Self)
    }

    /// Its octets.
    pub fn octets(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn same(&self, other: &Self) -> bool {
        self.0.iter().zip(other.0).fold(0, |differences, (a, b)| differences | (a ^ b)) == 0
    }
}

/// Keyed reference to a certificate, 43 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SubjectRef(pub String);

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    #[test]
    fn sealed_octets_open_only_for_their_row() {
        let secrets = Secrets::from_key(&[7; 32]).unwrap();
        let (row, other) = (RegistrationId::random().unwrap(), RegistrationId::random().unwrap());
        let mut sealed = secrets.seal(&row, b"serial").unwrap();
        assert_eq!(secrets.unseal(&row, &sealed), Some(b"serial".to_vec()));
        assert_eq!(secrets.unseal(&other, &sealed), None);
        sealed[NONCE] ^= 1;
        assert_eq!(secrets.unseal(&row, &sealed), None);
    }

    #[test]
    fn a4_tokens_are_derived_and_differ_by_kind_and_row() {
        let secrets = Secrets::from_key(&[7; 32]).unwrap();
        let session = SessionId::parse("ses_00000000000000000000000000").unwrap();
        let registration = RegistrationId::parse("reg_00000000000000000000000000").unwrap();
        let token = secrets.status_token(&registration, &session);
        assert!(token.digest().same(&secrets.status_token(&registration, &session).digest()));
        assert!(!token.digest().same(&secrets.session_token(&session).digest()));
        assert_eq!(token.as_str().len(), 9 + 43);
        assert!(token.digest().octets().starts_with(b"000000000"));
    }

    #[test]
    fn the_key_file_is_kept_and_private() {
        let folder = tempfile::tempdir().unwrap();
        let first = Secrets::open(folder.path()).unwrap();
        let again = Secrets::open(folder.path()).unwrap();
        assert_eq!(first.subject_ref(b"i", b"s"), again.subject_ref(b"i", b"s"));
        #[cfg(unix)]
        {
            let mode = std::fs::metadata(folder.path().join("server.key")).unwrap();
            assert_eq!(std::os::unix::fs::PermissionsExt::mode(&mode.permissions()) & 0o777, 0o600);
        }
        std::fs::write(folder.path().join("server.key"), b"short").unwrap();
        assert!(matches!(Secrets::open(folder.path()), Err(KeyFileError::Length)));
    }
}
