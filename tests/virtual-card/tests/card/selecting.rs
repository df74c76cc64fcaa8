//! SELECT and classes (card fact sheet §4.1, §11).

use kazasu_virtual_card::card::JPKI_AID;

use crate::harness::{QUERY_USER, SELECT_JPKI, Talk, card, card_with, select_file, selected, sign, verify};

const SELECT_ISD: [u8; 12] = [0x00, 0xA4, 0x04, 0x0C, 0x07, 0xA0, 0x00, 0x00, 0x01, 0x51, 0x00, 0x00];

fn select_name(p2: u8, name: &[u8], le: &[u8]) -> Vec<u8> {
    [&[0x00, 0xA4, 0x04, p2, u8::try_from(name.len()).unwrap()], name, le].concat()
}

#[test]
fn nothing_is_current_after_power_up() {
    let mut card = card("fresh");
    assert_eq!(card.status(&select_file(0x0A)), 0x6A82);
    for command in [&[0x00, 0xB0, 0x00, 0x00, 0x00][..], &[0x00, 0xB0, 0x8A, 0x00, 0x00], &QUERY_USER] {
        assert_eq!(card.status(command), 0x6986, "{command:02X?}");
    }
    assert_eq!(card.verify(0x98, "1234"), 0x6986);
    assert_eq!(card.verify(0x80, "1234"), 0x6986);
    assert_eq!(card.status(&sign(0x00, 0x97, &[0; 51])), 0x6986);
    assert_eq!(card.status(&sign(0x00, 0x80, &[0; 51])), 0x6986);
}

#[test]
fn no_file_is_current_after_selecting_the_application() {
    let mut card = selected();
    assert_eq!(card.status(&[0x00, 0xB0, 0x00, 0x00, 0x00]), 0x6986);
    assert_eq!(card.status(&[0x00, 0x20, 0x00, 0x80]), 0x6986);
    assert_eq!(card.status(&sign(0x00, 0x80, &[0; 51])), 0x6986);
    assert_eq!(card.select_file(0x18), 0x9000);
    card.select_jpki();
    assert_eq!(card.status(&[0x00, 0x20, 0x00, 0x80]), 0x6986);
}

#[test]
fn first_command_fails_if_switched_on() {
    let mut card = card_with(|_, behaviour| behaviour.first_answer_fails = true);
    assert_eq!(card.status(&SELECT_JPKI), 0x6F00);
    card.select_jpki();
    card.reset();
    card.select_jpki();
    card.power_off();
    assert_eq!(card.status(&SELECT_JPKI), 0x6F00);
}

#[test]
fn file_control_information_is_a_switch() {
    let mut with = card("fresh");
    let (information, word) = with.send(&select_name(0x00, &JPKI_AID, &[0x00]));
    assert_eq!((information[0], word), (0x6F, 0x9000));
    assert_eq!(usize::from(information[1]) + 2, information.len());
    assert_eq!(with.send(&select_name(0x00, &JPKI_AID, &[])), (vec![], 0x9000));
    assert_eq!(with.send(&select_name(0x0C, &JPKI_AID, &[0x00])), (vec![], 0x9000));
    let mut without = card_with(|_, behaviour| behaviour.file_control_information = None);
    assert_eq!(without.send(&select_name(0x00, &JPKI_AID, &[0x00])), (vec![], 0x9000));
}

#[test]
fn partial_names_are_a_switch() {
    let mut accepting = card("fresh");
    assert_eq!(accepting.status(&select_name(0x0C, &JPKI_AID[..9], &[])), 0x9000);
    assert_eq!(accepting.select_file(0x0A), 0x9000);
    let mut exact = card_with(|_, behaviour| behaviour.prefix_select = false);
    assert_eq!(exact.status(&select_name(0x0C, &JPKI_AID[..9], &[])), 0x6A82);
    exact.select_jpki();
}

#[test]
fn unknown_names_and_files() {
    let mut card = selected();
    assert_eq!(card.status(&select_name(0x0C, &[JPKI_AID.as_slice(), &[0]].concat(), &[])), 0x6A82);
    assert_eq!(card.status(&select_name(0x0C, &[0xA0, 0x00, 0x00, 0x02, 0x77, 1, 1, 1], &[])), 0x6A82);
    assert_eq!(card.select_file(0x07), 0x6A82);
    assert_eq!(card.select_file(0x0A), 0x9000, "a failed SELECT leaves the application current");
    for id in [0x01, 0x02, 0x05, 0x06, 0x08, 0x0B, 0x17, 0x18, 0x1A, 0x1B] {
        assert_eq!(card.select_file(id), 0x9000, "EF {id:02X}");
    }
}

