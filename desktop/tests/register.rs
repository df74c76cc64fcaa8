//! `kazasu register` and `kazasu sandbox`: the real program, a real terminal, a real server, a virtual card.
#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used)]

mod support;

use std::fs::{self, File};
use std::net::TcpListener;
use std::process::Stdio;

use kazasu_virtual_card::adapters::tcp;
use serde_json::Value;
use support::Practice;
use support::terminal::Terminal;
use tempfile::tempdir;

const AGREE: &str = "(Enter alone: Agree and continue):";
const APPLY: &str = "(Enter alone: Apply):";
const PIN: &str = "PIN, 4 digits (not shown):";
const FINISH: &str = "(Enter alone: Finish):";

#[test]
fn one_command_leads_to_a_first_registration_and_knows_it_again() {
    let home = tempdir().unwrap();
    let mut first = Terminal::run(home.path(), &["sandbox", "--lang", "en"]);
    first.expect("This is practice. Nothing is really registered.");
    first.expect("PIN of the practice card: 1234").expect("kazasu register --server http://127.0.0.1:");
    first.expect("[1] Review > 2 Read card > 3 Done").expect(AGREE).type_in("\r").expect(APPLY).type_in("\r");
    first.expect(PIN).type_in("1234\r").expect("[x] Application: Accepted").expect(FINISH).type_in("\r");
    first.expect("To start afresh: kazasu sandbox --fresh");
    assert_eq!(first.end(), 0);

    let mut again = Terminal::run(home.path(), &["sandbox", "--lang", "en"]);
    again.expect(AGREE).type_in("\r").expect(APPLY).type_in("\r").expect(PIN).type_in("1234\r");
    again.expect("already registered").expect(FINISH).type_in("\r");
    assert_eq!(again.end(), 0);

    let mut afresh = Terminal::run(home.path(), &["sandbox", "--lang", "ja-easy", "--fresh"]);
    afresh.expect("これは 練習（れんしゅう）です。").expect("[Enter]").type_in("\r");
    afresh.expect("1 ").expect("[2] ").expect("[Enter]").type_in("\r").expect("番号（ばんごう） 4つ").type_in("1234\r");
    afresh.expect("[x]").expect("[Enter]").type_in("\r");
    assert_eq!(afresh.end(), 0);
    assert!(!afresh.seen().contains('《'));
}

#[test]
fn req_125_req_127_the_pin_appears_nowhere_and_json_lines_say_what_happens() {
    let home = tempdir().unwrap();
    let practice = Practice::start(&home.path().join("practice"), &[]);
    let out = home.path().join("out.json");
    let arguments = ["register", "--json", "--server", &practice.server, "--card", &practice.card];
    let logged = [("KAZASU_LOG", "trace")];
    let mut run = Terminal::run_with(home.path(), &arguments, &logged, Some(File::create(&out).unwrap()));
    run.expect(AGREE).type_in("1\r").expect("1) [ ] Also register").type_in("\r").expect(APPLY).type_in("\r");
    run.expect(PIN);
    assert_eq!(run.shows_and_signals(), (false, false));
    // Full-width digits are a PIN too (REQ-51), and no other figure on the screen looks like them.
    run.type_in("１２３４\r").expect(FINISH).type_in("\r");
    assert_eq!(run.end(), 0);

    let lines = fs::read_to_string(&out).unwrap();
    for text in [&lines, &run.seen()] {
        for pin in ["１２３４", "31323334", "31, 32, 33, 34", "31 32 33 34", "49, 50, 51, 52"] {
            assert!(!text.contains(pin), "{pin}");
        }
    }
    assert!(run.seen().contains("exchange"), "log lines were asked for");
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let schema = support::schema();
    for line in &lines {
        let error = schema.iter_errors(line).next().map(|error| error.to_string());
        assert_eq!(error, None, "{line}");
    }
    let (last, screens) = lines.split_last().unwrap();
    assert!(screens.iter().all(|line| line["type"] == "screen" && line["screen"]["serial"].is_u64()));
    for id in ["loading", "terms", "apply", "pin", "reading", "sending", "done"] {
        assert!(screens.iter().any(|line| line["screen"]["id"] == id), "{id}");
    }
    assert_eq!((&last["type"], &last["exit"], &last["code"]), (&"result".into(), &0.into(), &Value::Null));
    assert!(last["outcome"] == "accepted" || last["outcome"] == "registered", "{last}");
    assert_eq!(practice.terminate().code(), Some(0));
}

