//! `kazasu` with readers that no test machine has, by a PC/SC library of the tests: with a keypad, with long commands, two
//! at a time, busy, plugged in late. The real program, a real terminal, a real server, a virtual card.
#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used)]

mod support;

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};

use kazasu_fake_pcsc::state::{FOLDER, Reader, State};
use kazasu_virtual_card::Slot;
use kazasu_virtual_card::adapters::{Running, tcp};
use support::Practice;
use support::terminal::Terminal;
use tempfile::{TempDir, tempdir};

const AGREE: &str = "(Enter alone: Agree and continue):";
const APPLY: &str = "(Enter alone: Apply):";
const PIN: &str = "PIN, 4 digits (not shown):";
const ANY: &str = "(Enter alone: the one with the card):";
const FINISH: &str = "(Enter alone: Finish):";

/// A practice server, a folder for the fake library, and the programs that use them.
struct Desk {
    home: TempDir,
    practice: Practice,
}

impl Desk {
    fn new() -> Self {
        let home = tempdir().unwrap();
        let test = std::env::current_exe().unwrap();
        let built = test.with_file_name("libkazasu_fake_pcsc.so");
        assert!(built.exists(), "{} is not built", built.display());
        fs::create_dir(home.path().join("lib")).unwrap();
        std::os::unix::fs::symlink(built, home.path().join("lib/libpcsclite.so.1")).unwrap();
        fs::create_dir(home.path().join("readers")).unwrap();
        let practice = Practice::start(&home.path().join("practice"), &[]);
        Self { home, practice }
    }

    fn folder(&self) -> PathBuf {
        self.home.path().join("readers")
    }

