//! The user-authentication certificate, as far as a client looks at it.
//!
//! What is checked here is a courtesy to the person, before a PIN try is spent: the server is the authority.

use der::asn1::{AnyRef, ObjectIdentifier, UintRef};
use der::{Decode, Sequence};
use rsa::{BoxedUint, Pkcs1v15Sign};
use sha2::Sha256;
use spki::SubjectPublicKeyInfoRef;

use crate::algorithm::Algorithm;
use crate::platform::{Environment, Platform};

use super::x509::X509;

/// Why a certificate cannot be used here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CertificateFault {
    /// Not X.509.
    #[error("not an X.509 certificate")]
    Malformed,
    /// Its key is of no kind that HRP/1 knows.
    #[error("a key of no known kind")]
    UnknownKey,
    /// A policy that the platform does not take.
    #[error("a policy that the platform does not take")]
    WrongPolicy,
    /// Of the other environment.
    #[error("a certificate of the other environment")]
    WrongEnvironment,
    /// Past its end, in seconds since 1970.
    #[error("expired at {0}")]
    Expired(i64),
    /// Before its beginning, in seconds since 1970.
    #[error("not valid before {0}")]
    NotYetValid(i64),
}

/// The test arc of the policies (card fact sheet §7.2, HRP/1 §3.15 A6).
const TEST_ARC: &str = "1.2.392.200149.8.5.1.0.";
/// The production policies of signature and user authentication (as above).
const PRODUCTION_POLICIES: [&str; 2] = ["1.2.392.200149.8.5.1.1.20", Platform::PRODUCTION_POLICY];
/// rsaEncryption (RFC 3279 §2.3.1).
const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
/// id-ecPublicKey (RFC 5480 §2.1.1).
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
/// secp384r1 (RFC 5480 §2.1.1.1).
const P_384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
/// Octets of a card's RSA modulus (card fact sheet §7.2).
const MODULUS_OCTETS: usize = 256;
/// Its exponent, 65537 (as above); the platform takes no other.
const EXPONENT: [u8; 3] = [1, 0, 1];

/// A certificate that was read from a card.
pub(crate) struct Certificate {
    der: Vec<u8>,
    key: Key,
    not_before: i64,
    not_after: i64,
    policies: Vec<String>,
}

enum Key {
    /// The modulus. The key is made of it when there is a signature to check, and nothing more is asked of the card:
    /// that takes longer than all else that is read here.
    Rsa(Vec<u8>),
    P384(Box<p384::ecdsa::VerifyingKey>),
}

/// RSAPublicKey (RFC 8017 §A.1.1).
#[derive(Sequence)]
struct RsaPublicKey<'a> {
    modulus: UintRef<'a>,
    exponent: UintRef<'a>,
}

impl Certificate {
    /// Takes the DER octets apart.
    pub(crate) fn parse(der: Vec<u8>) -> Result<Self, CertificateFault> {
        let parsed = X509::parse(&der).map_err(|_| CertificateFault::Malformed)?;
        Ok(Self {
            key: key(parsed.public_key).ok_or(CertificateFault::UnknownKey)?,
            not_before: parsed.not_before,
            not_after: parsed.not_after,
            policies: parsed.policies,
            der,
        })
    }

    /// The DER octets.
    pub(crate) fn der(&self) -> &[u8] {
        &self.der
    }

    /// What the card signs with.
    pub(crate) fn algorithm(&self) -> Algorithm {
        match self.key {
            Key::Rsa(_) => Algorithm::Rs256,
            Key::P384(_) => Algorithm::Es384,
        }
    }

    /// The end of its validity, in seconds since 1970.
    pub(crate) fn not_after(&self) -> i64 {
        self.not_after
    }

    /// First and last second of its validity, in seconds since 1970.
    pub(crate) fn validity(&self) -> (i64, i64) {
        (self.not_before, self.not_after)
    }

    /// Whether it is a test card's or a real one's, where its policies say so.
    pub(crate) fn environment(&self) -> Option<Environment> {
        self.policies.iter().find_map(|policy| environment_of(policy))
    }

    /// Whether the platform would take it, by environment, policy and, at the server's time, dates (REQ-106, REQ-121).
    pub(crate) fn check(&self, platform: &Platform, server_time: i64) -> Result<(), CertificateFault> {
        let of = |environment| self.policies.iter().any(|policy| environment_of(policy) == Some(environment));
        let other = match platform.environment() {
            Environment::Production => Environment::Sandbox,
            Environment::Sandbox => Environment::Production,
        };
        if of(other) {
            return Err(CertificateFault::WrongEnvironment);
        }
        if !self.policies.iter().any(|policy| platform.policies().contains(policy)) {
            return Err(CertificateFault::WrongPolicy);
        }
        if server_time < self.not_before {
            return Err(CertificateFault::NotYetValid(self.not_before));
        }
        if server_time > self.not_after {
            return Err(CertificateFault::Expired(self.not_after));
        }
        Ok(())
    }

    /// The signature as the protocol wants it, if it is this key's signature over a transcript with that hash. What
    /// form the next-generation card gives an ECDSA signature is not public: r ‖ s and DER are both taken.
    pub(crate) fn accept_signature(&self, hash: &[u8], signature: &[u8]) -> Option<Vec<u8>> {
        match &self.key {
            Key::Rsa(modulus) => {
                let [modulus, exponent] = [&**modulus, &EXPONENT].map(BoxedUint::from_be_slice_vartime);
                let key = rsa::PublicKey::new(modulus, exponent).ok()?;
                key.verify(Pkcs1v15Sign::new::<Sha256>(), hash, signature).is_ok().then(|| signature.to_vec())
            }
            Key::P384(key) => {
                use p384::ecdsa::Signature;
                use p384::ecdsa::signature::hazmat::PrehashVerifier;
                let parsed = Signature::from_slice(signature).or_else(|_| Signature::from_der(signature)).ok()?;
                key.verify_prehash(hash, &parsed).is_ok().then(|| parsed.to_bytes().to_vec())
            }
        }
    }
}

fn key(info: SubjectPublicKeyInfoRef<'_>) -> Option<Key> {
    let octets = info.subject_public_key.as_bytes()?;
    if info.algorithm.oid == RSA {
        let key = RsaPublicKey::from_der(octets).ok()?;
        let modulus = key.modulus.as_bytes();
        let [first, .., last] = modulus else { return None };
        let whole = modulus.len() == MODULUS_OCTETS && first >> 7 == 1 && last & 1 == 1;
        let usual = key.exponent.as_bytes() == EXPONENT && info.algorithm.parameters == Some(AnyRef::NULL);
        return (whole && usual).then(|| Key::Rsa(modulus.to_vec()));
    }
    info.algorithm.assert_oids(EC, P_384).ok()?;
    p384::ecdsa::VerifyingKey::from_sec1_bytes(octets).ok().map(|key| Key::P384(Box::new(key)))
}

fn environment_of(policy: &str) -> Option<Environment> {
    if policy.starts_with(TEST_ARC) {
        Some(Environment::Sandbox)
    } else if PRODUCTION_POLICIES.contains(&policy) {
        Some(Environment::Production)
    } else {
        None
    }
}

#[cfg(test)]
#[path = "certificate_tests.rs"]
mod tests;
