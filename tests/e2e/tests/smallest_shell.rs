//! The example of `docs/shell.md` registers a card, with the real server and a card behind TCP.

#![allow(clippy::unwrap_used)]

use std::io::{self, Write};
use std::net::TcpListener;
use std::sync::mpsc::{Sender, channel};
use std::time::{SystemTime, UNIX_EPOCH};

use kazasu_core::flow::Outcome;
use kazasu_server::{Anchor, Server, Settings};
use kazasu_virtual_card::card::Pin;
use kazasu_virtual_card::{Authority, Personality, Slot, adapters};

#[allow(dead_code)]
#[path = "../examples/smallest-shell.rs"]
mod shell;

/// Reads what is drawn, and types: presses what it knows, and the PIN where it is asked for.
struct Person {
    types: Sender<shell::Happened>,
    line: Vec<u8>,
    read: Vec<String>,
}

impl Write for Person {
    fn write(&mut self, drawn: &[u8]) -> io::Result<usize> {
        for &octet in drawn {
            if octet != b'\n' {
                self.line.push(octet);
                continue;
            }
            let line = String::from_utf8(std::mem::take(&mut self.line)).map_err(io::Error::other)?;
            let answer = match line.split_once(") ") {
                Some((number, "Agree and continue" | "Apply" | "Finish")) => Some(number),
                Some((_, "OK")) => Some("1234"),
                _ => None,
            };
            if let Some(answer) = answer {
                self.types.send(shell::Happened::Typed(answer.to_owned())).map_err(io::Error::other)?;
            }
            self.read.push(line);
        }
        Ok(drawn.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn req_73_the_smallest_shell_registers_a_card() {
    let data = tempfile::tempdir().unwrap();
    let authority = Authority::new();
    let anchors = Anchor::parse_pem(authority.anchors_pem().as_bytes()).unwrap();
    let server = Server::open(Settings::sandbox(data.path().join("server"), anchors)).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(server.serve(listener, std::future::pending()));

    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs().cast_signed();
    let slot = Slot::new("fresh".parse::<Personality>().unwrap(), &authority, now);
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let card_address = listener.local_addr().unwrap().to_string();
    let _card = adapters::tcp::serve(listener, slot.clone()).unwrap();

    let (happens, happened) = channel();
    let mut person = Person { types: happens.clone(), line: Vec::new(), read: Vec::new() };
    let folder = data.path().join("records");
    let (outcome, read) = tokio::task::spawn_blocking(move || {
        let outcome = shell::run(&address, &card_address, &folder, &happens, &happened, &mut person);
        (outcome.map_err(|error| error.to_string()), person.read)
    })
    .await
    .unwrap();
    let read = read.join("\n");
    let title = match outcome {
        Ok(Outcome::Registered) => "# You are registered. Thank you.",
        Ok(Outcome::Accepted) => "# Your application was accepted. Registration is being completed.",
        other => panic!("{other:?}\n{read}"),
    };
    assert!(read.contains(title), "{read}");
    assert_eq!(slot.trace().verifies_with_data(), 1);
    assert_eq!(slot.tries_left(Pin::User), 3);
}
