//! A slot as the card of vpcd, the virtual reader of vsmartcard for the real PC/SC daemon.
//!
//! The card connects to the driver. Frames have a 2-octet big-endian length. From the driver, a
//! frame of one octet is a control: 0 power off, 1 power on, 2 reset, 4 "tell your ATR" (the only
//! one that is answered); longer frames are command APDUs. A connection is a card on the reader;
//! without one there is no card.
//!
//! A hostile card's answer beyond 65,535 octets is cut to what a frame can hold.

use std::io::{self, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::time::Duration;

use super::stream::{prepare, wait_for_frame};
use super::{PATIENCE, Running, Stop};
use crate::slot::Slot;

/// The port the driver listens on by default.
pub const PORT: u16 = 0x8C7B;

const POWER_OFF: u8 = 0;
const POWER_ON: u8 = 1;
const RESET: u8 = 2;
const TELL_ATR: u8 = 4;

/// Puts cards of the slot on the reader until the handle is dropped.
///
/// A card is there while the slot is tapped. With `again_after`, a card that left, and the first
/// one, is tapped by this adapter after that time; without, somebody else has to.
#[must_use]
pub fn connect(address: SocketAddr, slot: Slot, again_after: Option<Duration>) -> Running {
    Running::start(
        move |stop| {
            if again_after.is_some() {
                slot.tap();
            }
            while !stop.is_set() {
                if slot.is_tapped() {
                    on_reader(address, &slot, stop);
                } else if let Some(pause) = again_after {
                    stop.sleep(pause);
                    slot.tap();
                } else {
                    stop.sleep(PATIENCE);
                }
            }
        },
        || {},
    )
}

/// One connection: until the card leaves or the driver hangs up.
fn on_reader(address: SocketAddr, slot: &Slot, stop: &Stop) {
    let tap = slot.taps();
    let Ok(stream) = TcpStream::connect_timeout(&address, Duration::from_secs(1)) else {
        // The daemon is not up yet.
        stop.sleep(Duration::from_millis(200));
        return;
    };
    let mut warm = false;
    let there = || slot.is_tapped() && slot.taps() == tap;
    // The driver hangs up after a reset, which does not cost the card its state; otherwise its
    // power is gone.
    if converse(stream, slot, stop, there, &mut warm).is_err() && !warm && there() {
        slot.power_off();
    }
}

fn converse(
    mut stream: TcpStream,
    slot: &Slot,
    stop: &Stop,
    there: impl Fn() -> bool,
    warm: &mut bool,
) -> io::Result<()> {
    prepare(&stream)?;
    while wait_for_frame(&stream, stop, &there)? {
        let frame = read_frame(&mut stream)?;
        *warm = frame == [RESET];
        match *frame {
            [POWER_OFF] => slot.power_off(),
            [POWER_ON] => {}
            [RESET] => slot.reset(),
            [TELL_ATR] => write_frame(&mut stream, &slot.with_card(|card| card.atr()).unwrap_or_default())?,
            _ => match slot.transmit(&frame) {
                Ok(answer) => {
                    stop.sleep(Duration::from_millis(answer.duration_ms));
                    write_frame(&mut stream, &answer.octets)?;
                }
                Err(_) => return Ok(()),
            },
        }
    }
    Ok(())
}

fn read_frame(stream: &mut TcpStream) -> io::Result<Vec<u8>> {
    let mut length = [0; 2];
    stream.read_exact(&mut length)?;
    let mut octets = vec![0; usize::from(u16::from_be_bytes(length))];
    stream.read_exact(&mut octets)?;
    Ok(octets)
}

fn write_frame(stream: &mut TcpStream, octets: &[u8]) -> io::Result<()> {
    let length = u16::try_from(octets.len()).unwrap_or(u16::MAX);
    stream.write_all(&[&length.to_be_bytes(), &octets[..usize::from(length)]].concat())
}
