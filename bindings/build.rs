//! Names this build after what it is made from, so that a library and bindings of different sources are found out at
//! start and not in the middle of a flow.

use std::path::{Path, PathBuf};
use std::{env, fs};

use sha2::{Digest as _, Sha256};

/// All that decides what the library does and how it is called. Paths from this package's folder.
const SOURCES: [&str; 8] = [
    "../Cargo.lock",
    "../core/Cargo.toml",
    "../core/build.rs",
    "../core/src",
    "../core/words",
    "Cargo.toml",
    "src",
    "uniffi.toml",
];

fn main() {
    let mut files = Vec::new();
    for source in SOURCES {
        println!("cargo::rerun-if-changed={source}");
        collect(Path::new(source), &mut files);
    }
    files.sort();
    let mut digest = Sha256::new();
    digest.update(if env::var_os("CARGO_FEATURE_HTTP").is_some() { "http" } else { "" });
    for file in files {
        let content = fs::read(&file).expect("a file that was just listed");
        let name = file.to_str().expect("sources have plain names").replace('\\', "/");
        digest.update(format!("\n{name} {}\n", content.len()));
        digest.update(content);
    }
    let digest = digest.finalize();
    let id: String = digest.iter().take(16).map(|byte| format!("{byte:02x}")).collect();
    println!("cargo::rustc-env=KAZASU_BUILD_ID=kazasu-{id}");
}

fn collect(path: &Path, files: &mut Vec<PathBuf>) {
    if path.is_dir() {
        for entry in fs::read_dir(path).expect("sources can be read") {
            collect(&entry.expect("sources can be read").path(), files);
        }
    } else {
        files.push(path.to_owned());
    }
}
