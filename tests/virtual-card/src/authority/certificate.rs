//! Building and signing X.509 certificates.

use der::asn1::{BitString, ObjectIdentifier, OctetString};
use der::flagset::FlagSet;
use der::pem::LineEnding;
use der::{Any, Decode, Encode, EncodePem};
use sha2::{Digest, Sha256};
use spki::AlgorithmIdentifierOwned;
use x509_cert::certificate::{Certificate, TbsCertificate, Version};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::{BasicConstraints, KeyUsage, KeyUsages, SubjectKeyIdentifier};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::time::Validity;

use super::dates::time;
use super::keys::Key;
use super::names;

const SHA256_WITH_RSA: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11");
const ECDSA_WITH_SHA384: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.2.840.10045.4.3.3");

/// What goes into a certificate besides its signature.
pub(super) struct Contents {
    pub serial: Vec<u8>,
    pub issuer: Name,
    pub subject: Name,
    pub not_before: i64,
    pub not_after: i64,
    pub extensions: Vec<Extension>,
}

impl Contents {
    /// What is signed.
    fn tbs(self, subject_key: &Key, issuer_key: &Key) -> TbsCertificate {
        TbsCertificate {
            version: Version::V3,
            serial_number: SerialNumber::new(&self.serial).expect("serial numbers here have at most 16 octets"),
            signature: algorithm(issuer_key),
            issuer: self.issuer,
            validity: Validity { not_before: time(self.not_before), not_after: time(self.not_after) },
            subject: self.subject,
            subject_public_key_info: subject_key.public(),
            issuer_unique_id: None,
            subject_unique_id: None,
            extensions: Some(self.extensions),
        }
    }
}

/// Signs a certificate and returns its DER.
pub(super) fn sign(contents: Contents, subject_key: &Key, issuer_key: &Key) -> Vec<u8> {
    let tbs = contents.tbs(subject_key, issuer_key);
    let signature = issuer_key.sign_certificate(&encode(&tbs));
    assemble(tbs, &signature)
}

/// Length of the DER that [`sign`] would return if the issuer's key is RSA-2048.
pub(super) fn length(contents: Contents, subject_key: &Key, issuer_key: &Key) -> usize {
    assemble(contents.tbs(subject_key, issuer_key), &[0; 256]).len()
}

fn assemble(tbs_certificate: TbsCertificate, signature: &[u8]) -> Vec<u8> {
    encode(&Certificate {
        signature_algorithm: tbs_certificate.signature.clone(),
        tbs_certificate,
        signature: BitString::from_bytes(signature).expect("signatures are short"),
    })
}

/// A self-signed authority certificate.
pub(super) fn self_signed(key: &Key, unit: &str, serial: &[u8], not_before: i64, not_after: i64) -> Vec<u8> {
    let usages: FlagSet<KeyUsages> = KeyUsages::KeyCertSign | KeyUsages::CRLSign;
    let extensions = vec![
        extension("2.5.29.14", false, &SubjectKeyIdentifier(key_identifier(key))),
        extension("2.5.29.15", true, &KeyUsage(usages)),
        extension("2.5.29.19", true, &BasicConstraints { ca: true, path_len_constraint: None }),
    ];
    let name = names::issuer(unit);
    let contents =
        Contents { serial: serial.to_vec(), issuer: name.clone(), subject: name, not_before, not_after, extensions };
    sign(contents, key, key)
}

/// Method 1 of RFC 7093 §2: SHA-256 of the public key, cut to 160 bits.
pub(super) fn key_identifier(key: &Key) -> OctetString {
    let hash = Sha256::digest(key.public().subject_public_key.raw_bytes());
    OctetString::new(&hash[..20]).expect("20 octets fit")
}

pub(super) fn extension(oid: &str, critical: bool, value: &impl Encode) -> Extension {
    Extension {
        extn_id: ObjectIdentifier::new_unwrap(oid),
        critical,
        extn_value: OctetString::new(encode(value)).expect("extensions are short"),
    }
}

pub(super) fn encode(value: &impl Encode) -> Vec<u8> {
    value.to_der().expect("structures made here have an encoding")
}

pub(super) fn to_pem(der: &[u8]) -> String {
    Certificate::from_der(der)
        .and_then(|certificate| certificate.to_pem(LineEnding::LF))
        .expect("certificates made here have an encoding")
}

fn algorithm(key: &Key) -> AlgorithmIdentifierOwned {
    match key {
        Key::Rsa(_) => AlgorithmIdentifierOwned { oid: SHA256_WITH_RSA, parameters: Some(Any::null()) },
        Key::P384(_) => AlgorithmIdentifierOwned { oid: ECDSA_WITH_SHA384, parameters: None },
    }
}
