//! PC/SC's error codes, and what they mean here.

use std::fmt;

use kazasu_core::effect::CardFault;

use crate::card::Exchange;

/// An error code of PC/SC. The numbers are the same on all three platforms, the integers that hold them are not.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) struct Code(pub(super) u32);

impl Code {
    /// Windows: a driver refuses the request.
    pub(super) const ERROR_NOT_SUPPORTED: Self = Self(50);
    pub(super) const INVALID_HANDLE: Self = Self(0x8010_0003);
    pub(super) const INVALID_PARAMETER: Self = Self(0x8010_0004);
    pub(super) const INSUFFICIENT_BUFFER: Self = Self(0x8010_0008);
    pub(super) const UNKNOWN_READER: Self = Self(0x8010_0009);
    pub(super) const TIMEOUT: Self = Self(0x8010_000A);
    pub(super) const SHARING_VIOLATION: Self = Self(0x8010_000B);
    pub(super) const NO_SMARTCARD: Self = Self(0x8010_000C);
    pub(super) const PROTO_MISMATCH: Self = Self(0x8010_000F);
    pub(super) const READER_UNAVAILABLE: Self = Self(0x8010_0017);
    pub(super) const NO_SERVICE: Self = Self(0x8010_001D);
    pub(super) const SERVICE_STOPPED: Self = Self(0x8010_001E);
    pub(super) const NO_READERS_AVAILABLE: Self = Self(0x8010_002E);
    pub(super) const UNSUPPORTED_FEATURE: Self = Self(0x8010_001F);
    pub(super) const UNSUPPORTED_CARD: Self = Self(0x8010_0065);
    pub(super) const UNRESPONSIVE_CARD: Self = Self(0x8010_0066);
    pub(super) const UNPOWERED_CARD: Self = Self(0x8010_0067);
    pub(super) const REMOVED_CARD: Self = Self(0x8010_0069);
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:08X}", self.0)
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Why no card can be spoken to.
pub(super) fn fault_of(code: Code) -> CardFault {
    match code {
        // The context of a service that was restarted meanwhile is no handle any longer.
        Code::NO_SERVICE | Code::SERVICE_STOPPED | Code::INVALID_HANDLE => CardFault::ServiceOff,
        Code::NO_READERS_AVAILABLE => CardFault::ReaderAbsent,
        Code::UNKNOWN_READER | Code::READER_UNAVAILABLE => CardFault::ReaderRemoved,
        Code::SHARING_VIOLATION => CardFault::ReaderBusy,
        Code::NO_SMARTCARD | Code::REMOVED_CARD | Code::TIMEOUT => CardFault::NoCard,
        Code::PROTO_MISMATCH | Code::UNSUPPORTED_CARD | Code::UNRESPONSIVE_CARD | Code::UNPOWERED_CARD => {
            CardFault::NotACard
        }
        _ => CardFault::Other,
    }
}

/// What a failed exchange came to. `NotSent` needs certainty: a long command that the reader's software refused as such.
/// A wrong guess would have the core send something twice, so whatever carries a PIN, or is short, counts as lost.
pub(super) fn exchange_of(code: Code, command: &[u8]) -> Exchange {
    let is_extended = command.len() >= 7 && command.get(4) == Some(&0);
    // The room for the answer is as large as any answer, so only the command can have been too long.
    let refused = matches!(code, Code::INVALID_PARAMETER | Code::INSUFFICIENT_BUFFER | Code::ERROR_NOT_SUPPORTED);
    if is_extended && refused { Exchange::NotSent } else { Exchange::Lost }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_long_command_that_was_refused_counts_as_not_sent() {
        let long = [0x00, 0xB0, 0x8A, 0x00, 0x00, 0x08, 0x00];
        let verify = [0x00, 0x20, 0x00, 0x80, 0x04, 0x31, 0x32, 0x33, 0x34];
        assert_eq!(exchange_of(Code::INVALID_PARAMETER, &long), Exchange::NotSent);
        assert_eq!(exchange_of(Code::INSUFFICIENT_BUFFER, &long), Exchange::NotSent);
        for code in [Code::INVALID_PARAMETER, Code::INSUFFICIENT_BUFFER, Code::ERROR_NOT_SUPPORTED] {
            assert_eq!(exchange_of(code, &verify), Exchange::Lost);
            assert_eq!(exchange_of(code, &verify[..4]), Exchange::Lost);
        }
        // SCARD_F_COMM_ERROR, SCARD_E_NOT_TRANSACTED, SCARD_W_RESET_CARD, SCARD_W_REMOVED_CARD
        for code in [0x8010_0013, 0x8010_0016, 0x8010_0068, 0x8010_0069] {
            assert_eq!(exchange_of(Code(code), &long), Exchange::Lost);
        }
    }

    #[test]
    fn req_19_each_missing_part_is_told_apart() {
        let of = |code| fault_of(Code(code));
        assert_eq!(of(0x8010_001D), CardFault::ServiceOff);
        assert_eq!(of(0x8010_002E), CardFault::ReaderAbsent);
        assert_eq!(of(0x8010_000B), CardFault::ReaderBusy);
        assert_eq!(of(0x8010_0017), CardFault::ReaderRemoved);
        assert_eq!(of(0x8010_0066), CardFault::NotACard);
        assert_eq!(of(0x8010_0001), CardFault::Other);
    }
}
