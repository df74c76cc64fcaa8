//! Command and response APDUs (ISO/IEC 7816-4 §5).

use crate::secret::{Pin, Secret};

/// A command's class, instruction and parameters.
pub type Header = [u8; 4];

/// A command APDU, ready to be sent. Its bytes are wiped on drop, for one of them carries a PIN.
#[derive(Debug)]
pub struct Command {
    bytes: Secret,
    sensitive: bool,
}

impl Command {
    /// Case 1: the header alone, four bytes and nothing after them.
    pub fn bare(header: Header) -> Self {
        Self::new(&[&header])
    }

    /// Case 2, short: asks for `expected` bytes, 1 to 256.
    pub fn read(header: Header, expected: u16) -> Self {
        let [_, le] = expected.min(256).to_be_bytes(); // 256 is written 00
        Self::new(&[&header, &[le]])
    }

    /// Case 2, extended: asks for `expected` bytes, 1 to 65,535.
    pub fn read_extended(header: Header, expected: u16) -> Self {
        Self::new(&[&header, &[0], &expected.to_be_bytes()])
    }

    /// Case 3, short: carries `data`, 1 to 255 bytes.
    pub fn write<const N: usize>(header: Header, data: &[u8; N]) -> Self {
        Self::new(&[&header, &[Self::lc::<N>()], data])
    }

    /// Case 4, short: carries `data`, 1 to 255 bytes, and asks for up to 256.
    pub fn exchange<const N: usize>(header: Header, data: &[u8; N]) -> Self {
        Self::new(&[&header, &[Self::lc::<N>()], data, &[0]])
    }

    /// Case 3 with the PIN, which is consumed: it lives on in this command alone.
    pub fn with_pin(header: Header, pin: Pin) -> Self {
        Self { sensitive: true, ..Self::write(header, pin.digits()) }
    }

    /// The bytes to send.
    pub fn bytes(&self) -> &[u8] {
        self.bytes.expose()
    }

    /// Whether a shell must wipe its copy and log nothing of it.
    pub fn is_sensitive(&self) -> bool {
        self.sensitive
    }

    /// Gives the bytes away, to be wiped by whoever takes them.
    pub fn into_bytes(self) -> Secret {
        self.bytes
    }

    const fn lc<const N: usize>() -> u8 {
        const { assert!(N > 0 && N < 256, "a short command carries 1 to 255 bytes") };
        N as u8
    }

    fn new(parts: &[&[u8]]) -> Self {
        Self { bytes: Secret::new(parts.concat()), sensitive: false }
    }
}

/// A response APDU: data, if any, and the status word.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// What came before the status word.
    pub data: Vec<u8>,
    /// SW1 SW2.
    pub status: StatusWord,
}

/// What came back is no response APDU: shorter than a status word, or longer than any answer can be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("{0} bytes are no response APDU")]
pub struct NotAResponse(pub usize);

impl Response {
    /// The longest answer an extended command can bring: 65,536 bytes and a status word.
    pub const LONGEST: usize = 65_538;

    /// Takes a card's bytes apart.
    pub fn parse(mut bytes: Vec<u8>) -> Result<Self, NotAResponse> {
        let length = bytes.len();
        if length > Self::LONGEST {
            return Err(NotAResponse(length));
        }
        let (Some(low), Some(high)) = (bytes.pop(), bytes.pop()) else { return Err(NotAResponse(length)) };
        Ok(Self { data: bytes, status: StatusWord(u16::from_be_bytes([high, low])) })
    }
}

/// SW1 SW2 (card fact sheet §5).
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct StatusWord(pub u16);

impl StatusWord {
    /// Success.
    pub const OK: Self = Self(0x9000);
    /// End of file before Le bytes: tolerated as an end (card fact sheet §4.2).
    pub const END_OF_FILE: Self = Self(0x6282);
    /// Wrong length: Lc, Le or an extended form that this card or reader does not take.
    pub const WRONG_LENGTH: Self = Self(0x6700);
    /// Security status not satisfied: the PIN has not been verified.
    pub const NOT_VERIFIED: Self = Self(0x6982);
    /// File or application not found.
    pub const NOT_FOUND: Self = Self(0x6A82);
    /// Offset at or after the end of the file.
    pub const BEYOND_END: Self = Self(0x6B00);
    /// Internal failure; seen on the very first command after power-up (card fact sheet §4.1).
    pub const INTERNAL: Self = Self(0x6F00);

