//! No document names a file, a command or a target that is not there, and the README says which commands CI runs.

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

/// Whether something of that name is there.
type Check<'a> = &'a dyn Fn(&str) -> bool;

/// What Cargo and make know by name.
struct Known {
    goals: BTreeSet<String>,
    /// Packages, and targets that a manifest names.
    named: BTreeSet<String>,
    /// Tests and examples, by file or folder.
    targets: BTreeSet<String>,
}

impl Known {
    fn read() -> Self {
        let makefile = fs::read_to_string(root().join("Makefile")).unwrap();
        let goals = makefile.lines().filter_map(|line| line.split_once(':')).map(|(goal, _)| goal.to_owned()).collect();
        let (mut named, mut targets) = (BTreeSet::new(), BTreeSet::new());
        let below_tests = entries(&root().join("tests"));
        for package in
            ["core", "bindings", "desktop", "server"].map(|name| root().join(name)).into_iter().chain(below_tests)
        {
            let Ok(manifest) = fs::read_to_string(package.join("Cargo.toml")) else { continue };
            let names = manifest.lines().filter_map(|line| line.strip_prefix("name = \"")?.strip_suffix('"'));
            named.extend(names.map(str::to_owned));
            for target in entries(&package.join("tests")).into_iter().chain(entries(&package.join("examples"))) {
                targets.insert(target.file_stem().unwrap().to_string_lossy().into_owned());
            }
        }
        Self { goals, named, targets }
    }

    fn has_target(&self, name: &str) -> bool {
        self.targets.contains(name) || self.named.contains(name)
    }
}

fn entries(folder: &Path) -> Vec<PathBuf> {
    fs::read_dir(folder).map(|all| all.map(|entry| entry.unwrap().path()).collect()).unwrap_or_default()
}

#[test]
fn every_command_that_is_named_is_there() {
    let known = Known::read();
    let is_script = |name: &str| root().join("scripts").join(name).exists();
    // Not the word of a sentence: in code, or where a line begins with it.
    let wanted: [(&str, Check<'_>); 8] = [
        ("`make ", &|name| known.goals.contains(name)),
        ("\n    make ", &|name| known.goals.contains(name)),
        ("cargo run -p ", &|name| known.named.contains(name)),
        ("cargo test -p ", &|name| known.named.contains(name)),
        ("`scripts/", &is_script),
        (" scripts/", &is_script),
        ("--test ", &|name| known.has_target(name)),
        ("--example ", &|name| known.has_target(name)),
    ];
    let (mut wrong, mut commands) = (Vec::new(), 0);
    for (file, text) in documents() {
        for (before, is_there) in wanted {
            for name in names_after(&text, before) {
                commands += 1;
                if !is_there(name) {
                    wrong.push(format!("{}: {}{name}", file.display(), before.trim()));
                }
            }
        }
    }
    assert!(wrong.is_empty() && commands > 60, "{commands} commands, of them not there: {wrong:#?}");
}

/// The commands of a goal, without what make does to them.
fn recipe(makefile: &str, goal: &str) -> Vec<String> {
    let lines = makefile.lines().skip_while(|line| !line.starts_with(&format!("{goal}:"))).skip(1);
    let lines = lines.take_while(|line| line.starts_with('\t'));
    lines.map(|line| line.trim_start_matches(['\t', '@']).split(" $(").next().unwrap().to_owned()).collect()
}

#[test]
fn the_readme_says_which_commands_ci_runs_and_which_it_does_not() {
    let read = |path: &str| fs::read_to_string(root().join(path)).unwrap();
    let (makefile, rungs, readme) = (read("Makefile"), read("scripts/test"), read("README.md"));
    assert!(read(".ci/run").lines().any(|line| line == "make test"));
    assert_eq!(recipe(&makefile, "test"), ["scripts/test"]);
    let rungs: Vec<_> = rungs.lines().map(str::trim).collect();
    // One rung has every test of the workspace, the others one command each, as it stands.
    let is_whole = |rest: &str| rest.is_empty() || rest.starts_with(' ');
    let is_run = |command: &String| {
        command.starts_with("cargo test --quiet -p ")
            || rungs.iter().filter_map(|line| line.split_once(&**command)).any(|(_, rest)| is_whole(rest))
    };
    let (run, not_run) = readme.split_once("not in CI:").unwrap();
    let not_run = not_run.split("\n\n").nth(1).unwrap();
    let goals = |text: &str| names_after(text, "\n    make ").into_iter().map(str::to_owned).collect::<Vec<_>>();
    let (run, not_run) = (goals(run), goals(&format!("\n{not_run}")));
    assert!(run.len() > 6 && not_run.len() > 4, "{run:?} {not_run:?}");
    for goal in &run {
        let by_hand = ["run", "test"].contains(&&**goal);
        assert!(by_hand || recipe(&makefile, goal).iter().all(is_run), "CI does not run make {goal}");
    }
    for goal in &not_run {
        assert!(!recipe(&makefile, goal).iter().all(is_run), "CI runs make {goal}");
    }
}
