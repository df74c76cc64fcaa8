//! Digests and the two text forms of octets that the protocol knows.

use base64ct::{Base64UrlUnpadded, Encoding};
use ring::digest;

/// Octets of a SHA-256 digest.
pub(crate) type Sha256 = [u8; 32];

pub(crate) fn sha256(octets: &[u8]) -> Sha256 {
    sha256_of(&[octets])
}

/// SHA-256 over several parts, one after another.
pub(crate) fn sha256_of(parts: &[&[u8]]) -> Sha256 {
    let mut context = digest::Context::new(&digest::SHA256);
    for part in parts {
        context.update(part);
    }
    let mut out = [0; 32];
    out.copy_from_slice(context.finish().as_ref());
    out
}

pub(crate) fn b64u(octets: &[u8]) -> String {
    Base64UrlUnpadded::encode_string(octets)
}

/// Decodes base64url without padding. Only the one canonical spelling of the octets is taken.
pub(crate) fn from_b64u(text: &str) -> Option<Vec<u8>> {
    let octets = Base64UrlUnpadded::decode_vec(text).ok()?;
    // Every group of three octets but the last has one spelling.
    let whole = octets.len() / 3;
    (text.get(whole * 4..) == Some(&b64u(&octets[whole * 3..]))).then_some(octets)
}

/// 32 octets in their 43 characters of base64url.
pub(crate) fn digest_from_b64u(text: &str) -> Option<Sha256> {
    from_b64u(text)?.try_into().ok()
}

pub(crate) fn hex(octets: &[u8]) -> String {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    let mut text = String::with_capacity(octets.len() * 2);
    for octet in octets {
        text.push(char::from(DIGITS[usize::from(octet >> 4)]));
        text.push(char::from(DIGITS[usize::from(octet & 15)]));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn base64url_has_one_spelling_for_each_value() {
        assert_eq!(from_b64u("AQ"), Some(vec![1]));
        for other in ["AR", "AQ==", "A", "+/", "A Q", ""] {
            assert!(from_b64u(other).is_none_or(|octets| octets.is_empty()), "{other}");
        }
    }

    #[test]
    fn hex_is_lower_case_with_two_digits_each() {
        assert_eq!(hex(&[0, 10, 255]), "000aff");
    }
}
