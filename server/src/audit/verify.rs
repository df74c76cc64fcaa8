//! Checking the chain from its first line to its last.

use serde_json::Value;

use crate::codec::{Sha256, hex, sha256};

/// What the first line names as the one before.
pub(crate) const GENESIS: Sha256 = [0; 32];

pub(crate) fn line_hash(line: &str) -> Sha256 {
    sha256(line.as_bytes())
}

/// The end of an unbroken chain. Publish it, and a later cut of the log shows too.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditHead {
    /// Number of lines.
    pub lines: u64,
    /// Hash of the last line, 64 hexadecimal digits.
    pub hash: String,
}

/// The first place where the chain is broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuditFault {
    /// A number is missing, or there twice.
    #[error("the audit log is broken: line {expected} is missing, {found} stands in its place")]
    Gap {
        /// The number that should come.
        expected: i64,
        /// The number that came.
        found: i64,
    },
    /// A line does not have the hash that was stored with it.
    #[error("the audit log is broken: line {0} was changed")]
    Changed(i64),
    /// A line does not continue the line before.
    #[error("the audit log is broken: line {0} does not follow from the line before")]
    Unchained(i64),
}

/// A check that goes through the lines in the order of their numbers.
pub(crate) struct ChainCheck {
    prev: Sha256,
    expected: i64,
}

impl ChainCheck {
    pub(crate) fn new() -> Self {
        Self { prev: GENESIS, expected: 1 }
    }

    /// Takes the next line: its number, its text and the hash that was stored with it.
    pub(crate) fn take(&mut self, seq: i64, line: &str, hash: &[u8]) -> Result<(), AuditFault> {
        if seq != self.expected {
            return Err(AuditFault::Gap { expected: self.expected, found: seq });
        }
        let real = line_hash(line);
        if real.as_slice() != hash {
            return Err(AuditFault::Changed(seq));
        }
        let parsed: Value = serde_json::from_str(line).map_err(|_| AuditFault::Changed(seq))?;
        if parsed["prev"] != hex(&self.prev) || parsed["seq"] != seq {
            return Err(AuditFault::Unchained(seq));
        }
        self.prev = real;
        self.expected += 1;
        Ok(())
    }

    pub(crate) fn head(&self) -> AuditHead {
        AuditHead { lines: u64::try_from(self.expected - 1).unwrap_or(0), hash: hex(&self.prev) }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::audit::{Entry, Event};
    use crate::clock::Moment;
    use crate::ids::TraceId;

    fn verify_lines(lines: impl IntoIterator<Item = (i64, String, Vec<u8>)>) -> Result<AuditHead, AuditFault> {
        let mut check = ChainCheck::new();
        lines.into_iter().try_for_each(|(seq, line, hash)| check.take(seq, &line, &hash))?;
        Ok(check.head())
    }

    fn chain(n: i64) -> Vec<(i64, String, Vec<u8>)> {
        let mut prev = GENESIS;
        let make = |seq| {
            let entry = Entry::new(Event::SessionCreated, Moment(0), &TraceId::random()).outcome("a\n\u{1}b");
            let line = entry.line(seq, &prev);
            prev = line_hash(&line);
            (seq, line, prev.to_vec())
        };
        (1..=n).map(make).collect()
    }

    #[test]
    fn t32_an_unbroken_chain_has_a_head() {
        let lines = chain(5);
        let last = hex(&lines[4].2);
        assert_eq!(verify_lines(lines).unwrap(), AuditHead { lines: 5, hash: last });
        assert_eq!(verify_lines([]).unwrap().lines, 0);
    }

    #[test]
    fn t32_every_kind_of_tampering_is_found() {
        let mut changed = chain(4);
        changed[1].1 = changed[1].1.replace("session.created", "session.deleted");
        assert_eq!(verify_lines(changed.clone()), Err(AuditFault::Changed(2)));
        changed[1].2 = line_hash(&changed[1].1).to_vec();
        assert_eq!(verify_lines(changed), Err(AuditFault::Unchained(3)));
        let mut cut = chain(4);
        cut.remove(2);
        assert_eq!(verify_lines(cut), Err(AuditFault::Gap { expected: 3, found: 4 }));
    }

    #[test]
    fn t32_control_characters_cannot_make_a_line() {
        assert!(chain(1)[0].1.chars().all(|c| !c.is_control()));
    }
}
