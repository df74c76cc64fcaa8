//! Versions of clients (Semantic Versioning 2.0.0, as far as comparing with a minimum needs it).

use std::fmt;

/// `major.minor.patch`; a pre-release comes before its release.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Version {
    numbers: [u64; 3],
    released: bool,
}

impl Version {
    /// A release.
    pub const fn release(major: u64, minor: u64, patch: u64) -> Self {
        Self { numbers: [major, minor, patch], released: true }
    }

    /// Takes `1.2.3`, `1.2.3-beta.1` and `1.2.3+build`; anything else is `None`.
    pub fn parse(text: &str) -> Option<Self> {
        let core = text.split('+').next()?;
        let (core, pre) = core.split_once('-').map_or((core, None), |(core, pre)| (core, Some(pre)));
        if pre.is_some_and(str::is_empty) {
            return None;
        }
        let mut parts = core.split('.').map(number);
        let numbers = [parts.next()??, parts.next()??, parts.next()??];
        parts.next().is_none().then_some(Self { numbers, released: pre.is_none() })
    }
}

impl Version {
    /// As [`Version::parse`], for what a client says of itself: `1` and `1.2` count as `1.0.0` and `1.2.0`.
    pub(crate) fn of_client(text: &str) -> Option<Self> {
        Self::parse(text).or_else(|| Self::parse(&format!("{text}.0"))).or_else(|| Self::parse(&format!("{text}.0.0")))
    }
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [major, minor, patch] = self.numbers;
        write!(f, "{major}.{minor}.{patch}")
    }
}

fn number(text: &str) -> Option<u64> {
    let plain = text.bytes().all(|b| b.is_ascii_digit()) && (text == "0" || !text.starts_with('0'));
    if plain { text.parse().ok() } else { None }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_ordered_by_number_and_pre_releases_come_first() {
        let order = ["0.0.9", "0.1.0-dev", "0.1.0", "0.2.0", "0.10.0", "1.0.0"].map(Version::parse);
        assert!(order.iter().all(Option::is_some));
        assert!(order.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(Version::parse("1.2.3+b"), Version::parse("1.2.3"));
    }

    #[test]
    fn a_client_may_be_short_about_its_version() {
        for (text, version) in [("1", Some("1.0.0")), ("1.2", Some("1.2.0")), ("0.1.0", Some("0.1.0")), ("", None)] {
            assert_eq!(Version::of_client(text), version.and_then(Version::parse), "{text}");
        }
        assert_eq!([Version::of_client("x"), Version::of_client("1.2.3.4")], [None, None]);
        assert!(Version::of_client("x") < Version::parse("0.0.0"), "no version is older than any");
    }

    #[test]
    fn other_texts_are_no_versions() {
        for text in ["", "1", "1.2", "1.2.3.4", "01.2.3", "1.2.3-", "v1.2.3", "1.2.x", "1..3"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }
}
