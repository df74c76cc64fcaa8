//! The keys of the hierarchy, generated when first needed.

use std::sync::OnceLock;

use der::Decode;
use getrandom::SysRng;
use p384::SecretKey;
use p384::ecdsa::signature::hazmat::PrehashSigner;
use p384::ecdsa::{Signature, SigningKey};
use p384::elliptic_curve::Generate;
use p384::pkcs8::{DecodePrivateKey, EncodePrivateKey, EncodePublicKey, SecretDocument};
use rsa::{Pkcs1v15Sign, PrivateKey};
use sha2::{Digest, Sha256, Sha384};
use spki::SubjectPublicKeyInfoOwned;

/// What a key is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyName {
    /// Older RSA authority.
    OlderCa,
    /// Present RSA authority.
    PresentCa,
    /// P-384 authority of the next-generation card.
    NextCa,
    /// Authority of signature certificates.
    SignatureCa,
    /// An untrusted authority with the name of the present one.
    ForeignCa,
    /// User-authentication key of the card.
    Holder,
    /// Signature key of the card.
    HolderSignature,
    /// User-authentication key of the next-generation card.
    NextHolder,
    /// User-authentication key of another person's card.
    OtherHolder,
}

impl KeyName {
    pub(super) const ALL: [KeyName; 9] = [
        KeyName::OlderCa,
        KeyName::PresentCa,
        KeyName::NextCa,
        KeyName::SignatureCa,
        KeyName::ForeignCa,
        KeyName::Holder,
        KeyName::HolderSignature,
        KeyName::NextHolder,
        KeyName::OtherHolder,
    ];

    pub(super) fn file_stem(self) -> &'static str {
        match self {
            KeyName::OlderCa => "older-ca",
            KeyName::PresentCa => "present-ca",
            KeyName::NextCa => "next-ca",
            KeyName::SignatureCa => "signature-ca",
            KeyName::ForeignCa => "foreign-ca",
            KeyName::Holder => "holder",
            KeyName::HolderSignature => "holder-signature",
            KeyName::NextHolder => "next-holder",
            KeyName::OtherHolder => "other-holder",
        }
    }

    fn is_p384(self) -> bool {
        matches!(self, KeyName::NextCa | KeyName::NextHolder)
    }
}

/// A private key.
#[derive(Clone)]
pub enum Key {
    /// RSA-2048.
    Rsa(Box<PrivateKey>),
    /// P-384.
    P384(SecretKey),
}

impl Key {
    fn generate(name: KeyName) -> Self {
        if name.is_p384() {
            Key::P384(SecretKey::generate())
        } else {
            let key = PrivateKey::new(&mut SysRng, 2048).expect("2048 is a size that can be generated");
            Key::Rsa(Box::new(key))
        }
    }

    /// The public half.
    #[must_use]
    pub fn public(&self) -> SubjectPublicKeyInfoOwned {
        let document = match self {
            Key::Rsa(key) => key.as_public_key().to_public_key_der(),
            Key::P384(key) => key.public_key().to_public_key_der(),
        };
        let document = document.expect("a generated key has an encoding");
        SubjectPublicKeyInfoOwned::from_der(document.as_bytes()).expect("an encoding is that of a key")
    }

    /// Signs as an authority does: SHA-256 with RSA, SHA-384 with P-384.
    pub(super) fn sign_certificate(&self, tbs: &[u8]) -> Vec<u8> {
        match self {
            Key::Rsa(key) => key
                .sign(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(tbs))
                .expect("a 2048-bit key has room for a SHA-256 DigestInfo"),
            Key::P384(key) => {
                let signature: Signature = SigningKey::from(key)
                    .sign_prehash(&Sha384::digest(tbs))
                    .expect("a hash of the field's size can be signed");
                signature.to_der().as_bytes().to_vec()
            }
        }
    }

    pub(super) fn to_pkcs8(&self) -> Result<SecretDocument, p384::pkcs8::Error> {
        match self {
            Key::Rsa(key) => key.to_pkcs8_der(),
            Key::P384(key) => key.to_pkcs8_der(),
        }
    }

    pub(super) fn from_pkcs8(name: KeyName, der: &[u8]) -> Result<Self, p384::pkcs8::Error> {
        if name.is_p384() {
            SecretKey::from_pkcs8_der(der).map(Key::P384)
        } else {
            PrivateKey::from_pkcs8_der(der).map(|key| Key::Rsa(Box::new(key)))
        }
    }
}

#[derive(Default)]
pub(super) struct KeyStore {
    cells: [OnceLock<Key>; KeyName::ALL.len()],
}

impl KeyStore {
    pub(super) fn get(&self, name: KeyName) -> &Key {
        self.cells[name as usize].get_or_init(|| Key::generate(name))
    }

    pub(super) fn put(&mut self, name: KeyName, key: Key) {
        self.cells[name as usize] = OnceLock::from(key);
    }
}