    fn plug(&self, readers: &[Reader]) {
        State { is_off: false, readers: readers.to_vec() }.write(&self.folder()).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Terminal {
        self.run_in(self.home.path(), &[&["register", "--server", &self.practice.server][..], arguments].concat())
    }

    fn run_in(&self, home: &Path, arguments: &[&str]) -> Terminal {
        let (library, folder) = (self.home.path().join("lib"), self.folder());
        let variables = [("LD_LIBRARY_PATH", library.to_str().unwrap()), (FOLDER, folder.to_str().unwrap())];
        let logged = [&variables[..], &[("KAZASU_LOG", "kazasu=debug")]].concat();
        Terminal::run_with(home, arguments, &logged, None)
    }

    /// What crossed the interface.
    fn log(&self) -> String {
        fs::read_to_string(self.folder().join("log")).unwrap_or_default()
    }

    /// A card that this desk's server trusts, at an address.
    fn card(&self, kind: &str) -> (Slot, String, Running) {
        let slot = self.practice.slot(kind);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let address = listener.local_addr().unwrap().to_string();
        (slot.clone(), address, tcp::serve(listener, slot).unwrap())
    }
}

fn reader(name: &str) -> Reader {
    Reader { name: name.to_owned(), ..Reader::default() }
}

#[test]
fn req_128_on_a_reader_with_a_keypad_no_pin_passes_through_the_program() {
    let desk = Desk::new();
    let (slot, card, _serving) = desk.card("fresh");
    let typed = ["timeout", "9876", "1234"].map(str::to_owned).to_vec();
    desk.plug(&[Reader { card: Some(card), keypad: Some(typed), ..reader("ACME Pad 00") }]);
    let mut run = desk.run(&[]);
    run.expect(AGREE).type_in("\r").expect("[x] 2. Place").expect(APPLY).type_in("\r");
    run.expect("Enter the PIN on the reader's keypad.").expect("does not pass through this PC");
    run.expect("3 more wrong tries will lock the PIN.").expect("Three wrong entries in a row lock the PIN.");
    run.expect("was not entered on the reader in time").expect("Error code: P03").expect("Try again):").type_in("\r");
    run.expect("That PIN is not correct. 2 more wrong tries").expect("Try again):").type_in("\r");
    run.expect("[x] Application: Accepted").expect(FINISH).type_in("\r");
    assert_eq!(run.end(), 0);
    assert_eq!(slot.trace().verifies_with_data(), 2);
    let (log, seen) = (desk.log(), run.seen());
    assert!(log.lines().filter(|line| line.starts_with("transmit 002000")).all(|line| line.len() == 17), "{log}");
    for pin in ["31323334", "39383736"] {
        assert!(!log.contains(pin), "{pin} in {log}");
    }
    assert!(!seen.contains(PIN) && !seen.contains("9876"), "{seen}");
}

#[test]
fn req_128_the_readers_cancel_key_leads_back_and_a_keypad_that_refuses_is_done_without() {
    let desk = Desk::new();
    let (slot, card, _serving) = desk.card("fresh");
    let typed = ["cancel", "refuse"].map(str::to_owned).to_vec();
    desk.plug(&[Reader { card: Some(card), keypad: Some(typed), ..reader("ACME Pad 00") }]);
    let mut run = desk.run(&[]);
    run.expect(AGREE).type_in("\r").expect("[x] 2. Place").expect(APPLY).type_in("\r");
    run.expect("Reading was cancelled. Nothing was registered.").expect(APPLY).type_in("\r");
    run.expect(PIN).type_in("1234\r").expect(FINISH).type_in("\r");
    assert_eq!((run.end(), slot.trace().verifies_with_data()), (0, 1));
}

#[test]
fn a_reader_that_says_how_long_commands_may_be_is_believed() {
    for (most, sent) in [(256, false), (65_536, true)] {
        let desk = Desk::new();
        let (_slot, card, _serving) = desk.card("fresh");
        desk.plug(&[Reader { card: Some(card), extended: Some(most), ..reader("ACME 00") }]);
        let mut run = desk.run(&[]);
        run.expect(AGREE).type_in("\r").expect(APPLY).type_in("\r").expect(PIN).type_in("1234\r");
        run.expect(FINISH).type_in("\r");
        assert_eq!(run.end(), 0);
        assert_eq!(desk.log().contains("transmit 00B08A00000800"), sent, "{most}: {}", desk.log());
    }
}

#[test]
fn req_16_req_19_each_missing_part_is_named_and_what_comes_late_is_noticed() {
    let desk = Desk::new();
    let (slot, card, _serving) = desk.card("fresh");
    State { is_off: true, readers: Vec::new() }.write(&desk.folder()).unwrap();
    let mut run = desk.run(&[]);
    run.expect(AGREE).type_in("\r").expect("[ ] 1. Connect").expect(APPLY).type_in("\r");
    run.expect("The smart card service is not running.").expect("Error code: C10");
    desk.plug(&[]);
    // Pressed before that is noticed, it would be the service that is missing still.
    run.expect("Try again):").type_in("\r").expect("NoReader").expect(APPLY).type_in("\r");
    run.expect("No card reader found.").expect("Error code: C07");
    let busy = Reader { card: Some(card.clone()), is_busy: true, ..reader("ACME 00") };
    desk.plug(std::slice::from_ref(&busy));
    run.expect("Try again):").type_in("\r").expect("[x] 1. Connect").expect(APPLY).type_in("\r");
    run.expect("Another program is using the card.").expect("Error code: C09");
    desk.plug(&[reader("ACME 00")]);
    run.expect("Try again):").type_in("\r").expect("[ ] 2. Place").expect(APPLY).type_in("\r");
    run.expect(PIN).type_in("1234\r").expect("Waiting for your card");
    desk.plug(&[]); // unplugged while the card is waited for
    run.expect("Error code: C0").expect("Try again):");
    desk.plug(&[reader("ACME 00")]);
    run.type_in("\r").expect("Waiting for your card");
    desk.plug(&[Reader { is_busy: false, ..busy }]);
    run.expect(FINISH).type_in("\r");
    assert_eq!((run.end(), slot.trace().verifies_with_data()), (0, 1));
}

#[test]
fn req_19_without_the_library_it_is_said_what_to_install() {
    let desk = Desk::new();
    fs::remove_file(desk.home.path().join("lib/libpcsclite.so.1")).unwrap();
    fs::write(desk.home.path().join("lib/libpcsclite.so.1"), "not a library").unwrap();
    let mut run = desk.run(&[]);
    run.expect(AGREE).type_in("\r").expect("[ ] 1. Connect").expect(APPLY).type_in("\r");
    run.expect("The smart card software is not installed on this PC.").expect("Error code: C20").type_in("\x03");
    assert_eq!(run.end(), 1);
}

#[test]
fn req_16_of_several_readers_the_person_chooses_and_two_cards_are_one_too_many() {
    let desk = Desk::new();
    let (first, one, _serving) = desk.card("fresh");
    let (second, two, _serving_too) = desk.card("fresh");
    let readers = [Reader { card: Some(one), ..reader("ACME 00") }, Reader { card: Some(two), ..reader("Other 01") }];
    desk.plug(&readers);
    let mut run = desk.run(&[]);
    run.expect("2 readers found.").expect("1) ACME 00").expect("2) Other 01").expect(ANY).type_in("7\r");
    run.expect("There is no such number.").expect(ANY).type_in("2\r");
    run.expect(AGREE).type_in("\r").expect("[x] 2. Place").expect(APPLY).type_in("\r").expect(PIN).type_in("1234\r");
    run.expect(FINISH).type_in("\r");
    assert_eq!((run.end(), first.taps(), second.trace().verifies_with_data()), (0, 0, 1));

    // Whichever has the card, and both have one.
    let mut run = desk.run(&[]);
    run.expect("2 readers found.").expect(ANY).type_in("\r");
    run.expect(AGREE).type_in("\r").expect(APPLY).type_in("\r").expect(PIN).type_in("1234\r");
    run.expect("More than one card was found.").expect("Error code: C03");
    desk.plug(&[reader("ACME 00"), readers[1].clone()]);
    run.expect("Try again):").type_in("\r").expect(FINISH).type_in("\r");
    assert_eq!((run.end(), first.taps()), (0, 0));

    // Named, it is not asked for; and nothing of the choice before is remembered.
    let mut run = desk.run(&["--card", "pcsc:ACME"]);
    run.expect(AGREE).type_in("\x03");
    assert_eq!(run.end(), 3);
    assert!(!run.seen().contains("readers found"));
    let mut run = desk.run(&[]);
    run.expect("2 readers found.").expect(ANY).type_in("\x03");
    assert_eq!(run.end(), 3);
}
