//! The few functions of the PC/SC interface that are used, loaded at run time: the program starts where there is none.
//!
//! The only file with `unsafe`: everything it gives out is safe to call.
#![allow(unsafe_code)]

use std::ffi::{CStr, CString};
use std::fmt;
use std::ptr::{null, null_mut};
use std::time::Duration;

use libloading::Library;

use super::abi::{
    ATR, CONTROL, Connect, Control, Disconnect, Establish, Handle, IoRequest, ListReaders, NAMES, RawReaderState,
    Release, Status, StatusChange, Transmit, Word, control_code, flag,
};
use super::codes::Code;
use super::reader::ReaderState;

/// The interface, loaded.
pub(super) struct Api {
    establish: Establish,
    release: Release,
    list_readers: ListReaders,
    status_change: StatusChange,
    connect: Connect,
    disconnect: Disconnect,
    transmit: Transmit,
    control: Option<Control>,
    _library: Library, // last: the functions live in it
}

/// A connection to the service.
#[derive(Clone, Copy)]
pub(super) struct Context(Handle);

/// A number by which a reader itself is asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Request(pub(super) u32);

impl Request {
    /// Which features the reader has (`CM_IOCTL_GET_FEATURE_REQUEST`, PC/SC part 10 §2.2).
    pub(super) fn features() -> Self {
        Self(u32::try_from(control_code(3400)).unwrap_or_default())
    }
}

/// A connection to a card.
pub(super) struct Card {
    handle: Handle,
    protocol: Word,
}

impl Card {
    /// 0 for T=0, 1 for T=1, which stands for contactless cards too.
    pub(super) fn protocol(&self) -> u8 {
        u8::from(self.protocol != 1)
    }
}

/// The library is not there, or is another one.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub(super) struct NoLibrary(String);

impl Api {
    /// Loads the first library of these that there is.
    pub(super) fn load(names: &[&str]) -> Result<Self, NoLibrary> {
        let mut last = NoLibrary("no library is named".to_owned());
        for name in names {
            // SAFETY: the platform's own library; loading it runs nothing that depends on this program's state.
            match unsafe { Library::new(*name) } {
                Ok(library) => return Self::of(library),
                Err(error) => last = NoLibrary(error.to_string()),
            }
        }
        Err(last)
    }

    fn of(library: Library) -> Result<Self, NoLibrary> {
        let [list_readers, status_change, connect] = NAMES;
        Ok(Self {
            // SAFETY: each name with the type that the platform's winscard.h declares for it.
            establish: unsafe { function::<Establish>(&library, "SCardEstablishContext") }?,
            // SAFETY: as above.
            release: unsafe { function::<Release>(&library, "SCardReleaseContext") }?,
            // SAFETY: as above.
            list_readers: unsafe { function::<ListReaders>(&library, list_readers) }?,
            // SAFETY: as above.
            status_change: unsafe { function::<StatusChange>(&library, status_change) }?,
            // SAFETY: as above.
            connect: unsafe { function::<Connect>(&library, connect) }?,
            // SAFETY: as above.
            disconnect: unsafe { function::<Disconnect>(&library, "SCardDisconnect") }?,
            // SAFETY: as above.
            transmit: unsafe { function::<Transmit>(&library, "SCardTransmit") }?,
            // SAFETY: as above. What it is for, a reader may do without.
            control: unsafe { function::<Control>(&library, CONTROL) }.ok(),
            _library: library,
        })
    }

    /// Connects to the service.
    pub(super) fn establish(&self) -> Result<Context, Code> {
        let mut context: Handle = 0;
        // SAFETY: `context` outlives the call; the reserved arguments are null, as documented.
        done(unsafe { (self.establish)(flag::SCOPE_USER, null(), null(), &mut context) })?;
        Ok(Context(context))
    }

    /// Ends a connection to the service.
    pub(super) fn release(&self, context: Context) {
        // SAFETY: takes a number; one that is no longer known is answered by an error, which changes nothing at the end.
        let _ = unsafe { (self.release)(context.0) };
    }

    /// The readers' names.
    pub(super) fn list_readers(&self, context: Context) -> Result<Vec<CString>, Code> {
        // A reader may be plugged in between the two questions; then it is asked once more.
        for _ in 0..3 {
            let mut length: Word = 0;
            // SAFETY: `length` outlives the call; without room for names only their length is written.
            done(unsafe { (self.list_readers)(context.0, null(), null_mut(), &mut length) })?;
            let mut names = vec![0_u8; usize::try_from(length).unwrap_or_default()];
            // SAFETY: `names` has the `length` bytes that are told.
            match done(unsafe { (self.list_readers)(context.0, null(), names.as_mut_ptr().cast(), &mut length) }) {
                Err(Code::INSUFFICIENT_BUFFER) => {}
                listed => return listed.map(|()| split(&names)),
            }
        }
        Err(Code::INSUFFICIENT_BUFFER)
    }

    /// Asks how readers are: at once, or once one is no longer as it was, at most for `patience`.
    pub(super) fn status_change(
        &self,
        context: Context,
        patience: Duration,
        readers: &mut [ReaderState],
    ) -> Result<(), Code> {
        let raw = |reader: &ReaderState| RawReaderState {
            reader: reader.name.as_ptr(),
            user_data: null_mut(),
            current: reader.current,
            event: 0,
            atr_length: 0,
            atr: [0; ATR],
        };
        let mut states: Vec<RawReaderState> = readers.iter().map(raw).collect();
        let (milliseconds, count) = (word(patience.as_millis()), word(states.len()));
        // SAFETY: `states` has `count` elements; their names are owned by `readers`, which outlives the call.
        done(unsafe { (self.status_change)(context.0, milliseconds, states.as_mut_ptr(), count) })?;
        for (reader, state) in readers.iter_mut().zip(&states) {
            reader.event = state.event;
        }
        Ok(())
    }

