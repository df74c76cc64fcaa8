//! Removal, second taps, and what outlives them.

use kazasu_virtual_card::card::Pin;
use kazasu_virtual_card::{Moment, Removed, Side, Slot};

use crate::harness::{NOW, QUERY_USER, READ_WHOLE, SELECT_JPKI, authority, personality, sign, verify};

fn slot(name: &str) -> Slot {
    Slot::new(personality(name), authority(), NOW)
}

fn tapped(name: &str) -> Slot {
    let slot = slot(name);
    slot.tap();
    slot
}

fn word(slot: &Slot, command: &[u8]) -> u16 {
    let answer = slot.transmit(command).unwrap().octets;
    u16::from_be_bytes(*answer.last_chunk().unwrap())
}

#[test]
fn there_is_no_card_before_the_first_tap() {
    let slot = slot("fresh");
    assert_eq!(slot.transmit(&SELECT_JPKI), Err(Removed));
    slot.tap();
    assert_eq!(word(&slot, &SELECT_JPKI), 0x9000);
}

#[test]
fn a_lost_verify_has_cost_its_try() {
    let slot = tapped("fresh");
    slot.remove_at(Moment::VerifyWithData, Side::After);
    assert_eq!(word(&slot, &SELECT_JPKI), 0x9000);
    assert_eq!(slot.transmit(&verify(0x98, "9999")), Err(Removed));
    assert!(!slot.is_tapped());
    assert_eq!(slot.tries_left(Pin::User), 2);
    slot.tap();
    assert_eq!(word(&slot, &SELECT_JPKI), 0x9000);
    assert_eq!(word(&slot, &QUERY_USER), 0x63C2);
    let trace = slot.trace();
    assert_eq!(trace.verifies_with_data(), 1);
    let delivered: Vec<_> = trace.exchanges().iter().map(|exchange| exchange.delivered).collect();
    assert_eq!(delivered, [true, false, true, true]);
    assert_eq!(trace.exchanges()[1].status_word(), Some(0x63C2));
}

#[test]
fn a_verify_that_never_arrived_has_cost_nothing() {
    let slot = tapped("fresh");
    slot.remove_at(Moment::VerifyWithData, Side::Before);
    assert_eq!(word(&slot, &SELECT_JPKI), 0x9000);
    assert_eq!(slot.transmit(&verify(0x98, "9999")), Err(Removed));
    assert_eq!(slot.tries_left(Pin::User), 3);
    let trace = slot.trace();
    assert_eq!(trace.verifies_with_data(), 0);
    assert_eq!(trace.exchanges()[1].response, None);
    assert!(!trace.exchanges()[1].delivered);
}

#[test]
fn leaving_the_field_ends_the_security_state() {
    let slot = tapped("fresh");
    assert_eq!(word(&slot, &SELECT_JPKI), 0x9000);
    assert_eq!(word(&slot, &verify(0x98, "1234")), 0x9000);
    slot.tap();
    assert_eq!(word(&slot, &QUERY_USER), 0x6986);
    assert_eq!(word(&slot, &SELECT_JPKI), 0x9000);
    assert_eq!(word(&slot, &sign(0x00, 0x97, &[0; 51])), 0x6982);
}

#[test]
fn moments_are_counted_from_when_they_are_set_and_come_once() {
    let slot = tapped("fresh");
    assert_eq!(word(&slot, &SELECT_JPKI), 0x9000);
    slot.remove_at(Moment::Exchange(2), Side::After);
    slot.remove_at(Moment::Instruction(0xB0), Side::Before);
    assert_eq!(word(&slot, &QUERY_USER), 0x63C3);
    assert_eq!(slot.transmit(&QUERY_USER), Err(Removed));
    slot.tap();
    assert_eq!(word(&slot, &SELECT_JPKI), 0x9000);
    assert_eq!(slot.transmit(&READ_WHOLE), Err(Removed));
    slot.tap();
    assert_eq!(word(&slot, &SELECT_JPKI), 0x9000);
    assert_eq!(word(&slot, &READ_WHOLE), 0x9000);
    assert_eq!(slot.taps(), 3);
}

#[test]
fn a_card_can_be_taken_away() {
    let slot = tapped("fresh");
    slot.leave();
    assert_eq!(slot.transmit(&SELECT_JPKI), Err(Removed));
    assert_eq!(slot.trace().exchanges().len(), 1);
}

#[test]
fn power_and_reset_reach_the_card() {
    let slot = tapped("fresh");
    assert_eq!(word(&slot, &SELECT_JPKI), 0x9000);
    assert_eq!(word(&slot, &verify(0x98, "1234")), 0x9000);
    slot.reset();
    assert_eq!(word(&slot, &SELECT_JPKI), 0x9000);
    assert_eq!(word(&slot, &sign(0x00, 0x97, &[0; 51])), 0x9000);
    slot.power_off();
    assert_eq!(word(&slot, &SELECT_JPKI), 0x9000);
    assert_eq!(word(&slot, &sign(0x00, 0x97, &[0; 51])), 0x6982);
}
