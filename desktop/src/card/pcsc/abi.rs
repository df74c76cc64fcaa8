//! The binary interface of PC/SC, by platform.

use std::ffi::{c_char, c_void};

#[cfg(all(unix, not(target_os = "macos")))]
mod platform {
    //! PCSC-lite: its integers are C's longs.
    pub(in crate::card::pcsc) type Word = std::ffi::c_ulong;
    pub(in crate::card::pcsc) type Status = std::ffi::c_long;
    pub(in crate::card::pcsc) type Handle = std::ffi::c_long;
    pub(in crate::card::pcsc) const LIBRARIES: &[&str] = &["libpcsclite.so.1"];
    pub(in crate::card::pcsc) const ATR: usize = 33;
    pub(in crate::card::pcsc) const NAMES: [&str; 3] = ["SCardListReaders", "SCardGetStatusChange", "SCardConnect"];
    pub(in crate::card::pcsc) const CONTROL: &str = "SCardControl";
    /// `SCARD_CTL_CODE` of reader.h.
    pub(in crate::card::pcsc) const fn control_code(number: Word) -> Word {
        0x4200_0000 + number
    }
}
#[cfg(target_os = "macos")]
mod platform {
    //! Apple's PCSC: 32 bits throughout.
    pub(in crate::card::pcsc) type Word = u32;
    pub(in crate::card::pcsc) type Status = i32;
    pub(in crate::card::pcsc) type Handle = i32;
    pub(in crate::card::pcsc) const LIBRARIES: &[&str] = &["/System/Library/Frameworks/PCSC.framework/PCSC"];
    pub(in crate::card::pcsc) const ATR: usize = 33;
    pub(in crate::card::pcsc) const NAMES: [&str; 3] = ["SCardListReaders", "SCardGetStatusChange", "SCardConnect"];
    /// The one without the number is older and takes something else.
    pub(in crate::card::pcsc) const CONTROL: &str = "SCardControl132";
    /// As PCSC-lite's.
    pub(in crate::card::pcsc) const fn control_code(number: Word) -> Word {
        0x4200_0000 + number
    }
}
#[cfg(windows)]
mod platform {
    //! WinSCard: handles are as wide as pointers; functions with text have a form for bytes (A).
    pub(in crate::card::pcsc) type Word = u32;
    pub(in crate::card::pcsc) type Status = i32;
    pub(in crate::card::pcsc) type Handle = usize;
    pub(in crate::card::pcsc) const LIBRARIES: &[&str] = &["winscard.dll"];
    pub(in crate::card::pcsc) const ATR: usize = 36;
    pub(in crate::card::pcsc) const NAMES: [&str; 3] = ["SCardListReadersA", "SCardGetStatusChangeA", "SCardConnectA"];
    pub(in crate::card::pcsc) const CONTROL: &str = "SCardControl";
    /// `CTL_CODE(FILE_DEVICE_SMARTCARD, number, METHOD_BUFFERED, FILE_ANY_ACCESS)`.
    pub(in crate::card::pcsc) const fn control_code(number: Word) -> Word {
        (0x31 << 16) | (number << 2)
    }
}
pub(super) use platform::{ATR, CONTROL, Handle, LIBRARIES, NAMES, Status, Word, control_code};

/// Numbers that stand for something.
pub(super) mod flag {
    use super::Word;

    pub(in crate::card::pcsc) const SCOPE_USER: Word = 0;
    pub(in crate::card::pcsc) const SHARE_EXCLUSIVE: Word = 1;
    pub(in crate::card::pcsc) const SHARE_DIRECT: Word = 3;
    pub(in crate::card::pcsc) const PROTOCOL_NONE: Word = 0;
    pub(in crate::card::pcsc) const PROTOCOL_T0_OR_T1: Word = 3;
    pub(in crate::card::pcsc) const LEAVE_CARD: Word = 0;
    pub(in crate::card::pcsc) const UNPOWER_CARD: Word = 2;
    pub(in crate::card::pcsc) const STATE_CHANGED: Word = 0x0002;
    pub(in crate::card::pcsc) const STATE_PRESENT: Word = 0x0020;
    pub(in crate::card::pcsc) const STATE_EXCLUSIVE: Word = 0x0080;
    pub(in crate::card::pcsc) const STATE_MUTE: Word = 0x0200;
}

/// `SCARD_READERSTATE`. Apple packs it.
#[cfg_attr(not(target_os = "macos"), repr(C))]
#[cfg_attr(target_os = "macos", repr(C, packed))]
#[derive(Clone, Copy)]
pub(super) struct RawReaderState {
    pub(super) reader: *const c_char,
    pub(super) user_data: *mut c_void,
    pub(super) current: Word,
    pub(super) event: Word,
    pub(super) atr_length: Word,
    pub(super) atr: [u8; ATR],
}

/// `SCARD_IO_REQUEST`. Apple packs it, which changes nothing here.
#[repr(C)]
pub(super) struct IoRequest {
    pub(super) protocol: Word,
    pub(super) length: Word,
}

pub(super) type Establish = unsafe extern "system" fn(Word, *const c_void, *const c_void, *mut Handle) -> Status;
pub(super) type Release = unsafe extern "system" fn(Handle) -> Status;
pub(super) type ListReaders = unsafe extern "system" fn(Handle, *const c_char, *mut c_char, *mut Word) -> Status;
pub(super) type StatusChange = unsafe extern "system" fn(Handle, Word, *mut RawReaderState, Word) -> Status;
pub(super) type Connect =
    unsafe extern "system" fn(Handle, *const c_char, Word, Word, *mut Handle, *mut Word) -> Status;
pub(super) type Disconnect = unsafe extern "system" fn(Handle, Word) -> Status;
pub(super) type Transmit =
    unsafe extern "system" fn(Handle, *const IoRequest, *const u8, Word, *mut IoRequest, *mut u8, *mut Word) -> Status;
pub(super) type Control =
    unsafe extern "system" fn(Handle, Word, *const c_void, Word, *mut c_void, Word, *mut Word) -> Status;
