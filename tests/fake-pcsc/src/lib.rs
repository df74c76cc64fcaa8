//! A PC/SC library that never was near a reader. A test puts it, as `libpcsclite.so.1`, where the program's loader looks,
//! and says by a file which readers there are, what they can do and what goes wrong; the cards are virtual ones behind
//! TCP. Written from PCSC-lite's headers and PC/SC part 10, apart from what it tests. Linux only.
//!
//! `KAZASU_FAKE_PCSC` names a folder: `state` is read at every call ([`state`]), `log` has every octet that crosses this
//! interface, in hexadecimal.
#![cfg(target_os = "linux")]
#![allow(unsafe_code, clippy::missing_safety_doc, missing_docs, reason = "the interface is PC/SC's")]

mod keypad;
pub mod state;
mod wire;

use std::collections::HashMap;
use std::ffi::{CStr, c_char, c_long, c_ulong, c_void};
use std::net::TcpStream;
use std::slice;
use std::sync::{LazyLock, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use crate::state::{Reader, State};

type Word = c_ulong;
type Status = c_long;

const SUCCESS: u32 = 0;
const INVALID_HANDLE: u32 = 0x8010_0003;
const INSUFFICIENT_BUFFER: u32 = 0x8010_0008;
const UNKNOWN_READER: u32 = 0x8010_0009;
const TIMEOUT: u32 = 0x8010_000A;
const SHARING_VIOLATION: u32 = 0x8010_000B;
const NO_SMARTCARD: u32 = 0x8010_000C;
const NOT_TRANSACTED: u32 = 0x8010_0016;
const NO_SERVICE: u32 = 0x8010_001D;
const UNSUPPORTED_FEATURE: u32 = 0x8010_001F;
const NO_READERS_AVAILABLE: u32 = 0x8010_002E;
const REMOVED_CARD: u32 = 0x8010_0069;

const SHARE_DIRECT: Word = 3;
const CHANGED: Word = 0x0002;
const UNKNOWN: Word = 0x0004;
const EMPTY: Word = 0x0010;
const PRESENT: Word = 0x0020;
const EXCLUSIVE: Word = 0x0080;
/// `SCARD_CTL_CODE(3400)`.
const FEATURES: Word = 0x4200_0000 + 3400;
/// What this library calls its two features.
const VERIFY: u32 = 0x4233_0006;
const PROPERTIES: u32 = 0x4233_0012;

#[repr(C)]
pub struct ReaderState {
    reader: *const c_char,
    user_data: *mut c_void,
    current: Word,
    event: Word,
    atr_length: Word,
    atr: [u8; 33],
}

#[repr(C)]
pub struct IoRequest {
    protocol: Word,
    length: Word,
}

/// An open connection: to which reader, and to its card.
struct Open {
    reader: String,
    card: Option<TcpStream>,
}

static OPEN: LazyLock<Mutex<HashMap<c_long, Open>>> = LazyLock::new(Mutex::default);

fn open() -> MutexGuard<'static, HashMap<c_long, Open>> {
    OPEN.lock().unwrap_or_else(PoisonError::into_inner)
}