#[test]
fn req_127_no_pin_from_a_pipe_or_from_arguments() {
    use std::io::Write as _;
    let home = tempdir().unwrap();
    // A session of its own has no controlling terminal.
    let mut command = std::process::Command::new("setsid");
    command.args(["--wait", env!("CARGO_BIN_EXE_kazasu"), "register", "--json"]);
    support::clean(&mut command, home.path());
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let _ = child.stdin.take().unwrap().write_all(b"\n\n1234\n"); // it may have ended before
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(5));
    assert!(String::from_utf8(output.stderr).unwrap().contains("Type the PIN at a terminal."));
    let result: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(result, serde_json::json!({"type": "result", "outcome": "no_terminal", "code": null, "exit": 5}));
}

#[test]
fn wrong_arguments_and_settings_are_told_by_their_code() {
    let home = tempdir().unwrap();
    let file = home.path().join("file");
    fs::write(&file, "").unwrap();
    let file = file.to_str().unwrap();
    for wrong in [
        &["register", "--pin", "1234"][..],
        &["register", "--card", "nfc"],
        &["register", "--card", "virtual:unheard-of"],
        &["register", "--card", "virtual"],
        &["register", "--lang", "fr"],
        &["register", "--server", "http://192.0.2.1"],
        &["register", "--data", file],
        &["sandbox", "--listen", "0.0.0.0:0"],
        &["sandbox", "--anchor", file, "--serve"],
        &["sandbox", "--list"],
        &["sandbox", "--rehearse", "unheard-of"],
    ] {
        let output = support::kazasu(home.path()).args(wrong).output().unwrap();
        // The rehearsals are somebody else's; a list of them may be no error.
        let expected: &[Option<i32>] = if wrong.contains(&"--list") { &[Some(0), Some(2)] } else { &[Some(2)] };
        assert!(expected.contains(&output.status.code()), "{wrong:?}: {output:?}");
    }
    let help = support::kazasu(home.path()).args(["register", "--help"]).output().unwrap();
    let help_text = String::from_utf8(help.stdout).unwrap();
    assert!(help.status.success() && help_text.contains("Exit codes:") && !help_text.contains("--pin"), "{help_text}");
}

#[test]
fn req_48_ctrl_c_sends_no_pin_and_gives_the_terminal_back() {
    let home = tempdir().unwrap();
    let practice = Practice::start(&home.path().join("practice"), &[]);
    let (slot, address, _card) = serve(&practice, "fresh");
    let arguments = ["register", "--server", &practice.server, "--card", &address];
    let mut run = Terminal::run(home.path(), &arguments);
    run.expect(AGREE).type_in("\r").expect(APPLY).type_in("\r").expect(PIN).type_in("12\x03");
    run.expect(APPLY).type_in("\r").expect(PIN).type_in("?\r").expect("What is this PIN?");
    run.expect("Enter alone: Back").type_in("\r").expect(PIN).type_in("12345\r").expect("Enter exactly 4 digits");
    run.expect(PIN).type_in("\x03").expect(APPLY).type_in("9\r").expect("There is no such number.");
    run.expect(APPLY).type_in("\x03").expect(AGREE).type_in("\x03");
    assert_eq!(run.end(), 3);
    assert_eq!(slot.taps(), 0);

    for signal in [rustix::process::Signal::TERM, rustix::process::Signal::HUP] {
        let mut run = Terminal::run(home.path(), &arguments);
        run.expect(AGREE).type_in("\r").expect(APPLY).type_in("\r").expect(PIN).type_in("12");
        run.signal(signal);
        assert_eq!(run.end(), 3);
    }
}

#[test]
fn a_card_that_leaves_is_told_and_may_come_again() {
    let home = tempdir().unwrap();
    let practice = Practice::start(&home.path().join("practice"), &[]);
    let (slot, address, _card) = serve(&practice, "removed-at-3");
    let mut run = Terminal::run(home.path(), &["register", "--server", &practice.server, "--card", &address]);
    run.expect(AGREE).type_in("\r").expect(APPLY).type_in("\r").expect(PIN).type_in("1234\r");
    run.expect("No PIN try was used").expect("Error code: C12").expect("(Enter alone: Try again):").type_in("\r");
    run.expect(FINISH).type_in("\r");
    assert_eq!((run.end(), slot.taps(), slot.trace().verifies_with_data()), (0, 2, 1));
}

#[test]
fn req_118_what_is_signed_is_sent_by_a_later_run_without_pin_and_card() {
    let home = tempdir().unwrap();
    let folder = home.path().join("practice");
    let practice = Practice::start(&folder, &[]);
    let (_slot, address, _card) = serve(&practice, "fresh");
    let mut run = Terminal::run(home.path(), &["register", "--server", &practice.server, "--card", &address]);
    run.expect(AGREE).type_in("\r").expect(APPLY).type_in("\r").expect(PIN);
    assert_eq!(practice.terminate().code(), Some(0));
    run.type_in("1234\r").expect("We could not confirm that it was sent").expect("You can resend until");
    run.expect("(Enter alone: Send again):").type_in("\x03");
    assert_eq!(run.end(), 4);
    assert!(home.path().join(".local/state/kazasu/pending").exists());

    let practice = Practice::start(&folder, &[]);
    let mut later =
        Terminal::run(home.path(), &["register", "--server", &practice.server, "--card", "tcp:127.0.0.1:1"]);
    later.expect("[x] Application: Accepted").expect(FINISH).type_in("\r");
    assert_eq!(later.end(), 0);
    assert!(!later.seen().contains(PIN));
    assert!(!home.path().join(".local/state/kazasu/pending").exists());
}

