//! Every kind of card does what its description says: a client that uses nothing special talks to
//! it.

use kazasu_virtual_card::card::Pin;
use kazasu_virtual_card::personality::UnknownPersonality;
use kazasu_virtual_card::{Personality, Slot};

use crate::harness::{NOW, SELECT_JPKI, Talk, authority, card, digest_info, personality, select_file, sign, verify};

/// How a plain run ended.
#[derive(Debug, PartialEq, Eq)]
pub enum End {
    /// With certificate file and signature of these lengths.
    Signed(usize, usize),
    /// At this step, with this status word.
    Refused(&'static str, u16),
    /// The card left at this step.
    Gone(&'static str),
}

/// Plan E: SELECT everything, short reads to the certificate's length, query, VERIFY, sign.
pub fn run(slot: &Slot, input: &[u8]) -> End {
    steps(slot, input).unwrap_or_else(|end| end)
}

fn steps(slot: &Slot, input: &[u8]) -> Result<End, End> {
    let send = |step, command: &[u8], expected: u16| -> Result<Vec<u8>, End> {
        let mut answer = slot.transmit(command).map_err(|_| End::Gone(step))?.octets;
        let word = answer.split_off(answer.len().saturating_sub(2));
        let word = word.iter().fold(0, |word, &octet| word << 8 | u16::from(octet));
        if word == expected { Ok(answer) } else { Err(End::Refused(step, word)) }
    };
    send("application", &SELECT_JPKI, 0x9000)?;
    send("certificate file", &select_file(0x0A), 0x9000)?;
    let mut certificate: Vec<u8> = Vec::new();
    while certificate.len() < 1_792 {
        let [high, low] = u16::try_from(certificate.len()).unwrap().to_be_bytes();
        let block = send("read", &[0x00, 0xB0, high, low, 0x00], 0x9000)?;
        certificate.extend(&block);
        if block.len() != 256 {
            break;
        }
    }
    send("PIN file", &select_file(0x18), 0x9000)?;
    send("query", &[0x00, 0x20, 0x00, 0x80], 0x63C3)?;
    send("verify", &verify(0x80, "1234"), 0x9000)?;
    send("key file", &select_file(0x17), 0x9000)?;
    let signature = send("sign", &sign(0x00, 0x80, input), 0x9000)?;
    Ok(End::Signed(certificate.len(), signature.len()))
}

fn tapped(name: &str) -> Slot {
    let slot = Slot::new(personality(name), authority(), NOW);
    slot.tap();
    slot
}

pub fn run_on(name: &str) -> End {
    run(&tapped(name), &digest_info(b"challenge"))
}

const USUAL: End = End::Signed(1_599, 256);

#[test]
fn names() {
    let all = Personality::all();
    for &(name, description) in &all {
        assert!(!description.is_empty() && description.is_ascii());
        let concrete = name.replace('N', "7");
        assert_eq!(personality(&concrete).to_string(), concrete);
        assert_eq!(all.iter().filter(|other| other.0 == name).count(), 1);
    }
    for wrong in ["", "Fresh", "removed-at-N", "removed-at-0", "removed-at-x", "removed-before-"] {
        assert_eq!(wrong.parse::<Personality>(), Err(UnknownPersonality(wrong.to_owned())));
    }
}

#[test]
fn cards_that_sign_in_plain_steps() {
    for name in [
        "fresh",
        "expired",
        "expires-today",
        "expires-tomorrow",
        "expiring-89",
        "expiring-91",
        "not-yet-valid",
        "wrong-environment",
        "untrusted",
        "no-short-ids",
        "no-extended",
        "no-key-in-p2",
        "plain",
        "empty-certificate",
    ] {
        let expected = if name == "empty-certificate" { End::Signed(1_583, 256) } else { USUAL };
        assert_eq!(run_on(name), expected, "{name}");
    }
    assert_eq!(run_on("bench"), End::Signed(1_515, 256));
    assert_eq!(run_on("wrong-kind"), End::Signed(1_774, 256));
}

#[test]
fn the_next_generation_signs_sha384() {
    let End::Signed(certificate, signature) = run(&tapped("next-generation"), &[0x5A; 48]) else { panic!("no end") };
    assert_eq!(signature, 96);
    assert!((900..1_400).contains(&certificate), "{certificate}");
    assert_eq!(run_on("next-generation"), End::Refused("sign", 0x6985));
}

#[test]
fn tries_left() {
    for (name, left) in [("two-tries-left", 2), ("one-try-left", 1), ("locked", 0)] {
        assert_eq!(run_on(name), End::Refused("query", 0x63C0 + u16::from(left)));
        let mut card = card(name);
        assert_eq!((card.tries_left(Pin::User), card.tries_left(Pin::Signature)), (left, 5));
        card.select_jpki();
        assert_eq!(card.verify(0x98, "1234"), if left > 0 { 0x9000 } else { 0x6984 });
    }
}

#[test]
fn what_some_cards_refuse() {
    let mut plain = card("plain");
    plain.select_jpki();
    assert_eq!(plain.status(&[0x00, 0xB0, 0x8A, 0x00, 0x00]), 0x6A86);
    assert_eq!(plain.select_file(0x0A), 0x9000);
    assert_eq!(plain.status(&[0x00, 0xB0, 0x00, 0x00, 0x00, 0x00, 0x00]), 0x6700);
    assert_eq!(plain.select_file(0x18), 0x9000);
    assert_eq!(plain.verify(0x80, "1234"), 0x9000);
    assert_eq!(plain.status(&sign(0x00, 0x97, &[0; 51])), 0x6A86);
    let mut no_key = card("no-key-in-p2");
    no_key.select_jpki();
    assert_eq!(no_key.verify(0x98, "1234"), 0x9000);
    assert_eq!(no_key.status(&sign(0x00, 0x97, &[0; 51])), 0x6A86);
    let mut no_short = card("no-short-ids");
    no_short.select_jpki();
    assert_eq!(no_short.status(&[0x00, 0x20, 0x00, 0x98]), 0x6A86);
    let mut no_extended = card("no-extended");
    no_extended.select_jpki();
    assert_eq!(no_extended.status(&[0x00, 0xB0, 0x8A, 0x00, 0x00, 0x00, 0x00]), 0x6700);
    assert_eq!(no_extended.status(&[0x00, 0xB0, 0x8A, 0x00, 0x00]), 0x9000);
}

#[test]
fn cards_without_what_is_looked_for() {
    assert_eq!(run_on("not-a-my-number-card"), End::Refused("application", 0x6A82));
    assert_eq!(run_on("no-certificate"), End::Refused("certificate file", 0x6A82));
    let mut empty = card("empty-certificate");
    empty.select_jpki();
    let (file, _) = empty.send(&[0x00, 0xB0, 0x8A, 0x00, 0x00, 0x00, 0x00]);
    assert!(file.len() == 1_583 && file.iter().all(|&octet| octet == 0xFF));
    let mut none = card("no-certificate");
    none.select_jpki();
    assert_eq!(none.send(&[0x00, 0xB0, 0x88, 0x00, 0x00]).0, [0x8F, 0x00, 0x00]);
}

#[test]
fn the_slow_card_takes_twelve_seconds_by_any_plan() {
    let slot = tapped("slow");
    assert_eq!(run(&slot, &digest_info(b"challenge")), USUAL);
    let durations: Vec<u64> = slot.trace().exchanges().iter().map(|exchange| exchange.duration_ms).collect();
    assert_eq!(durations.iter().sum::<u64>(), 12_000);
    assert_eq!(*durations.last().unwrap(), 8_000);
    let lean = tapped("slow");
    for command in [
        &SELECT_JPKI[..],
        &[0x00, 0xB0, 0x8A, 0x00, 0x00, 0x00, 0x00],
        &[0x00, 0x20, 0x00, 0x98],
        &verify(0x98, "1234"),
        &sign(0x00, 0x97, &[0; 51]),
    ] {
        lean.transmit(command).unwrap();
    }
    assert_eq!(lean.trace().exchanges().iter().map(|exchange| exchange.duration_ms).sum::<u64>(), 12_000);
    assert_eq!(tapped("fresh").transmit(&SELECT_JPKI).unwrap().duration_ms, 0);
}

#[test]
fn cards_that_leave() {
    assert_eq!(run_on("removed-at-1"), End::Gone("application"));
    assert_eq!(run_on("removed-before-2"), End::Gone("certificate file"));
    // 2 SELECTs, 7 READs, SELECT, query: VERIFY is the twelfth.
    for (name, arrived) in [("removed-at-12", 1), ("removed-before-12", 0)] {
        let slot = tapped(name);
        assert_eq!(run(&slot, &digest_info(b"challenge")), End::Gone("verify"), "{name}");
        assert_eq!(slot.trace().verifies_with_data(), arrived);
        slot.tap();
        assert_eq!(run(&slot, &digest_info(b"challenge")), USUAL, "it leaves once");
    }
    let slot = tapped("removed-at-14");
    assert_eq!(run(&slot, &digest_info(b"challenge")), End::Gone("sign"));
    assert_eq!(slot.trace().signatures(), 1, "made, but lost");
}

#[test]
fn another_card_on_the_second_tap() {
    let slot = tapped("other-card-on-second-tap");
    assert_eq!(run(&slot, &digest_info(b"challenge")), USUAL);
    let first = slot.trace();
    slot.tap();
    assert_eq!(run(&slot, &digest_info(b"challenge")), USUAL);
    assert_ne!(slot.trace().exchanges()[2].response, first.exchanges()[2].response);
    assert_eq!(slot.trace().exchanges().len(), first.exchanges().len(), "a trace of its own");
}

#[test]
fn the_pin_is_a_parameter() {
    let slot = Slot::with_pin(personality("fresh"), authority(), NOW, "8765");
    slot.tap();
    assert_eq!(run(&slot, &digest_info(b"challenge")), End::Refused("verify", 0x63C2));
}
