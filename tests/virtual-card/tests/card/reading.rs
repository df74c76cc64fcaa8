//! READ BINARY (card fact sheet §3, §4.2, §11).

use kazasu_virtual_card::card::{Filler, StatusWord};

use crate::harness::{READ_WHOLE, Talk, selected, selected_with};

/// DER and filler of the fresh card's certificate.
const DER: usize = 1_583;
const FILE: usize = DER + 16;

fn read(offset: usize, le: u8) -> [u8; 5] {
    let [high, low] = u16::try_from(offset).unwrap().to_be_bytes();
    [0x00, 0xB0, high, low, le]
}

#[test]
fn short_reads_end_with_what_is_left() {
    let mut card = selected();
    assert_eq!(card.select_file(0x0A), 0x9000);
    let mut file = Vec::new();
    for number in 0..7 {
        let (data, word) = card.send(&read(number * 256, 0x00));
        assert_eq!((data.len(), word), (256.min(FILE - number * 256), 0x9000));
        file.extend(data);
    }
    assert_eq!(file, card.send(&READ_WHOLE).0);
    assert_eq!(card.send(&read(4, 0x07)).0, file[4..11]);
    assert_eq!(card.send(&read(FILE - 1, 0x00)), (vec![0xFF], 0x9000));
    assert_eq!(card.status(&read(FILE, 0x01)), 0x6B00);
    assert_eq!(card.status(&read(0x7FFF, 0x00)), 0x6B00);
}

#[test]
fn a_short_identifier_makes_the_file_current() {
    let mut card = selected();
    let (head, _) = card.send(&[0x00, 0xB0, 0x8A, 0x00, 0x00]);
    assert_eq!(head[..4], [0x30, 0x82, 0x06, 0x2B]);
    let (rest, word) = card.send(&read(256, 0x00));
    assert_eq!((rest.len(), word), (256, 0x9000));
    assert_eq!(card.send(&[0x00, 0xB0, 0x8A, 0xFF, 0x02]).0, [head[255], rest[0]]);
    assert_eq!(card.status(&[0x00, 0xB0, 0x87, 0x00, 0x00]), 0x6A82);
    assert_eq!(card.status(&[0x00, 0xB0, 0xAA, 0x00, 0x00]), 0x6A86);
    assert_eq!(card.status(&[0x00, 0xB0, 0x80, 0x00, 0x00]), 0x6A86);
}

#[test]
fn short_identifiers_are_a_switch() {
    let mut card = selected_with(|behaviour| behaviour.short_identifiers = false);
    assert_eq!(card.status(&[0x00, 0xB0, 0x8A, 0x00, 0x00]), 0x6A86);
    assert_eq!(card.status(&[0x00, 0x20, 0x00, 0x98]), 0x6A86);
    assert_eq!(card.verify(0x98, "1234"), 0x6A86);
    assert_eq!(card.select_file(0x18), 0x9000);
    assert_eq!(card.status(&[0x00, 0x20, 0x00, 0x80]), 0x63C3);
    let mut other = selected_with(|behaviour| {
        behaviour.short_identifiers = false;
        behaviour.short_identifier_refusal = StatusWord::NO_OBJECT;
    });
    assert_eq!(other.status(&[0x00, 0x20, 0x00, 0x98]), 0x6A88);
}

#[test]
fn extended_length_is_a_switch() {
    let mut card = selected();
    assert_eq!(card.send(&READ_WHOLE).0.len(), FILE);
    assert_eq!(card.select_file(0x0A), 0x9000);
    assert_eq!(card.send(&[0x00, 0xB0, 0x00, 0x00, 0x00, 0x06, 0x2F]).0.len(), DER);
    assert_eq!(card.send(&[0x00, 0xB0, 0x8A, 0x00, 0x00, 0x08, 0x00]).0.len(), FILE);
    assert_eq!(card.send(&[0x00, 0xB0, 0x00, 0x64, 0x00, 0x00, 0x00]).0.len(), FILE - 100);
    let mut without = selected_with(|behaviour| behaviour.extended_length = false);
    assert_eq!(without.status(&READ_WHOLE), 0x6700);
    assert_eq!(without.send(&[0x00, 0xB0, 0x8A, 0x00, 0x00]).0.len(), 256);
}

#[test]
fn filler_is_a_switch() {
    let mut card = selected_with(|behaviour| behaviour.filler = Filler { length: 465, octet: 0x00 });
    let (file, _) = card.send(&READ_WHOLE);
    assert_eq!(file.len(), 2_048);
    assert!(file[DER..].iter().all(|&octet| octet == 0x00));
    let mut bare = selected_with(|behaviour| behaviour.filler = Filler { length: 0, octet: 0xFF });
    assert_eq!(bare.send(&READ_WHOLE).0.len(), DER);
}

#[test]
fn reading_takes_a_length_and_no_data() {
    let mut card = selected();
    assert_eq!(card.status(&[0x00, 0xB0, 0x8A, 0x00]), 0x6700);
    assert_eq!(card.status(&[0x00, 0xB0, 0x8A, 0x00, 0x01, 0x00, 0x00]), 0x6700);
}

#[test]
fn token_information_and_availability() {
    let mut card = selected();
    let (token, _) = card.send(&[0x00, 0xB0, 0x86, 0x00, 0x00]);
    assert_eq!(token.len(), 160);
    assert_eq!(&token[..32], b"JPKIAPICCTOKEN2                 ");
    assert_eq!(card.send(&[0x00, 0xB0, 0x88, 0x00, 0x00]).0, [0x8F, 0x8F, 0x00]);
}
