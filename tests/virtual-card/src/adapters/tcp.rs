//! A slot over TCP.
//!
//! Connecting is tapping: the next card enters the field. Each command is a frame of a 4-octet
//! big-endian length and so many octets; each answer likewise. A frame of length zero, followed by
//! the end of the connection, says that the card has left; so does the end of the connection alone.
//! Closing the connection takes the card away. There is one card, so there is one client at a time;
//! the next one waits.
//!
//! A hostile card's empty answer is a frame of length zero as well, and cannot be told from a
//! removal.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use super::stream::{prepare, wait_for_frame};
use super::{Running, Stop};
use crate::slot::Slot;

/// Longest command frame: an APDU of extended length, and some.
const LONGEST: usize = 70_000;

/// Serves the slot on a listener until the handle is dropped.
///
/// # Errors
/// If the listener has no address.
pub fn serve(listener: TcpListener, slot: Slot) -> io::Result<Running> {
    let address = reachable(listener.local_addr()?);
    let work = move |stop: &Stop| accept(&listener, &slot, stop);
    // Ends the wait for a client.
    let wake = move || drop(TcpStream::connect_timeout(&address, Duration::from_secs(1)));
    Ok(Running::start(work, wake))
}

/// A listener on all interfaces is reached on the loopback one.
fn reachable(mut address: SocketAddr) -> SocketAddr {
    if address.ip().is_unspecified() {
        address.set_ip(match address {
            SocketAddr::V4(_) => std::net::Ipv4Addr::LOCALHOST.into(),
            SocketAddr::V6(_) => std::net::Ipv6Addr::LOCALHOST.into(),
        });
    }
    address
}

fn accept(listener: &TcpListener, slot: &Slot, stop: &Stop) {
    while !stop.is_set() {
        let Ok((stream, _)) = listener.accept() else {
            stop.sleep(Duration::from_millis(100));
            continue;
        };
        if stop.is_set() {
            return;
        }
        slot.tap();
        // An error is the end of this client; the next one is welcome.
        let _ = converse(stream, slot, stop);
        slot.leave();
    }
}

fn converse(mut stream: TcpStream, slot: &Slot, stop: &Stop) -> io::Result<()> {
    prepare(&stream)?;
    while wait_for_frame(&stream, stop, || slot.is_tapped())? {
        let command = read_frame(&mut stream)?;
        let Ok(answer) = slot.transmit(&command) else {
            break;
        };
        stop.sleep(Duration::from_millis(answer.duration_ms));
        write_frame(&mut stream, &answer.octets)?;
    }
    write_frame(&mut stream, &[])
}

fn read_frame(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut length = [0; 4];
    stream.read_exact(&mut length)?;
    let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
    if length > LONGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut octets = vec![0; length];
    stream.read_exact(&mut octets)?;
    Ok(octets)
}

fn write_frame(stream: &mut TcpStream, octets: &[u8]) -> io::Result<()> {
    let length = u32::try_from(octets.len()).map_err(|_| io::ErrorKind::InvalidData)?;
    stream.write_all(&[&length.to_be_bytes(), octets].concat())
}
