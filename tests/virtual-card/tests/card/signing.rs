//! COMPUTE DIGITAL SIGNATURE (card fact sheet §4.4, §9.1, §11).

use der::Encode;
use kazasu_virtual_card::Card;
use kazasu_virtual_card::authority::KeyName;
use kazasu_virtual_card::card::{EcdsaInput, EcdsaOutput, StatusWord};
use p384::ecdsa::signature::hazmat::PrehashVerifier;
use p384::ecdsa::{Signature, VerifyingKey};
use rsa::pkcs8::DecodePublicKey;
use rsa::{Pkcs1v15Sign, Pss, PublicKey};
use sha2::{Digest, Sha256, Sha384, Sha512};

use crate::harness::{Talk, authority, card, digest_info, selected, selected_with, sign};

const MESSAGE: &[u8] = b"a message of some length, but not of thirty-two octets";

fn rsa_key(name: KeyName) -> PublicKey {
    PublicKey::from_public_key_der(&authority().key(name).public().to_der().unwrap()).unwrap()
}

fn verified() -> Card {
    let mut card = selected();
    assert_eq!(card.verify(0x98, "1234"), 0x9000);
    card
}

#[test]
fn input_is_padded_as_it_is() {
    let mut card = verified();
    let key = rsa_key(KeyName::Holder);
    let infos = [
        digest_info(MESSAGE),
        [
            &[0x30, 0x41, 0x30, 0x0D, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2, 5, 0, 4, 0x30][..],
            &Sha384::digest(MESSAGE),
        ]
        .concat(),
        [
            &[0x30, 0x51, 0x30, 0x0D, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 3, 5, 0, 4, 0x40][..],
            &Sha512::digest(MESSAGE),
        ]
        .concat(),
        Sha256::digest(MESSAGE).to_vec(),
        vec![0x42],
        vec![0x42; 245],
    ];
    for info in infos {
        let (signature, word) = card.send(&sign(0x00, 0x97, &info));
        assert_eq!((signature.len(), word), (256, 0x9000));
        key.verify(Pkcs1v15Sign::new_unprefixed(), &info, &signature).unwrap();
        assert_eq!(signature, card.send(&sign(0x00, 0x97, &info)).0, "deterministic");
    }
}

#[test]
fn p1_says_what_the_card_adds() {
    let mut card = verified();
    let key = rsa_key(KeyName::Holder);
    let hash = Sha256::digest(MESSAGE);
    let (plain, full) = (Pkcs1v15Sign::new_unprefixed, Pkcs1v15Sign::new::<Sha256>);
    key.verify(plain(), &hash, &card.send(&sign(0x01, 0x97, MESSAGE)).0).unwrap();
    key.verify(full(), &hash, &card.send(&sign(0x02, 0x97, &hash)).0).unwrap();
    key.verify(full(), &hash, &card.send(&sign(0x03, 0x97, MESSAGE)).0).unwrap();
    key.verify(Pss::<Sha256>::new(), &hash, &card.send(&sign(0x04, 0x97, &hash)).0).unwrap();
    key.verify(Pss::<Sha256>::new(), &hash, &card.send(&sign(0x05, 0x97, MESSAGE)).0).unwrap();
    assert_ne!(card.send(&sign(0x04, 0x97, &hash)).0, card.send(&sign(0x04, 0x97, &hash)).0, "random salt");
    for p1 in [0x06, 0x07, 0x9E, 0xFF] {
        assert_eq!(card.status(&sign(p1, 0x97, &hash)), 0x6A86);
    }
}

#[test]
fn an_older_card_takes_p1_zero_only() {
    let mut card = selected_with(|behaviour| behaviour.plain_signing_only = true);
    assert_eq!(card.verify(0x98, "1234"), 0x9000);
    for p1 in 1..=5 {
        assert_eq!(card.status(&sign(p1, 0x97, &[0; 32])), 0x6A86);
    }
    assert_eq!(card.status(&sign(0x00, 0x97, &[0; 32])), 0x9000);
}

#[test]
fn input_of_impossible_length_is_a_switch() {
    for word in [StatusWord::CONDITIONS, StatusWord::WRONG_LENGTH] {
        let mut card = selected_with(|behaviour| behaviour.wrong_signing_length = word);
        assert_eq!(card.verify(0x98, "1234"), 0x9000);
        assert_eq!(card.status(&sign(0x00, 0x97, &[0; 246])), word.0);
        assert_eq!(card.status(&sign(0x02, 0x97, &[0; 31])), word.0);
        assert_eq!(card.status(&sign(0x04, 0x97, &[0; 33])), word.0);
        assert_eq!(card.status(&sign(0x03, 0x97, &[0; 255])), 0x9000);
    }
}