fn status(code: u32) -> Status {
    Status::from(code)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn SCardEstablishContext(
    _: Word,
    _: *const c_void,
    _: *const c_void,
    out: *mut c_long,
) -> Status {
    if State::read().is_off {
        return status(NO_SERVICE);
    }
    // SAFETY: the caller's, for one handle.
    unsafe { *out = 1 };
    status(SUCCESS)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn SCardReleaseContext(_: c_long) -> Status {
    status(SUCCESS)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn SCardListReaders(_: c_long, _: *const c_char, out: *mut c_char, length: *mut Word) -> Status {
    let state = State::read();
    if state.is_off {
        return status(NO_SERVICE);
    }
    if state.readers.is_empty() {
        return status(NO_READERS_AVAILABLE);
    }
    let mut names: Vec<u8> = state.readers.iter().flat_map(|reader| [reader.name.as_bytes(), b"\0"].concat()).collect();
    names.push(0);
    // SAFETY: the caller's; `out` has `length` octets, if it is one.
    unsafe {
        let room = std::mem::replace(&mut *length, names.len() as Word);
        if !out.is_null() {
            if room < *length {
                return status(INSUFFICIENT_BUFFER);
            }
            slice::from_raw_parts_mut(out.cast::<u8>(), names.len()).copy_from_slice(&names);
        }
    }
    status(SUCCESS)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn SCardGetStatusChange(_: c_long, ms: Word, states: *mut ReaderState, count: Word) -> Status {
    // SAFETY: the caller's, with `count` elements.
    let states = unsafe { slice::from_raw_parts_mut(states, count as usize) };
    let until = Instant::now() + Duration::from_millis(ms.min(60_000));
    loop {
        let now = State::read();
        if now.is_off {
            return status(NO_SERVICE);
        }
        let mut changed = false;
        for state in &mut *states {
            // SAFETY: the caller's name, ended by a zero.
            let name = unsafe { CStr::from_ptr(state.reader) }.to_string_lossy();
            let event = now.reader(&name).map_or(UNKNOWN, |reader| match (&reader.card, reader.is_busy) {
                (Some(_), true) => PRESENT | EXCLUSIVE,
                (Some(_), false) => PRESENT,
                (None, _) => EMPTY,
            });
            if event == UNKNOWN {
                return status(UNKNOWN_READER);
            }
            let is_other = state.current & (EMPTY | PRESENT) != event & (EMPTY | PRESENT);
            state.event = event | if is_other { CHANGED } else { 0 };
            changed |= is_other;
        }
        if changed {
            return status(SUCCESS);
        }
        if Instant::now() >= until {
            return status(TIMEOUT);
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn SCardConnect(
    _: c_long,
    name: *const c_char,
    share: Word,
    _: Word,
    handle: *mut c_long,
    protocol: *mut Word,
) -> Status {
    // SAFETY: the caller's name, ended by a zero.
    let name = unsafe { CStr::from_ptr(name) }.to_string_lossy();
    let state = State::read();
    let Some(reader) = state.reader(&name) else { return status(UNKNOWN_READER) };
    if reader.is_busy {
        return status(SHARING_VIOLATION);
    }
    let card = match (&reader.card, share) {
        (_, SHARE_DIRECT) => None,
        (None, _) => return status(NO_SMARTCARD),
        (Some(address), _) => match TcpStream::connect(address) {
            Ok(card) => Some(card),
            Err(_) => return status(NO_SMARTCARD),
        },
    };
    let mut open = open();
    let number = open.keys().max().copied().unwrap_or(100) + 1;
    state::log("connect", name.as_bytes());
    open.insert(number, Open { reader: name.into_owned(), card });
    // SAFETY: the caller's, for one number each.
    unsafe { (*handle, *protocol) = (number, 2) };
    status(SUCCESS)
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn SCardDisconnect(handle: c_long, _: Word) -> Status {
    status(if open().remove(&handle).is_some() { SUCCESS } else { INVALID_HANDLE })
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn SCardTransmit(
    handle: c_long,
    _: *const IoRequest,
    command: *const u8,
    length: Word,
    _: *mut IoRequest,
    answer: *mut u8,
    room: *mut Word,
) -> Status {
    // SAFETY: the caller's, with `length` octets.
    let command = unsafe { slice::from_raw_parts(command, length as usize) };
    state::log("transmit", command);
    let mut open = open();
    let Some(Open { reader, card: Some(card) }) = open.get_mut(&handle) else { return status(INVALID_HANDLE) };
    if State::read().reader(reader).is_none_or(|reader| reader.card.is_none()) {
        return status(REMOVED_CARD);
    }
    match wire::exchange(card, command) {
        // SAFETY: the caller's, with so much room.
        Ok(response) => unsafe { give(&response, answer, room) },
        Err(_) => status(REMOVED_CARD),
    }
}

#[unsafe(no_mangle)]
pub unsafe extern "C" fn SCardControl(
    handle: c_long,
    code: Word,
    ask: *const c_void,
    length: Word,
    answer: *mut c_void,
    room: Word,
    given: *mut Word,
) -> Status {
    let ask = if ask.is_null() || length == 0 {
        &[]
    } else {
        // SAFETY: the caller's, with `length` octets.
        unsafe { slice::from_raw_parts(ask.cast::<u8>(), length as usize) }
    };
    state::log("control", ask);
    let mut open = open();
    let Some(open) = open.get_mut(&handle) else { return status(INVALID_HANDLE) };
    let state = State::read();
    let Some(reader) = state.reader(&open.reader) else { return status(UNKNOWN_READER) };
    let response = match u32::try_from(code) {
        _ if code == FEATURES && reader.has_features() => features(reader),
        Ok(PROPERTIES) if reader.extended.is_some() => {
            [&[0x0A, 4][..], &reader.extended.unwrap_or_default().to_le_bytes()].concat()
        }
        Ok(VERIFY) if reader.keypad.is_some() => match keypad::verify(reader, ask, open.card.as_mut()) {
            Some(response) => response,
            None => return status(NOT_TRANSACTED),
        },
        _ => return status(UNSUPPORTED_FEATURE),
    };
    // SAFETY: the caller's, with `room` octets.
    unsafe {
        *given = room;
        give(&response, answer.cast(), given)
    }
}

/// Tag, length, and the number with its first octet first (part 10, §2.2).
fn features(reader: &Reader) -> Vec<u8> {
    let keypad = reader.keypad.as_ref().map(|_| (6, VERIFY));
    let properties = reader.extended.map(|_| (0x12, PROPERTIES));
    [keypad, properties]
        .into_iter()
        .flatten()
        .flat_map(|(tag, code)| [&[tag, 4][..], &code.to_be_bytes()].concat())
        .collect()
}

/// # Safety
/// `answer` has as many octets as `room` says.
unsafe fn give(response: &[u8], answer: *mut u8, room: *mut Word) -> Status {
    // SAFETY: the caller's promise.
    unsafe {
        let had = std::mem::replace(&mut *room, response.len() as Word);
        if had < *room {
            return status(INSUFFICIENT_BUFFER);
        }
        slice::from_raw_parts_mut(answer, response.len()).copy_from_slice(response);
    }
    state::log("answer", response);
    status(SUCCESS)
}
