//! T15: in the product, randomness has one source, and no key is written down.

#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::{Path, PathBuf};

/// What is built into a product.
const PRODUCT: [&str; 4] = ["core/src", "bindings/src", "desktop/src", "server/src"];
/// Where the system's generator is asked: the page's address, a shell's answer to the core, the platform's names and secrets.
const ASKED: [&str; 3] = ["desktop/src/page/guard.rs", "desktop/src/shell/performer.rs", "server/src/ids.rs"];
/// Generators that can be seeded, or are no secret's.
const OTHERS: [&str; 8] =
    ["StdRng", "SmallRng", "ChaCha", "seed_from", "from_seed", "thread_rng", "fastrand", "SystemRandom"];

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.is_dir() {
            sources(&entry, found);
        } else if entry.extension().is_some_and(|end| end == "rs") {
            found.push(entry);
        }
    }
}

#[test]
fn t15_randomness_has_one_source_and_no_key_is_written_down() {
    let mut files = Vec::new();
    PRODUCT.iter().for_each(|folder| sources(&root().join(folder), &mut files));
    assert!(files.len() > 150, "{}", files.len());
    let mut asked = Vec::new();
    for file in files {
        let name = file.strip_prefix(root()).unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&file).unwrap();
        if text.contains("getrandom::fill") {
            asked.push(name.clone());
        }
        for other in OTHERS {
            assert!(!text.contains(other), "{name} has {other}");
        }
        assert!(!text.contains("PRIVATE KEY"), "{name} has a key");
    }
    asked.sort_unstable();
    assert_eq!(asked, ASKED);
}
