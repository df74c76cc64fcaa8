//! Distinguished names of the hierarchy.

use der::asn1::{ObjectIdentifier, PrintableStringRef, Utf8StringRef};
use der::{Any, Tag};
use x509_cert::attr::AttributeTypeAndValue;
use x509_cert::name::{Name, RdnSequence, RelativeDistinguishedName};

const COUNTRY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.6");
const ORGANIZATION: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.10");
const ORGANIZATIONAL_UNIT: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.11");
const LOCALITY: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.7");
const COMMON_NAME: ObjectIdentifier = ObjectIdentifier::new_unwrap("2.5.4.3");

/// Name of an authority (card fact sheet §7.2).
pub(super) fn issuer(unit: &str) -> Name {
    name(&[
        (COUNTRY, "JP"),
        (ORGANIZATION, "JPKI-TEST"),
        (ORGANIZATIONAL_UNIT, unit),
        (ORGANIZATIONAL_UNIT, "Japan Agency for Local Authority Information Systems"),
    ])
}

/// Name of a card holder: nothing personal but, in signature certificates, the place (card fact
/// sheet §7.2).
pub(super) fn subject(common_name: &str, with_place: bool) -> Name {
    if with_place {
        name(&[(COUNTRY, "JP"), (LOCALITY, "Tokyo-to"), (LOCALITY, "Chiyoda-ku"), (COMMON_NAME, common_name)])
    } else {
        name(&[(COUNTRY, "JP"), (COMMON_NAME, common_name)])
    }
}

/// The issuer's alternative name.
pub(super) fn service() -> Name {
    name(&[(COUNTRY, "JP"), (ORGANIZATION, "公的個人認証サービス")])
}

/// Where the revocation list of a municipality is kept, in a directory that is not public.
pub(super) fn revocation_list(unit: &str, places: &[String], municipality: &str) -> Name {
    let common_name = format!("{municipality} CRLDP");
    let mut parts = vec![
        (COUNTRY, "JP"),
        (ORGANIZATION, "JPKI-TEST"),
        (ORGANIZATIONAL_UNIT, unit),
        (ORGANIZATIONAL_UNIT, "CRL Distribution Points"),
    ];
    parts.extend(places.iter().map(|place| (ORGANIZATIONAL_UNIT, place.as_str())));
    parts.push((COMMON_NAME, &common_name));
    name(&parts)
}

fn name(parts: &[(ObjectIdentifier, &str)]) -> Name {
    RdnSequence(parts.iter().map(|&(oid, text)| relative(oid, text)).collect())
}

fn relative(oid: ObjectIdentifier, text: &str) -> RelativeDistinguishedName {
    let value = match PrintableStringRef::new(text) {
        // RFC 5280 appendix A: countryName is a PrintableString, the others may be UTF-8.
        Ok(printable) if oid == COUNTRY => Any::from(printable),
        _ => Utf8StringRef::new(text)
            .and_then(|utf8| Any::new(Tag::Utf8String, utf8.as_bytes()))
            .expect("names are short"),
    };
    let attribute = AttributeTypeAndValue { oid, value };
    RelativeDistinguishedName(vec![attribute].try_into().expect("one element is sorted"))
}
