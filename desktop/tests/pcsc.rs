//! A registration over the real PC/SC service, with the virtual card on vsmartcard's virtual reader.
//!
//! The service keeps its socket in /run, and another one may be running: the test runs itself again in a namespace of
//! its own, where /run is empty.
#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used, clippy::print_stderr)]

mod support;

use std::fs;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use kazasu_virtual_card::adapters::vpcd;
use kazasu_virtual_card::card::Timing;
use kazasu_virtual_card::{Moment, Side};
use support::Practice;
use support::terminal::Terminal;
use tempfile::tempdir;

/// Says to the test that it is in its namespace.
const INSIDE: &str = "KAZASU_TEST_IN_NAMESPACE";
/// Where Debian's package puts the virtual reader's settings.
const READER: &str = "/etc/reader.conf.d/vpcd";

const AGREE: &str = "(Enter alone: Agree and continue):";
const APPLY: &str = "(Enter alone: Apply):";
const PIN: &str = "PIN, 4 digits (not shown):";
const ANY: &str = "(Enter alone: the one with the card):";
const FINISH: &str = "(Enter alone: Finish):";

#[test]
fn a_registration_over_the_real_smart_card_service() {
    if std::env::var_os(INSIDE).is_some() {
        return register_over_pcsc();
    }
    if let Some(missing) = missing() {
        assert_ne!(std::env::var("CI").as_deref(), Ok("true"), "{missing} is missing");
        eprintln!("skipped: {missing} is missing");
        return;
    }
    let mut command = namespace();
    command.args(["sh", "-ec", "mount -t tmpfs tmpfs /run; mkdir /run/pcscd; exec \"$0\" \"$@\""]);
    command.arg(std::env::current_exe().unwrap());
    command.args(["--exact", "a_registration_over_the_real_smart_card_service", "--nocapture"]);
    assert!(command.env(INSIDE, "1").status().unwrap().success());
}

/// What runs a program in a namespace with mounts of its own.
fn namespace() -> Command {
    let mut command = Command::new("unshare");
    if !rustix::process::geteuid().is_root() {
        command.args(["--user", "--map-root-user"]);
    }
    command.args(["--mount", "--propagation", "private"]);
    command
}

fn missing() -> Option<&'static str> {
    let works = |command: &mut Command| {
        command.stdout(Stdio::null()).stderr(Stdio::null()).status().is_ok_and(|status| status.success())
    };
    [
        (works(namespace().arg("true")), "a namespace with mounts of its own (unshare)"),
        (works(Command::new("pcscd").arg("--version")), "pcscd"),
        (Path::new(READER).exists(), "vsmartcard-vpcd"),
    ]
    .into_iter()
    .find_map(|(found, name)| (!found).then_some(name))
}

