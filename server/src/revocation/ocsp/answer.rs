//! What a responder answered, and whether that can be believed (RFC 6960 §3.2).

use std::time::Duration;

use der::asn1::ObjectIdentifier;
use der::{Decode, Encode};
use x509_cert::Certificate;
use x509_cert::ext::pkix::{CrlReason, ExtendedKeyUsage};
use x509_ocsp::{
    BasicOcspResponse, CertId, CertStatus, OcspGeneralizedTime, OcspResponse, OcspResponseStatus, SingleResponse,
};

use super::question::{NONCE, Question};
use crate::certificate::{Anchor, CardCertificate, PublicKey};
use crate::clock::Moment;
use crate::revocation::Revocation;

const BASIC: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1.1");
const EXTENDED_KEY_USAGE: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.29.37");
const MAY_SIGN_OCSP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.9");
/// HRP/1 §3.10: how far `thisUpdate` may be ahead, and `nextUpdate` behind.
const SKEW: Duration = Duration::from_secs(15 * 60);

/// An answer that cannot be believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(super) enum Refusal {
    #[error("the responder's answer is not OCSP")]
    Malformed,
    #[error("the responder does not answer this question: {0}")]
    Declined(&'static str),
    #[error("the answer is not signed by the issuer or by who may answer for it")]
    Signature,
    #[error("the answer is about another certificate")]
    OtherCertificate,
    #[error("the answer is to another question")]
    Nonce,
    #[error("the answer is not of this time")]
    Time,
    #[error("the responder does not know the certificate")]
    Unknown,
}

/// What was found out.
pub(super) struct Found {
    pub(super) result: Revocation,
    pub(super) produced_at: Moment,
    pub(super) this_update: Moment,
}

/// Reads an answer and checks everything that it must hold to.
pub(super) fn read(
    octets: &[u8],
    question: &Question,
    issuer: &Anchor,
    now: Moment,
    max_age: Duration,
) -> Result<Found, Refusal> {
    let basic = basic(octets)?;
    let data = &basic.tbs_response_data;
    if !is_signed(&basic, issuer, now)? {
        return Err(Refusal::Signature);
    }
    let extensions = data.response_extensions.as_deref().unwrap_or_default();
    if let Some(nonce) = extensions.iter().find(|one| one.extn_id == NONCE)
        && nonce.extn_value.as_bytes() != question.nonce
    {
        return Err(Refusal::Nonce);
    }
    let single = data.responses.iter().find(|single| same(&single.cert_id, &question.about));
    let single = single.ok_or(Refusal::OtherCertificate)?;
    let this_update = moment(single.this_update);
    let over = single.next_update.is_some_and(|end| now > moment(end) + SKEW);
    if this_update > now + SKEW || now > this_update + max_age || over {
        return Err(Refusal::Time);
    }
    Ok(Found { result: result(single)?, produced_at: moment(data.produced_at), this_update })
}

/// Parameters of the hash aside, which some write as NULL and some leave out.
fn same(a: &CertId, b: &CertId) -> bool {
    a.hash_algorithm.oid == b.hash_algorithm.oid
        && a.issuer_name_hash == b.issuer_name_hash
        && a.issuer_key_hash == b.issuer_key_hash
        && a.serial_number == b.serial_number
}

fn basic(octets: &[u8]) -> Result<BasicOcspResponse, Refusal> {
    let response = OcspResponse::from_der(octets).map_err(|_| Refusal::Malformed)?;
    match response.response_status {
        OcspResponseStatus::Successful => {}
        OcspResponseStatus::MalformedRequest => return Err(Refusal::Declined("malformed request")),
        OcspResponseStatus::InternalError => return Err(Refusal::Declined("internal error")),
        OcspResponseStatus::TryLater => return Err(Refusal::Declined("try later")),
        OcspResponseStatus::SigRequired => return Err(Refusal::Declined("it wants signed questions")),
        OcspResponseStatus::Unauthorized => return Err(Refusal::Declined("not authorised")),
    }
    let bytes = response.response_bytes.filter(|bytes| bytes.response_type == BASIC).ok_or(Refusal::Malformed)?;
    BasicOcspResponse::from_der(bytes.response.as_bytes()).map_err(|_| Refusal::Malformed)
}

/// By the issuer itself, or by a certificate that it issued for answering (RFC 6960 §4.2.2.2).
fn is_signed(basic: &BasicOcspResponse, issuer: &Anchor, now: Moment) -> Result<bool, Refusal> {
    let signed = basic.tbs_response_data.to_der().map_err(|_| Refusal::Malformed)?;
    let signature = basic.signature.as_bytes().ok_or(Refusal::Malformed)?;
    if issuer.key().issued(&signed, &basic.signature_algorithm, signature) {
        return Ok(true);
    }
    let delegates = basic.certs.as_deref().unwrap_or_default().iter();
    let mut keys = delegates.filter_map(|certificate| delegate(certificate, issuer, now));
    Ok(keys.any(|key| key.issued(&signed, &basic.signature_algorithm, signature)))
}

/// The key of a certificate that may answer for the issuer.
fn delegate(certificate: &Certificate, issuer: &Anchor, now: Moment) -> Option<PublicKey> {
    let parsed = CardCertificate::parse(&certificate.to_der().ok()?)?;
    let extensions = certificate.tbs_certificate.extensions.as_deref().unwrap_or_default();
    let usage = extensions.iter().find(|one| one.extn_id == EXTENDED_KEY_USAGE)?;
    let usage = ExtendedKeyUsage::from_der(usage.extn_value.as_bytes()).ok()?;
    let may = usage.0.contains(&MAY_SIGN_OCSP)
        && parsed.issuer_der() == issuer.subject_der()
        && parsed.not_before() <= now
        && now <= parsed.not_after()
        && issuer.signed(parsed.signed_part(), parsed.signature_algorithm(), parsed.signature());
    may.then(|| PublicKey::of_issuer(parsed.public_key())).flatten()
}

fn result(single: &SingleResponse) -> Result<Revocation, Refusal> {
    match &single.cert_status {
        CertStatus::Good(_) => Ok(Revocation::Good),
        CertStatus::Revoked(info) if info.revocation_reason == Some(CrlReason::CertificateHold) => {
            Ok(Revocation::Suspended)
        }
        CertStatus::Revoked(_) => Ok(Revocation::Revoked),
        CertStatus::Unknown(_) => Err(Refusal::Unknown),
    }
}

fn moment(time: OcspGeneralizedTime) -> Moment {
    let millis = time.0.to_unix_duration().as_millis();
    Moment(i64::try_from(millis).unwrap_or(i64::MAX / 2))
}
