//! No document names a file, a command or a target that is not there.

#![allow(clippy::unwrap_used)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Every document, with its text.
fn documents() -> Vec<(PathBuf, String)> {
    fn collect(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            let name = entry.file_name().unwrap().to_string_lossy().into_owned();
            if entry.is_dir() {
                if !name.starts_with('.') && !["target", "node_modules", "screens"].contains(&&*name) {
                    collect(&entry, found);
                }
            } else if name.ends_with(".md") {
                found.push((entry.clone(), fs::read_to_string(&entry).unwrap()));
            }
        }
    }
    let mut found = Vec::new();
    collect(&root(), &mut found);
    found
}

/// What follows `before`, up to the first letter that is none of a name.
fn names_after<'a>(text: &'a str, before: &str) -> Vec<&'a str> {
    let is_name = |letter: char| letter.is_ascii_alphanumeric() || "-_".contains(letter);
    let rest = text.split(before).skip(1);
    rest.map(|rest| rest.split(|letter| !is_name(letter)).next().unwrap_or_default())
        .filter(|name| !name.is_empty())
        .collect()
}

#[test]
fn every_link_within_the_tree_leads_somewhere() {
    let mut dead = Vec::new();
    let mut links = 0;
    for (file, text) in documents() {
        for target in text.split("](").skip(1).filter_map(|rest| rest.split_once(')').map(|(target, _)| target)) {
            let path = target.split('#').next().unwrap_or_default();
            if target.contains("://") || path.is_empty() {
                continue;
            }
            links += 1;
            if !file.parent().unwrap().join(path).exists() {
                dead.push(format!("{}: {target}", file.display()));
            }
        }
    }
    assert!(dead.is_empty() && links > 100, "{links} links, of them dead: {dead:#?}");
}

#[test]
fn every_command_that_is_named_is_there() {
    let makefile = fs::read_to_string(root().join("Makefile")).unwrap();
    let goals: BTreeSet<&str> =
        makefile.lines().filter_map(|line| line.split_once(':')).map(|(goal, _)| goal).collect();
    let manifests: Vec<String> = ["core", "bindings", "desktop", "server"]
        .into_iter()
        .map(String::from)
        .chain(
            fs::read_dir(root().join("tests"))
                .unwrap()
                .map(|entry| format!("tests/{}", entry.unwrap().file_name().to_string_lossy())),
        )
        .filter_map(|folder| fs::read_to_string(root().join(folder).join("Cargo.toml")).ok())
        .collect();
    let packages: BTreeSet<&str> = manifests
        .iter()
        .flat_map(|text| text.lines().find_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"')))
        .collect();
    let mut wrong = Vec::new();
    let mut commands = 0;
    for (file, text) in documents() {
        let mut must = |what: &str, name: &str, is_there: bool| {
            commands += 1;
            if !is_there {
                wrong.push(format!("{}: {what}{name}", file.display()));
            }
        };
        // Not the word of a sentence: in code, or where a line begins with it.
        for before in ["`make ", "\n    make ", "$ make "] {
            for name in names_after(&text, before) {
                must("make ", name, goals.contains(name));
            }
        }
        for name in names_after(&text, "cargo run -p ").into_iter().chain(names_after(&text, "cargo test -p ")) {
            must("package ", name, packages.contains(name));
        }
        for name in names_after(&text, "`scripts/").into_iter().chain(names_after(&text, " scripts/")) {
            must("scripts/", name, root().join("scripts").join(name).exists());
        }
        for flag in ["--test ", "--example "] {
            for name in names_after(&text, flag) {
                let targets = manifests.iter().any(|text| text.contains(&format!("name = \"{name}\"")));
                let folder = if flag == "--test " { "tests" } else { "examples" };
                let found = [
                    "core",
                    "bindings",
                    "desktop",
                    "server",
                    "tests/e2e",
                    "tests/explore",
                    "tests/scenarios",
                    "tests/fuzz",
                    "tests/virtual-card",
                    "tests/model",
                ]
                .iter()
                .any(|at| {
                    ["", "/main"].iter().any(|end| {
                        root().join(at).join(folder).join(format!("{name}{}.rs", end)).exists()
                            || root().join(at).join(folder).join(name).join("main.rs").exists()
                    })
                });
                must(flag, name, targets || found);
            }
        }
    }
    assert!(wrong.is_empty() && commands > 60, "{commands} commands, of them not there: {wrong:#?}");
}
