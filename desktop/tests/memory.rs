//! REQ-125, T17: the memory of the running program is searched for the VERIFY command with the PIN that it was given,
//! after each way out of a reading; and what it writes and logs is searched for everything secret.
#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used)]

mod support;

use std::fs::{self, File};
use std::io::{Read, Seek, SeekFrom};
use std::net::TcpListener;
use std::path::Path;
use std::sync::atomic::{AtomicU32, Ordering};

use kazasu_virtual_card::adapters::tcp;
use kazasu_virtual_card::card::Pin;
use kazasu_virtual_card::{Authority, Slot};
use support::Practice;
use support::terminal::Terminal;
use tempfile::tempdir;

const AGREE: &str = "(Enter alone: Agree and continue):";
const APPLY: &str = "(Enter alone: Apply):";
const PIN: &str = "PIN, 4 digits (not shown):";
const FINISH: &str = "(Enter alone: Finish):";

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
    let Ok(entries) = fs::read_dir(folder) else { return false };
    entries.map(|entry| entry.unwrap().path()).any(|path| {
        if path.is_dir() {
            files_hold(&path, wanted)
        } else {
            fs::read(&path).is_ok_and(|bytes| bytes.windows(wanted.len()).any(|window| window == wanted))
        }
    })
}

/// Four digits that stand nowhere by chance, other ones each time.
fn random_pin() -> String {
    static DRAWN: AtomicU32 = AtomicU32::new(0);
    let now = std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().subsec_nanos();
    let seed = (std::process::id() ^ now).wrapping_add(DRAWN.fetch_add(7_919, Ordering::Relaxed));
    format!("{:04}", seed.wrapping_mul(2_654_435_761) % 10_000)
}

/// The commands that would check that PIN, in both forms.
fn verifies(pin: &str) -> [Vec<u8>; 2] {
    [0x98, 0x80].map(|reference| [&[0x00, 0x20, 0x00, reference, 0x04], pin.as_bytes()].concat())
}

/// A registration up to the PIN, with a card of that kind, and its end as the person at the terminal sees it.
struct Reading {
    run: Terminal,
    slot: Slot,
    pin: String,
    _serving: Box<dyn std::any::Any>,
}

impl Reading {
    fn start(practice: &Practice, home: &Path, kind: &str) -> Self {
        let pin = random_pin();
        let authority = Authority::load(&practice.folder.join("authority")).unwrap();
        let now = i64::try_from(std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_secs()).unwrap();
        let slot = Slot::with_pin(kind.parse().unwrap(), &authority, now, &pin);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let card = format!("tcp:{}", listener.local_addr().unwrap());
        let serving = Box::new(tcp::serve(listener, slot.clone()).unwrap());
        let data = home.join("data");
        let data = data.to_str().unwrap();
        let arguments = ["register", "--server", &practice.server, "--card", &card, "--data", data, "--lang", "en"];
        let mut run = Terminal::run_with(home, &arguments, &[("KAZASU_LOG", "trace")], None);
        run.expect(AGREE).type_in("\r").expect(APPLY).type_in("\r").expect(PIN);
        Self { run, slot, pin, _serving: serving }
    }

    fn right(&mut self) -> &mut Terminal {
        self.run.type_in(&self.pin).type_in("\r")
    }

    fn wrong(&mut self) -> &mut Terminal {
        let other = (self.pin.parse::<u32>().unwrap() + 1) % 10_000;
        self.pin = format!("{other:04}"); // what was typed last is what is searched for
        self.right()
    }

    /// Nothing of the last PIN that was typed is left.
    fn is_wiped(&self, way: &str) {
        let id = self.run.id();
        assert!(memory_holds(id, b"2026-11-01"), "{way}: the search finds what is there");
        for verify in verifies(&self.pin) {
            assert!(!memory_holds(id, &verify), "{way}: the VERIFY command is still in memory");
        }
    }
}

/// The person's ways out of a reading, each with what is then on the screen.
type Way = (&'static str, &'static str, fn(&mut Reading));

const WAYS: [Way; 11] = [
    ("success", "fresh", |it| {
        it.right().expect(FINISH);
    }),
    ("a wrong PIN", "fresh", |it| {
        it.wrong().expect(PIN);
    }),
    ("a wrong PIN, then a cancel", "fresh", |it| {
        it.wrong().expect(PIN).type_in("12\x03").expect(APPLY);
    }),
    ("a wrong PIN at two tries left", "two-tries-left", |it| {
        it.wrong().expect("(Enter alone: Stop for now):");
    }),
    ("locked", "locked", |it| {
        it.right().expect("Error code: P02");
    }),
    ("lost before VERIFY", "removed-at-3", |it| {
        it.right().expect("Error code: C12");
    }),
    ("lost during VERIFY", "removed-at-4", |it| {
        it.right().expect("Error code: C13");
    }),
    ("lost after VERIFY", "removed-at-5", |it| {
        it.right().expect("Error code: C14");
    }),
    ("a card that does not sign", "hostile-signature-missing", |it| {
        it.right().expect("Error code: C16");
    }),
    ("a card of the wrong kind", "wrong-kind", |it| {
        it.right().expect("Error code: X06");
    }),
    ("a cancel while the card is read", "slow", |it| {
        it.right().expect("sensitive=true"); // VERIFY is answered, and the card takes seconds to sign
        it.run.type_in("\x03").expect(APPLY);
    }),
];

