//! A virtual card behind TCP: each message has its length in four octets before it.

use std::io::{self, Read as _, Write as _};
use std::net::TcpStream;

/// One command and its answer.
pub(crate) fn exchange(card: &mut TcpStream, command: &[u8]) -> io::Result<Vec<u8>> {
    let length = u32::try_from(command.len()).map_err(|_| io::ErrorKind::InvalidInput)?;
    card.write_all(&[&length.to_be_bytes()[..], command].concat())?;
    let mut length = [0; 4];
    card.read_exact(&mut length)?;
    let mut answer = vec![0; u32::from_be_bytes(length) as usize];
    card.read_exact(&mut answer)?;
    if answer.is_empty() { Err(io::ErrorKind::UnexpectedEof.into()) } else { Ok(answer) }
}
