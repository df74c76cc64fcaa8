//! Who issues which card, how long certificates are, and when they end.

use der::Decode;
use kazasu_virtual_card::authority::{Issuer, KeyName, LeafProfile, LeafSpec};
use x509_cert::Certificate;

use crate::certificates::{certificate_of, signed_by, validity};
use crate::harness::{DAY, NOW, authority};

#[test]
fn older_cards_are_by_the_older_generation() {
    let older = Certificate::from_der(authority().issuer_certificate(Issuer::Older)).unwrap();
    let present = Certificate::from_der(authority().issuer_certificate(Issuer::Present)).unwrap();
    for (name, issuer) in [("expired", &older), ("expiring-89", &older), ("fresh", &present)] {
        let certificate = certificate_of(name);
        assert!(signed_by(&certificate, issuer), "{name}");
        let ((begin, end), (issuer_begin, issuer_end)) = (validity(&certificate), validity(issuer));
        assert!(issuer_begin <= begin && end <= issuer_end, "{name} outlives its issuer");
    }
}

#[test]
fn a_length_is_reached_exactly() {
    let spec = LeafSpec {
        holder: KeyName::Holder,
        issuer: Issuer::Present,
        profile: LeafProfile::Authentication,
        not_before: NOW,
        not_after: NOW + DAY,
        length: None,
    };
    let natural = authority().issue(&spec).len();
    assert_eq!(natural, 1_475);
    for length in (1_475..1_900).step_by(7).chain([1_515, 1_583, 1_590]) {
        assert_eq!(authority().issue(&LeafSpec { length: Some(length), ..spec.clone() }).len(), length);
    }
}

#[test]
fn dates_of_the_personalities() {
    // NOW is 17:00 in Japan; its day ends at 14:59:59Z.
    let today = NOW - NOW % DAY + 14 * 3600 + 59 * 60 + 59;
    for (name, days) in
        [("expired", -1), ("expires-today", 0), ("expires-tomorrow", 1), ("expiring-89", 89), ("expiring-91", 91)]
    {
        assert_eq!(validity(&certificate_of(name)).1, today + days * DAY, "{name}");
    }
    assert_eq!(validity(&certificate_of("not-yet-valid")).0, today + 1);
    let (begin, end) = validity(&certificate_of("fresh"));
    assert!(begin <= NOW && end > NOW + 365 * DAY);
}