#[test]
fn ways_of_selecting_that_do_not_exist() {
    let mut card = selected();
    for p1 in [0x01, 0x03, 0x08, 0x09, 0xFF] {
        assert_eq!(card.status(&[0x00, 0xA4, p1, 0x0C, 0x02, 0x00, 0x0A]), 0x6A86, "P1 {p1:02X}");
    }
    assert_eq!(card.status(&[0x00, 0xA4, 0x02, 0x04, 0x02, 0x00, 0x0A]), 0x6A86);
    assert_eq!(card.status(&[0x00, 0xA4, 0x02, 0x0C, 0x01, 0x0A]), 0x6700);
}

#[test]
fn there_is_no_master_file() {
    let mut card = card("fresh");
    assert_eq!(card.status(&[0x00, 0xA4, 0x00, 0x00]), 0x6A86);
    card.select_jpki();
    assert_eq!(card.select_file(0x18), 0x9000);
    assert_eq!(card.status(&[0x00, 0xA4, 0x00, 0x00]), 0x9000);
    assert_eq!(card.status(&[0x00, 0x20, 0x00, 0x80]), 0x63C3, "nothing has changed");
    assert_eq!(card.status(&[0x00, 0xA4, 0x00, 0x00, 0x02, 0x3F, 0x00]), 0x6A82);
}

#[test]
fn classes() {
    let mut card = selected();
    for class in 1..=3 {
        assert_eq!(card.status(&[class, 0xB0, 0x8A, 0x00, 0x00]), 0x6881);
    }
    assert_eq!(card.status(&[0x08, 0xB0, 0x8A, 0x00, 0x00]), 0x69FC);
    assert_eq!(card.status(&[0x0C, 0x20, 0x00, 0x98]), 0x69FC);
    assert_eq!(card.status(&[0x10, 0xB0, 0x8A, 0x00, 0x00]), 0x6E00);
    assert_eq!(card.status(&[0x00, 0xC0, 0x00, 0x00, 0x00]), 0x6D00);
    assert_eq!(card.status(&[0x80, 0xFC, 0x00, 0x00]), 0x6700);
    assert_eq!(card.status(&[0x80, 0xAE, 0x00, 0x00, 0x01, 0x00]), 0x6982);
}

#[test]
fn challenges_have_the_length_asked_for() {
    let mut card = selected();
    let (first, word) = card.send(&[0x00, 0x84, 0x00, 0x00, 0x20]);
    assert_eq!((first.len(), word), (32, 0x9000));
    assert_ne!(first, card.send(&[0x00, 0x84, 0x00, 0x00, 0x20]).0);
    assert_eq!(card.send(&[0x00, 0x84, 0x00, 0x00, 0x00]).0.len(), 256);
    assert_eq!(card.status(&[0x00, 0x84, 0x00, 0x00, 0x00, 0x01, 0x00]), 0x6985);
}

#[test]
fn another_application_and_the_security_domain_end_the_security_state() {
    let surface = select_name(0x0C, &[0xD3, 0x92, 0x10, 0x00, 0x31, 0x00, 0x01, 0x01, 0x04, 0x02], &[]);
    for away in [&SELECT_ISD[..], &surface] {
        let mut card = selected();
        assert_eq!(card.verify(0x98, "1234"), 0x9000);
        assert_eq!(card.status(away), 0x9000);
        assert_eq!(card.select_file(0x0A), 0x6A82);
        card.select_jpki();
        assert_eq!(card.status(&sign(0x00, 0x97, &[0; 51])), 0x6982);
    }
}

#[test]
fn the_security_domain_restores_the_state_after_power_up() {
    let mut card = selected();
    assert_eq!(card.status(&[0x00, 0xA4, 0x00, 0x00]), 0x9000);
    assert_eq!(card.status(&SELECT_ISD), 0x9000);
    assert_eq!(card.status(&[0x00, 0xA4, 0x00, 0x00]), 0x6A86);
    assert_eq!(card.status(&QUERY_USER), 0x6986);
}

#[test]
fn what_the_security_state_survives() {
    let mut card = selected();
    assert_eq!(card.status(&verify(0x98, "1234")), 0x9000);
    for id in [0x0A, 0x18, 0x17] {
        assert_eq!(card.select_file(id), 0x9000);
    }
    assert_eq!(card.status(&sign(0x00, 0x80, &[0; 51])), 0x9000);
    card.select_jpki();
    assert_eq!(card.status(&sign(0x00, 0x97, &[0; 51])), 0x9000);
    card.reset();
    assert_eq!(card.select_file(0x17), 0x6A82, "a reset leaves no application current");
    card.select_jpki();
    assert_eq!(card.status(&sign(0x00, 0x97, &[0; 51])), 0x9000);
    card.power_off();
    card.select_jpki();
    assert_eq!(card.status(&sign(0x00, 0x97, &[0; 51])), 0x6982);
}

#[test]
fn selecting_again_may_end_the_security_state() {
    let mut card = card_with(|_, behaviour| behaviour.reselect_keeps_state = false);
    card.select_jpki();
    assert_eq!(card.verify(0x98, "1234"), 0x9000);
    card.select_jpki();
    assert_eq!(card.status(&sign(0x00, 0x97, &[0; 51])), 0x6982);
}