#[test]
fn req_125_t17_no_verify_command_in_memory_after_each_way_out() {
    let home = tempdir().unwrap();
    let practice = Practice::start(&home.path().join("practice"), &[]);
    for (number, (way, kind, go)) in WAYS.into_iter().enumerate() {
        let own = home.path().join(number.to_string());
        fs::create_dir_all(&own).unwrap();
        let mut reading = Reading::start(&practice, &own, kind);
        go(&mut reading);
        reading.is_wiped(way);
        assert!(reading.slot.trace().verifies_with_data() <= 1, "{way}");
    }
}

/// The server is gone when the card has signed: what is kept holds no PIN, in memory or in a file. And a program that is
/// told to end while the PIN is typed leaves nothing behind.
#[test]
fn req_125_t17_no_verify_command_after_a_lost_server_and_after_a_signal() {
    let home = tempdir().unwrap();
    let folder = home.path().join("practice");
    let practice = Practice::start(&folder, &[]);
    let mut reading = Reading::start(&practice, home.path(), "fresh");
    practice.terminate();
    reading.right().expect("(Enter alone: Send again):");
    reading.is_wiped("a lost server");
    assert!(home.path().join("data/pending").exists());
    for verify in verifies(&reading.pin) {
        assert!(!files_hold(&home.path().join("data"), &verify));
    }

    let practice = Practice::start(&folder, &[]);
    let other = home.path().join("other");
    fs::create_dir_all(&other).unwrap();
    let mut reading = Reading::start(&practice, &other, "fresh");
    reading.run.type_in(&reading.pin[..3]);
    reading.run.signal(rustix::process::Signal::TERM);
    assert_eq!(reading.run.end(), 3);
    assert!(!other.join("data/pending").exists(), "nothing was signed");
    for verify in verifies(&reading.pin) {
        assert!(!files_hold(&other, &verify));
    }
    let seen = reading.run.seen();
    let (_, after) = seen.rsplit_once(PIN).unwrap();
    let is_log = |line: &str| ["TRACE", "DEBUG", " INFO"].iter().any(|level| line.contains(&format!("Z {level} ")));
    let echoed = after.lines().filter(|line| !is_log(line)).any(|line| line.contains(char::is_numeric));
    assert!(!echoed, "a digit stands after the prompt: {after}");
}

/// A text in the forms in which octets get into logs.
fn written(octets: &[u8]) -> Vec<String> {
    let lower: String = octets.iter().map(|octet| format!("{octet:02x}")).collect();
    let spaced: Vec<String> = octets.iter().map(|octet| format!("{octet:02x}")).collect();
    let list: Vec<String> = octets.iter().map(u8::to_string).collect();
    let hex: Vec<String> = octets.iter().map(|octet| format!("0x{octet:02X}")).collect();
    vec![
        lower.to_uppercase(),
        lower,
        spaced.join(" "),
        spaced.join(" ").to_uppercase(),
        list.join(", "),
        hex.join(", "),
    ]
}

/// Base64url (RFC 4648 §5) of whole groups of three octets.
fn base64(octets: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let group = |three: &[u8]| {
        let bits = three.iter().fold(0_usize, |bits, octet| bits << 8 | usize::from(*octet));
        [18, 12, 6, 0].map(|shift| char::from(LETTERS[bits >> shift & 63]))
    };
    octets.chunks_exact(3).flat_map(group).collect()
}

/// T01: with logs at their finest, neither VERIFY command nor certificate nor tokens are in logs or on the screen, and the
/// PIN is in no file.
#[test]
fn req_125_t01_nothing_secret_in_the_finest_logs_and_in_files() {
    let home = tempdir().unwrap();
    let practice = Practice::start(&home.path().join("practice"), &[]);
    let mut reading = Reading::start(&practice, home.path(), "fresh");
    reading.right().expect(FINISH);
    reading.run.type_in("\r");
    assert_eq!(reading.run.end(), 0);
    assert_eq!((reading.slot.trace().verifies_with_data(), reading.slot.tries_left(Pin::User)), (1, 3));
    let seen = reading.run.seen();
    assert!(seen.contains("exchange") || seen.contains("TRACE"), "log lines were asked for");

    reading.slot.tap();
    reading.slot.transmit(&[0, 0xA4, 4, 0x0C, 10, 0xD3, 0x92, 0xF0, 0, 0x26, 1, 0, 0, 0, 1]).unwrap();
    let certificate = reading.slot.transmit(&[0x00, 0xB0, 0x8A, 0x00, 0x00, 0x00, 0x00]).unwrap().octets;
    assert!(certificate.len() > 1_500);
    let verifies = verifies(&reading.pin);
    let mut secrets: Vec<String> = verifies.iter().flat_map(|verify| written(verify)).collect();
    secrets.extend(written(&certificate[600..616])); // within the holder's public key
    secrets.push(base64(&certificate[600..630]));
    secrets.push("Bearer".to_owned());
    let data = home.path().join("data");
    let mut tokens = 0;
    for entry in fs::read_dir(data.join("status")).unwrap() {
        let kept: serde_json::Value = serde_json::from_slice(&fs::read(entry.unwrap().path()).unwrap()).unwrap();
        secrets.push(kept["status_token"].as_str().unwrap().to_owned());
        tokens += 1;
    }
    assert_eq!(tokens, 1);
    for secret in secrets {
        assert!(!seen.contains(&secret), "{secret} is in the log");
    }
    let pin = &reading.pin;
    let alone = [format!("\"{pin}\""), format!(" {pin} "), format!(":{pin},"), format!(":{pin}}}")];
    assert!(!alone.iter().any(|alone| files_hold(&data, alone.as_bytes())), "the PIN is in a file");
    assert!(!verifies.iter().any(|verify| files_hold(&data, verify)), "the VERIFY command is in a file");
}
