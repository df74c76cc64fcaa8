//! The program, as it is used from a shell.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

use kazasu_virtual_card::{Authority, Personality};
use x509_cert::Certificate;

use crate::harness::{SELECT_JPKI, authority};

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_kazasu-virtual-card"))
}

/// Ends the program with the test.
struct Server(Child);

impl Drop for Server {
    fn drop(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

#[test]
fn it_lists_every_card() {
    let output = program().arg("list").output().unwrap();
    assert!(output.status.success());
    let text = String::from_utf8(output.stdout).unwrap();
    assert_eq!(text.lines().count(), Personality::all().len());
    assert!(text.lines().any(|line| line.starts_with("other-card-on-second-tap ")));
}

#[test]
fn it_prints_the_anchors_of_a_kept_authority() {
    let folder = tempfile::tempdir().unwrap();
    authority().save(folder.path()).unwrap();
    let output = program().args(["anchors", "--authority"]).arg(folder.path()).output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8(output.stdout.clone()).unwrap(), authority().anchors_pem());
    assert_eq!(Certificate::load_pem_chain(&output.stdout).unwrap().len(), 3);
}

#[test]
fn it_makes_an_authority_where_there_is_none() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("authority");
    let output = program().args(["anchors", "--authority"]).arg(&path).output().unwrap();
    assert!(output.status.success());
    let kept = Authority::load(&path).unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), kept.anchors_pem());
    assert_ne!(kept.anchors_pem(), authority().anchors_pem());
}

#[test]
fn it_serves_a_card_with_a_pin() {
    let folder = tempfile::tempdir().unwrap();
    authority().save(folder.path()).unwrap();
    let mut child = program()
        .args(["tcp", "127.0.0.1:0", "one-try-left", "--pin", "0815", "--authority"])
        .arg(folder.path())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let _server = Server(child);
    let address = line.trim().strip_prefix("one-try-left on ").unwrap();
    let mut stream = TcpStream::connect(address).unwrap();
    let mut exchange = |command: &[u8]| {
        stream.write_all(&[&u32::try_from(command.len()).unwrap().to_be_bytes(), command].concat()).unwrap();
        let mut answer = [0; 6];
        stream.read_exact(&mut answer).unwrap();
        answer
    };
    assert_eq!(exchange(&SELECT_JPKI), [0, 0, 0, 2, 0x90, 0x00]);
    assert_eq!(exchange(&[0x00, 0x20, 0x00, 0x98]), [0, 0, 0, 2, 0x63, 0xC1]);
    assert_eq!(exchange(b"\x00\x20\x00\x98\x040815"), [0, 0, 0, 2, 0x90, 0x00]);
}

#[test]
fn wrong_arguments_are_refused() {
    for arguments in [&["tcp", "nowhere"][..], &["tcp", "127.0.0.1:0", "no-such-card"], &["fly"], &[]] {
        let output = program().args(arguments).output().unwrap();
        assert!(!output.status.success() && !output.stderr.is_empty(), "{arguments:?}");
    }
}
