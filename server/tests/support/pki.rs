//! Certificates, made field by field so that each can be wrong.

use std::str::FromStr;
use std::sync::LazyLock;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use getrandom::SysRng;
use p384::ecdsa::SigningKey as P384Key;
use p384::elliptic_curve::Generate;
use rsa::PrivateKey;
use rsa::pkcs1v15::SigningKey;
use rsa::pkcs8::EncodePublicKey;
use rsa::signature::{SignatureEncoding, Signer};
use sha2::{Digest, Sha256};
use x509_cert::certificate::{Certificate, TbsCertificate, Version};
use x509_cert::der::asn1::{BitString, GeneralizedTime, Null, OctetString, UtcTime};
use x509_cert::der::oid::ObjectIdentifier;
use x509_cert::der::{Any, Decode, Encode, Tag, Tagged};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::certpolicy::PolicyInformation;
use x509_cert::ext::pkix::{AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies, SubjectKeyIdentifier};
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::{Time, Validity};

pub const TEST_AUTHENTICATION: &str = "1.2.392.200149.8.5.1.0.30";
pub const ISSUER: &str = "OU=JPKI for user authentication,O=JPKI-TEST,C=JP";
pub const DAY: u64 = 86_400;

#[derive(Clone)]
pub enum Key {
    Rsa(PrivateKey),
    P384(P384Key),
}

impl Key {
    pub fn rsa(bits: usize) -> Self {
        Self::Rsa(PrivateKey::new(&mut SysRng, bits).unwrap())
    }

    pub fn rsa_with_exponent(exponent: u64) -> Self {
        Self::Rsa(PrivateKey::new_with_exp(&mut SysRng, 2048, exponent.into()).unwrap())
    }

    pub fn p384() -> Self {
        Self::P384(P384Key::generate())
    }

    pub fn spki(&self) -> Vec<u8> {
        match self {
            Self::Rsa(key) => key.to_public_key().to_public_key_der().unwrap().into_vec(),
            Self::P384(key) => {
                let mut der = vec![0x30, 0x76, 0x30, 0x10, 6, 7, 0x2a, 0x86, 0x48, 0xce, 0x3d, 2, 1];
                der.extend([6, 5, 0x2b, 0x81, 4, 0, 0x22, 3, 0x62, 0]);
                der.extend(key.verifying_key().to_sec1_point(false).as_bytes());
                der
            }
        }
    }

    /// As in proofs: PKCS#1 v1.5 with SHA-256, or `r ‖ s`.
    pub fn sign(&self, octets: &[u8]) -> Vec<u8> {
        match self {
            Self::Rsa(key) => SigningKey::<Sha256>::new(key.clone()).sign(octets).to_vec(),
            Self::P384(key) => {
                let signature: p384::ecdsa::Signature = key.sign(octets);
                signature.to_vec()
            }
        }
    }

    pub fn sign_certificate(&self, octets: &[u8]) -> Vec<u8> {
        match self {
            Self::Rsa(_) => self.sign(octets),
            Self::P384(key) => {
                let signature: p384::ecdsa::Signature = key.sign(octets);
                signature.to_der().as_bytes().to_vec()
            }
        }
    }

    pub fn algorithm(&self) -> AlgorithmIdentifierOwned {
        let (oid, parameters) = match self {
            Self::Rsa(_) => ("1.2.840.113549.1.1.11", Some(Any::encode_from(&Null).unwrap())),
            Self::P384(_) => ("1.2.840.10045.4.3.3", None),
        };
        AlgorithmIdentifierOwned { oid: oid_of(oid), parameters }
    }

    pub fn id(&self) -> Vec<u8> {
        Sha256::digest(self.spki())[..20].to_vec()
    }
}

/// Every field of a certificate.
#[derive(Clone)]
pub struct Spec {
    pub version: Version,
    pub serial: Vec<u8>,
    pub issuer: &'static str,
    pub subject: &'static str,
    pub not_before: u64,
    pub not_after: u64,
    pub spki: Vec<u8>,
    pub policies: Vec<&'static str>,
    /// DER of the key usage.
    pub usage: Option<Vec<u8>>,
    pub ca: bool,
    pub authority: Option<Vec<u8>>,
    pub own_id: Option<Vec<u8>>,
    pub further: Vec<(&'static str, bool, Vec<u8>)>,
}

impl Spec {
    /// A good card's certificate, issued by `issuer`.
    pub fn card(key: &Key, issuer: &Key, serial: &[u8]) -> Self {
        Self {
            version: Version::V3,
            serial: serial.to_vec(),
            issuer: ISSUER,
            subject: "CN=0123456789ABCDEFGHJ13101X,C=JP",
            not_before: now() - 30 * DAY,
            not_after: now() + 1000 * DAY,
            spki: key.spki(),
            policies: vec![TEST_AUTHENTICATION],
            usage: Some(vec![3, 2, 7, 0x80]),
            ca: false,
            authority: Some(issuer.id()),
            own_id: Some(key.id()),
            further: vec![],
        }
    }

    /// A self-signed issuer.
    pub fn issuer(key: &Key) -> Self {
        Self {
            version: Version::V3,
            serial: vec![1],
            issuer: ISSUER,
            subject: ISSUER,
            not_before: now() - 1000 * DAY,
            not_after: now() + 9000 * DAY,
            spki: key.spki(),
            policies: vec![],
            usage: Some(vec![3, 2, 1, 6]),
            ca: true,
            authority: None,
            own_id: Some(key.id()),
            further: vec![],
        }
    }

