//! What Cargo built beside these tests.

use std::path::{Path, PathBuf};

/// The shared library that the tests were built with.
pub fn library() -> PathBuf {
    let name = format!("{}kazasu_ffi{}", std::env::consts::DLL_PREFIX, std::env::consts::DLL_SUFFIX);
    built(&beside().join(name))
}

/// The stage. Only `python.rs` needs it.
#[allow(dead_code, reason = "each test file compiles this module for itself")]
pub fn stage() -> PathBuf {
    let name = format!("kazasu-stage{}", std::env::consts::EXE_SUFFIX);
    built(&beside().with_file_name("examples").join(name))
}

/// The folder that this test stands in, `deps`: the library stands there too.
fn beside() -> PathBuf {
    let test = std::env::current_exe().unwrap();
    test.parent().unwrap().to_owned()
}

fn built(path: &Path) -> PathBuf {
    assert!(path.exists(), "{} is not built: `cargo build -p kazasu-ffi --lib --examples`", path.display());
    path.to_owned()
}
