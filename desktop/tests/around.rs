//! `kazasu card info`, `receipt`, `status`, `insurance`, `release`: the real program, a real server, a virtual card.
#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used)]

mod support;

use std::net::TcpListener;
use std::process::{Output, Stdio};

use kazasu_virtual_card::Slot;
use kazasu_virtual_card::adapters::{Running, tcp};
use serde_json::Value;
use support::Practice;
use support::terminal::Terminal;
use tempfile::tempdir;

fn serve(practice: &Practice, kind: &str) -> (Slot, String, Running) {
    let slot = practice.slot(kind);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("tcp:{}", listener.local_addr().unwrap());
    (slot.clone(), address, tcp::serve(listener, slot).unwrap())
}

/// Without a terminal: in a session of its own.
fn alone(home: &std::path::Path, arguments: &[&str]) -> Output {
    let mut command = std::process::Command::new("setsid");
    command.args(["--wait", env!("CARGO_BIN_EXE_kazasu")]).args(arguments);
    support::clean(&mut command, home);
    command.stdin(Stdio::null()).output().unwrap()
}

#[test]
fn card_info_needs_neither_pin_nor_network_nor_terminal() {
    let home = tempdir().unwrap();
    let practice = Practice::start(&home.path().join("practice"), &[]);
    let (slot, card, _serving) = serve(&practice, "two-tries-left");
    let (locked, locked_card, _serving_too) = serve(&practice, "locked");
    practice.terminate(); // and with it the only server there is

    let told = alone(home.path(), &["card", "info", "--card", &card]);
    let (out, err) = (String::from_utf8(told.stdout).unwrap(), String::from_utf8(told.stderr).unwrap());
    assert_eq!(told.status.code(), Some(0), "{out}{err}");
    assert!(out.contains("Certificate ends: ") && out.contains("PIN tries left: 2"), "{out}");
    assert!(!out.contains("Waiting") && !out.contains("Finish") && !out.contains('\x1b'), "{out}");
    assert!(slot.taps() == 1 && slot.trace().verifies_with_data() == 0);

    let told = alone(home.path(), &["card", "info", "--json", "--lang", "ja", "--card", &locked_card]);
    let lines: Vec<Value> =
        String::from_utf8(told.stdout).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let schema = support::schema();
    assert!(lines.iter().all(|line| schema.is_valid(line)), "{lines:?}");
    assert!(lines.iter().any(|line| line["screen"]["id"] == "card_report"));
    let last = lines.last().unwrap();
    assert_eq!((&last["outcome"], &last["exit"]), (&"shown".into(), &0.into()));
    assert_eq!(locked.trace().verifies_with_data(), 0);

    let told = alone(home.path(), &["card", "info", "--card", "tcp:127.0.0.1:1"]);
    assert_eq!(told.status.code(), Some(1));
    assert!(String::from_utf8(told.stdout).unwrap().contains("Error code: C07"));
}

#[test]
fn req_25_req_26_req_103_req_130_what_comes_after_a_registration_has_its_commands() {
    let home = tempdir().unwrap();
    let practice = Practice::start(&home.path().join("practice"), &[]);
    let (slot, card, _serving) = serve(&practice, "fresh");
    let at = |command: &'static str| [command, "--server", &practice.server, "--card", &card].map(str::to_owned);
    let run = |command: &'static str| {
        let arguments = at(command);
        Terminal::run(home.path(), &arguments.iter().map(String::as_str).collect::<Vec<_>>())
    };
    let none = alone(home.path(), &["receipt", "--server", &practice.server]);
    assert!(String::from_utf8(none.stdout).unwrap().contains("No receipt is kept on this device."));

    let mut register = run("register");
    register.expect("Agree and continue):").type_in("\r").expect("Apply):").type_in("\r");
    register.expect("PIN, 4 digits (not shown):").type_in("1234\r");
    register.expect("Registration as insurance card: Registered").type_in("\r");
    assert_eq!(register.end(), 0);

    let kept = alone(home.path(), &["receipt", "--server", &practice.server]);
    let said = String::from_utf8(kept.stdout).unwrap();
    assert!(
        kept.status.success() && said.contains("Receipt number: ") && said.contains("What you agreed to"),
        "{said}"
    );

    let mut status = run("status");
    status.expect("Registered").type_in("\x03");
    assert!(matches!(status.end(), 0 | 3), "{}", status.seen());

    let mut insurance = run("insurance");
    insurance.expect("Check with my card):").type_in("\r").expect("PIN, 4 digits (not shown):").type_in("1234\r");
    insurance.expect("Finish):").type_in("\r");
    assert_eq!(insurance.end(), 0, "{}", insurance.seen());

    let before = slot.trace().verifies_with_data();
    let mut release = run("release");
    release.expect("== ").type_in("\x03");
    assert!(matches!(release.end(), 0 | 3), "{}", release.seen());
    assert_eq!(slot.trace().verifies_with_data(), before, "nothing was released");
}
