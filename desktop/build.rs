//! Puts the platform file of this build where the program finds it: `platform.toml`, or the file that KAZASU_PLATFORM
//! names (absolute, or relative to the workspace).

use std::path::{Path, PathBuf};
use std::{env, fs};

fn main() {
    println!("cargo::rerun-if-env-changed=KAZASU_PLATFORM");
    let here = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").expect("cargo sets CARGO_MANIFEST_DIR"));
    let file = match env::var_os("KAZASU_PLATFORM").filter(|name| !name.is_empty()) {
        Some(name) => here.parent().unwrap_or(&here).join(name), // an absolute name replaces the folder
        None => here.join("platform.toml"),
    };
    println!("cargo::rerun-if-changed={}", file.display());
    let text = fs::read(&file).unwrap_or_else(|error| panic!("the platform file {}: {error}", file.display()));
    let out = env::var_os("OUT_DIR").expect("cargo sets OUT_DIR");
    fs::write(Path::new(&out).join("platform.toml"), text).expect("OUT_DIR is writable");
}
