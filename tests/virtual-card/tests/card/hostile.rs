//! Hostile cards mislead as described, and count honestly underneath.

use der::Encode;
use kazasu_virtual_card::Card;
use kazasu_virtual_card::authority::KeyName;
use kazasu_virtual_card::card::Pin;
use rsa::pkcs8::DecodePublicKey;
use rsa::{Pkcs1v15Sign, PublicKey};

use crate::harness::{QUERY_USER, READ_WHOLE, SELECT_JPKI, Talk, authority, card, digest_info, sign, verify};
use crate::personalities::{End, run_on};

const READ_HEAD: [u8; 5] = [0x00, 0xB0, 0x8A, 0x00, 0x00];

fn selected(name: &str) -> Card {
    let mut card = card(name);
    card.select_jpki();
    card
}

fn verifies(signature: &[u8], key: KeyName) -> bool {
    let spki = authority().key(key).public().to_der().unwrap();
    let key = PublicKey::from_public_key_der(&spki).unwrap();
    key.verify(Pkcs1v15Sign::new_unprefixed(), &digest_info(b"challenge"), signature).is_ok()
}

/// The answer to a signing command after the right PIN.
fn signature(name: &str) -> (Vec<u8>, u16) {
    let mut card = selected(name);
    card.transmit(&verify(0x98, "1234")).unwrap();
    card.send(&sign(0x00, 0x97, &digest_info(b"challenge")))
}

#[test]
fn first_command() {
    let mut card = card("hostile-6f00-first");
    assert_eq!(card.status(&SELECT_JPKI), 0x6F00);
    assert_eq!(card.status(&SELECT_JPKI), 0x9000);
}

#[test]
fn reading_never_ends() {
    let mut card = selected("hostile-endless-read");
    assert_eq!(card.send(&READ_HEAD).0[..6], [0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF]);
    for offset in [0x01, 0x40, 0x7F] {
        let (data, word) = card.send(&[0x00, 0xB0, offset, 0x00, 0x00]);
        assert_eq!((data.len(), word), (256, 0x9000));
    }
    assert_eq!(card.send(&READ_WHOLE).0.len(), 65_536);
}

#[test]
fn headers() {
    for (name, header) in [
        ("hostile-length-65535", &[0x30, 0x82, 0xFF, 0xFF][..]),
        ("hostile-length-4gib", &[0x30, 0x84, 0xFF, 0xFF, 0xFF, 0xFF]),
        ("hostile-indefinite-length", &[0x30, 0x80]),
        ("hostile-garbage", &[0x30, 0x82, 0x06, 0x2B]),
    ] {
        let (head, word) = selected(name).send(&READ_HEAD);
        assert_eq!((head.len(), word), (256, 0x9000));
        assert!(head.starts_with(header), "{name}: {:02X?}", &head[..6]);
        let honest = selected("fresh").send(&READ_HEAD).0;
        assert_ne!(head, honest, "{name}");
    }
}

#[test]
fn lengths_of_reads() {
    let mut truncated = selected("hostile-truncated");
    assert_eq!(truncated.send(&READ_WHOLE).0.len(), 791);
    assert_eq!(truncated.send(&[0x00, 0xB0, 0x03, 0x00, 0x00]).0.len(), 23);
    assert_eq!(truncated.status(&[0x00, 0xB0, 0x04, 0x00, 0x00]), 0x6B00);
    assert_eq!(selected("hostile-long-reads").send(&READ_HEAD).0.len(), 257);
    assert_eq!(selected("hostile-short-reads").send(&READ_HEAD).0.len(), 1);
    assert_eq!(selected("hostile-empty-reads").send(&READ_HEAD), (vec![], 0x9000));
}

#[test]
fn answers_of_wrong_shape() {
    assert_eq!(card("hostile-empty-answers").transmit(&SELECT_JPKI).unwrap(), []);
    assert_eq!(card("hostile-one-byte-answers").transmit(&SELECT_JPKI).unwrap(), [0x90]);
    assert_eq!(card("hostile-oversized-answers").transmit(&QUERY_USER).unwrap().len(), 65_538);
    assert_eq!(card("hostile-select-data").transmit(&SELECT_JPKI).unwrap().len(), 258);
    assert_eq!(card("hostile-status-words").transmit(&SELECT_JPKI).unwrap(), [0x9F, 0x42]);
    assert_eq!(run_on("hostile-status-words"), End::Refused("application", 0x9F42));
    assert_eq!(run_on("hostile-one-byte-answers"), End::Refused("application", 0x90));
}

#[test]
fn signatures() {
    assert_eq!(signature("hostile-signature-missing"), (vec![], 0x9000));
    let (good, _) = signature("fresh");
    assert!(verifies(&good, KeyName::Holder));
    let (flipped, word) = signature("hostile-signature-bit-flipped");
    assert_eq!((flipped.len(), word), (256, 0x9000));
    let different: u32 = good.iter().zip(&flipped).map(|(left, right)| (left ^ right).count_ones()).sum();
    assert_eq!(different, 1);
    let (short, word) = signature("hostile-signature-short");
    assert_eq!((&short[..], word), (&good[..255], 0x9000));
    let (other, _) = signature("hostile-signature-other-key");
    assert!(verifies(&other, KeyName::OtherHolder) && !verifies(&other, KeyName::Holder));
}

#[test]
fn counters() {
    let mut high = selected("hostile-counter-high");
    assert_eq!(high.status(&QUERY_USER), 0x63CF);
    assert_eq!(high.verify(0x98, "9999"), 0x63CF);
    assert_eq!(high.tries_left(Pin::User), 2);
    let mut zero = selected("hostile-counter-zero");
    assert_eq!(zero.status(&QUERY_USER), 0x63C0);
    assert_eq!(zero.verify(0x98, "1234"), 0x9000);
}

#[test]
fn every_pin_is_said_to_be_right() {
    let mut card = selected("hostile-accepts-any-pin");
    assert_eq!(card.verify(0x98, "9999"), 0x9000);
    assert_eq!(card.tries_left(Pin::User), 2);
    assert_eq!(card.status(&sign(0x00, 0x97, &[0; 51])), 0x6982);
    assert_eq!(card.status(&QUERY_USER), 0x63C2);
}

#[test]
fn a_command_sent_again_costs_again() {
    let mut card = selected("hostile-asks-again");
    assert_eq!(card.verify(0x98, "9999"), 0x6C00);
    assert_eq!(card.verify(0x98, "9999"), 0x6C00);
    assert_eq!(card.tries_left(Pin::User), 1);
    assert_eq!(card.status(&QUERY_USER), 0x63C1);
}
