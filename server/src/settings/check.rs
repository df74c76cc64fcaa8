//! Which settings cannot be.

use super::Settings;
use crate::certificate::Anchor;
use crate::words::{Environment, Lang};

/// A setting that cannot be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// The origin is not as clients write it.
    #[error(
        "origin \"{0}\" must be https://host in lower case, without a slash at the end, with a port only if it is not 443"
    )]
    Origin(String),
    /// No terms.
    #[error("there are no terms; at least one version is needed")]
    NoTerms,
    /// Terms with a mistake.
    #[error("terms \"{version}\": {mistake}")]
    Terms {
        /// The version.
        version: String,
        /// What is wrong.
        mistake: String,
    },
    /// Two versions of one name.
    #[error("terms \"{0}\" are there twice")]
    TermsTwice(String),
    /// No algorithm.
    #[error("no algorithm is offered; name RS256, ES384 or both")]
    NoAlgorithm,
    /// No Japanese name.
    #[error("platform_name needs at least the language \"ja\"")]
    NoName,
    /// A test issuer in production.
    #[error(
        "anchor number {0} belongs to a test hierarchy (O=JPKI-TEST); a production platform must not trust it, so remove it"
    )]
    TestAnchor(usize),
    /// Nothing to trust in production.
    #[error("a production platform needs at least one anchor")]
    NoAnchor,
}

impl Settings {
    /// Looks for the first setting that cannot be.
    ///
    /// # Errors
    /// The mistake, in a sentence that says what to do.
    pub fn check(&self) -> Result<(), SettingsError> {
        self.mistakes().into_iter().next().map_or(Ok(()), Err)
    }

    /// Every setting that cannot be.
    pub fn mistakes(&self) -> Vec<SettingsError> {
        let mut mistakes = Vec::new();
        if !is_origin(&self.origin) {
            mistakes.push(SettingsError::Origin(self.origin.clone()));
        }
        if self.algorithms.is_empty() {
            mistakes.push(SettingsError::NoAlgorithm);
        }
        if !self.platform_name.contains_key(&Lang::Ja) {
            mistakes.push(SettingsError::NoName);
        }
        self.check_terms(&mut mistakes);
        if self.environment == Environment::Production {
            mistakes.extend(self.check_anchors().err());
        }
        mistakes
    }

    fn check_terms(&self, mistakes: &mut Vec<SettingsError>) {
        if self.terms.is_empty() {
            mistakes.push(SettingsError::NoTerms);
        }
        for (place, terms) in self.terms.iter().enumerate() {
            let version = terms.version.clone();
            if let Err(mistake) = terms.check() {
                mistakes.push(SettingsError::Terms { version: version.clone(), mistake });
            }
            if self.terms[..place].iter().any(|other| other.version == version) {
                mistakes.push(SettingsError::TermsTwice(version));
            }
        }
    }

    /// HRP/1 §3.14: a production platform with a sandbox anchor refuses to start.
    fn check_anchors(&self) -> Result<(), SettingsError> {
        match self.anchors.iter().position(Anchor::is_test) {
            Some(place) => Err(SettingsError::TestAnchor(place + 1)),
            None if self.anchors.is_empty() => Err(SettingsError::NoAnchor),
            None => Ok(()),
        }
    }
}

fn is_origin(text: &str) -> bool {
    let Some(rest) = text.strip_prefix("https://") else { return false };
    let (host, port) = rest.split_once(':').map_or((rest, None), |(host, port)| (host, Some(port)));
    let fits = |b: u8| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'.' || b == b'-';
    // As it is written back: without a sign or a zero before it.
    let port_fits = |port: &str| port.parse().is_ok_and(|n: u16| !matches!(n, 0 | 443) && n.to_string() == port);
    !host.is_empty() && host.bytes().all(fits) && port.is_none_or(port_fits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn origins_are_written_in_one_way() {
        for good in ["https://sandbox.example", "https://a.example:8443"] {
            assert!(is_origin(good), "{good}");
        }
        for bad in [
            "http://a.example",
            "https://",
            "https://A.example",
            "https://a.example/",
            "https://a.example:443",
            "https://a.example:0",
            "https://a.example:+8443",
            "https://a.example:99999",
        ] {
            assert!(!is_origin(bad), "{bad}");
        }
    }
}