#[test]
fn req_118_whoever_leaves_while_it_is_being_sent_loses_nothing() {
    let home = tempdir().unwrap();
    let folder = home.path().join("practice");
    let practice = Practice::start(&folder, &[]);
    let (_slot, address, _card) = serve(&practice, "fresh");
    let mut run = Terminal::run(home.path(), &["register", "--server", &practice.server, "--card", &address]);
    run.expect(AGREE).type_in("\r").expect(APPLY).type_in("\r").expect(PIN);
    let server = practice.server.strip_prefix("http://").unwrap().to_owned();
    practice.terminate();
    let _silent = TcpListener::bind(server).unwrap(); // takes the request and never answers
    run.type_in("1234\r").expect("Sending your application.").type_in("\x03");
    assert_eq!(run.end(), 4);

    let practice = Practice::start(&folder, &[]);
    let mut later =
        Terminal::run(home.path(), &["register", "--server", &practice.server, "--card", "tcp:127.0.0.1:1"]);
    later.expect("[x] Application: Accepted").expect(FINISH);
    // It is followed until it is done, without a key being pressed.
    later.expect("[x] Registration as insurance card: Registered").type_in("\r");
    assert_eq!(later.end(), 0);
}

#[test]
fn the_last_try_is_not_used_by_enter_alone() {
    let home = tempdir().unwrap();
    let practice = Practice::start(&home.path().join("practice"), &[]);
    let (slot, address, _card) = serve(&practice, "one-try-left");
    let mut run = Terminal::run(home.path(), &["register", "--server", &practice.server, "--card", &address]);
    run.expect(AGREE).type_in("\r").expect(APPLY).type_in("\r").expect(PIN).type_in("9999\r");
    run.expect("Only one try left").expect("(Enter alone: Stop for now):").type_in("\r");
    run.expect("Nothing was registered.").expect("(Enter alone: Close):").type_in("\r");
    assert_eq!(run.end(), 3);
    assert_eq!(slot.trace().verifies_with_data(), 0);
}

#[test]
fn req_19_without_the_smart_card_service_its_name_is_said() {
    let home = tempdir().unwrap();
    let practice = Practice::start(&home.path().join("practice"), &[]);
    let arguments = ["register", "--json", "--server", &practice.server];
    let out = home.path().join("out.json");
    // Where PCSC-lite looks for its service.
    let nowhere = [("PCSCLITE_CSOCK_NAME", "nowhere/pcscd.comm")];
    let mut run = Terminal::run_with(home.path(), &arguments, &nowhere, Some(File::create(&out).unwrap()));
    run.expect(AGREE).type_in("\r").expect("The smart card service is not running.");
    run.expect("[ ] 1. Connect").expect("[ ] 2. Place").expect(APPLY).type_in("\r").expect("Error code: C10");
    run.expect("(Enter alone: Try again):").type_in("\x03");
    assert_eq!(run.end(), 1);
    let lines = fs::read_to_string(&out).unwrap();
    let result: Value = serde_json::from_str(lines.lines().last().unwrap()).unwrap();
    assert_eq!(result, serde_json::json!({"type": "result", "outcome": "failed", "code": "C10", "exit": 1}));
}

#[test]
fn a_record_that_cannot_be_read_is_told() {
    let home = tempdir().unwrap();
    let practice = Practice::start(&home.path().join("practice"), &[]);
    let records = home.path().join("records");
    fs::create_dir(&records).unwrap();
    fs::write(records.join("pending"), b"\x00 not a record").unwrap();
    let data = records.to_str().unwrap();
    let mut run = Terminal::run(home.path(), &["register", "--server", &practice.server, "--data", data]);
    run.expect("Records on this device could not be read.").expect("Error code: D01").type_in("\x03");
    assert_eq!(run.end(), 1);
}

/// Serves a card that the practice trusts.
fn serve(
    practice: &Practice,
    kind: &str,
) -> (kazasu_virtual_card::Slot, String, kazasu_virtual_card::adapters::Running) {
    let slot = practice.slot(kind);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp:{}", listener.local_addr().unwrap());
    (slot.clone(), address, tcp::serve(listener, slot).unwrap())
}
