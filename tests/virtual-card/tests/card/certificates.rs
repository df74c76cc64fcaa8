//! Certificates follow the profile (card fact sheet §7) and verify against the anchors.

use der::asn1::ObjectIdentifier;
use der::{Decode, Encode};
use kazasu_virtual_card::authority::Authority;
use p384::ecdsa::signature::hazmat::PrehashVerifier;
use p384::ecdsa::{Signature, VerifyingKey};
use rsa::pkcs8::DecodePublicKey;
use rsa::{Pkcs1v15Sign, PublicKey};
use sha2::{Digest, Sha256, Sha384};
use x509_cert::Certificate;
use x509_cert::certificate::Version;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName};
use x509_cert::ext::pkix::{
    AuthorityInfoAccessSyntax, AuthorityKeyIdentifier, BasicConstraints, CertificatePolicies, CrlDistributionPoints,
    ExtendedKeyUsage, IssuerAltName, KeyUsage, SubjectKeyIdentifier,
};

use crate::harness::{DAY, NOW, READ_WHOLE, Talk, authority, card, personality};

/// The certificate in EF 000A, cut at its outer length.
pub fn certificate_of(name: &str) -> Certificate {
    let mut card = card(name);
    card.select_jpki();
    let (file, _) = card.send(&READ_WHOLE);
    let length = usize::from(u16::from_be_bytes([file[2], file[3]])) + 4;
    Certificate::from_der(&file[..length]).unwrap()
}

/// An extension and whether it is critical.
fn extension<T: for<'a> Decode<'a>>(certificate: &Certificate, oid: &str) -> (T, bool) {
    let oid = ObjectIdentifier::new_unwrap(oid);
    let extensions = certificate.tbs_certificate.extensions.as_ref().unwrap();
    let mut found = extensions.iter().filter(|extension| extension.extn_id == oid);
    let extension = found.next().unwrap();
    assert!(found.next().is_none(), "{oid} twice");
    (T::from_der(extension.extn_value.as_bytes()).unwrap(), extension.critical)
}

fn has_extension(certificate: &Certificate, oid: &str) -> bool {
    let oid = ObjectIdentifier::new_unwrap(oid);
    certificate.tbs_certificate.extensions.as_ref().unwrap().iter().any(|extension| extension.extn_id == oid)
}

/// Whether the issuer's key made the signature.
pub fn signed_by(certificate: &Certificate, issuer: &Certificate) -> bool {
    let tbs = certificate.tbs_certificate.to_der().unwrap();
    let spki = issuer.tbs_certificate.subject_public_key_info.to_der().unwrap();
    let signature = certificate.signature.raw_bytes();
    if let Ok(key) = PublicKey::from_public_key_der(&spki) {
        return key.verify(Pkcs1v15Sign::new::<Sha256>(), &Sha256::digest(&tbs), signature).is_ok();
    }
    let key = VerifyingKey::from_public_key_der(&spki).unwrap();
    Signature::from_der(signature).is_ok_and(|signature| key.verify_prehash(&Sha384::digest(&tbs), &signature).is_ok())
}

/// Which anchors have the issuer's name, and which of these signed the certificate.
fn anchors_for(certificate: &Certificate) -> (usize, usize) {
    let anchors: Vec<_> = authority().anchors_der().iter().map(|der| Certificate::from_der(der).unwrap()).collect();
    let (key_identifier, _) = extension::<AuthorityKeyIdentifier>(certificate, "2.5.29.35");
    let named = anchors.iter().filter(|it| it.tbs_certificate.subject == certificate.tbs_certificate.issuer);
    let signers = anchors.iter().filter(|anchor| signed_by(certificate, anchor)).inspect(|anchor| {
        let (subject_key, _) = extension::<SubjectKeyIdentifier>(anchor, "2.5.29.14");
        assert_eq!(key_identifier.key_identifier, Some(subject_key.0));
        let serial = &anchor.tbs_certificate.serial_number;
        assert_eq!(key_identifier.authority_cert_serial_number.as_ref(), Some(serial));
    });
    (named.count(), signers.count())
}

pub fn validity(certificate: &Certificate) -> (i64, i64) {
    let seconds = |time: x509_cert::time::Time| i64::try_from(time.to_unix_duration().as_secs()).unwrap();
    let validity = certificate.tbs_certificate.validity;
    (seconds(validity.not_before), seconds(validity.not_after))
}

#[test]
fn anchors_are_self_signed_authorities_of_one_name() {
    let ders = authority().anchors_der();
    let anchors: Vec<_> = ders.iter().map(|der| Certificate::from_der(der).unwrap()).collect();
    assert_eq!(anchors.len(), 3);
    for anchor in &anchors {
        assert!(signed_by(anchor, anchor));
        let tbs = &anchor.tbs_certificate;
        assert_eq!(tbs.subject, tbs.issuer);
        assert_eq!(
            tbs.subject.to_string(),
            "OU=Japan Agency for Local Authority Information Systems,OU=JPKI for user authentication,O=JPKI-TEST,C=JP"
        );
        let (constraints, critical) = extension::<BasicConstraints>(anchor, "2.5.29.19");
        assert!(constraints.ca && critical);
        let (usage, critical) = extension::<KeyUsage>(anchor, "2.5.29.15");
        assert!(usage.key_cert_sign() && usage.crl_sign() && !usage.digital_signature() && critical);
        let (begin, end) = validity(anchor);
        assert!(begin < NOW && NOW < end);
    }
    let pem = authority().anchors_pem();
    let parsed = Certificate::load_pem_chain(pem.as_bytes()).unwrap();
    assert_eq!(parsed, anchors);
}