#[test]
fn each_key_needs_its_own_pin() {
    let mut card = selected();
    let info = digest_info(MESSAGE);
    assert_eq!(card.status(&sign(0x00, 0x97, &info)), 0x6982);
    assert_eq!(card.verify(0x98, "1234"), 0x9000);
    assert_eq!(card.status(&sign(0x00, 0x9A, &info)), 0x6982);
    assert_eq!(card.verify(0x9B, "ABC123"), 0x9000);
    let (signature, _) = card.send(&sign(0x00, 0x9A, &info));
    rsa_key(KeyName::HolderSignature).verify(Pkcs1v15Sign::new_unprefixed(), &info, &signature).unwrap();
    assert_eq!(card.status(&sign(0x00, 0x97, &info)), 0x9000, "several signatures after one VERIFY");
    assert_eq!(card.trace().signatures(), 2);
}

#[test]
fn the_key_in_p2_is_a_switch_that_costs_nothing() {
    let mut card = selected_with(|behaviour| behaviour.key_in_p2 = false);
    let info = digest_info(MESSAGE);
    assert_eq!(card.verify(0x98, "1234"), 0x9000);
    assert_eq!(card.status(&sign(0x00, 0x97, &info)), 0x6A86);
    assert_eq!(card.select_file(0x17), 0x9000);
    assert_eq!(card.status(&sign(0x00, 0x80, &info)), 0x9000);
    assert_eq!(card.trace().signatures(), 1);
}

#[test]
fn the_signature_must_be_asked_for() {
    let mut card = verified();
    let mut without_le = sign(0x00, 0x97, &digest_info(MESSAGE));
    without_le.pop();
    assert_eq!(card.status(&without_le), 0x6700);
    let too_short = [&without_le[..], &[0x80]].concat();
    assert_eq!(card.status(&too_short), 0x6700);
    let extended = [&[0x80, 0x2A, 0x00, 0x97, 0x00, 0x00, 51], &digest_info(MESSAGE)[..], &[0x00, 0x00]].concat();
    assert_eq!(card.send(&extended).0.len(), 256);
}

fn next_generation(input: EcdsaInput, output: EcdsaOutput) -> Card {
    let mut card = card("next-generation");
    card.behaviour_mut().ecdsa_input = input;
    card.behaviour_mut().ecdsa_output = output;
    card.select_jpki();
    assert_eq!(card.verify(0x98, "1234"), 0x9000);
    card
}

fn sha384_digest_info(hash: &[u8]) -> Vec<u8> {
    [&[0x30, 0x41, 0x30, 0x0D, 6, 9, 0x60, 0x86, 0x48, 1, 0x65, 3, 4, 2, 2, 5, 0, 4, 0x30], hash].concat()
}

#[test]
fn p384_signs_a_hash_or_a_digest_info() {
    let spki = authority().key(KeyName::NextHolder).public().to_der().unwrap();
    let key = VerifyingKey::from_public_key_der(&spki).unwrap();
    let hash = Sha384::digest(MESSAGE).to_vec();
    let info = sha384_digest_info(&hash);
    for (accepts, bare, wrapped) in [
        (EcdsaInput::HashOrDigestInfo, 0x9000, 0x9000),
        (EcdsaInput::Hash, 0x9000, 0x6985),
        (EcdsaInput::DigestInfo, 0x6985, 0x9000),
    ] {
        let mut card = next_generation(accepts, EcdsaOutput::Raw);
        for (input, expected) in [(&hash, bare), (&info, wrapped)] {
            let (signature, word) = card.send(&sign(0x00, 0x97, input));
            assert_eq!(word, expected, "{accepts:?}");
            if word == 0x9000 {
                assert_eq!(signature.len(), 96);
                key.verify_prehash(&hash, &Signature::from_slice(&signature).unwrap()).unwrap();
            }
        }
        assert_eq!(card.status(&sign(0x00, 0x97, &digest_info(MESSAGE))), 0x6985);
        assert_eq!(card.status(&sign(0x02, 0x97, &[0; 32])), 0x6A86);
    }
    let (der, word) = next_generation(EcdsaInput::Hash, EcdsaOutput::Der).send(&sign(0x00, 0x97, &hash));
    assert_eq!(word, 0x9000);
    key.verify_prehash(&hash, &Signature::from_der(&der).unwrap()).unwrap();
}