    /// A keypad's own word: the PIN was not typed in time, and nothing was sent (PC/SC part 10, §2.6).
    pub const KEYPAD_TIMED_OUT: Self = Self(0x6400);
    /// As above: the person pressed cancel.
    pub const KEYPAD_CANCELLED: Self = Self(0x6401);
    /// As above: too few or too many digits.
    pub const KEYPAD_LENGTH: Self = Self(0x6403);
    /// As above: the reader does not take what it was asked.
    pub const KEYPAD_PARAMETER: Self = Self(0x6B80);

    /// The retry counter in 63Cx.
    pub fn tries(self) -> Option<u8> {
        let [high, low] = self.0.to_be_bytes();
        (high == 0x63 && low >> 4 == 0xC).then_some(low & 0x0F)
    }

    /// Whether this says that the PIN is blocked: 63C0, 6984, or ISO's 6983 (card fact sheet §5).
    pub fn is_blocked(self) -> bool {
        matches!(self.0, 0x63C0 | 0x6983 | 0x6984)
    }

    /// Whether an application cannot be selected because the card has none of that kind.
    pub fn is_foreign(self) -> bool {
        matches!(self.0, 0x6A81 | 0x6A82 | 0x6D00 | 0x6E00)
    }
}

impl std::fmt::Debug for StatusWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

impl std::fmt::Display for StatusWord {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:04X}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn worked_examples_of_the_card_fact_sheet() {
        assert_eq!(Command::bare([0x00, 0x20, 0x00, 0x80]).bytes(), [0x00, 0x20, 0x00, 0x80]);
        assert_eq!(Command::write([0x00, 0xA4, 0x02, 0x0C], &[0x00, 0x18]).bytes(), [0, 0xA4, 2, 0x0C, 2, 0, 0x18]);
        assert_eq!(Command::read([0x00, 0xB0, 0x8A, 0x00], 256).bytes(), [0, 0xB0, 0x8A, 0, 0]);
        assert_eq!(Command::read([0x00, 0xB0, 0x01, 0x00], 17).bytes(), [0, 0xB0, 1, 0, 17]);
        assert_eq!(Command::read_extended([0x00, 0xB0, 0x8A, 0], 0x0800).bytes(), [0, 0xB0, 0x8A, 0, 0, 8, 0]);
        assert_eq!(Command::exchange([0x80, 0x2A, 0, 0x80], &[7; 51]).bytes().len(), 57);
        let pin = Pin::parse(&Secret::new(b"1234".to_vec())).unwrap();
        let verify = Command::with_pin([0x00, 0x20, 0x00, 0x80], pin);
        assert_eq!(verify.bytes(), [0, 0x20, 0, 0x80, 4, 0x31, 0x32, 0x33, 0x34]);
        assert!(verify.is_sensitive());
    }

    #[test]
    fn responses_are_taken_apart() {
        assert_eq!(Response::parse(vec![]), Err(NotAResponse(0)));
        assert_eq!(Response::parse(vec![0x90]), Err(NotAResponse(1)));
        assert_eq!(Response::parse(vec![0; Response::LONGEST + 1]), Err(NotAResponse(65_539)));
        assert_eq!(Response::parse(vec![0; Response::LONGEST]).unwrap().data.len(), 65_536);
        let response = Response::parse(vec![1, 2, 0x63, 0xC2]).unwrap();
        assert_eq!((response.data, response.status.tries()), (vec![1, 2], Some(2)));
        assert!(StatusWord(0x6984).is_blocked() && StatusWord(0x6983).is_blocked() && StatusWord(0x63C0).is_blocked());
        assert_eq!(StatusWord(0x6300).tries(), None);
        let foreign =
            [0x6A81, 0x6A82, 0x6D00, 0x6E00, 0x9000, 0x6A80, 0x6F00].map(|word| StatusWord(word).is_foreign());
        assert_eq!(foreign, [true, true, true, true, false, false, false]);
        assert_eq!(format!("{} {:?}", StatusWord::NOT_FOUND, StatusWord::OK), "6A82 9000");
    }
}
