//! The PIN on its way in.

use std::sync::{Arc, Mutex};

use kazasu_core::secret::{Pin, Secret};
use zeroize::Zeroizing;

use crate::guard::lock;

/// The PIN while it is typed: digits come in one at a time, and can be looked at one at a time, for a person who wants
/// to see what they typed. Wiped when it is handed over, cleared or freed (REQ-125).
///
/// There is no way to hand over a PIN as a text: texts of Kotlin, Swift and Python cannot be wiped.
#[derive(uniffi::Object)]
pub struct PinEntry(Mutex<Option<Zeroizing<Vec<u8>>>>);

/// The entry does not take that. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum PinProblem {
    /// Not a number from 0 to 9.
    #[error("not a digit")]
    NotADigit,
    /// The PIN has no more digits.
    #[error("no place for another digit")]
    Full,
    /// The PIN was handed over: a new try needs a new entry.
    #[error("the PIN was handed over")]
    Spent,
}

#[uniffi::export]
impl PinEntry {
    /// Without a digit.
    #[uniffi::constructor]
    pub fn new() -> Arc<Self> {
        // At its full size: a `Vec` that grows would move the digits.
        Arc::new(Self(Mutex::new(Some(Zeroizing::new(Vec::with_capacity(Pin::DIGITS))))))
    }

    /// Adds a digit, 0 to 9.
    pub fn push(&self, digit: u8) -> Result<(), PinProblem> {
        let mut entry = lock(&self.0);
        let digits = entry.as_mut().ok_or(PinProblem::Spent)?;
        if digit > 9 {
            return Err(PinProblem::NotADigit);
        }
        if digits.len() == Pin::DIGITS {
            return Err(PinProblem::Full);
        }
        digits.push(b'0' + digit);
        Ok(())
    }

    /// Takes the last digit back, if there is one.
    pub fn backspace(&self) -> Result<(), PinProblem> {
        let mut entry = lock(&self.0);
        let digits = entry.as_mut().ok_or(PinProblem::Spent)?;
        if let Some(last) = digits.last_mut() {
            *last = 0;
        }
        digits.pop();
        Ok(())
    }

    /// Takes all digits back.
    pub fn clear(&self) -> Result<(), PinProblem> {
        let mut entry = lock(&self.0);
        let digits = entry.as_mut().ok_or(PinProblem::Spent)?;
        digits.fill(0);
        digits.clear();
        Ok(())
    }

    /// The digit at that place, from 0 on, for drawing it where the person asked to see it; none where none is typed.
    /// A number and no text: it is drawn and forgotten.
    pub fn digit(&self, place: u8) -> Result<Option<u8>, PinProblem> {
        let entry = lock(&self.0);
        let digits = entry.as_ref().ok_or(PinProblem::Spent)?;
        Ok(digits.get(usize::from(place)).map(|digit| digit - b'0'))
    }

    /// How many digits there are.
    pub fn count(&self) -> Result<u8, PinProblem> {
        let entry = lock(&self.0);
        let digits = entry.as_ref().ok_or(PinProblem::Spent)?;
        Ok(u8::try_from(digits.len()).unwrap_or(u8::MAX))
    }
}

impl PinEntry {
    /// The digits, once: whoever asks again gets nothing.
    pub(crate) fn spend(&self) -> Option<Secret> {
        lock(&self.0).take().map(|mut digits| Secret::new(std::mem::take(&mut *digits)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn digits_go_in_and_are_handed_over_once() {
        let entry = PinEntry::new();
        for digit in [1, 2, 9, 9] {
            assert_eq!(entry.push(digit), Ok(()));
        }
        assert_eq!(entry.push(5), Err(PinProblem::Full));
        assert_eq!(entry.push(10), Err(PinProblem::NotADigit));
        assert_eq!((entry.backspace(), entry.backspace(), entry.count()), (Ok(()), Ok(()), Ok(2)));
        assert_eq!((entry.push(3), entry.push(4)), (Ok(()), Ok(())));
        assert_eq!((entry.digit(0), entry.digit(3), entry.digit(4)), (Ok(Some(1)), Ok(Some(4)), Ok(None)));
        assert_eq!(entry.spend().map(Secret::into_exposed), Some(b"1234".to_vec()));
        assert!(entry.spend().is_none());
        assert_eq!((entry.push(1), entry.clear()), (Err(PinProblem::Spent), Err(PinProblem::Spent)));
        assert_eq!(entry.digit(0), Err(PinProblem::Spent));
    }
}
