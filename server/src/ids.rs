//! Names of things, parsed once at the edge: after that a value of these types is well formed.

use std::fmt;
use std::time::{SystemTime, UNIX_EPOCH};

use crate::codec::hex;

const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// The system's random generator did not answer.
#[derive(Debug, Clone, Copy, thiserror::Error)]
#[error("the system's random generator failed")]
pub(crate) struct NoRandomness;

pub(crate) fn random<const N: usize>() -> Result<[u8; N], NoRandomness> {
    let mut octets = [0; N];
    getrandom::fill(&mut octets).map_err(|_| NoRandomness)?;
    Ok(octets)
}

macro_rules! id {
    ($(#[$doc:meta])* $name:ident, $prefix:literal) => {
        $(#[$doc])*
        #[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub struct $name(String);

        impl $name {
            const PREFIX: &'static str = $prefix;

            /// Takes the prefix and 26 letters or digits; anything else is `None`.
            pub fn parse(text: &str) -> Option<Self> {
                let rest = text.strip_prefix(Self::PREFIX)?;
                let fits = rest.len() == 26 && rest.bytes().all(|b| b.is_ascii_alphanumeric());
                fits.then(|| Self(text.to_owned()))
            }

            /// A new one: the time in milliseconds and 80 random bits. Rows that are made together so lie together, and
            /// a table's size does not tell in what a new row costs.
            pub(crate) fn random() -> Result<Self, NoRandomness> {
                Ok(Self(format!("{}{}", Self::PREFIX, base32(timed(random()?)))))
            }

            /// The text, prefix included.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

id!(
    /// Id of a session: `ses_` and 26 letters or digits.
    SessionId, "ses_"
);
id!(
    /// Id of a registration: `reg_` and 26 letters or digits.
    RegistrationId, "reg_"
);

/// Letters at the beginning of a new id, after its prefix, that tell when it was made, to 32 milliseconds.
pub(crate) const MADE: usize = 9;

impl SessionId {
    /// When it was made: the later, the greater.
    pub(crate) fn made(&self) -> &str {
        let begin = Self::PREFIX.len();
        self.0.get(begin..begin + MADE).unwrap_or_default()
    }
}

fn timed(mut octets: [u8; 16]) -> [u8; 16] {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default().as_millis();
    let now = u64::try_from(now).unwrap_or(u64::MAX).to_be_bytes();
    octets[..6].copy_from_slice(&now[2..]);
    octets
}

fn base32(octets: [u8; 16]) -> String {
    let mut bits = u128::from_be_bytes(octets);
    let mut text = [0_u8; 26];
    for place in text.iter_mut().rev() {
        *place = ALPHABET[usize::from((bits & 31) as u8)];
        bits >>= 5;
    }
    text.iter().map(|b| char::from(*b)).collect()
}

/// The value between the quotes of `Idempotency-Key`, 22 to 64 characters of base64url.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct IdempotencyKey(String);

impl IdempotencyKey {
    /// Takes a header value, quotes included; anything else is `None`.
    pub fn parse(header: &str) -> Option<Self> {
        let key = header.strip_prefix('"')?.strip_suffix('"')?;
        let fits =
            (22..=64).contains(&key.len()) && key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
        fits.then(|| Self(key.to_owned()))
    }

    /// The text without quotes.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Marks one request in problems, in the log and in the audit log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TraceId(String);

impl TraceId {
    /// A new one: 32 hexadecimal digits. Without randomness it is all zeros: it only serves to find log lines.
    pub(crate) fn random() -> Self {
        Self(hex(&random::<16>().unwrap_or_default()))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Receipt number for people: the number of the line of the audit log that tells of the registration (REQ-126), in three
/// groups of four digits. No two are equal, and support finds the line by it.
pub(crate) fn receipt_number(line: i64) -> String {
    format!("{:04}-{:04}-{:04}", line / 100_000_000, line / 10_000 % 10_000, line % 10_000)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;

    /// What challenges are drawn with.
    #[test]
    fn t25_a_million_draws_of_32_octets_without_a_repeat() {
        let drawn: std::collections::HashSet<[u8; 32]> = (0..1_000_000).map(|_| random().unwrap()).collect();
        assert_eq!(drawn.len(), 1_000_000);
    }

    #[test]
    fn ids_that_are_made_later_come_later() {
        let first = RegistrationId::random().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(2));
        assert!(RegistrationId::random().unwrap() > first);
    }

    #[test]
    fn random_ids_fit_their_own_pattern() {
        let id = SessionId::random().unwrap();
        assert_eq!(SessionId::parse(id.as_str()), Some(id));
    }

    #[test]
    fn malformed_ids_are_none() {
        let long = "0".repeat(27);
        for text in ["", "ses_", "ses_0123", "reg_00000000000000000000000000", &format!("ses_{long}")] {
            assert_eq!(SessionId::parse(text), None, "{text}");
        }
        assert_eq!(SessionId::parse("ses_0000000000000000000000000é"), None);
    }

    #[test]
    fn idempotency_key_needs_quotes_and_128_bits() {
        assert!(IdempotencyKey::parse("\"0123456789012345678901\"").is_some());
        for text in ["0123456789012345678901", "\"012345678901234567890\"", "\"01234567890123456789 1\"", "\""] {
            assert_eq!(IdempotencyKey::parse(text), None, "{text}");
        }
    }

    #[test]
    fn receipt_number_has_three_groups() {
        assert_eq!(receipt_number(3), "0000-0000-0003");
        assert_eq!(receipt_number(123_456_789_012), "1234-5678-9012");
    }

    #[test]
    fn an_id_tells_when_it_was_made() {
        let first = SessionId::random().unwrap();
        std::thread::sleep(std::time::Duration::from_millis(40));
        assert!(SessionId::random().unwrap().made() > first.made());
        assert_eq!(first.made().len(), MADE);
    }
}
