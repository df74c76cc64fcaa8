//! The plans of the contact-time study, and what other programs need.

use kazasu_virtual_card::Behaviour;

/// Octets of the table's certificate.
pub(crate) const CERTIFICATE: usize = 1515;
/// Octets that have to cross whatever the program: certificate, signature, DigestInfo, PIN.
pub(crate) const PAYLOAD: usize = CERTIFICATE + 256 + 51 + 4;
/// Modelled milliseconds of crate myna, the leanest of the others.
pub(crate) const MYNA_MS: f64 = 665.0;

/// Exchanges and modelled milliseconds of other programs, from the contact-time study (certificate of 1,515 octets,
/// 106 kbit/s, 5 ms a host exchange).
pub(crate) const OTHERS: [(&str, usize, f64); 6] = [
    ("crate myna (no retry query)", 15, MYNA_MS),
    ("myna command line (no retry query)", 18, 700.0),
    ("crate jpki (sends every APDU twice)", 26, 1287.0),
    ("OpenSC pkcs15", 80, 1359.0),
    ("OpenSC PKCS#11", 70, 1671.0),
    ("OpenSC pkcs11-tool", 140, 2994.0),
];

/// A plan of the study: what the card cannot do, and the bar.
#[derive(Clone, Copy)]
pub(crate) struct Plan {
    pub(crate) name: &'static str,
    pub(crate) what: &'static str,
    pub(crate) exchanges: usize,
    pub(crate) missing: usize,
    /// Signature commands until the first signature.
    pub(crate) signs: usize,
    pub(crate) limit: fn(&mut Behaviour),
}

pub(crate) const PLANS: [Plan; 5] = [
    Plan { name: "A", what: "everything works", exchanges: 5, missing: 0, signs: 1, limit: |_| {} },
    Plan { name: "B", what: "no key in P2", exchanges: 6, missing: 1, signs: 2, limit: |card| card.key_in_p2 = false },
    Plan {
        name: "C",
        what: "no short identifiers",
        exchanges: 8,
        missing: 1,
        signs: 1,
        limit: |card| (card.short_identifiers, card.key_in_p2) = (false, false),
    },
    Plan {
        name: "D",
        what: "no extended length, no key in P2",
        exchanges: 11,
        missing: 2,
        signs: 2,
        limit: |card| (card.extended_length, card.key_in_p2) = (false, false),
    },
    Plan {
        name: "E",
        what: "none of these",
        exchanges: 13,
        missing: 2,
        signs: 1,
        limit: |card| (card.short_identifiers, card.key_in_p2, card.extended_length) = (false, false, false),
    },
];
