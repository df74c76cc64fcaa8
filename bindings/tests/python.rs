//! The contract, from Python: the generated module over the shared library, against the real server and the virtual
//! card.

#![allow(clippy::unwrap_used, clippy::print_stdout, reason = "a test")]

mod support;

use std::path::Path;
use std::process::Command;

use uniffi_bindgen::bindings::{GenerateOptions, TargetLanguage, generate};

#[test]
fn python_sees_a_table_that_comes_out() {
    contract("test_table");
}

#[test]
fn python_cannot_misuse_a_session() {
    contract("test_session");
}

#[test]
fn python_makes_many_sessions_in_many_threads() {
    contract("test_limits");
}

fn contract(module: &str) {
    if Command::new("python3").arg("--version").output().is_err() {
        assert!(std::env::var_os("CI").is_none(), "there is no python3");
        println!("skipped: there is no python3");
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let library = support::library();
    std::fs::copy(&library, folder.path().join(library.file_name().unwrap())).unwrap();
    generate(GenerateOptions {
        languages: vec![TargetLanguage::Python],
        source: library.try_into().unwrap(),
        out_dir: folder.path().to_owned().try_into().unwrap(),
        config_override: None,
        format: false,
        crate_filter: None,
        metadata_no_deps: true,
    })
    .unwrap();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let told = Command::new("python3")
        .args(["-B", "-W", "error::ResourceWarning", "-m", "unittest", module])
        .current_dir(here.join("tests/contract"))
        .env("PYTHONPATH", folder.path())
        .env("KAZASU_STAGE", support::stage())
        .env("KAZASU_TABLE", here.join("../tests/scenarios/table"))
        .output()
        .unwrap();
    let (out, err) = (String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
    assert!(told.status.success(), "{out}\n{err}");
    println!("{out}{err}");
}
