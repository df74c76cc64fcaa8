//! Values that are wiped when they go and that no log can show.

use std::fmt;

use zeroize::Zeroizing;

/// Bytes that must not outlive their use: wiped on drop, not `Clone`, and without content in `Debug`.
///
/// Build them at their full size: a `Vec` that grows leaves a copy behind in freed memory.
pub struct Secret(Zeroizing<Vec<u8>>);

impl Secret {
    /// Takes the bytes over.
    pub fn new(bytes: Vec<u8>) -> Self {
        Self(Zeroizing::new(bytes))
    }

    /// The bytes, for as long as the caller needs to look at them.
    pub fn expose(&self) -> &[u8] {
        &self.0
    }

    /// Gives the bytes away; whoever takes them wipes them.
    pub fn into_exposed(mut self) -> Vec<u8> {
        std::mem::take(&mut *self.0)
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(..)")
    }
}

/// A text that must not be shown: a token. Wiped on drop, without content in `Debug`.
pub struct SecretText(Zeroizing<String>);

impl SecretText {
    /// Takes the text over.
    pub fn new(text: String) -> Self {
        Self(Zeroizing::new(text))
    }

    /// The text, for as long as the caller needs to look at it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for SecretText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SecretText(..)")
    }
}

/// The four digits of the user-authentication PIN, as ASCII (REQ-51).
///
/// On the heap, so that a move copies a pointer and never the digits; not `Clone`; consumed by the one VERIFY that it is
/// good for; wiped on drop (REQ-125).
pub struct Pin(Box<Zeroizing<[u8; Pin::DIGITS]>>);

/// What was typed is not a PIN: not exactly four digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a PIN is exactly four digits")]
pub struct NotAPin;

impl Pin {
    /// How many digits the PIN has (card fact sheet §6).
    pub const DIGITS: usize = 4;

    /// Reads what a person typed: UTF-8, ASCII digits or full-width ones, nothing else (REQ-51).
    pub fn parse(typed: &Secret) -> Result<Self, NotAPin> {
        let text = std::str::from_utf8(typed.expose()).map_err(|_| NotAPin)?;
        let mut pin = Self(Box::default());
        let mut places = pin.0.iter_mut();
        for typed in text.chars() {
            let digit = match typed {
                '0'..='9' => u32::from(typed) - u32::from('0'),
                '０'..='９' => u32::from(typed) - u32::from('０'),
                _ => return Err(NotAPin),
            };
            let place = places.next().ok_or(NotAPin)?;
            *place = b'0' + u8::try_from(digit).map_err(|_| NotAPin)?;
        }
        if places.next().is_some() { Err(NotAPin) } else { Ok(pin) }
    }

    /// Whether it is these digits, which are no secret: those of practice.
    pub(crate) fn is(&self, digits: &str) -> bool {
        self.0.as_slice() == digits.as_bytes()
    }

    /// The digits as the card takes them.
    pub(crate) fn digits(&self) -> &[u8; Self::DIGITS] {
        &self.0
    }
}

impl fmt::Debug for Pin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pin(..)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(text: &str) -> Result<[u8; 4], NotAPin> {
        Pin::parse(&Secret::new(text.as_bytes().to_vec())).map(|pin| *pin.digits())
    }

    #[test]
    fn req_51_four_digits_and_nothing_else() {
        assert_eq!(typed("1234"), Ok(*b"1234"));
        assert_eq!(typed("１２３４"), Ok(*b"1234"));
        assert_eq!(typed("０9８7"), Ok(*b"0987"));
        for wrong in ["", "1", "12", "123", "12345", "123a", " 1234", "1234\n", "١٢٣٤", "一二三四", "१२३४", "12３"]
        {
            assert_eq!(typed(wrong), Err(NotAPin), "{wrong:?}");
        }
        assert!(Pin::parse(&Secret::new(vec![0xFF, 0x31, 0x32, 0x33])).is_err());
    }

    #[test]
    fn req_125_debug_shows_no_digits() {
        let secret = Secret::new(b"1234".to_vec());
        let shown = format!("{:?} {:?} {:?}", Pin::parse(&secret), secret, SecretText::new("1234".into()));
        assert_eq!(shown, "Ok(Pin(..)) Secret(..) SecretText(..)");
        assert_eq!(secret.into_exposed(), b"1234");
    }
}
