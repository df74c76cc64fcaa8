//! Makes a constant of every text id in `words/ja.ftl`, so that a text that does not exist does not compile.

#![allow(clippy::disallowed_methods, reason = "a build script lives on files and environment")]

use std::fmt::Write as _;
use std::path::Path;
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-changed=words/ja.ftl");
    let source = fs::read_to_string("words/ja.ftl").expect("words/ja.ftl is part of the crate");
    let mut code = String::from("/// Every text, by id.\npub const ALL: &[Text] = &[\n");
    let ids: Vec<&str> = source.lines().filter_map(|line| line.split_once(" = ").map(|(id, _)| id)).collect();
    for id in &ids {
        writeln!(code, "    Text({id:?}),").expect("a string takes everything");
    }
    code.push_str("];\n");
    for id in ids {
        let name = id.replace('-', "_").to_uppercase();
        writeln!(code, "#[allow(missing_docs)]\npub const {name}: Text = Text({id:?});")
            .expect("a string takes everything");
    }
    let out = env::var("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("text.rs"), code).expect("OUT_DIR is writable");
}
