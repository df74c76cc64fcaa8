//! Issuing the certificates of card holders, of a wanted length.

use der::Encode;
use sha2::{Digest, Sha256};

use super::certificate::{self, Contents};
use super::extensions::{self, DistributionPoint};
use super::{Authority, Issuer, KeyName, names};

/// Kind of a certificate: which policy, which usage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafProfile {
    /// User authentication, test policy …5.1.0.30: what a sandbox accepts.
    Authentication,
    /// User authentication with the production policy …5.1.3.30.
    AuthenticationProduction,
    /// Digital signature, test policy …5.1.0.20, with nonRepudiation.
    Signature,
}

/// A certificate to issue.
#[derive(Clone, Debug)]
pub struct LeafSpec {
    /// The holder's key.
    pub holder: KeyName,
    /// Who signs.
    pub issuer: Issuer,
    /// Policy and usage.
    pub profile: LeafProfile,
    /// First second of validity.
    pub not_before: i64,
    /// Last second of validity.
    pub not_after: i64,
    /// Length of the DER if the issuer's key is RSA. The names in the CRL distribution point, free
    /// text that nobody interprets, and at last the serial number are lengthened to reach it
    /// exactly; a length below the natural one (1,475 octets for user authentication) is not
    /// reached. 1,583 is typical of real cards (card fact sheet §7.1), 1,515 is what the
    /// contact-time table assumes.
    pub length: Option<usize>,
}

/// Municipality code of Chiyoda ward in Tokyo.
const MUNICIPALITY: &str = "13101";

pub(super) fn issue(authority: &Authority, spec: &LeafSpec) -> Vec<u8> {
    let holder = authority.key(spec.holder);
    let issuer = authority.key(spec.issuer.key());
    let length = |padding| certificate::length(contents(authority, spec, padding), holder, issuer);
    let padding = spec.length.and_then(|wanted| padding_for(wanted, length)).unwrap_or_default();
    certificate::sign(contents(authority, spec, padding), holder, issuer)
}

/// How a certificate is lengthened.
#[derive(Clone, Copy, Default)]
struct Padding {
    /// Characters in the names of the distribution point.
    characters: usize,
    /// Units in its name beyond the usual one.
    units: usize,
    /// Octets of the serial number beyond the usual ones. Lengthening a name can lengthen the
    /// length fields around it, so that names alone do not reach every length.
    serial: usize,
}

fn padding_for(wanted: usize, length: impl Fn(Padding) -> usize) -> Option<Padding> {
    let with = |units, characters| Padding { characters, units, serial: 0 };
    for units in 0..8 {
        let mut characters = wanted.checked_sub(length(with(units, 0)))?;
        if characters > DistributionPoint::room(units) {
            continue;
        }
        while length(with(units, characters)) > wanted {
            characters -= 1;
        }
        let serial = wanted - length(with(units, characters));
        return Some(Padding { serial, ..with(units, characters) });
    }
    None
}

fn contents(authority: &Authority, spec: &LeafSpec, padding: Padding) -> Contents {
    let holder = authority.key(spec.holder);
    let opaque = opaque(spec, &holder.public().to_der().unwrap_or_default());
    let common_name = match spec.profile {
        LeafProfile::Signature => format!("2024040112000000001{MUNICIPALITY}{}", &opaque[14..18]),
        _ => format!("{}{MUNICIPALITY}{}", &opaque[..14], &opaque[14..18]),
    };
    let point = DistributionPoint::padded(padding.characters, padding.units);
    let mut extensions = extensions::common(authority, spec.issuer, holder, &point);
    extensions.extend(match spec.profile {
        LeafProfile::Authentication => extensions::authentication("1.2.392.200149.8.5.1.0.30", true),
        LeafProfile::AuthenticationProduction => extensions::authentication("1.2.392.200149.8.5.1.3.30", false),
        LeafProfile::Signature => extensions::signature("1.2.392.200149.8.5.1.0.20"),
    });
    Contents {
        serial: serial(spec, &common_name, padding.serial),
        issuer: authority.issuer_name(spec.issuer),
        subject: names::subject(&common_name, spec.profile == LeafProfile::Signature),
        not_before: spec.not_before,
        not_after: spec.not_after,
        extensions,
    }
}

/// Eighteen letters and digits that say nothing about the holder.
fn opaque(spec: &LeafSpec, public_key: &[u8]) -> String {
    const LETTERS: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut hash = Sha256::new();
    hash.update(public_key);
    hash.update(spec.not_after.to_be_bytes());
    hash.finalize().iter().take(18).map(|octet| char::from(LETTERS[usize::from(octet % 32)])).collect()
}

/// Four octets like the real ones, different for different holders, kinds and dates.
fn serial(spec: &LeafSpec, common_name: &str, more: usize) -> Vec<u8> {
    let mut hash = Sha256::new();
    hash.update(common_name);
    hash.update([spec.profile as u8, spec.issuer as u8]);
    hash.update(spec.not_before.to_be_bytes());
    hash.update(format!("{:?}", spec.length));
    let mut serial = hash.finalize()[..4 + more.min(12)].to_vec();
    // Positive, and no leading zero (RFC 5280 §4.1.2.2).
    serial[0] = serial[0] & 0x3F | 0x40;
    serial
}
