//! The TCP adapter over a real socket.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::{Duration, Instant};

use kazasu_virtual_card::adapters::{Running, tcp};
use kazasu_virtual_card::card::Pin;
use kazasu_virtual_card::{Moment, Side, Slot};

use crate::harness::{NOW, QUERY_USER, READ_WHOLE, SELECT_JPKI, authority, card, personality, verify};

/// A client of the protocol the adapter's documentation describes.
struct Client(TcpStream);

impl Client {
    fn connect(address: SocketAddr) -> Self {
        let stream = TcpStream::connect(address).unwrap();
        stream.set_nodelay(true).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        Self(stream)
    }

    /// The answer, or `None` if the card is gone.
    fn send(&mut self, command: &[u8]) -> Option<Vec<u8>> {
        self.0.write_all(&u32::try_from(command.len()).unwrap().to_be_bytes()).unwrap();
        self.0.write_all(command).unwrap();
        self.receive()
    }

    fn receive(&mut self) -> Option<Vec<u8>> {
        let mut length = [0; 4];
        self.0.read_exact(&mut length).ok()?;
        let mut answer = vec![0; usize::try_from(u32::from_be_bytes(length)).unwrap()];
        self.0.read_exact(&mut answer).ok()?;
        Some(answer).filter(|answer| !answer.is_empty())
    }
}

fn serve(slot: &Slot) -> (SocketAddr, Running) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    (address, tcp::serve(listener, slot.clone()).unwrap())
}

fn slot(name: &str) -> Slot {
    Slot::new(personality(name), authority(), NOW)
}

#[test]
fn a_conversation() {
    let slot = slot("fresh");
    let (address, _running) = serve(&slot);
    let mut client = Client::connect(address);
    assert_eq!(client.send(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    let certificate = client.send(&READ_WHOLE).unwrap();
    let mut direct = card("fresh");
    direct.transmit(&SELECT_JPKI).unwrap();
    assert_eq!(certificate, direct.transmit(&READ_WHOLE).unwrap());
    assert_eq!(client.send(&[]).unwrap(), [0x67, 0x00]);
    assert_eq!(slot.taps(), 1);
    assert_eq!(slot.trace().exchanges().len(), 3);
}

#[test]
fn removal_and_a_second_tap() {
    let slot = slot("fresh");
    slot.remove_at(Moment::VerifyWithData, Side::After);
    let (address, _running) = serve(&slot);
    let mut client = Client::connect(address);
    assert_eq!(client.send(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    assert_eq!(client.send(&verify(0x98, "9999")), None);
    assert_eq!(client.0.read(&mut [0]).unwrap(), 0, "the connection ends");
    assert_eq!(slot.tries_left(Pin::User), 2);
    let mut again = Client::connect(address);
    assert_eq!(again.send(&QUERY_USER).unwrap(), [0x69, 0x86], "powered up anew");
    assert_eq!(again.send(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    assert_eq!(again.send(&QUERY_USER).unwrap(), [0x63, 0xC2]);
    assert_eq!(slot.taps(), 2);
}

#[test]
fn taking_the_card_away_ends_the_connection() {
    let slot = slot("fresh");
    let (address, _running) = serve(&slot);
    let mut client = Client::connect(address);
    assert_eq!(client.send(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    slot.leave();
    assert_eq!(client.receive(), None);
}

#[test]
fn closing_the_connection_takes_the_card_away() {
    let slot = slot("other-card-on-second-tap");
    let (address, _running) = serve(&slot);
    let mut certificates = Vec::new();
    for _ in 0..3 {
        let mut client = Client::connect(address);
        assert_eq!(client.send(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
        certificates.push(client.send(&READ_WHOLE).unwrap());
        drop(client);
        let patience = Instant::now() + Duration::from_secs(10);
        while slot.is_tapped() {
            assert!(Instant::now() < patience, "the card is still there");
            std::thread::sleep(Duration::from_millis(5));
        }
    }
    assert_ne!(certificates[0], certificates[1]);
    assert_eq!(certificates[1], certificates[2]);
}

#[test]
fn the_adapter_takes_the_cards_time() {
    let mut slow = card("fresh");
    slow.behaviour_mut().timing.select_application = 200;
    let (address, _running) = serve(&Slot::with_cards(vec![slow]));
    let mut client = Client::connect(address);
    let start = Instant::now();
    assert_eq!(client.send(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    assert!(start.elapsed() >= Duration::from_millis(200));
}

#[test]
fn frames_beyond_all_reason_end_the_connection() {
    let (address, _running) = serve(&slot("fresh"));
    let mut client = Client::connect(address);
    client.0.write_all(&[0xFF; 4]).unwrap();
    assert_eq!(client.receive(), None);
    assert_eq!(Client::connect(address).send(&SELECT_JPKI).unwrap(), [0x90, 0x00], "the next one is served");
}

#[test]
fn large_answers_arrive_whole() {
    let (address, _running) = serve(&slot("hostile-oversized-answers"));
    assert_eq!(Client::connect(address).send(&SELECT_JPKI).unwrap().len(), 65_538);
}

#[test]
fn dropping_the_handle_ends_the_service() {
    // An address no other test uses, so that none of them takes the port meanwhile.
    let listener = TcpListener::bind("127.0.0.2:0").unwrap();
    let address = listener.local_addr().unwrap();
    let running = tcp::serve(listener, slot("fresh")).unwrap();
    let mut client = Client::connect(address);
    assert_eq!(client.send(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    drop(running);
    assert_eq!(client.receive(), None);
    assert!(TcpStream::connect(address).is_err());
}
