//! The serial number of a practice card's certificate, by which the practice server is told of its revocation.

use kazasu_virtual_card::personality::DEFAULT_PIN;
use kazasu_virtual_card::{Authority, Personality};

use crate::clock;

/// In lower-case hexadecimal; nothing if there is no readable certificate.
pub(super) fn of(kind: Personality, authority: &Authority) -> Option<String> {
    let (issue, _) = kind.issue(authority, clock::unix_s(), DEFAULT_PIN);
    let serial = serial(issue.contents.authentication_certificate.as_deref()?)?;
    Some(serial.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// RFC 5280: Certificate, TBSCertificate, the tagged version, then an INTEGER.
fn serial(certificate: &[u8]) -> Option<&[u8]> {
    let (0x30, certificate, _) = element(certificate)? else { return None };
    let (0x30, fields, _) = element(certificate)? else { return None };
    let (0xA0, _, after) = element(fields)? else { return None };
    let (0x02, number, _) = element(after)? else { return None };
    Some(number.strip_prefix(&[0]).unwrap_or(number)) // a zero before it only says that the number is positive
}

/// The first element: tag, content, and what follows it.
fn element(octets: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let [tag, first, rest @ ..] = octets else { return None };
    let (length, rest) = match usize::from(*first) {
        short @ ..0x80 => (short, rest),
        long => {
            let (octets, rest) = rest.split_at_checked(long & 0x7F)?;
            let length = octets
                .iter()
                .try_fold(0_usize, |length, octet| length.checked_mul(256)?.checked_add(usize::from(*octet)))?;
            (length, rest)
        }
    };
    let (content, after) = rest.split_at_checked(length)?;
    Some((*tag, content, after))
}
