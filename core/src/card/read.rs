//! Reading the certificate in as few exchanges as the card and its reader allow.

use crate::apdu::{Command, Header, Response, StatusWord};
use crate::tlv::{self, TlvError};

use super::abilities::Abilities;
use super::channel::{Channel, Progress};
use super::found::CardError;
use super::profile::{self, CERTIFICATE};

/// READ BINARY.
const READ: u8 = 0xB0;

/// Reads the certificate: one command where short identifiers and extended length work, otherwise as many as it takes
/// (card fact sheet §8, plans A to E of the contact-time model).
pub(super) async fn read_certificate(card: &mut Channel<'_>, can: &mut Abilities) -> Result<Vec<u8>, CardError> {
    let mut bytes = first(card, can).await?;
    for _ in 0..profile::MOST_READS {
        let missing = match tlv::sequence_length(&bytes) {
            Ok(length) if length > profile::LONGEST_CERTIFICATE => {
                return Err(CardError::Garbled("certificate too long"));
            }
            Ok(length) if length <= bytes.len() => {
                bytes.truncate(length); // filler may follow in the file (card fact sheet §3)
                return Ok(bytes);
            }
            Ok(length) => {
                card.at(Progress(percent(bytes.len(), length)));
                length - bytes.len()
            }
            Err(TlvError::Short) if !bytes.is_empty() => 256, // not even its length yet
            Err(TlvError::Tag(0x00 | 0xFF) | TlvError::Short) => return Err(CardError::NoCertificate),
            Err(_) => return Err(CardError::Garbled("no certificate in its file")),
        };
        let part = next(card, can, bytes.len(), missing).await?;
        bytes.extend_from_slice(&part);
    }
    Err(CardError::Garbled("the certificate never ends"))
}

/// The beginning of the file, which finds out what works. Afterwards the file is the current one.
async fn first(card: &mut Channel<'_>, can: &mut Abilities) -> Result<Vec<u8>, CardError> {
    if card.facts().extended_length == Some(false) {
        can.extended = Some(false);
    }
    let named: Header = [0x00, READ, 0x80 | CERTIFICATE.short, 0x00];
    if can.short_read != Some(false) && can.extended != Some(false) {
        match attempt(card, Command::read_extended(named, profile::EXTENDED_READ), can.extended).await? {
            Attempt::Read(data) => {
                (can.short_read, can.extended) = (Some(true), Some(true));
                return Ok(data);
            }
            Attempt::TooLong => can.extended = Some(false),
            Attempt::Refused(_) => can.short_read = Some(false),
        }
    }
    if can.short_read != Some(false) {
        match attempt(card, Command::read(named, 256), Some(true)).await? {
            Attempt::Read(data) => {
                can.short_read = Some(true);
                return Ok(data);
            }
            Attempt::TooLong | Attempt::Refused(_) => can.short_read = Some(false),
        }
    }
    match card.select_file(CERTIFICATE).await? {
        StatusWord::OK => {}
        StatusWord::NOT_FOUND => return Err(CardError::NoCertificate),
        status => return Err(CardError::Refused([0x00, 0xA4, 0x02, 0x0C], status)),
    }
    let current: Header = [0x00, READ, 0x00, 0x00];
    if can.extended != Some(false) {
        match attempt(card, Command::read_extended(current, profile::EXTENDED_READ), can.extended).await? {
            Attempt::Read(data) => {
                can.extended = Some(true);
                return Ok(data);
            }
            Attempt::TooLong | Attempt::Refused(_) => can.extended = Some(false),
        }
    }
    match attempt(card, Command::read(current, 256), Some(true)).await? {
        Attempt::Read(data) => Ok(data),
        Attempt::TooLong => Err(CardError::Refused(current, StatusWord::WRONG_LENGTH)),
        Attempt::Refused(StatusWord::BEYOND_END) => Err(CardError::NoCertificate),
        Attempt::Refused(StatusWord::NOT_VERIFIED) => Err(CardError::Phone),
        Attempt::Refused(status) => Err(CardError::Refused(current, status)),
    }
}

/// A further piece of the current file: never empty, never longer than what is missing but for filler.
async fn next(card: &mut Channel<'_>, can: &Abilities, offset: usize, missing: usize) -> Result<Vec<u8>, CardError> {
    let [high, low] = u16::try_from(offset).map_err(|_| CardError::Garbled("offset beyond the file"))?.to_be_bytes();
    let header: Header = [0x00, READ, high, low];
    let missing = u16::try_from(missing).unwrap_or(u16::MAX);
    let command = match can.extended {
        Some(true) => Command::read_extended(header, missing),
        _ => Command::read(header, missing),
    };
    let response = card.transmit(command).await?;
    match (response.status, response.data) {
        (StatusWord::OK | StatusWord::END_OF_FILE, data) if !data.is_empty() => Ok(data),
        (StatusWord::OK | StatusWord::END_OF_FILE | StatusWord::BEYOND_END, _) => {
            Err(CardError::Garbled("the certificate is cut off"))
        }
        (status, _) => Err(CardError::Refused(header, status)),
    }
}

/// What a READ that may not work came to.
enum Attempt {
    Read(Vec<u8>),
    TooLong,
    Refused(StatusWord),
}

/// Sends a READ that may not work. `known` is whether its length is known to pass.
async fn attempt(card: &mut Channel<'_>, command: Command, known: Option<bool>) -> Result<Attempt, CardError> {
    let response = match card.try_transmit(command, profile::TIMEOUT_MS).await {
        Ok(Some(response)) => response,
        Ok(None) => return Ok(Attempt::TooLong),
        Err(error) => return Err(error),
    };
    Ok(match response {
        Response { status: StatusWord::OK | StatusWord::END_OF_FILE, data } => Attempt::Read(data),
        Response { status: StatusWord::WRONG_LENGTH, .. } if known.is_none() => Attempt::TooLong,
        Response { status, .. } => Attempt::Refused(status),
    })
}

/// Reading the certificate is the part from 10 to 60 percent.
fn percent(read: usize, length: usize) -> u8 {
    u8::try_from(10 + read * 50 / length.max(1)).unwrap_or(60)
}
