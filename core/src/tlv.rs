//! The outer length of a DER object whose beginning is at hand (ITU-T X.690 §8.1.3, §10.1).

/// Why the first bytes of a file do not begin a DER SEQUENCE.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TlvError {
    /// The first byte is no SEQUENCE tag: an empty file is filled with 00 or FF.
    #[error("tag {0:02X} where a SEQUENCE begins")]
    Tag(u8),
    /// The length is indefinite, not in its shortest form, or of more than three bytes.
    #[error("not a DER length")]
    Length,
    /// Too few bytes to tell.
    #[error("cut off")]
    Short,
}

/// How many bytes the SEQUENCE that begins here has, its tag and length included.
pub fn sequence_length(start: &[u8]) -> Result<usize, TlvError> {
    let mut bytes = start.iter().copied();
    match bytes.next() {
        Some(0x30) => {}
        Some(tag) => return Err(TlvError::Tag(tag)),
        None => return Err(TlvError::Short),
    }
    let first = bytes.next().ok_or(TlvError::Short)?;
    let count = match first {
        0x00..=0x7F => return Ok(2 + usize::from(first)),
        0x81..=0x83 => usize::from(first & 0x0F),
        _ => return Err(TlvError::Length),
    };
    let mut length = 0_usize;
    for _ in 0..count {
        length = length << 8 | usize::from(bytes.next().ok_or(TlvError::Short)?);
    }
    let shortest = if count == 1 { 0x80 } else { 1 << (8 * (count - 1)) };
    if length < shortest { Err(TlvError::Length) } else { Ok(2 + count + length) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths() {
        assert_eq!(sequence_length(&[0x30, 0x82, 0x06, 0x2B]), Ok(1583));
        assert_eq!(sequence_length(&[0x30, 0x03, 2, 1, 5]), Ok(5));
        assert_eq!(sequence_length(&[0x30, 0x81, 0x80]), Ok(131));
        assert_eq!(sequence_length(&[0x30, 0x82, 1, 0]), Ok(260));
        assert_eq!(sequence_length(&[0x30, 0x83, 1, 0, 0]), Ok(65_541));
    }

    #[test]
    fn what_is_no_der() {
        assert_eq!(sequence_length(&[]), Err(TlvError::Short));
        assert_eq!(sequence_length(&[0x30]), Err(TlvError::Short));
        assert_eq!(sequence_length(&[0x30, 0x82, 6]), Err(TlvError::Short));
        assert_eq!(sequence_length(&[0xFF, 0xFF]), Err(TlvError::Tag(0xFF)));
        assert_eq!(sequence_length(&[0x30, 0x83, 0, 0xFF, 0xFF]), Err(TlvError::Length));
        for bad in [[0x30, 0x80, 0, 0], [0x30, 0x81, 0x7F, 0], [0x30, 0x82, 0, 0xFF], [0x30, 0x84, 0, 0]] {
            assert_eq!(sequence_length(&bad), Err(TlvError::Length), "{bad:02x?}");
        }
    }

    #[test]
    fn never_panics() {
        for a in 0..=255_u8 {
            for b in [0, 1, 0x7F, 0x80, 0xFF] {
                let _ = sequence_length(&[0x30, a, b, b, b]);
            }
        }
    }
}
