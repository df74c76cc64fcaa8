//! A card behind the virtual card's TCP protocol: connecting is tapping.
//!
//! A frame is a length of four octets, big-endian, and so many octets. An empty answer, or the end of the connection,
//! says that the card has left.

use std::io::{self, Read, Write};
use std::net::{TcpStream, ToSocketAddrs};
use std::thread;
use std::time::{Duration, Instant};

use kazasu_core::apdu::Response;
use kazasu_core::effect::{CardFacts, CardFault, Facts};
use zeroize::Zeroizing;

use super::{Exchange, GLANCE, Reader, Stop, WAITING};

/// How long one attempt to connect may take.
const CONNECTING: Duration = Duration::from_secs(2);

/// A card at an address.
#[derive(Debug)]
pub struct Tcp {
    address: String,
    connection: Option<TcpStream>,
}

impl Tcp {
    /// The card at `HOST:PORT`.
    pub fn new(address: String) -> Self {
        Self { address, connection: None }
    }

    fn connect(&self) -> io::Result<TcpStream> {
        let mut last = io::ErrorKind::AddrNotAvailable.into();
        for address in self.address.to_socket_addrs()? {
            match TcpStream::connect_timeout(&address, CONNECTING) {
                Ok(connection) => {
                    connection.set_nodelay(true)?;
                    return Ok(connection);
                }
                Err(error) => last = error,
            }
        }
        Err(last)
    }
}

impl Reader for Tcp {
    fn open(&mut self, stop: &Stop) -> Result<CardFacts, CardFault> {
        let began = Instant::now();
        loop {
            match self.connect() {
                Ok(connection) => {
                    self.connection = Some(connection);
                    return Ok(CardFacts::default());
                }
                // Nobody listens there, or there is no such place: no reader.
                Err(error) if error.kind() != io::ErrorKind::TimedOut => return Err(CardFault::ReaderAbsent),
                Err(_) if stop.is_set() || began.elapsed() > WAITING => return Err(CardFault::NoCard),
                Err(_) => thread::sleep(GLANCE),
            }
        }
    }

    fn transmit(&mut self, command: &[u8], limit: Duration) -> Exchange {
        let Some(connection) = &mut self.connection else { return Exchange::Lost };
        match converse(connection, command, limit) {
            Ok(response) if !response.is_empty() => Exchange::Response(response),
            _ => {
                self.connection = None;
                Exchange::Lost
            }
        }
    }

    fn close(&mut self) {
        self.connection = None;
    }

    fn presence(&mut self) -> Facts {
        Facts::default() // looking would be tapping
    }
}

fn converse(connection: &mut TcpStream, command: &[u8], limit: Duration) -> io::Result<Vec<u8>> {
    let length = u32::try_from(command.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    // The PIN may be in it: of the full size at once, and wiped.
    let mut frame = Zeroizing::new(Vec::with_capacity(4 + command.len()));
    frame.extend_from_slice(&length.to_be_bytes());
    frame.extend_from_slice(command);
    connection.set_write_timeout(Some(limit))?;
    connection.set_read_timeout(Some(limit))?;
    connection.write_all(&frame)?;
    let mut length = [0; 4];
    connection.read_exact(&mut length)?;
    let length = usize::try_from(u32::from_be_bytes(length)).unwrap_or(usize::MAX);
    if length > Response::LONGEST {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut response = vec![0; length];
    connection.read_exact(&mut response)?;
    Ok(response)
}

#[cfg(test)]
mod tests;
