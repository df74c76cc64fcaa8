//! VERIFY, the retry query and the counters (card fact sheet §4.3, §6, §11; REQ-52, REQ-53).

use kazasu_virtual_card::card::{Pin, StatusWord};

use crate::harness::{QUERY_SIGNATURE, QUERY_USER, Talk, card, selected, selected_with, sign, verify};

#[test]
fn worked_examples() {
    let mut card = selected();
    assert_eq!(card.status(&[0x00, 0xA4, 0x02, 0x0C, 0x02, 0x00, 0x18]), 0x9000);
    assert_eq!(card.status(&[0x00, 0x20, 0x00, 0x80]), 0x63C3);
    assert_eq!(card.status(&[0x00, 0x20, 0x00, 0x80, 0x04, 0x31, 0x32, 0x33, 0x34]), 0x9000);
    assert_eq!(card.status(&QUERY_USER), 0x63C3, "the full counter, not 9000");
}

#[test]
fn a_right_pin_restores_the_counter() {
    let mut card = selected();
    assert_eq!(card.verify(0x98, "9999"), 0x63C2);
    assert_eq!(card.status(&QUERY_USER), 0x63C2);
    assert_eq!(card.verify(0x98, "1234"), 0x9000);
    assert_eq!(card.status(&QUERY_USER), 0x63C3);
    assert_eq!(card.tries_left(Pin::User), 3);
}

#[test]
fn three_wrong_pins_lock_it_for_good() {
    let mut card = selected();
    assert_eq!(card.verify(0x98, "0000"), 0x63C2);
    assert_eq!(card.verify(0x98, "0000"), 0x63C1);
    assert_eq!(card.verify(0x98, "0000"), 0x63C0);
    assert_eq!(card.status(&QUERY_USER), 0x63C0);
    assert_eq!(card.verify(0x98, "1234"), 0x6984);
    card.power_off();
    card.select_jpki();
    assert_eq!(card.verify(0x98, "1234"), 0x6984);
    assert_eq!(card.status(&sign(0x00, 0x97, &[0; 51])), 0x6982);
    assert_eq!(card.status(&QUERY_SIGNATURE), 0x63C5, "the other counter is its own");
}

#[test]
fn the_signature_password_has_five_tries() {
    let mut card = selected();
    for left in (0..5).rev() {
        assert_eq!(card.verify(0x9B, "abc123"), 0x63C0 + left, "no case folding");
    }
    assert_eq!(card.verify(0x9B, "ABC123"), 0x6984);
    assert_eq!(card.status(&QUERY_USER), 0x63C3);
    let mut other = selected();
    assert_eq!(other.verify(0x9B, "ABC124"), 0x63C4);
    assert_eq!(other.verify(0x9B, "ABC123"), 0x9000);
    assert_eq!(other.status(&QUERY_SIGNATURE), 0x63C5);
}

#[test]
fn words_for_a_locked_pin_are_switches() {
    let mut card = card("locked");
    card.behaviour_mut().blocked = StatusWord::BLOCKED_ISO;
    card.behaviour_mut().query_blocked = StatusWord::BLOCKED;
    card.select_jpki();
    assert_eq!(card.status(&QUERY_USER), 0x6984);
    assert_eq!(card.verify(0x98, "1234"), 0x6983);
}

#[test]
fn a_superfluous_octet_in_the_query_is_a_switch() {
    let mut card = selected();
    assert_eq!(card.status(&[0x00, 0x20, 0x00, 0x98, 0x00]), 0x6700);
    let mut tolerant = selected_with(|behaviour| behaviour.query_with_le = StatusWord::OK);
    assert_eq!(tolerant.status(&[0x00, 0x20, 0x00, 0x98, 0x00]), 0x63C3);
    assert_eq!(card.tries_left(Pin::User), 3);
}

#[test]
fn the_query_of_a_verified_pin_is_a_switch() {
    let mut card = selected_with(|behaviour| behaviour.query_verified_ok = true);
    assert_eq!(card.status(&QUERY_USER), 0x63C3);
    assert_eq!(card.verify(0x98, "1234"), 0x9000);
    assert_eq!(card.status(&QUERY_USER), 0x9000);
    assert_eq!(card.status(&QUERY_SIGNATURE), 0x63C5);
}

