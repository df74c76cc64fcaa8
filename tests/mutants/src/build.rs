//! Builds the tests of the changed tree.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// What is built and run: the core's own tests, the explorer's quick ones, and those that play the flows against a platform.
const TESTS: [&str; 17] = [
    "-p",
    "kazasu-core",
    "--lib",
    "-p",
    "kazasu-explore",
    "--test",
    "quick",
    "-p",
    "kazasu-e2e",
    "--test",
    "table",
    "--test",
    "around",
    "--test",
    "server_says",
    "--quiet",
    "--no-default-features",
];
/// Built once and run a thousand times; sums are checked as they are in tests.
const ONCE: [&str; 8] = [
    "--profile",
    "mutants",
    "--config",
    "profile.mutants.inherits=\"release\"",
    "--config",
    "profile.mutants.lto=false",
    "--config",
    "profile.mutants.overflow-checks=true",
];
/// The quickest first: a change is given to the next only where it was not noticed before.
const ORDER: [&str; 5] = ["kazasu_core", "quick", "server_says", "table", "around"];

/// A program with tests.
#[derive(Debug, Clone)]
pub(crate) struct Tests {
    pub(crate) name: String,
    pub(crate) program: PathBuf,
    /// Where it runs.
    pub(crate) folder: PathBuf,
}

/// What came of a build.
pub(crate) enum Built {
    /// Programs to run.
    Tests(Vec<Tests>),
    /// Where errors are, by file; and all that was said.
    Errors(BTreeMap<String, BTreeSet<(usize, usize)>>, String),
}

/// Builds in that tree; `once`: to be run often.
pub(crate) fn build(tree: &Path, once: bool) -> std::io::Result<Built> {
    let done = Command::new("cargo")
        .args(["test", "--no-run", "--message-format=json"])
        .args(TESTS)
        .current_dir(tree)
        .args(if once { &ONCE[..] } else { &[] })
        .stderr(Stdio::piped())
        .output()?;
    let messages = || done.stdout.split(|octet| *octet == b'\n').filter_map(|line| serde_json::from_slice(line).ok());
    if !done.status.success() {
        let (mut errors, mut said) = (BTreeMap::new(), String::from_utf8_lossy(&done.stderr).into_owned());
        messages().for_each(|message| note(&message, &mut errors, &mut said));
        return Ok(Built::Errors(errors, said));
    }
    let mut tests: Vec<Tests> = messages().filter_map(|message| tests_of(&message)).collect();
    tests.retain(|it| ORDER.contains(&it.name.as_str()));
    tests.sort_by_key(|it| ORDER.iter().position(|name| *name == it.name));
    Ok(Built::Tests(tests))
}

/// Notes the places of an error.
fn note(message: &Value, errors: &mut BTreeMap<String, BTreeSet<(usize, usize)>>, said: &mut String) {
    let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str).unwrap_or_default();
    if text("/message/level") != "error" {
        return;
    }
    said.push_str(text("/message/rendered"));
    for span in message.pointer("/message/spans").and_then(Value::as_array).into_iter().flatten() {
        let number = |name: &str| span.get(name).and_then(Value::as_u64).and_then(|it| usize::try_from(it).ok());
        let primary = span.get("is_primary") == Some(&Value::Bool(true));
        let file = span.get("file_name").and_then(Value::as_str).unwrap_or_default();
        if let (true, Some(start), Some(end)) = (primary, number("byte_start"), number("byte_end")) {
            errors.entry(file.to_owned()).or_default().insert((start, end));
        }
    }
}

fn tests_of(message: &Value) -> Option<Tests> {
    let text = |pointer: &str| message.pointer(pointer).and_then(Value::as_str);
    let test = message.pointer("/profile/test") == Some(&Value::Bool(true));
    let (name, program, manifest) = (text("/target/name")?, text("/executable")?, text("/manifest_path")?);
    let folder = Path::new(manifest).parent()?.to_owned();
    test.then(|| Tests { name: name.to_owned(), program: program.into(), folder })
}

/// As a range.
pub(crate) fn range((start, end): (usize, usize)) -> Range<usize> {
    start..end
}
