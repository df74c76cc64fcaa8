//! Environment and kind, read from the certificate alone.

use der::oid::ObjectIdentifier;

use super::parse::CardCertificate;
use crate::problem::Code;
use crate::words::Environment;

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

/// Certificates for tests: …5.1.0.x (jpki-card.md §7.2).
const TEST_ARC: ObjectIdentifier = oid("1.2.392.200149.8.5.1.0");
const PRODUCTION_SIGNING: ObjectIdentifier = oid("1.2.392.200149.8.5.1.1.20");
const PRODUCTION_AUTHENTICATION: ObjectIdentifier = oid("1.2.392.200149.8.5.1.3.30");
const TEST_AUTHENTICATION: ObjectIdentifier = oid("1.2.392.200149.8.5.1.0.30");

/// `digitalSignature` and nothing else, as DER.
const DIGITAL_SIGNATURE_ONLY: &[u8] = &[0x03, 0x02, 0x07, 0x80];

/// Extensions whose meaning is known; a critical one outside this list refuses the certificate (RFC 5280 §4.2).
const UNDERSTOOD: [ObjectIdentifier; 8] = [
    oid("2.5.29.14"),
    oid("2.5.29.15"),
    oid("2.5.29.17"),
    oid("2.5.29.18"),
    oid("2.5.29.19"),
    oid("2.5.29.32"),
    oid("2.5.29.35"),
    oid("2.5.29.37"),
];

/// A certificate that says that it is of the other environment is told so before anything else is looked at.
pub(super) fn environment_fits(certificate: &CardCertificate, environment: Environment) -> Result<(), Code> {
    let of_other = |policy: &ObjectIdentifier| match environment {
        Environment::Production => is_test(policy),
        Environment::Sandbox => [PRODUCTION_SIGNING, PRODUCTION_AUTHENTICATION].contains(policy),
    };
    match certificate.policies().iter().any(of_other) {
        true => Err(Code::CertificateWrongEnvironment),
        false => Ok(()),
    }
}

/// Policy, version, CA flag and key usage of a user authentication certificate.
pub(super) fn kind_fits(certificate: &CardCertificate, environment: Environment) -> Result<(), Code> {
    let wanted = match environment {
        Environment::Production => PRODUCTION_AUTHENTICATION,
        Environment::Sandbox => TEST_AUTHENTICATION,
    };
    let fits = certificate.policies() == [wanted]
        && certificate.is_v3()
        && !certificate.is_ca()
        && certificate.key_usage() == Some(DIGITAL_SIGNATURE_ONLY)
        && certificate.critical_extensions().all(|id| UNDERSTOOD.contains(&id));
    if fits { Ok(()) } else { Err(Code::CertificateWrongKind) }
}

fn is_test(policy: &ObjectIdentifier) -> bool {
    policy.parent() == Some(TEST_ARC)
}
