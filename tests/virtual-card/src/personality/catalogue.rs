//! The names and what they mean.

use super::hostile::HOSTILE;
use crate::card::Hostility;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Fresh,
    Bench,
    /// Tries left of the user PIN.
    TriesLeft(u8),
    /// The certificate ends so many days from today.
    EndsIn(i64),
    NotYetValid,
    WrongEnvironment,
    SignatureCertificate,
    Untrusted,
    NextGeneration,
    NoShortIds,
    NoExtended,
    NoKeyInP2,
    Plain,
    Slow,
    RemovedAt(usize),
    RemovedBefore(usize),
    OtherCardOnSecondTap,
    EmptyCertificate,
    NoCertificate,
    NotAMyNumberCard,
    FirstAnswerFails,
    Hostile(Hostility),
}

pub(super) type Entry = (&'static str, Kind, &'static str);

const HONEST: [Entry; 26] = [
    ("fresh", Kind::Fresh, "a card as issued: three tries, valid for years"),
    ("bench", Kind::Bench, "as fresh, with the contact-time table's certificate: 1,515 octets, no filler"),
    ("one-try-left", Kind::TriesLeft(1), "one try of the user PIN left"),
    ("two-tries-left", Kind::TriesLeft(2), "two tries of the user PIN left"),
    ("locked", Kind::TriesLeft(0), "the user PIN is locked"),
    ("expired", Kind::EndsIn(-1), "the certificate ended yesterday"),
    ("expires-today", Kind::EndsIn(0), "the certificate ends with this day"),
    ("expires-tomorrow", Kind::EndsIn(1), "the certificate ends with tomorrow"),
    ("expiring-89", Kind::EndsIn(89), "the certificate ends in 89 days"),
    ("expiring-91", Kind::EndsIn(91), "the certificate ends in 91 days"),
    ("not-yet-valid", Kind::NotYetValid, "the certificate begins tomorrow"),
    ("wrong-environment", Kind::WrongEnvironment, "the certificate has the production policy"),
    (
        "wrong-kind",
        Kind::SignatureCertificate,
        "a signature certificate, by a trusted issuer, in the place of the other",
    ),
    ("untrusted", Kind::Untrusted, "issued by a stranger with the authority's name"),
    ("next-generation", Kind::NextGeneration, "P-384 key, ES384 signatures"),
    ("no-short-ids", Kind::NoShortIds, "refuses short file identifiers"),
    ("no-extended", Kind::NoExtended, "refuses extended length"),
    ("no-key-in-p2", Kind::NoKeyInP2, "refuses to sign unless the key file was selected"),
    ("plain", Kind::Plain, "neither short identifiers nor extended length nor a key in P2"),
    ("slow", Kind::Slow, "takes twelve seconds in all, eight of them to sign"),
    ("removed-at-N", Kind::RemovedAt(1), "leaves after command N arrived: its answer is lost"),
    ("removed-before-N", Kind::RemovedBefore(1), "leaves before command N arrives"),
    ("other-card-on-second-tap", Kind::OtherCardOnSecondTap, "another person's card from the second tap on"),
    ("empty-certificate", Kind::EmptyCertificate, "the certificate file holds FF only"),
    ("no-certificate", Kind::NoCertificate, "there is no certificate file"),
    ("not-a-my-number-card", Kind::NotAMyNumberCard, "the JPKI application is not on the card"),
];

/// Every name.
pub(super) fn all() -> impl Iterator<Item = &'static Entry> {
    HONEST.iter().chain(&HOSTILE)
}

pub(super) fn find(name: &str) -> Option<Kind> {
    let number = |prefix| name.strip_prefix(prefix)?.parse().ok().filter(|&number| number > 0);
    if let Some(number) = number("removed-at-") {
        return Some(Kind::RemovedAt(number));
    }
    if let Some(number) = number("removed-before-") {
        return Some(Kind::RemovedBefore(number));
    }
    all().find(|entry| entry.0 == name && !name.ends_with("-N")).map(|entry| entry.1)
}

pub(super) fn name(kind: Kind) -> &'static str {
    all().find(|entry| entry.1 == kind).map_or("", |entry| entry.0)
}
