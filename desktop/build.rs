//! Puts the platform file of this build where the program finds it: `platform.toml`, or the file that KAZASU_PLATFORM
//! names (absolute, or relative to the workspace). Makes a constant of every text id in `words/`.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR"));
    platform(&here, &out);
    texts(&here, &out);
}

fn platform(here: &Path, out: &Path) {
    println!("cargo::rerun-if-env-changed=KAZASU_PLATFORM");
    let file = match env::var_os("KAZASU_PLATFORM").filter(|name| !name.is_empty()) {
        Some(name) => here.parent().unwrap_or(here).join(name), // an absolute name replaces the folder
        None => here.join("platform.toml"),
    };
    println!("cargo::rerun-if-changed={}", file.display());
    let text = fs::read(&file).unwrap_or_else(|error| panic!("the platform file {}: {error}", file.display()));
    fs::write(out.join("platform.toml"), text).expect("OUT_DIR is writable");
}

fn texts(here: &Path, out: &Path) {
    let mut files = vec![here.join("words/ja.ftl")];
    if env::var_os("CARGO_FEATURE_SANDBOX").is_some() {
        files.push(here.join("words/sandbox/ja.ftl"));
    }
    println!("cargo::rerun-if-changed={}", here.join("words").display());
    let source: Vec<String> =
        files.iter().map(|file| fs::read_to_string(file).expect("words are part of the crate")).collect();
    let mut constants = String::new();
    let mut all = String::new();
    for id in source.iter().flat_map(|text| text.lines()).filter_map(|line| Some(line.split_once(" = ")?.0)) {
        let name = id.replace('-', "_").to_uppercase();
        writeln!(constants, "pub const {name}: Text = Text({id:?});").expect("a string takes everything");
        writeln!(all, "    {name},").expect("a string takes everything");
    }
    let code = format!("{constants}/// Every text.\npub const ALL: &[Text] = &[\n{all}];\n");
    fs::write(out.join("text.rs"), code).expect("OUT_DIR is writable");
}
