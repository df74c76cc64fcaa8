//! X.509 (RFC 5280 §4.1) as far as a client reads it: in place, because the card is held meanwhile.

use der::asn1::{AnyRef, BitStringRef, IntRef, ObjectIdentifier, OctetStringRef};
use der::{Decode, ErrorKind, Reader, Sequence, SliceReader, Tag, Tagged};
use spki::{AlgorithmIdentifierRef, SubjectPublicKeyInfoRef};
use x509_cert::Version;
use x509_cert::ext::pkix::CertificatePolicies;
use x509_cert::time::{Time, Validity};

/// id-ce-certificatePolicies (RFC 5280 §4.2.1.4).
const POLICIES: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.32");

/// What is read of a certificate.
pub(super) struct X509<'a> {
    pub(super) public_key: SubjectPublicKeyInfoRef<'a>,
    /// Seconds since 1970.
    pub(super) not_before: i64,
    /// Seconds since 1970.
    pub(super) not_after: i64,
    /// Object identifiers, with dots.
    pub(super) policies: Vec<String>,
}

#[derive(Sequence)]
struct Certificate<'a> {
    signed: ToBeSigned<'a>,
    algorithm: AlgorithmIdentifierRef<'a>,
    signature: BitStringRef<'a>,
}

#[derive(Sequence)]
struct ToBeSigned<'a> {
    #[asn1(context_specific = "0", default = "Default::default")]
    version: Version,
    serial: IntRef<'a>,
    algorithm: AlgorithmIdentifierRef<'a>,
    issuer: AnyRef<'a>,
    validity: Validity,
    subject: AnyRef<'a>,
    public_key: SubjectPublicKeyInfoRef<'a>,
    #[asn1(context_specific = "1", tag_mode = "IMPLICIT", optional = "true")]
    issuer_id: Option<BitStringRef<'a>>,
    #[asn1(context_specific = "2", tag_mode = "IMPLICIT", optional = "true")]
    subject_id: Option<BitStringRef<'a>>,
    #[asn1(context_specific = "3", tag_mode = "EXPLICIT", optional = "true")]
    extensions: Option<AnyRef<'a>>,
}

#[derive(Sequence)]
struct Extension<'a> {
    name: ObjectIdentifier,
    #[asn1(default = "Default::default")]
    critical: bool,
    value: OctetStringRef<'a>,
}

#[derive(Sequence)]
struct Attribute<'a> {
    name: ObjectIdentifier,
    value: AnyRef<'a>,
}

impl<'a> X509<'a> {
    /// Takes the DER octets apart.
    pub(super) fn parse(octets: &'a [u8]) -> der::Result<Self> {
        let certificate = Certificate::from_der(octets)?;
        let signed = certificate.signed;
        name(signed.issuer)?;
        name(signed.subject)?;
        Ok(Self {
            public_key: signed.public_key,
            not_before: seconds(signed.validity.not_before),
            not_after: seconds(signed.validity.not_after),
            policies: signed.extensions.map_or(Ok(Vec::new()), policies)?,
        })
    }
}

/// Whether a name has the form of one; what it says is nobody's business here.
fn name(name: AnyRef<'_>) -> der::Result<()> {
    let mut sets = inside(name, Tag::Sequence)?;
    while !sets.is_finished() {
        let mut attributes = inside(AnyRef::decode(&mut sets)?, Tag::Set)?;
        while !attributes.is_finished() {
            Attribute::decode(&mut attributes)?;
        }
    }
    Ok(())
}

fn policies(extensions: AnyRef<'_>) -> der::Result<Vec<String>> {
    let mut found = None;
    let mut extensions = inside(extensions, Tag::Sequence)?;
    while !extensions.is_finished() {
        let extension = Extension::decode(&mut extensions)?;
        if extension.name == POLICIES {
            let policies = CertificatePolicies::from_der(extension.value.as_bytes())?;
            // None stands there twice (RFC 5280 §4.2).
            if found.replace(policies).is_some() {
                return Err(ErrorKind::Failed.into());
            }
        }
    }
    let named = found.iter().flat_map(|policies| &policies.0);
    Ok(named.map(|policy| policy.policy_identifier.to_string()).collect())
}

fn inside(any: AnyRef<'_>, tag: Tag) -> der::Result<SliceReader<'_>> {
    any.tag().assert_eq(tag)?;
    SliceReader::new(any.value())
}

fn seconds(at: Time) -> i64 {
    i64::try_from(at.to_unix_duration().as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
#[path = "x509_tests.rs"]
mod tests;