#[test]
fn a_user_authentication_certificate_follows_the_profile() {
    let certificate = certificate_of("fresh");
    let tbs = &certificate.tbs_certificate;
    assert_eq!(tbs.version, Version::V3);
    assert_eq!(certificate.to_der().unwrap().len(), 1_583);
    assert_eq!(certificate.signature_algorithm.oid.to_string(), "1.2.840.113549.1.1.11");
    assert_eq!(tbs.signature, certificate.signature_algorithm);
    let subject = tbs.subject.to_string();
    let name = subject.strip_prefix("CN=").unwrap().strip_suffix(",C=JP").unwrap();
    assert_eq!(name.len(), 23);
    assert_eq!(&name[14..19], "13101");

    let (usage, critical) = extension::<KeyUsage>(&certificate, "2.5.29.15");
    assert!(usage.digital_signature() && !usage.non_repudiation() && critical);
    let (purposes, critical) = extension::<ExtendedKeyUsage>(&certificate, "2.5.29.37");
    assert_eq!(purposes.0, [ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2")]);
    assert!(!critical);
    let (access, _) = extension::<AuthorityInfoAccessSyntax>(&certificate, "1.3.6.1.5.5.7.1.1");
    let GeneralName::UniformResourceIdentifier(uri) = &access.0[0].access_location else { panic!("no URI") };
    assert_eq!(uri.as_str(), "http://test-ocspauthnorm.jpki.go.jp");
    let (names, _) = extension::<IssuerAltName>(&certificate, "2.5.29.18");
    let GeneralName::DirectoryName(service) = &names.0[0] else { panic!("no directory name") };
    assert_eq!(service.to_string(), "O=公的個人認証サービス,C=JP");
    let (points, _) = extension::<CrlDistributionPoints>(&certificate, "2.5.29.31");
    let Some(DistributionPointName::FullName(point)) = &points.0[0].distribution_point else { panic!("no point") };
    assert!(matches!(&point[..], [GeneralName::DirectoryName(_)]));
    assert!(!has_extension(&certificate, "2.5.29.17"), "no subjectAltName");
    assert!(!has_extension(&certificate, "2.5.29.19"), "no basicConstraints");

    let (_, end) = validity(&certificate);
    assert_eq!(end % DAY, 14 * 3600 + 59 * 60 + 59);
    assert_eq!(anchors_for(&certificate), (3, 1));
}

#[test]
fn policies() {
    for (name, policy) in [
        ("fresh", "1.2.392.200149.8.5.1.0.30"),
        ("wrong-environment", "1.2.392.200149.8.5.1.3.30"),
        ("wrong-kind", "1.2.392.200149.8.5.1.0.20"),
        ("next-generation", "1.2.392.200149.8.5.1.0.30"),
    ] {
        let certificate = certificate_of(name);
        let (policies, critical) = extension::<CertificatePolicies>(&certificate, "2.5.29.32");
        assert!(critical);
        assert_eq!(policies.0.len(), 1);
        assert_eq!(policies.0[0].policy_identifier.to_string(), policy, "{name}");
        let qualifier = &policies.0[0].policy_qualifiers.as_ref().unwrap()[0];
        assert_eq!(qualifier.policy_qualifier_id.to_string(), "1.3.6.1.5.5.7.2.1");
        assert_eq!(qualifier.qualifier.as_ref().unwrap().value(), b"http://www.jpki.go.jp/cps.html");
        assert_eq!(anchors_for(&certificate).1, 1, "{name} is by a trusted issuer");
    }
    let (usage, _) = extension::<KeyUsage>(&certificate_of("wrong-kind"), "2.5.29.15");
    assert!(usage.non_repudiation());
    assert!(!has_extension(&certificate_of("wrong-kind"), "2.5.29.37"));
}

#[test]
fn a_stranger_has_the_name_but_not_the_key() {
    assert_eq!(anchors_for(&certificate_of("untrusted")), (3, 0));
    let other = Authority::at(NOW);
    let mut card = personality("fresh").card(&other, NOW, "1234");
    card.select_jpki();
    let (file, _) = card.send(&READ_WHOLE);
    let certificate = Certificate::from_der(&file[..1_583]).unwrap();
    assert_eq!(anchors_for(&certificate), (3, 0));
}

#[test]
fn the_next_generation_is_p384_throughout() {
    let certificate = certificate_of("next-generation");
    assert_eq!(certificate.signature_algorithm.oid.to_string(), "1.2.840.10045.4.3.3");
    let parameters = certificate.tbs_certificate.subject_public_key_info.algorithm.parameters.as_ref().unwrap();
    assert_eq!(parameters.decode_as::<ObjectIdentifier>().unwrap().to_string(), "1.3.132.0.34");
    assert_eq!(anchors_for(&certificate), (3, 1));
}
