//! Certificate extensions of card holders (card fact sheet §7.2).

use der::asn1::{Ia5String, ObjectIdentifier};
use der::flagset::FlagSet;
use der::{Any, Decode, Tag};
use x509_cert::certificate::Certificate;
use x509_cert::ext::Extension;
use x509_cert::ext::pkix::certpolicy::{PolicyInformation, PolicyQualifierInfo};
use x509_cert::ext::pkix::crl::dp;
use x509_cert::ext::pkix::name::{DistributionPointName, GeneralName, OtherName};
use x509_cert::ext::pkix::{
    AccessDescription, AuthorityInfoAccessSyntax, AuthorityKeyIdentifier, CertificatePolicies, CrlDistributionPoints,
    ExtendedKeyUsage, IssuerAltName, KeyUsage, KeyUsages, SubjectAltName, SubjectKeyIdentifier,
};

use super::certificate::{extension, key_identifier};
use super::keys::Key;
use super::{Authority, Issuer, names};

const CPS_QUALIFIER: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.2.1");
const OCSP: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.48.1");
const CLIENT_AUTHENTICATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("1.3.6.1.5.5.7.3.2");

/// Upper bound of names (X.520).
const LONGEST_NAME: usize = 64;

/// Names of the CRL distribution point.
pub(super) struct DistributionPoint {
    units: Vec<String>,
    municipality: String,
}

impl DistributionPoint {
    const PREFECTURE: &str = "Tokyo-to";
    const MUNICIPALITY: &str = "Chiyoda-ku";
    const LONGEST_MUNICIPALITY: usize = LONGEST_NAME - " CRLDP".len();

    /// With `characters` more than needed, and with more units.
    pub(super) fn padded(characters: usize, more_units: usize) -> Self {
        let mut rest = characters;
        let mut lengthen = |name: &str, room: usize| {
            let more = rest.min(room - name.len());
            rest -= more;
            format!("{name}{}", "x".repeat(more))
        };
        let municipality = lengthen(Self::MUNICIPALITY, Self::LONGEST_MUNICIPALITY);
        let mut units = vec![lengthen(Self::PREFECTURE, LONGEST_NAME)];
        units.extend((0..more_units).map(|_| lengthen("x", LONGEST_NAME)));
        Self { units, municipality }
    }

    /// So many characters fit.
    pub(super) fn room(more_units: usize) -> usize {
        Self::LONGEST_MUNICIPALITY - Self::MUNICIPALITY.len() + LONGEST_NAME - Self::PREFECTURE.len()
            + more_units * (LONGEST_NAME - 1)
    }
}

/// Extensions every kind has.
pub(super) fn common(authority: &Authority, issuer: Issuer, holder: &Key, point: &DistributionPoint) -> Vec<Extension> {
    let issuer_serial = Certificate::from_der(authority.issuer_certificate(issuer))
        .map(|certificate| certificate.tbs_certificate.serial_number)
        .ok();
    let list = names::revocation_list(issuer.unit(), &point.units, &point.municipality);
    let distribution_point = dp::DistributionPoint {
        distribution_point: Some(DistributionPointName::FullName(vec![GeneralName::DirectoryName(list)])),
        reasons: None,
        crl_issuer: None,
    };
    let authority_key = AuthorityKeyIdentifier {
        key_identifier: Some(key_identifier(authority.key(issuer.key()))),
        authority_cert_issuer: Some(vec![GeneralName::DirectoryName(authority.issuer_name(issuer))]),
        authority_cert_serial_number: issuer_serial,
    };
    vec![
        extension("2.5.29.35", false, &authority_key),
        extension("2.5.29.14", false, &SubjectKeyIdentifier(key_identifier(holder))),
        extension("2.5.29.18", false, &IssuerAltName(vec![GeneralName::DirectoryName(names::service())])),
        extension("2.5.29.31", false, &CrlDistributionPoints(vec![distribution_point])),
    ]
}

/// Extensions of a user-authentication certificate.
pub(super) fn authentication(policy: &str, test: bool) -> Vec<Extension> {
    let responder = if test { "http://test-ocspauthnorm.jpki.go.jp" } else { "http://ocspauthnorm.jpki.go.jp" };
    let access = AccessDescription {
        access_method: OCSP,
        access_location: GeneralName::UniformResourceIdentifier(ia5(responder)),
    };
    let usages: FlagSet<KeyUsages> = KeyUsages::DigitalSignature.into();
    vec![
        extension("2.5.29.15", true, &KeyUsage(usages)),
        extension("2.5.29.37", false, &ExtendedKeyUsage(vec![CLIENT_AUTHENTICATION])),
        policies(policy),
        extension("1.3.6.1.5.5.7.1.1", false, &AuthorityInfoAccessSyntax(vec![access])),
    ]
}

/// Extensions of a signature certificate, with an invented person.
pub(super) fn signature(policy: &str) -> Vec<Extension> {
    let person = [
        ("1.2.392.200149.8.5.5.1", "番号　花子"),
        ("1.2.392.200149.8.5.5.2", "00000"),
        ("1.2.392.200149.8.5.5.3", "2"),
        ("1.2.392.200149.8.5.5.4", "319900401"),
        ("1.2.392.200149.8.5.5.5", "東京都千代田区１"),
        ("1.2.392.200149.8.5.5.6", "00000000000000"),
    ];
    let usages: FlagSet<KeyUsages> = KeyUsages::DigitalSignature | KeyUsages::NonRepudiation;
    vec![
        extension("2.5.29.15", true, &KeyUsage(usages)),
        extension(
            "2.5.29.17",
            false,
            &SubjectAltName(person.iter().map(|&(oid, text)| other_name(oid, text)).collect()),
        ),
        policies(policy),
    ]
}

fn policies(policy: &str) -> Extension {
    let qualifier = PolicyQualifierInfo {
        policy_qualifier_id: CPS_QUALIFIER,
        qualifier: Any::new(Tag::Ia5String, *b"http://www.jpki.go.jp/cps.html").ok(),
    };
    let information = PolicyInformation {
        policy_identifier: ObjectIdentifier::new_unwrap(policy),
        policy_qualifiers: Some(vec![qualifier]),
    };
    extension("2.5.29.32", true, &CertificatePolicies(vec![information]))
}

fn other_name(oid: &str, text: &str) -> GeneralName {
    let value = Any::new(Tag::Utf8String, text.as_bytes()).expect("names are short");
    GeneralName::OtherName(OtherName { type_id: ObjectIdentifier::new_unwrap(oid), value })
}

fn ia5(text: &str) -> Ia5String {
    Ia5String::new(text).expect("addresses are ASCII")
}
