//! The changes, as `cargo mutants --list --json` gives them.

use serde::Deserialize;

/// A change.
#[derive(Debug, Clone, Deserialize)]
pub(crate) struct Mutant {
    /// The file, from the root of the tree.
    pub(crate) file: String,
    /// What is changed, with its place: `core/src/tlv.rs:12:5: replace … with …`.
    pub(crate) name: String,
    pub(crate) genre: Genre,
    /// What is replaced; of a function its body.
    pub(crate) span: Span,
    /// What replaces it.
    pub(crate) replacement: String,
}

/// Kinds of changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub(crate) enum Genre {
    /// A function gives that value and does nothing.
    FnValue,
    /// Another operator.
    BinaryOperator,
    /// No operator.
    UnaryOperator,
    /// An arm is left out.
    MatchArm,
    /// A guard that always or never holds.
    MatchArmGuard,
    /// A field is left to the base of the struct.
    StructField,
}

/// Where, in lines and columns from 1; the end is behind the last character.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Span {
    pub(crate) start: Place,
    pub(crate) end: Place,
}

/// A place in a file.
#[derive(Debug, Clone, Copy, Deserialize)]
pub(crate) struct Place {
    pub(crate) line: usize,
    pub(crate) column: usize,
}

impl Place {
    /// The offset in octets.
    pub(crate) fn offset(self, source: &str) -> Option<usize> {
        let before: usize = source.split_inclusive('\n').take(self.line.checked_sub(1)?).map(str::len).sum();
        let line = source.get(before..)?;
        let within = line.char_indices().nth(self.column.checked_sub(1)?).map_or(line.len(), |(at, _)| at);
        Some(before + within)
    }
}

impl Mutant {
    /// The name without line and column: it stays the same when lines are added above.
    pub(crate) fn short(&self) -> String {
        let rest = self.name.strip_prefix(&self.file).unwrap_or(&self.name);
        let words = rest.split_once(": ").map_or(rest, |(_, words)| words);
        format!("{}: {words}", self.file)
    }

    /// The offsets of what is replaced.
    pub(crate) fn range(&self, source: &str) -> Option<std::ops::Range<usize>> {
        Some(self.span.start.offset(source)?..self.span.end.offset(source)?)
    }
}
