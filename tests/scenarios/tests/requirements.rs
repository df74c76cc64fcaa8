//! `tests/requirements.toml`: which tests show which requirement, for whom. A row that is missing, a test that does not
//! exist and an actor without either a test or a reason fail here; `docs/requirements.md` is generated from it:
//!
//! `KAZASU_REWRITE=1 cargo test -p kazasu-scenarios --test requirements` writes it anew.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

use serde::Deserialize;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    requirement: Vec<Requirement>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Requirement {
    /// `REQ-01` and so on.
    id: String,
    /// What is required.
    says: String,
    /// Who has to do with it.
    actors: Vec<String>,
    /// By actor: functions of tests, or `scenario NAME` for a row of the table.
    #[serde(default)]
    tests: BTreeMap<String, Vec<String>>,
    /// By actor: what is not shown, and why.
    #[serde(default)]
    open: BTreeMap<String, String>,
}

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn table() -> Vec<Requirement> {
    let text = fs::read_to_string(root().join("tests/requirements.toml")).unwrap();
    toml::from_str::<Table>(&text).unwrap().requirement
}

/// Every test in the tree by its name, with the file that it is in.
struct Tests {
    files: BTreeMap<String, String>,
}

impl Tests {
    fn read() -> Self {
        let mut texts = Vec::new();
        for folder in ["core", "bindings", "desktop", "server", "tests", "android", "ios"] {
            collect(&root().join(folder), folder, &mut texts);
        }
        texts.sort();
        let mut files = BTreeMap::new();
        for (path, text) in texts {
            for name in text.lines().filter_map(|line| name_in(line, path.ends_with(".toml"))) {
                files.entry(name).or_insert_with(|| path.clone());
            }
        }
        Self { files }
    }

    /// The file of a test; none if there is no such test.
    fn file(&self, name: &str) -> Option<&str> {
        self.files.get(name).map(String::as_str)
    }
}

/// The function or scenario that a line declares, if any: Rust's `fn`, Kotlin's `fun`, Swift's `func`, Python's `def`,
/// JavaScript's `test("…"`.
fn name_in(line: &str, is_table: bool) -> Option<String> {
    if is_table {
        return Some(format!("scenario {}", line.strip_prefix("name = \"")?.strip_suffix('"')?));
    }
    if let Some(rest) = line.trim_start().strip_prefix("test(\"") {
        return rest.split_once('"').map(|(name, _)| name.to_owned());
    }
    let words = ["fn ", "fun ", "func ", "def "];
    let rest = words.iter().find_map(|word| line.split_once(word).map(|(_, rest)| rest))?;
    match rest.strip_prefix('`') {
        Some(quoted) => quoted.split_once('`').map(|(name, _)| name.to_owned()),
        None => rest.split_once('(').map(|(name, _)| name.to_owned()),
    }
}

fn collect(folder: &Path, name: &str, files: &mut Vec<(String, String)>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let file = entry.file_name().to_string_lossy().into_owned();
        let path = format!("{name}/{file}");
        if entry.file_type().unwrap().is_dir() {
            if !file.starts_with('.') && !["target", "build", "node_modules"].contains(&&*file) {
                collect(&entry.path(), &path, files);
            }
        } else if file.ends_with(".toml") && name.ends_with("scenarios/table")
            || [".rs", ".kt", ".swift", ".py", ".mjs", ".js"].iter().any(|end| file.ends_with(end))
        {
            files.push((path, fs::read_to_string(entry.path()).unwrap_or_default()));
        }
    }
}

#[test]
fn every_requirement_names_the_tests_that_show_it() {
    let tests = Tests::read();
    let mut wrong = Vec::new();
    let rows = table();
    let ids: Vec<&str> = rows.iter().map(|row| row.id.as_str()).collect();
    let expected: Vec<String> = (1..=73).chain(101..=132).map(|number| format!("REQ-{number:02}")).collect();
    assert_eq!(ids, expected, "rows, in order");
    for row in &rows {
        for actor in &row.actors {
            let shown = row.tests.get(actor).is_some_and(|tests| !tests.is_empty());
            if !shown && !row.open.contains_key(actor) {
                wrong.push(format!("{}: neither a test nor a reason for {actor}", row.id));
            }
        }
        for actor in row.tests.keys().chain(row.open.keys()).filter(|actor| !row.actors.contains(actor)) {
            wrong.push(format!("{}: {actor} is none of its actors", row.id));
        }
        for name in row.tests.values().flatten().filter(|name| tests.file(name).is_none()) {
            wrong.push(format!("{}: there is no test `{name}`", row.id));
        }
    }
    assert!(wrong.is_empty(), "\n{}", wrong.join("\n"));
}

#[test]
fn what_scenarios_say_that_they_show_is_required() {
    let rows = table();
    for scenario in kazasu_scenarios::table().unwrap() {
        for id in scenario.shows {
            assert!(rows.iter().any(|row| row.id == id), "{}: {id}", scenario.name);
        }
    }
}

#[test]
fn the_page_of_requirements_is_current() {
    let (tests, rows) = (Tests::read(), table());
    let open = rows.iter().filter(|row| !row.open.is_empty()).count();
    let mut page = format!(
        "# Requirements and the tests that show them\n\n\
         Generated from `tests/requirements.toml` by `tests/scenarios/tests/requirements.rs`; a test fails where this page \
         is not current, or names a test that does not exist. *App* stands for the phone apps, *PC* for the program on a PC. \
         What both get from the core is shown once for both, in the core or through it.\n\n\
         {} requirements; {open} of them are not shown in full for everybody, and say why under **open**.\n\n\
         | Requirement | Shown by |\n|---|---|\n",
        rows.len()
    );
    for row in &rows {
        let mut shown = String::new();
        let mut lists: Vec<(&Vec<String>, Vec<&str>)> = Vec::new();
        for (actor, names) in &row.tests {
            match lists.iter_mut().find(|(list, _)| *list == names) {
                Some((_, actors)) => actors.push(actor),
                None => lists.push((names, vec![actor])),
            }
        }
        for (names, actors) in lists {
            let links: Vec<String> = names
                .iter()
                .map(|name| format!("[{name}](../{})", tests.file(name).unwrap_or("tests/requirements.toml")))
                .collect();
            let _ = write!(shown, "*{}*: {}. ", actors.join(", "), links.join(", "));
        }
        for (actor, reason) in &row.open {
            let _ = write!(shown, "**open**, *{actor}*: {reason} ");
        }
        let _ = writeln!(page, "| **{}** {} | {} |", row.id, row.says, shown.trim_end());
    }
    let path = root().join("docs/requirements.md");
    if env::var_os("KAZASU_REWRITE").is_some() {
        fs::write(path, page).unwrap();
    } else {
        let kept = fs::read_to_string(path).unwrap_or_default();
        assert!(kept == page, "docs/requirements.md is not current; KAZASU_REWRITE=1 writes it");
    }
}
