#![allow(clippy::unwrap_used)]

use super::*;

/// Types keys; gives what was shown and what came of the last one.
fn type_in(editor: &mut Editor, keys: &[u8]) -> (String, Option<Typed>) {
    let mut shown = String::new();
    let mut last = None;
    for key in keys {
        let (more, typed) = editor.take(*key);
        shown += &more;
        last = typed;
    }
    (shown, last)
}

fn pin(keys: &[u8]) -> (String, Vec<u8>) {
    let mut editor = Editor::new();
    editor.want(Wanted::Pin, 7, true);
    match type_in(&mut editor, keys) {
        (shown, Some(Typed::Pin { serial: 7, typed })) => (shown, typed.expose().to_vec()),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_pin_is_not_shown_and_can_be_corrected() {
    assert_eq!(pin(b"1234\r"), ("\n".into(), b"1234".to_vec()));
    assert_eq!(pin(b"12\x7f34\x0856\n"), ("\n".into(), b"1356".to_vec()));
    assert_eq!(
        pin("１２".as_bytes().iter().chain(b"\x7f3\n").copied().collect::<Vec<_>>().as_slice()).1,
        "１3".as_bytes()
    );
    assert_eq!(pin(b"99\x151234\n").1, b"1234");
    assert_eq!(pin(b"12\x1b[A\x1b[3~\x1bOP34\n").1, b"1234");
}

#[test]
fn too_long_a_pin_never_becomes_a_shorter_one() {
    let mut keys = vec![b'1'; 1_000];
    keys.push(b'\n');
    assert_eq!(pin(&keys).1.len(), LONGEST);
}

#[test]
fn the_buffer_never_grows() {
    let mut editor = Editor::new();
    editor.want(Wanted::Pin, 1, true);
    let before = editor.typed.as_ptr();
    type_in(&mut editor, &[b'1'; 1_000]);
    assert_eq!((editor.typed.as_ptr(), editor.typed.capacity()), (before, LONGEST));
}

#[test]
fn a_line_is_shown_while_it_is_typed() {
    let mut editor = Editor::new();
    editor.want(Wanted::Line, 3, false);
    let (shown, typed) = type_in(&mut editor, "1２\x7f3\n".as_bytes());
    assert_eq!(shown, "1２\x08 \x08\x08 \x083\n");
    assert!(matches!(typed, Some(Typed::Line { serial: 3, line }) if line == "13"));
    // A second Enter has nothing to press.
    assert!(matches!(type_in(&mut editor, b"\n4\n"), (shown, None) if shown.is_empty()));
}

#[test]
fn ctrl_c_interrupts_everywhere() {
    for wanted in [Wanted::Nothing, Wanted::Line, Wanted::Pin] {
        let mut editor = Editor::new();
        editor.want(wanted, 1, true);
        assert!(matches!(type_in(&mut editor, b"12\x03"), (_, Some(Typed::Interrupt))));
        assert!(editor.typed.is_empty() && editor.is_idle() && !editor.is_in_line());
    }
}

#[test]
fn no_keys_do_harm() {
    let mut editor = Editor::new();
    for wanted in [Wanted::Nothing, Wanted::Line, Wanted::Pin] {
        for first in 0..=u8::MAX {
            editor.want(wanted, 1, false);
            for second in 0..=u8::MAX {
                type_in(&mut editor, &[first, second, 0x7F, 0x7F, second]);
            }
        }
    }
}
