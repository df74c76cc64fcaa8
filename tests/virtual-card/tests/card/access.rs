//! Who may read what (card fact sheet §3, §11).

use kazasu_virtual_card::card::{StatusWord, Token};

use crate::harness::{READ_WHOLE, Talk, card_with, selected, selected_with, sign};

const READ_SIGNATURE_CERTIFICATE: [u8; 7] = [0x00, 0xB0, 0x81, 0x00, 0x00, 0x00, 0x00];

#[test]
fn the_signature_certificate_needs_its_password() {
    let mut card = selected();
    assert_eq!(card.select_file(0x01), 0x9000);
    assert_eq!(card.status(&[0x00, 0xB0, 0x00, 0x00, 0x00]), 0x6982);
    assert_eq!(card.verify(0x98, "1234"), 0x9000);
    assert_eq!(card.status(&READ_SIGNATURE_CERTIFICATE), 0x6982, "the other PIN does not open it");
    assert_eq!(card.verify(0x9B, "ABC123"), 0x9000);
    let (file, word) = card.send(&READ_SIGNATURE_CERTIFICATE);
    assert_eq!((file.len(), word), (1_758 + 16, 0x9000));
}

#[test]
fn issuer_certificates_and_the_other_certificate_are_free() {
    let mut card = selected();
    for id in [0x02, 0x0A, 0x0B] {
        assert_eq!(card.select_file(id), 0x9000);
        let (head, word) = card.send(&[0x00, 0xB0, 0x00, 0x00, 0x04]);
        assert_eq!((&head[..2], word), (&[0x30, 0x82][..], 0x9000));
    }
}

#[test]
fn on_android_the_certificate_needs_the_pin() {
    let mut phone = selected_with(|behaviour| behaviour.token = Token::AndroidPhone);
    assert_eq!(&phone.send(&[0x00, 0xB0, 0x86, 0x00, 0x20]).0, b"JPKIAPGPSETOKEN                 ");
    assert_eq!(phone.status(&READ_WHOLE), 0x6982);
    assert_eq!(phone.verify(0x98, "1234"), 0x9000);
    assert_eq!(phone.status(&READ_WHOLE), 0x9000);
}

#[test]
fn internal_files_are_not_read() {
    let mut card = selected();
    for id in [0x16, 0x17, 0x18, 0x1A, 0x1B, 0x1E] {
        assert_eq!(card.status(&[0x00, 0xB0, 0x80 | id, 0x00, 0x00]), 0x6981, "EF {id:02X}");
    }
    for id in [0x05, 0x09] {
        assert_eq!(card.status(&[0x00, 0xB0, 0x80 | id, 0x00, 0x00]), 0x6982, "EF {id:02X}");
    }
}

#[test]
fn the_word_for_a_file_of_another_kind_is_a_switch() {
    let mut card = selected();
    assert_eq!(card.select_file(0x0A), 0x9000);
    assert_eq!(card.verify(0x80, "1234"), 0x6981);
    assert_eq!(card.status(&sign(0x00, 0x80, &[0; 51])), 0x6981);
    let mut other = selected_with(|behaviour| behaviour.wrong_file_kind = StatusWord::CONDITIONS);
    assert_eq!(other.select_file(0x18), 0x9000);
    assert_eq!(other.status(&sign(0x00, 0x80, &[0; 51])), 0x6985);
    assert_eq!(other.select_file(0x17), 0x9000);
    assert_eq!(other.status(&[0x00, 0x20, 0x00, 0x80]), 0x6985);
}

#[test]
fn a_card_without_signature_certificate_says_so() {
    let mut card = card_with(|issue, _| issue.contents.signature_certificate = None);
    card.select_jpki();
    assert_eq!(card.send(&[0x00, 0xB0, 0x88, 0x00, 0x00]).0, [0x00, 0x8F, 0x00]);
    assert_eq!(card.select_file(0x01), 0x6A82);
}
