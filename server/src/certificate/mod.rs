//! What makes a certificate of a card acceptable (HRP/1 §3.7 step 6, §3.15 A6).

mod anchor;
mod key;
mod parse;
mod policy;

pub use anchor::{Anchor, AnchorError};
pub(crate) use key::PublicKey;
pub(crate) use parse::{CardCertificate, moment};

use crate::clock::Moment;
use crate::problem::Code;
use crate::words::Environment;

/// A certificate that passed every check but revocation.
pub(crate) struct Accepted {
    pub(crate) issuer_der: Vec<u8>,
    pub(crate) issuer_key_id: Vec<u8>,
    pub(crate) serial: Vec<u8>,
    pub(crate) key: PublicKey,
    pub(crate) not_after: Moment,
}

/// Judges the octets of a certificate at one moment. The order is law: see HRP/1 §3.15 A6.
pub(crate) fn judge(der: &[u8], environment: Environment, anchors: &[Anchor], now: Moment) -> Result<Accepted, Code> {
    let certificate = CardCertificate::parse(der).ok_or(Code::CertificateMalformed)?;
    policy::environment_fits(&certificate, environment)?;
    policy::kind_fits(&certificate, environment)?;
    let key = PublicKey::of_card(certificate.public_key()).ok_or(Code::CertificateWrongKind)?;
    let issuer = issuer_of(&certificate, anchors).ok_or(Code::CertificateUntrusted)?;
    if now < certificate.not_before() {
        return Err(Code::CertificateNotYetValid);
    }
    if now > certificate.not_after() {
        return Err(Code::CertificateExpired);
    }
    if !issuer.in_force_at(now) {
        return Err(Code::CertificateUntrusted);
    }
    Ok(Accepted {
        issuer_der: certificate.issuer_der().to_vec(),
        issuer_key_id: issuer.key_id().to_vec(),
        serial: certificate.serial().to_vec(),
        key,
        not_after: certificate.not_after(),
    })
}

/// By DER-equal name, then by key identifier, then by signature: several anchors share one name.
fn issuer_of<'a>(certificate: &CardCertificate, anchors: &'a [Anchor]) -> Option<&'a Anchor> {
    anchors
        .iter()
        .filter(|anchor| anchor.subject_der() == certificate.issuer_der())
        .filter(|anchor| certificate.authority_key_id().is_none_or(|id| anchor.key_id() == id))
        .find(|anchor| {
            anchor.signed(certificate.signed_part(), certificate.signature_algorithm(), certificate.signature())
        })
}
