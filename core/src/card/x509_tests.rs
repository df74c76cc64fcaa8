//! Beside the parser of the crate `x509-cert`, which takes a certificate apart whole.

use std::str::FromStr as _;
use std::time::Duration;

use der::asn1::{BitString, OctetString};
use der::{Encode as _, Tag};
use spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use x509_cert::certificate::{CertificateInner, TbsCertificateInner};
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::certpolicy::PolicyInformation;
use x509_cert::name::Name;
use x509_cert::serial_number::SerialNumber;

use super::*;

fn policies_of(names: &[&str]) -> Extension {
    let information = |name: &&str| PolicyInformation {
        policy_identifier: ObjectIdentifier::new(name).unwrap(),
        policy_qualifiers: None,
    };
    let octets = CertificatePolicies(names.iter().map(information).collect()).to_der().unwrap();
    Extension { extn_id: POLICIES, critical: false, extn_value: OctetString::new(octets).unwrap() }
}

fn certificate(extensions: Vec<Extension>) -> Vec<u8> {
    let algorithm =
        AlgorithmIdentifierOwned { oid: ObjectIdentifier::new_unwrap("1.2.840.113549.1.1.11"), parameters: None };
    let bits = || BitString::from_bytes(&[0x55; 64]).unwrap();
    let at = |seconds| Time::try_from(std::time::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
    let tbs_certificate = TbsCertificateInner {
        version: Version::V3,
        serial_number: SerialNumber::from(77_u32),
        signature: algorithm.clone(),
        issuer: Name::from_str("CN=Issuer,O=JPKI,C=JP").unwrap(),
        validity: Validity { not_before: at(1_700_000_000), not_after: at(1_800_000_000) },
        subject: Name::from_str("CN=0123ABC,C=JP").unwrap(),
        subject_public_key_info: SubjectPublicKeyInfoOwned { algorithm: algorithm.clone(), subject_public_key: bits() },
        issuer_unique_id: None,
        subject_unique_id: None,
        extensions: Some(extensions),
    };
    CertificateInner::<x509_cert::certificate::Rfc5280> {
        tbs_certificate,
        signature_algorithm: algorithm,
        signature: bits(),
    }
    .to_der()
    .unwrap()
}

/// What the other parser makes of it: dates and policies.
fn whole(octets: &[u8]) -> Option<(i64, i64, Vec<String>)> {
    let signed = x509_cert::Certificate::from_der(octets).ok()?.tbs_certificate;
    let (_, policies) = signed.get::<CertificatePolicies>().ok()?.unwrap_or((false, CertificatePolicies(Vec::new())));
    let policies = policies.0.iter().map(|policy| policy.policy_identifier.to_string()).collect();
    Some((seconds(signed.validity.not_before), seconds(signed.validity.not_after), policies))
}

fn in_place(octets: &[u8]) -> Option<(i64, i64, Vec<String>)> {
    X509::parse(octets).ok().map(|parsed| (parsed.not_before, parsed.not_after, parsed.policies))
}

#[test]
fn what_the_other_parser_takes_is_taken_and_means_the_same() {
    let good = certificate(vec![policies_of(&["1.2.392.200149.8.5.1.0.30", "1.2.840.3"])]);
    let expected = (1_700_000_000, 1_800_000_000, vec!["1.2.392.200149.8.5.1.0.30".to_owned(), "1.2.840.3".to_owned()]);
    assert_eq!((in_place(&good), whole(&good)), (Some(expected.clone()), Some(expected)));
    assert_eq!(in_place(&certificate(vec![])), Some((1_700_000_000, 1_800_000_000, vec![])));
    let (mut taken, mut refused) = (0, 0);
    for place in 0..good.len() {
        for change in [0x01, 0x20, 0x80, 0xFF] {
            let mut other = good.clone();
            other[place] ^= change;
            match whole(&other) {
                Some(meant) => {
                    assert_eq!(in_place(&other), Some(meant), "octet {place} by {change:#04x}");
                    taken += 1;
                }
                None => refused += usize::from(in_place(&other).is_none()),
            }
        }
        assert_eq!(in_place(&good[..place]), None, "cut to {place}");
    }
    assert!(taken > 300 && refused > 300, "{taken} taken, {refused} refused by both");
}

#[test]
fn two_extensions_of_one_name_and_names_that_are_none_are_refused() {
    let twice = certificate(vec![policies_of(&["1.2.840.3"]), policies_of(&["1.2.840.4"])]);
    assert_eq!((in_place(&twice), whole(&twice)), (None, None));
    // The issuer's name as an octet string, and its set as a sequence.
    let good = certificate(vec![]);
    let name = Name::from_str("CN=Issuer,O=JPKI,C=JP").unwrap().to_der().unwrap();
    let at = good.windows(name.len()).position(|window| window == name).unwrap();
    // And the sequence in that set as another set.
    for (place, tag) in [(at, Tag::OctetString), (at + 2, Tag::Sequence), (at + 4, Tag::Set)] {
        let mut other = good.clone();
        other[place] = tag.octet();
        assert_eq!((in_place(&other), whole(&other)), (None, None), "{tag}");
    }
}