#[test]
fn a_wrong_pin_after_a_right_one_is_a_switch() {
    let mut dropping = selected();
    assert_eq!(dropping.verify(0x98, "1234"), 0x9000);
    assert_eq!(dropping.verify(0x98, "4321"), 0x63C2);
    assert_eq!(dropping.status(&sign(0x00, 0x97, &[0; 51])), 0x6982);
    let mut keeping = selected_with(|behaviour| behaviour.failure_drops_state = false);
    assert_eq!(keeping.verify(0x98, "1234"), 0x9000);
    assert_eq!(keeping.verify(0x98, "4321"), 0x63C2);
    assert_eq!(keeping.status(&sign(0x00, 0x97, &[0; 51])), 0x9000);
}

#[test]
fn a_pin_of_another_length_is_a_switch() {
    let mut counting = selected();
    assert_eq!(counting.verify(0x98, "123"), 0x63C2);
    assert_eq!(counting.verify(0x98, "12345"), 0x63C1);
    let mut refusing = selected_with(|behaviour| behaviour.wrong_length_counts = false);
    assert_eq!(refusing.verify(0x98, "123"), 0x6700);
    assert_eq!(refusing.verify(0x9B, "ABC12"), 0x6700);
    assert_eq!(refusing.status(&QUERY_USER), 0x63C3);
    assert_eq!(refusing.verify(0x98, "9999"), 0x63C2);
}

#[test]
fn malformed_commands_cost_nothing() {
    let mut card = selected();
    let seventeen = verify(0x98, "12341234123412345");
    let with_le = [verify(0x98, "1234"), vec![0x00]].concat();
    let wrong_count = [0x00, 0x20, 0x00, 0x98, 0x05, 0x31, 0x32, 0x33, 0x34];
    for command in [&seventeen[..], &with_le, &wrong_count] {
        assert_eq!(card.status(command), 0x6700, "{command:02X?}");
    }
    assert_eq!(card.status(&[0x00, 0x20, 0x01, 0x98, 0x04, 0x31, 0x32, 0x33, 0x34]), 0x6A86);
    assert_eq!(card.status(&[0x00, 0x20, 0x00, 0x18, 0x04, 0x31, 0x32, 0x33, 0x34]), 0x6A86);
    assert_eq!(card.tries_left(Pin::User), 3);
}

#[test]
fn an_extended_verify_is_a_verify() {
    let mut card = selected();
    assert_eq!(card.status(b"\x00\x20\x00\x98\x00\x00\x041234"), 0x9000);
}

#[test]
fn a_verified_pin_can_be_changed() {
    let mut card = selected();
    assert_eq!(card.select_file(0x18), 0x9000);
    let change = b"\x00\x24\x01\x80\x045678";
    assert_eq!(card.status(change), 0x6982);
    assert_eq!(card.verify(0x80, "1234"), 0x9000);
    assert_eq!(card.status(b"\x00\x24\x01\x80\x03567"), 0x6700);
    assert_eq!(card.status(change), 0x9000);
    assert_eq!(card.verify(0x80, "1234"), 0x63C2);
    assert_eq!(card.verify(0x80, "5678"), 0x9000);
}

#[test]
fn traces_count_and_do_not_tell() {
    let mut card = selected();
    assert_eq!(card.status(&QUERY_USER), 0x63C3);
    assert_eq!(card.verify(0x98, "1234"), 0x9000);
    assert_eq!(card.status(&sign(0x00, 0x97, &[0; 51])), 0x9000);
    assert_eq!(card.status(&sign(0x06, 0x97, &[0; 51])), 0x6A86);
    let trace = card.trace();
    assert_eq!(trace.exchanges().len(), 5);
    assert_eq!((trace.verifies_with_data(), trace.signatures()), (1, 1));
    assert_eq!(trace.exchanges()[2].command, b"\x00\x20\x00\x98\x04****");
    assert_eq!(trace.exchanges()[2].status_word(), Some(0x9000));
    card.clear_trace();
    assert_eq!(card.trace().exchanges().len(), 0);
}
