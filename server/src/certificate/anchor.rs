//! Certificates of issuers that the operator pinned.

use der::Decode;
use x509_cert::Certificate;
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::ext::pkix::KeyUsage;
use x509_cert::spki::AlgorithmIdentifierOwned;

use super::key::PublicKey;
use super::parse::CardCertificate;
use crate::clock::Moment;

/// A pinned certificate of an issuer. Its own signature is not checked: it is trusted because it was configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    subject: Vec<u8>,
    key_id: Vec<u8>,
    key: PublicKey,
    not_before: Moment,
    not_after: Moment,
    test: bool,
}

/// A file or certificate cannot serve as an anchor.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AnchorError {
    /// Nothing was found between `BEGIN CERTIFICATE` lines.
    #[error("there is no PEM certificate in it")]
    Empty,
    /// Not PEM of certificates, or not strict DER.
    #[error("certificate number {0} in it is not PEM of strict DER")]
    Malformed(usize),
    /// A certificate of a person or server.
    #[error(
        "certificate number {0} in it is not a CA certificate; an anchor must be one that issues cards' certificates"
    )]
    NotCa(usize),
    /// No key identifier to choose it by.
    #[error("certificate number {0} in it has no subject key identifier, which anchors are told apart by")]
    NoKeyId(usize),
    /// Another kind of key.
    #[error(
        "certificate number {0} in it has a key that is neither RSA with 2048 to 4096 bits and exponent 65537 nor P-384"
    )]
    Key(usize),
}

impl Anchor {
    /// Every certificate of a PEM file, in order.
    ///
    /// # Errors
    /// The first certificate that cannot serve is named by its place in the file, counted from 1.
    pub fn parse_pem(pem: &[u8]) -> Result<Vec<Self>, AnchorError> {
        const END: &str = "-----END CERTIFICATE-----";
        let text = std::str::from_utf8(pem).map_err(|_| AnchorError::Malformed(1))?;
        let mut anchors = Vec::new();
        let mut rest = text;
        while let Some(start) = rest.find("-----BEGIN CERTIFICATE-----") {
            let place = anchors.len() + 1;
            let end = rest[start..].find(END).ok_or(AnchorError::Malformed(place))? + start + END.len();
            let (_, der) =
                der::pem::decode_vec(&rest.as_bytes()[start..end]).map_err(|_| AnchorError::Malformed(place))?;
            anchors.push(Self::at_place(&der, place)?);
            rest = &rest[end..];
        }
        if anchors.is_empty() { Err(AnchorError::Empty) } else { Ok(anchors) }
    }

    /// One certificate.
    ///
    /// # Errors
    /// It is not strict DER, not of a CA, or has a key or no key identifier that could serve.
    pub fn from_der(der: &[u8]) -> Result<Self, AnchorError> {
        Self::at_place(der, 1)
    }

    fn at_place(der: &[u8], place: usize) -> Result<Self, AnchorError> {
        let certificate = CardCertificate::parse(der).ok_or(AnchorError::Malformed(place))?;
        let usage = certificate.key_usage().map(KeyUsage::from_der);
        let may_sign = usage.is_none_or(|usage| usage.is_ok_and(|usage| usage.key_cert_sign()));
        if !certificate.is_ca() || !may_sign {
            return Err(AnchorError::NotCa(place));
        }
        let name = Certificate::from_der(der).map_err(|_| AnchorError::Malformed(place))?.tbs_certificate.subject;
        Ok(Self {
            subject: certificate.subject_der().ok_or(AnchorError::Malformed(place))?,
            key_id: certificate.subject_key_id().ok_or(AnchorError::NoKeyId(place))?.to_vec(),
            key: PublicKey::of_issuer(certificate.public_key()).ok_or(AnchorError::Key(place))?,
            not_before: certificate.not_before(),
            not_after: certificate.not_after(),
            test: name.0.iter().any(|part| part.0.iter().any(is_test_organisation)),
        })
    }

    /// Whether it belongs to a test hierarchy (`O=JPKI-TEST`), which production must not trust.
    pub fn is_test(&self) -> bool {
        self.test
    }

    pub(crate) fn subject_der(&self) -> &[u8] {
        &self.subject
    }

    pub(crate) fn key_id(&self) -> &[u8] {
        &self.key_id
    }

    pub(crate) fn key(&self) -> &PublicKey {
        &self.key
    }

    pub(crate) fn in_force_at(&self, now: Moment) -> bool {
        self.not_before <= now && now <= self.not_after
    }

    pub(crate) fn signed(&self, octets: &[u8], algorithm: &AlgorithmIdentifierOwned, signature: &[u8]) -> bool {
        self.key.issued(octets, algorithm, signature)
    }
}

fn is_test_organisation(attribute: &AttributeTypeAndValue) -> bool {
    const ORGANISATION: der::oid::ObjectIdentifier = der::oid::ObjectIdentifier::new_unwrap("2.5.4.10");
    attribute.oid == ORGANISATION && attribute.value.value() == b"JPKI-TEST"
}
