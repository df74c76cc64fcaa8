//! Issuing a card of a kind.

use super::SIGNATURE_PASSWORD;
use super::catalogue::Kind;
use crate::authority::{Authority, DAY, Issuer, KeyName, LeafProfile, LeafSpec, day_end};
use crate::card::{Behaviour, Card, Contents, Filler, Hostility, Issue, Reference, Timing};

/// Certificates are valid for five years (card fact sheet §7.2).
const TERM: i64 = 5 * 365 * DAY;
/// How long a fresh card of a kept authority stays the same card.
const RENEWAL: i64 = 4 * 365 * DAY;

/// Typical lengths of certificates (card fact sheet §7.1).
const TYPICAL_LENGTH: usize = 1_583;
/// Length the contact-time table assumes.
const BENCH_LENGTH: usize = 1_515;
const TYPICAL_SIGNATURE_LENGTH: usize = 1_758;

pub(super) fn card(kind: Kind, authority: &Authority, now: i64, pin: &str) -> (Issue, Behaviour) {
    let spec = leaf(kind, authority, now);
    let mut issue = issue(authority, &spec, now, pin);
    match kind {
        Kind::TriesLeft(tries) => issue.user_pin = issue.user_pin.with_tries_left(tries),
        Kind::EmptyCertificate => issue.contents.authentication_certificate = Some(vec![0xFF; TYPICAL_LENGTH]),
        Kind::NoCertificate => issue.contents.authentication_certificate = None,
        Kind::NotAMyNumberCard => issue.has_jpki = false,
        Kind::Hostile(Hostility::SignatureOtherKey) => {
            issue.wrong_key = Some(authority.key(KeyName::OtherHolder).clone());
        }
        _ => {}
    }
    (issue, behaviour(kind))
}

/// Another person's card, fresh.
pub(super) fn other_card(authority: &Authority, now: i64, pin: &str) -> Card {
    let spec = LeafSpec { holder: KeyName::OtherHolder, ..leaf(Kind::Fresh, authority, now) };
    Card::new(issue(authority, &spec, now, pin), Behaviour::default())
}

fn issue(authority: &Authority, spec: &LeafSpec, now: i64, pin: &str) -> Issue {
    let signature = LeafSpec {
        holder: KeyName::HolderSignature,
        issuer: Issuer::Signature,
        profile: LeafProfile::Signature,
        length: Some(TYPICAL_SIGNATURE_LENGTH),
        ..leaf(Kind::Fresh, authority, now)
    };
    Issue {
        contents: Contents {
            authentication_certificate: Some(authority.issue(spec)),
            authentication_issuer: authority.issuer_certificate(spec.issuer).to_vec(),
            signature_certificate: Some(authority.issue(&signature)),
            signature_issuer: authority.issuer_certificate(Issuer::Signature).to_vec(),
        },
        user_key: authority.key(spec.holder).clone(),
        signature_key: authority.key(KeyName::HolderSignature).clone(),
        wrong_key: None,
        user_pin: Reference::user(pin),
        signature_password: Reference::signature(SIGNATURE_PASSWORD),
        has_jpki: true,
    }
}

fn leaf(kind: Kind, authority: &Authority, now: i64) -> LeafSpec {
    let (not_before, not_after) = match kind {
        Kind::EndsIn(days) => {
            let end = day_end(now) + days * DAY;
            (end + 1 - TERM, end)
        }
        Kind::NotYetValid => {
            let begin = day_end(now) + 1;
            (begin, begin - 1 + TERM)
        }
        _ => fresh_term(authority, now),
    };
    let usual = LeafSpec {
        holder: KeyName::Holder,
        issuer: authority.issuer_at(not_before),
        profile: LeafProfile::Authentication,
        not_before,
        not_after,
        length: Some(TYPICAL_LENGTH),
    };
    match kind {
        Kind::WrongEnvironment => LeafSpec { profile: LeafProfile::AuthenticationProduction, ..usual },
        Kind::SignatureCertificate => {
            LeafSpec { profile: LeafProfile::Signature, length: Some(TYPICAL_SIGNATURE_LENGTH), ..usual }
        }
        Kind::Bench => LeafSpec { length: Some(BENCH_LENGTH), ..usual },
        Kind::Untrusted => LeafSpec { issuer: Issuer::Foreign, ..usual },
        Kind::NextGeneration => LeafSpec { holder: KeyName::NextHolder, issuer: Issuer::Next, length: None, ..usual },
        _ => usual,
    }
}

/// From the day the authority was made, so that a kept authority gives the same card tomorrow; from
/// yesterday if that is too long ago or yet to come.
fn fresh_term(authority: &Authority, now: i64) -> (i64, i64) {
    let created = authority.created_unix();
    let begin = if (created..created + RENEWAL).contains(&now) { created } else { now.div_euclid(DAY) * DAY - DAY };
    let begin = day_end(begin - DAY) + 1;
    (begin, begin - 1 + TERM)
}

fn behaviour(kind: Kind) -> Behaviour {
    let usual = Behaviour::default();
    match kind {
        Kind::NoShortIds => Behaviour { short_identifiers: false, ..usual },
        Kind::NoExtended => Behaviour { extended_length: false, ..usual },
        Kind::NoKeyInP2 => Behaviour { key_in_p2: false, ..usual },
        Kind::Plain => Behaviour { short_identifiers: false, extended_length: false, key_in_p2: false, ..usual },
        Kind::Slow => Behaviour { timing: SLOW, ..usual },
        Kind::FirstAnswerFails => Behaviour { first_answer_fails: true, ..usual },
        Kind::Bench | Kind::EmptyCertificate => Behaviour { filler: Filler { length: 0, octet: 0xFF }, ..usual },
        Kind::Hostile(hostility) => Behaviour { hostility: Some(hostility), ..usual },
        _ => usual,
    }
}

/// Twelve seconds: one to select, two of the others at half a second each, two to verify, eight to
/// sign.
const SLOW: Timing =
    Timing { select_application: 1_000, verify: 2_000, sign: 8_000, other: 500, others_timed: Some(2) };
