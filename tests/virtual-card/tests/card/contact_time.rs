//! The contact-time table, from traces of its plans against this card.

use kazasu_virtual_card::Card;
use kazasu_virtual_card::contact_time::{Link, Rate, floor_ms, modelled_ms};

use crate::harness::{QUERY_USER, READ_WHOLE, SELECT_JPKI, card, digest_info, select_file, sign, verify};

/// What a plan may use.
#[derive(Clone, Copy)]
struct Plan {
    short_ids: bool,
    extended: bool,
    key_in_p2: bool,
}

const A: Plan = Plan { short_ids: true, extended: true, key_in_p2: true };
const B: Plan = Plan { key_in_p2: false, ..A };
const C: Plan = Plan { short_ids: false, ..B };
const D: Plan = Plan { extended: false, ..B };
const D_WITH_KEY: Plan = Plan { extended: false, ..A };
const E: Plan = Plan { short_ids: false, ..D };

/// Runs a plan; the certificate is read to its exact length.
fn run(plan: Plan) -> Card {
    let mut card = card("bench");
    let mut send = |command: &[u8]| {
        let answer = card.transmit(command).unwrap();
        assert!(answer.ends_with(&[0x90, 0x00]) || answer == [0x63, 0xC3], "{command:02X?}: {answer:02X?}");
        answer.len() - 2
    };
    send(&SELECT_JPKI);
    let by_id = |short: u8| if plan.short_ids { short } else { 0x80 };
    let first = if plan.short_ids { 0x8A } else { 0x00 };
    if !plan.short_ids {
        send(&select_file(0x0A));
    }
    if plan.extended {
        assert_eq!(send(&[0x00, 0xB0, first, 0x00, READ_WHOLE[4], READ_WHOLE[5], READ_WHOLE[6]]), 1_515);
    } else {
        let mut read = send(&[0x00, 0xB0, first, 0x00, 0x00]);
        while read < 1_515 {
            let [high, low] = u16::try_from(read).unwrap().to_be_bytes();
            read += send(&[0x00, 0xB0, high, low, 0x00]);
        }
        assert_eq!(read, 1_515);
    }
    if !plan.short_ids {
        send(&select_file(0x18));
    }
    send(&[QUERY_USER[0], QUERY_USER[1], QUERY_USER[2], by_id(0x98)]);
    send(&verify(by_id(0x98), "1234"));
    if plan.key_in_p2 {
        send(&sign(0x00, 0x97, &digest_info(b"challenge")));
    } else {
        send(&select_file(0x17));
        send(&sign(0x00, 0x80, &digest_info(b"challenge")));
    }
    card
}

#[test]
fn the_rows_of_the_table() {
    for (name, plan, exchanges, expected) in [
        ("A", A, 5, 563.0),
        ("B", B, 6, 573.0),
        ("C", C, 8, 593.0),
        ("D", D, 11, 622.0),
        ("D with the key in P2", D_WITH_KEY, 10, 612.0),
        ("E", E, 13, 642.0),
    ] {
        let card = run(plan);
        let trace = card.trace().exchanges();
        assert_eq!(trace.len(), exchanges, "plan {name}");
        let modelled = modelled_ms(trace, Rate::Kbit106);
        assert_eq!(modelled.round(), expected, "plan {name}: {modelled}");
    }
}

#[test]
fn the_physical_floor() {
    let payload = 1_515 + 256 + 51 + 4;
    assert_eq!(floor_ms(payload, Rate::Kbit106).round(), 492.0);
}

#[test]
fn faster_links_and_hosts_are_faster() {
    let card = run(A);
    let trace = card.trace().exchanges();
    let times: Vec<f64> =
        [Rate::Kbit106, Rate::Kbit212, Rate::Kbit424, Rate::Kbit848].map(|rate| modelled_ms(trace, rate)).to_vec();
    assert!(times.is_sorted_by(|slow, fast| slow > fast), "{times:?}");
    let host = |host_ms| {
        let link = Link { rate: Rate::Kbit106, host_ms };
        trace.iter().map(|it| link.exchange_ms(&it.command, it.response.as_deref().unwrap())).sum::<f64>()
    };
    assert!((host(10.0) - host(0.0) - 50.0).abs() < 1e-9);
}
