//! The vpcd adapter against a driver that speaks its protocol.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::time::Duration;

use kazasu_virtual_card::adapters::vpcd::connect;
use kazasu_virtual_card::card::{Atr, Pin};
use kazasu_virtual_card::{Moment, Side, Slot};

use crate::harness::{NOW, QUERY_USER, READ_WHOLE, SELECT_JPKI, authority, card, personality, sign, verify};

const POWER_OFF: [u8; 1] = [0];
const POWER_ON: [u8; 1] = [1];
const RESET: [u8; 1] = [2];
const TELL_ATR: [u8; 1] = [4];

/// The driver's side of a connection.
struct Driver(TcpStream);

impl Driver {
    /// Waits for a card on the reader.
    fn card_on(listener: &TcpListener) -> Self {
        let (stream, _) = listener.accept().unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        stream.set_nodelay(true).unwrap();
        Self(stream)
    }

    fn tell(&mut self, frame: &[u8]) {
        let length = u16::try_from(frame.len()).unwrap().to_be_bytes();
        self.0.write_all(&[&length, frame].concat()).unwrap();
    }

    /// Sends a frame that is answered; `None` if the card is gone.
    fn ask(&mut self, frame: &[u8]) -> Option<Vec<u8>> {
        self.tell(frame);
        self.receive()
    }

    fn receive(&mut self) -> Option<Vec<u8>> {
        let mut length = [0; 2];
        self.0.read_exact(&mut length).ok()?;
        let mut answer = vec![0; usize::from(u16::from_be_bytes(length))];
        self.0.read_exact(&mut answer).ok()?;
        Some(answer)
    }
}

fn reader() -> (TcpListener, std::net::SocketAddr) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    (listener, address)
}

fn tapped(name: &str) -> Slot {
    let slot = Slot::new(personality(name), authority(), NOW);
    slot.tap();
    slot
}

#[test]
fn power_atr_and_commands() {
    let (listener, address) = reader();
    let slot = tapped("fresh");
    let _running = connect(address, slot.clone(), None);
    let mut driver = Driver::card_on(&listener);
    driver.tell(&POWER_OFF);
    driver.tell(&POWER_ON);
    let atr = [0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x05, 0xE0, 0xB3, 0x81, 0xA1, 0x00, 0x7F];
    assert_eq!(driver.ask(&TELL_ATR).unwrap(), atr);
    assert_eq!(driver.ask(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    assert_eq!(driver.ask(&READ_WHOLE).unwrap().len(), 1_583 + 16 + 2);
    assert_eq!(driver.ask(&verify(0x98, "1234")).unwrap(), [0x90, 0x00]);
    driver.tell(&RESET);
    assert_eq!(driver.ask(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    assert_eq!(driver.ask(&sign(0x00, 0x97, &[0; 51])).unwrap().len(), 258);
    driver.tell(&POWER_OFF);
    assert_eq!(driver.ask(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    assert_eq!(driver.ask(&sign(0x00, 0x97, &[0; 51])).unwrap(), [0x69, 0x82]);
    assert_eq!(slot.trace().signatures(), 1);
}

#[test]
fn a_removal_drops_the_connection_until_the_next_tap() {
    let (listener, address) = reader();
    let slot = tapped("fresh");
    slot.remove_at(Moment::VerifyWithData, Side::After);
    let _running = connect(address, slot.clone(), None);
    let mut driver = Driver::card_on(&listener);
    assert_eq!(driver.ask(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    assert_eq!(driver.ask(&verify(0x98, "9999")), None);
    assert_eq!(slot.tries_left(Pin::User), 2);
    listener.set_nonblocking(true).unwrap();
    std::thread::sleep(Duration::from_millis(150));
    assert!(listener.accept().is_err(), "no card, no connection");
    listener.set_nonblocking(false).unwrap();
    slot.tap();
    let mut again = Driver::card_on(&listener);
    assert_eq!(again.ask(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    assert_eq!(again.ask(&QUERY_USER).unwrap(), [0x63, 0xC2]);
}

#[test]
fn taking_the_card_away_drops_an_idle_connection() {
    let (listener, address) = reader();
    let slot = tapped("fresh");
    let _running = connect(address, slot.clone(), None);
    let mut driver = Driver::card_on(&listener);
    assert!(driver.ask(&TELL_ATR).is_some());
    slot.leave();
    assert_eq!(driver.receive(), None);
}

#[test]
fn another_tap_is_another_connection() {
    let (listener, address) = reader();
    let slot = tapped("other-card-on-second-tap");
    let _running = connect(address, slot.clone(), None);
    let mut driver = Driver::card_on(&listener);
    assert_eq!(driver.ask(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    let first = driver.ask(&READ_WHOLE).unwrap();
    slot.tap();
    assert_eq!(driver.receive(), None);
    let mut again = Driver::card_on(&listener);
    assert_eq!(again.ask(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    assert_ne!(again.ask(&READ_WHOLE).unwrap(), first);
}

#[test]
fn the_adapter_can_tap_by_itself() {
    let (listener, address) = reader();
    let slot = Slot::new(personality("removed-at-1"), authority(), NOW);
    let _running = connect(address, slot.clone(), Some(Duration::from_millis(10)));
    assert_eq!(Driver::card_on(&listener).ask(&SELECT_JPKI), None);
    assert_eq!(Driver::card_on(&listener).ask(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    assert_eq!(slot.taps(), 2);
}

#[test]
fn a_driver_that_hangs_up_after_a_reset_finds_the_card_again() {
    let (listener, address) = reader();
    let slot = tapped("fresh");
    let _running = connect(address, slot.clone(), None);
    let mut driver = Driver::card_on(&listener);
    assert_eq!(driver.ask(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    assert_eq!(driver.ask(&verify(0x98, "1234")).unwrap(), [0x90, 0x00]);
    driver.tell(&RESET);
    drop(driver);
    let mut again = Driver::card_on(&listener);
    assert_eq!(again.ask(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    assert_eq!(again.ask(&sign(0x00, 0x97, &[0; 51])).unwrap().len(), 258, "a reset keeps the state");
    drop(again);
    let mut last = Driver::card_on(&listener);
    assert_eq!(last.ask(&SELECT_JPKI).unwrap(), [0x90, 0x00]);
    assert_eq!(last.ask(&sign(0x00, 0x97, &[0; 51])).unwrap(), [0x69, 0x82], "a loss of power does not");
    assert_eq!(slot.taps(), 1);
}

#[test]
fn a_driver_that_starts_later_is_found() {
    // An address no other test uses, so that none of them takes the port meanwhile.
    let listener = TcpListener::bind("127.0.0.2:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let _running = connect(address, tapped("fresh"), None);
    std::thread::sleep(Duration::from_millis(50));
    let listener = TcpListener::bind(address).unwrap();
    assert_eq!(Driver::card_on(&listener).ask(&TELL_ATR).unwrap().len(), 13);
}

#[test]
fn answers_to_reset_have_right_checksums() {
    for atr in [Atr::UpTo424, Atr::Only106] {
        assert_eq!(atr.octets()[1..].iter().fold(0, |sum, octet| sum ^ octet), 0, "{atr:?}");
    }
    let mut other = card("fresh");
    other.behaviour_mut().atr = Atr::Only106;
    assert_eq!(other.atr()[5..12], [0x4B, 0x51, 0xFF, 0x00, 0x81, 0xD1, 0x00]);
}
