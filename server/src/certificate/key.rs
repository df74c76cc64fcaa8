//! Public keys of cards and of issuers, and verification with them.

use der::asn1::UintRef;
use der::oid::ObjectIdentifier;
use der::{Decode, Sequence};
use ring::signature::{self, UnparsedPublicKey};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};

use crate::words::Algorithm;

const RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.1");
const SHA256_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const EC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.2.1");
const SECP384R1: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.132.0.34");
const ECDSA_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");

const EXPONENT: &[u8] = &[1, 0, 1];
/// An uncompressed point of P-384.
const POINT: usize = 97;

/// A key of one of the two kinds that cards and their issuers have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum PublicKey {
    /// PKCS#1 octets; the exponent is 65537.
    Rsa(Vec<u8>),
    /// The uncompressed point.
    P384(Vec<u8>),
}

#[derive(Sequence)]
struct RsaParts<'a> {
    modulus: UintRef<'a>,
    exponent: UintRef<'a>,
}

impl PublicKey {
    /// A card's key: RSA with 2048 bits and exponent 65537, or P-384.
    pub(crate) fn of_card(info: &SubjectPublicKeyInfoOwned) -> Option<Self> {
        Self::with_rsa_bits(info, 2048..=2048)
    }

    /// An issuer's key: as a card's, RSA up to 4096 bits.
    pub(crate) fn of_issuer(info: &SubjectPublicKeyInfoOwned) -> Option<Self> {
        Self::with_rsa_bits(info, 2048..=4096)
    }

    fn with_rsa_bits(info: &SubjectPublicKeyInfoOwned, bits: std::ops::RangeInclusive<usize>) -> Option<Self> {
        let octets = info.subject_public_key.as_bytes()?;
        if info.algorithm.oid == RSA {
            let no_parameters = info.algorithm.parameters.as_ref().is_some_and(|any| any.is_null());
            let parts = RsaParts::from_der(octets).ok()?;
            let fits = no_parameters
                && parts.exponent.as_bytes() == EXPONENT
                && bits.contains(&bit_length(parts.modulus.as_bytes()));
            return fits.then(|| Self::Rsa(octets.to_vec()));
        }
        let curve: ObjectIdentifier = info.algorithm.parameters.as_ref()?.decode_as().ok()?;
        let fits =
            info.algorithm.oid == EC && curve == SECP384R1 && octets.len() == POINT && octets.first() == Some(&4);
        fits.then(|| Self::P384(octets.to_vec()))
    }

    /// The octets of `subjectPublicKey`.
    pub(crate) fn octets(&self) -> &[u8] {
        match self {
            Self::Rsa(octets) | Self::P384(octets) => octets,
        }
    }

    pub(crate) fn fits(&self, algorithm: Algorithm) -> bool {
        matches!((self, algorithm), (Self::Rsa(_), Algorithm::Rs256) | (Self::P384(_), Algorithm::Es384))
    }

    /// Verifies a proof's signature over T; ES384 is `r ‖ s`.
    pub(crate) fn verifies(&self, octets: &[u8], signature: &[u8]) -> bool {
        match self {
            Self::Rsa(key) => check(&signature::RSA_PKCS1_2048_8192_SHA256, key, octets, signature),
            Self::P384(key) => check(&signature::ECDSA_P384_SHA384_FIXED, key, octets, signature),
        }
    }

    /// Verifies the signature in a certificate, if the algorithm is the one for this kind of key.
    pub(crate) fn issued(&self, octets: &[u8], algorithm: &AlgorithmIdentifierOwned, signature: &[u8]) -> bool {
        match self {
            Self::Rsa(key) => {
                algorithm.oid == SHA256_RSA && check(&signature::RSA_PKCS1_2048_8192_SHA256, key, octets, signature)
            }
            Self::P384(key) => {
                algorithm.oid == ECDSA_SHA384 && check(&signature::ECDSA_P384_SHA384_ASN1, key, octets, signature)
            }
        }
    }
}

fn check(how: &'static dyn signature::VerificationAlgorithm, key: &[u8], octets: &[u8], signature: &[u8]) -> bool {
    UnparsedPublicKey::new(how, key).verify(octets, signature).is_ok()
}

fn bit_length(unsigned: &[u8]) -> usize {
    let leading = unsigned.first().map_or(0, |octet| octet.leading_zeros() as usize);
    unsigned.len() * 8 - leading
}
