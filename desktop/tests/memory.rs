//! REQ-125: after a flow the PIN is nowhere: the memory of the running program is searched for the VERIFY command.
#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used)]

mod support;

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::net::TcpListener;
use std::path::Path;

use kazasu_virtual_card::adapters::tcp;
use kazasu_virtual_card::card::Pin;
use kazasu_virtual_card::{Authority, Slot};
use support::Practice;
use support::terminal::Terminal;
use tempfile::tempdir;

/// Whether some bytes stand in what a process can write to.
fn memory_holds(id: i32, wanted: &[u8]) -> bool {
    let mut memory = File::open(format!("/proc/{id}/mem")).unwrap();
    let maps = fs::read_to_string(format!("/proc/{id}/maps")).unwrap();
    let mut searched = 0;
    let found = maps.lines().filter(|line| line.contains(" rw")).any(|line| {
        let (from, to) = line.split(' ').next().unwrap().split_once('-').unwrap();
        let [from, to] = [from, to].map(|number| u64::from_str_radix(number, 16).unwrap());
        let mut bytes = vec![0; usize::try_from(to - from).unwrap()];
        memory.seek(SeekFrom::Start(from)).unwrap();
        if memory.read_exact(&mut bytes).is_err() {
            return false; // a guard page
        }
        searched += bytes.len();
        bytes.windows(wanted.len()).any(|window| window == wanted)
    });
    assert!(found || searched > 1 << 20, "nothing was searched");
    found
}

/// Whether some bytes stand in a file below a folder.
fn files_hold(folder: &Path, wanted: &[u8]) -> bool {
    fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            files_hold(&path, wanted)
        } else {
            fs::read(&path).is_ok_and(|bytes| bytes.windows(wanted.len()).any(|window| window == wanted))
        }
    })
}

#[test]
fn req_125_t17_no_verify_command_in_memory_or_files_after_the_flow() {
    let home = tempdir().unwrap();
    let practice = Practice::start(&home.path().join("practice"), &[]);
    // A PIN that stands nowhere by chance.
    let seed = std::process::id() ^ std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().subsec_nanos();
    let pin = format!("{:04}", seed % 10_000);
    let authority = Authority::load(&practice.folder.join("authority")).unwrap();
    let now = i64::try_from(std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs()).unwrap();
    let slot = Slot::with_pin("fresh".parse().unwrap(), &authority, now, &pin);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let card = format!("tcp:{}", listener.local_addr().unwrap());
    let _serving = tcp::serve(listener, slot.clone()).unwrap();

    let data = home.path().join("data");
    let arguments =
        ["register", "--server", &practice.server, "--card", &card, "--data", data.to_str().unwrap(), "--lang", "en"];
    let mut run = Terminal::run_with(home.path(), &arguments, &[("KAZASU_LOG", "trace")], None);
    run.expect("(Enter alone: Agree and continue):").type_in("\r").expect("(Enter alone: Apply):").type_in("\r");
    run.expect("PIN, 4 digits (not shown):").type_in(&pin).type_in("\r");
    run.expect("(Enter alone: Finish):");

    assert_eq!((slot.trace().verifies_with_data(), slot.tries_left(Pin::User)), (1, 3));
    let verify = [&[0x00, 0x20, 0x00, 0x98, 0x04], pin.as_bytes()].concat();
    assert!(memory_holds(run.id(), b"2026-11-01"), "the search finds what is there");
    assert!(!memory_holds(run.id(), &verify), "the VERIFY command is still in memory");
    assert!(!files_hold(&data, &verify[5..]) || data_holds_by_chance(&data, &pin), "the PIN is in a file");
    run.type_in("\r");
    assert_eq!(run.end(), 0);
}

/// Whether the digits stand in a file as part of a longer number or word: a receipt's number may hold any four.
fn data_holds_by_chance(folder: &Path, pin: &str) -> bool {
    [format!("\"{pin}\""), format!(" {pin} "), format!(":{pin},"), format!(":{pin}}}")]
        .iter()
        .all(|alone| !files_hold(folder, alone.as_bytes()))
}