fn register_over_pcsc() {
    let home = tempdir().unwrap();
    let practice = Practice::start(&home.path().join("practice"), &[]);
    let port = free_ports();
    let arguments = ["register", "--server", &practice.server];

    // REQ-19: the service without a reader. The reader comes while the message stands there.
    let empty = home.path().join("empty");
    fs::create_dir(&empty).unwrap();
    let service = Service::start(&empty);
    let mut run = Terminal::run(home.path(), &arguments);
    run.expect(AGREE).type_in("\r").expect("No card reader found.").expect("[ ] 1. Connect");
    run.expect(APPLY).type_in("\r").expect("Error code: C07").type_in("\x03");
    assert_eq!(run.end(), 1);
    drop(service);

    let readers = home.path().join("readers");
    fs::create_dir(&readers).unwrap();
    let settings = fs::read_to_string(READER).unwrap();
    let library = settings.lines().find(|line| line.starts_with("LIBPATH")).unwrap();
    let settings =
        format!("FRIENDLYNAME \"Virtual PCD\"\nDEVICENAME /dev/null:0x{port:04X}\n{library}\nCHANNELID 0x{port:04X}\n");
    fs::write(readers.join("vpcd"), settings).unwrap();
    let _service = Service::start(&readers);

    // The card comes while it is waited for, leaves in the middle, and comes again.
    let slot = practice.slot("fresh");
    let mut run = Terminal::run_with(home.path(), &arguments, &[("KAZASU_LOG", "kazasu=debug")], None);
    // The virtual reader has two places.
    run.expect("2 readers found.")
        .expect("1) Virtual PCD 00 00")
        .expect("2) Virtual PCD 00 01")
        .expect(ANY)
        .type_in("\r");
    run.expect(AGREE).type_in("\r").expect("[x] 1. Connect").expect("[ ] 2. Place").expect(APPLY).type_in("\r");
    run.expect(PIN).type_in("1234\r").expect("Waiting for your card");
    slot.remove_at(Moment::Exchange(3), Side::Before);
    let address = SocketAddr::from((Ipv4Addr::LOCALHOST, port));
    let _card = vpcd::connect(address, slot.clone(), Some(Duration::from_secs(2)));
    run.expect("Error code: C12").expect("(Enter alone: Try again):").type_in("\r");
    run.expect("You can take the card away.").expect(FINISH).type_in("\r");
    assert_eq!(run.end(), 0);
    assert_eq!(slot.trace().verifies_with_data(), 1);
    // The power was taken away, and with it what was selected and unlocked: the certificate is no longer at hand.
    let read = slot.transmit(&[0x00, 0xB0, 0x8A, 0x00, 0x04]).unwrap();
    assert!(!read.octets.ends_with(&[0x90, 0x00]), "the card is as the registration left it");
    assert!(!run.seen().contains("31, 32, 33, 34"));

    // While one run reads, another one is told that the reader is busy.
    let slow = Timing { select_application: 4_000, verify: 0, sign: 0, other: 0, others_timed: None };
    let timing = slot.with_card(|card| std::mem::replace(&mut card.behaviour_mut().timing, slow)).unwrap();
    let mut first = Terminal::run(home.path(), &arguments);
    let mut second = Terminal::run(home.path(), &arguments);
    for run in [&mut first, &mut second] {
        run.expect(ANY).type_in("1\r");
        run.expect(AGREE).type_in("\r").expect("[x] 2. Place").expect(APPLY).type_in("\r").expect(PIN);
    }
    first.type_in("1234\r").expect("Reading (2%)");
    second.type_in("1234\r").expect("Another program is using the card.").expect("Error code: C09").type_in("\x03");
    assert_eq!(second.end(), 1);
    first.expect("already registered").expect(FINISH).type_in("\r");
    assert_eq!(first.end(), 0);
    slot.with_card(|card| card.behaviour_mut().timing = timing);

    // Wrong once, over the same reader, chosen by a part of its name.
    let mut run = Terminal::run(home.path(), &[&arguments[..], &["--card", "pcsc:Virtual PCD 00 00"]].concat());
    run.expect(AGREE).type_in("\r").expect("[x] 2. Place").expect(APPLY).type_in("\r").expect(PIN).type_in("9999\r");
    run.expect("2 more wrong tries will lock it.").expect(PIN).type_in("1234\r").expect("already registered");
    run.expect(FINISH).type_in("\r");
    assert_eq!(run.end(), 0);
    let mut run = Terminal::run(home.path(), &[&arguments[..], &["--card", "pcsc:Another"]].concat());
    run.expect(AGREE).type_in("\r").expect("[ ] 1. Connect").expect(APPLY).type_in("\r");
    run.expect("Error code: C07").type_in("\x03");
    assert_eq!(run.end(), 1);
}

/// The virtual reader has two places, at two ports in a row.
fn free_ports() -> u16 {
    (0..100)
        .find_map(|_| {
            let first = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            let port = first.local_addr().unwrap().port();
            TcpListener::bind((Ipv4Addr::LOCALHOST, port.checked_add(1)?)).ok().map(|_| port)
        })
        .unwrap()
}

/// The PC/SC service of this namespace, with the readers of a folder. Dropping it ends it.
struct Service(Child);

impl Service {
    fn start(readers: &Path) -> Self {
        let mut command = Command::new("pcscd");
        command.arg("--foreground").arg("--config").arg(readers).stdin(Stdio::null());
        let service = Self(command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap());
        let began = Instant::now();
        while !Path::new("/run/pcscd/pcscd.comm").exists() {
            assert!(began.elapsed() < Duration::from_secs(20), "the service does not start");
            std::thread::sleep(Duration::from_millis(20));
        }
        service
    }
}

impl Drop for Service {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
        let _ = fs::remove_file("/run/pcscd/pcscd.comm");
        let _ = fs::remove_file("/run/pcscd/pcscd.pid");
    }
}
