//! Strict DER of a certificate, and the parts that are judged.

use der::oid::{AssociatedOid, ObjectIdentifier};
use der::{Decode, Encode, Header, Reader, SliceReader};
use x509_cert::Certificate;
use x509_cert::certificate::Version;
use x509_cert::ext::pkix::{
    AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies, KeyUsage, SubjectKeyIdentifier,
};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::time::Time;

use crate::clock::Moment;

/// A certificate whose octets are the one DER encoding of what it says.
pub(crate) struct CardCertificate {
    inner: Certificate,
    signed_part: Vec<u8>,
    issuer: Vec<u8>,
    basic: Option<BasicConstraints>,
    policies: Vec<ObjectIdentifier>,
    authority_key_id: Option<Vec<u8>>,
    subject_key_id: Option<Vec<u8>>,
}

impl CardCertificate {
    /// `None` for anything that is not strict DER, repeats an extension, or names two signature algorithms.
    pub(crate) fn parse(der: &[u8]) -> Option<Self> {
        let inner = Certificate::from_der(der).ok()?;
        if inner.to_der().ok()? != der || inner.signature_algorithm != inner.tbs_certificate.signature {
            return None;
        }
        let tbs = &inner.tbs_certificate;
        let extensions = tbs.extensions.as_deref().unwrap_or_default();
        let repeated = extensions
            .iter()
            .enumerate()
            .any(|(place, one)| extensions[..place].iter().any(|other| other.extn_id == one.extn_id));
        let serial = tbs.serial_number.as_bytes();
        if repeated || serial.first().is_none_or(|octet| octet & 0x80 != 0) || serial.iter().all(|octet| *octet == 0) {
            return None;
        }
        let policies = extension::<CertificatePolicies>(&inner)?;
        let authority = extension::<AuthorityKeyIdentifier>(&inner)?;
        Some(Self {
            signed_part: first_part(der)?.to_vec(),
            issuer: tbs.issuer.to_der().ok()?,
            basic: extension::<BasicConstraints>(&inner)?,
            policies: policies.map(|p| p.0.iter().map(|info| info.policy_identifier).collect()).unwrap_or_default(),
            authority_key_id: authority.and_then(|a| a.key_identifier).map(|id| id.as_bytes().to_vec()),
            subject_key_id: extension::<SubjectKeyIdentifier>(&inner)?.map(|id| id.0.as_bytes().to_vec()),
            inner,
        })
    }

    pub(crate) fn is_v3(&self) -> bool {
        self.inner.tbs_certificate.version == Version::V3
    }

    pub(crate) fn is_ca(&self) -> bool {
        self.basic.as_ref().is_some_and(|basic| basic.ca)
    }

    pub(crate) fn policies(&self) -> &[ObjectIdentifier] {
        &self.policies
    }

    /// The value octets of the key usage extension.
    pub(crate) fn key_usage(&self) -> Option<&[u8]> {
        let all = self.inner.tbs_certificate.extensions.as_deref().unwrap_or_default();
        all.iter().find(|one| one.extn_id == KeyUsage::OID).map(|one| one.extn_value.as_bytes())
    }

    pub(crate) fn critical_extensions(&self) -> impl Iterator<Item = ObjectIdentifier> {
        let all = self.inner.tbs_certificate.extensions.as_deref().unwrap_or_default();
        all.iter().filter(|one| one.critical).map(|one| one.extn_id)
    }

    pub(crate) fn public_key(&self) -> &SubjectPublicKeyInfoOwned {
        &self.inner.tbs_certificate.subject_public_key_info
    }

    pub(crate) fn serial(&self) -> &[u8] {
        self.inner.tbs_certificate.serial_number.as_bytes()
    }

    pub(crate) fn issuer_der(&self) -> &[u8] {
        &self.issuer
    }

    pub(crate) fn subject_der(&self) -> Option<Vec<u8>> {
        self.inner.tbs_certificate.subject.to_der().ok()
    }

    pub(crate) fn authority_key_id(&self) -> Option<&[u8]> {
        self.authority_key_id.as_deref()
    }

    pub(crate) fn subject_key_id(&self) -> Option<&[u8]> {
        self.subject_key_id.as_deref()
    }

    pub(crate) fn signed_part(&self) -> &[u8] {
        &self.signed_part
    }

    pub(crate) fn signature_algorithm(&self) -> &AlgorithmIdentifierOwned {
        &self.inner.signature_algorithm
    }

    pub(crate) fn signature(&self) -> &[u8] {
        self.inner.signature.as_bytes().unwrap_or_default()
    }

    pub(crate) fn not_before(&self) -> Moment {
        moment(self.inner.tbs_certificate.validity.not_before)
    }

    pub(crate) fn not_after(&self) -> Moment {
        moment(self.inner.tbs_certificate.validity.not_after)
    }
}

/// The octets of the first element of a sequence: in a certificate, what is signed.
fn first_part(der: &[u8]) -> Option<&[u8]> {
    let mut reader = SliceReader::new(der).ok()?;
    Header::decode(&mut reader).ok()?;
    reader.tlv_bytes().ok()
}

/// An extension that is absent is `Some(None)`; one that is not DER is `None`.
fn extension<T: for<'a> Decode<'a> + Encode + AssociatedOid>(certificate: &Certificate) -> Option<Option<T>> {
    let all = certificate.tbs_certificate.extensions.as_deref().unwrap_or_default();
    let Some(found) = all.iter().find(|one| one.extn_id == T::OID) else {
        return Some(None);
    };
    let value = T::from_der(found.extn_value.as_bytes()).ok()?;
    (value.to_der().ok()? == found.extn_value.as_bytes()).then_some(Some(value))
}

pub(crate) fn moment(time: Time) -> Moment {
    let seconds = i64::try_from(time.to_unix_duration().as_secs()).unwrap_or(i64::MAX / 1000);
    Moment(seconds.saturating_mul(1000))
}