    /// Connects to the card on a reader, so that no other program can.
    pub(super) fn connect(&self, context: Context, reader: &CStr) -> Result<Card, Code> {
        self.connect_as(context, reader, flag::SHARE_EXCLUSIVE, flag::PROTOCOL_T0_OR_T1)
    }

    /// Connects to a reader, whether there is a card on it or not.
    pub(super) fn connect_reader(&self, context: Context, reader: &CStr) -> Result<Card, Code> {
        self.connect_as(context, reader, flag::SHARE_DIRECT, flag::PROTOCOL_NONE)
    }

    fn connect_as(&self, context: Context, reader: &CStr, share: Word, protocols: Word) -> Result<Card, Code> {
        let mut card = Card { handle: 0, protocol: 0 };
        let name = reader.as_ptr();
        // SAFETY: `reader` and the two results outlive the call.
        done(unsafe { (self.connect)(context.0, name, share, protocols, &mut card.handle, &mut card.protocol) })?;
        Ok(card)
    }

    /// Ends a connection to a card and takes its power away.
    pub(super) fn disconnect(&self, card: Card) -> Result<(), Code> {
        // SAFETY: takes numbers.
        done(unsafe { (self.disconnect)(card.handle, flag::UNPOWER_CARD) })
    }

    /// Ends a connection and leaves the card as it is.
    pub(super) fn leave(&self, card: Card) {
        // SAFETY: takes numbers; an error changes nothing at the end.
        let _ = unsafe { (self.disconnect)(card.handle, flag::LEAVE_CARD) };
    }

    /// Asks the reader itself; gives the length of what was put into `answer`.
    pub(super) fn control(&self, card: &Card, code: Request, ask: &[u8], answer: &mut [u8]) -> Result<usize, Code> {
        let control = self.control.ok_or(Code::UNSUPPORTED_FEATURE)?;
        let (from, sent, to, room) = (ask.as_ptr(), word(ask.len()), answer.as_mut_ptr(), word(answer.len()));
        let mut length: Word = 0;
        // SAFETY: `ask` has `sent` bytes and `answer` has `room`; both outlive the call.
        done(unsafe { control(card.handle, Word::from(code.0), from.cast(), sent, to.cast(), room, &mut length) })?;
        Ok(usize::try_from(length).unwrap_or_default().min(answer.len()))
    }

    /// Exchanges one command; gives the length of what was put into `answer`.
    pub(super) fn transmit(&self, card: &Card, command: &[u8], answer: &mut [u8]) -> Result<usize, Code> {
        let sending = IoRequest { protocol: card.protocol, length: word(size_of::<IoRequest>()) };
        let mut length = word(answer.len());
        let (from, sent, to) = (command.as_ptr(), word(command.len()), answer.as_mut_ptr());
        // SAFETY: `command` has `sent` bytes and `answer` has `length`; both outlive the call.
        done(unsafe { (self.transmit)(card.handle, &sending, from, sent, null_mut(), to, &mut length) })?;
        Ok(usize::try_from(length).unwrap_or_default().min(answer.len()))
    }
}

impl fmt::Debug for Api {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Api")
    }
}

/// A function of a library.
///
/// # Safety
/// `F` is the function's type.
unsafe fn function<F: Copy>(library: &Library, name: &str) -> Result<F, NoLibrary> {
    // SAFETY: the caller's promise; the pointer is kept beside the library that it points into.
    let symbol = unsafe { library.get::<F>(name) };
    symbol.map(|symbol| *symbol).map_err(|error| NoLibrary(error.to_string()))
}

/// Names, each ended by a zero, the list by one more.
fn split(names: &[u8]) -> Vec<CString> {
    names.split(|byte| *byte == 0).filter(|name| !name.is_empty()).filter_map(|name| CString::new(name).ok()).collect()
}

/// The codes are 32 bits, whether the integer that brings them is wider, signed or neither.
#[allow(clippy::useless_conversion, reason = "it converts where the integer is narrower")]
fn done(status: Status) -> Result<(), Code> {
    match u32::try_from(i64::from(status) & 0xFFFF_FFFF) {
        Ok(0) => Ok(()),
        code => Err(Code(code.unwrap_or(u32::MAX))),
    }
}

/// A number as the interface takes it.
fn word(number: impl TryInto<Word>) -> Word {
    number.try_into().unwrap_or(Word::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_split_at_zeros() {
        let name = |text: &str| CString::new(text).unwrap_or_default();
        assert_eq!(split(b"A 00\0B 01\0\0"), [name("A 00"), name("B 01")]);
        assert!(split(b"\0").is_empty() && split(b"").is_empty());
    }

    #[test]
    fn codes_are_32_bits_in_every_integer() {
        assert_eq!(done(0), Ok(()));
        #[cfg(target_pointer_width = "64")]
        assert_eq!(done(0x8010_000C_i64 as Status), Err(Code::NO_SMARTCARD));
        assert_eq!(done(0x8010_000C_u32 as i32 as Status), Err(Code::NO_SMARTCARD));
    }
}