    pub fn sign(&self, key: &Key) -> Vec<u8> {
        let tbs = TbsCertificate {
            version: self.version,
            serial_number: SerialNumber::new(&self.serial).unwrap(),
            signature: key.algorithm(),
            issuer: Name::from_str(self.issuer).unwrap(),
            validity: Validity { not_before: time(self.not_before), not_after: time(self.not_after) },
            subject: Name::from_str(self.subject).unwrap(),
            subject_public_key_info: SubjectPublicKeyInfoOwned::from_der(&self.spki).unwrap(),
            issuer_unique_id: None,
            subject_unique_id: None,
            extensions: (self.version == Version::V3).then(|| self.extensions()),
        };
        let signature = BitString::from_bytes(&key.sign_certificate(&tbs.to_der().unwrap())).unwrap();
        Certificate { tbs_certificate: tbs, signature_algorithm: key.algorithm(), signature }.to_der().unwrap()
    }

    /// The same, but its first extension spells out that it is not critical, which DER forbids.
    pub fn sign_with_explicit_default(&self, key: &Key) -> Vec<u8> {
        let sequence = |items: &[Any]| {
            let octets: Vec<u8> = items.iter().flat_map(|item| item.to_der().unwrap()).collect();
            Any::new(Tag::Sequence, octets).unwrap()
        };
        let certificate = Certificate::from_der(&self.sign(key)).unwrap();
        let mut tbs = Vec::<Any>::from_der(&certificate.tbs_certificate.to_der().unwrap()).unwrap();
        let wrapped = tbs.pop().unwrap();
        let mut extensions = Vec::<Any>::from_der(wrapped.value()).unwrap();
        let mut first = extensions[0].value().to_vec();
        first.splice(5..5, [1, 1, 0]);
        extensions[0] = Any::new(Tag::Sequence, first).unwrap();
        tbs.push(Any::new(wrapped.tag(), sequence(&extensions).to_der().unwrap()).unwrap());
        let tbs = sequence(&tbs);
        let signature = BitString::from_bytes(&key.sign_certificate(&tbs.to_der().unwrap())).unwrap();
        let algorithm = Any::encode_from(&key.algorithm()).unwrap();
        sequence(&[tbs, algorithm, Any::encode_from(&signature).unwrap()]).to_der().unwrap()
    }

    fn extensions(&self) -> Vec<Extension> {
        let mut all = vec![];
        let mut add = |oid: &str, critical, value: Vec<u8>| {
            all.push(Extension { extn_id: oid_of(oid), critical, extn_value: OctetString::new(value).unwrap() });
        };
        if let Some(id) = &self.authority {
            let id = Some(OctetString::new(id.clone()).unwrap());
            let authority = AuthorityKeyIdentifier {
                key_identifier: id,
                authority_cert_issuer: None,
                authority_cert_serial_number: None,
            };
            add("2.5.29.35", false, authority.to_der().unwrap());
        }
        if let Some(id) = &self.own_id {
            add("2.5.29.14", false, SubjectKeyIdentifier(OctetString::new(id.clone()).unwrap()).to_der().unwrap());
        }
        if self.ca {
            add("2.5.29.19", true, BasicConstraints { ca: true, path_len_constraint: None }.to_der().unwrap());
        }
        if let Some(usage) = &self.usage {
            add("2.5.29.15", true, usage.clone());
        }
        if !self.policies.is_empty() {
            let info = |oid: &&str| PolicyInformation { policy_identifier: oid_of(oid), policy_qualifiers: None };
            add("2.5.29.32", true, CertificatePolicies(self.policies.iter().map(info).collect()).to_der().unwrap());
        }
        for (oid, critical, value) in &self.further {
            add(oid, *critical, value.clone());
        }
        all
    }
}

pub fn oid_of(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new(text).unwrap()
}

pub fn now() -> u64 {
    SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()
}

fn time(seconds: u64) -> Time {
    let since = Duration::from_secs(seconds);
    match UtcTime::from_unix_duration(since) {
        Ok(time) => Time::UtcTime(time),
        Err(_) => Time::GeneralTime(GeneralizedTime::from_unix_duration(since).unwrap()),
    }
}

pub fn pem(certificates: &[&[u8]]) -> Vec<u8> {
    use x509_cert::der::pem::{LineEnding, encode_string};
    let one = |der: &&[u8]| encode_string("CERTIFICATE", LineEnding::LF, der).unwrap();
    certificates.iter().map(one).collect::<String>().into_bytes()
}

/// Keys that are slow to make, once for each test program.
pub struct Keys {
    pub issuer: Key,
    pub second_issuer: Key,
    pub p384_issuer: Key,
    pub card: Key,
    pub p384_card: Key,
}

pub static KEYS: LazyLock<Keys> = LazyLock::new(|| Keys {
    issuer: Key::rsa(2048),
    second_issuer: Key::rsa(2048),
    p384_issuer: Key::p384(),
    card: Key::rsa(2048),
    p384_card: Key::p384(),
});

/// The anchors that test platforms trust: two RSA issuers and one on P-384, all of one name.
pub fn anchors_pem() -> Vec<u8> {
    let keys = &*KEYS;
    let all = [&keys.issuer, &keys.second_issuer, &keys.p384_issuer].map(|key| Spec::issuer(key).sign(key));
    pem(&all.iter().map(Vec::as_slice).collect::<Vec<_>>())
}
