//! Files that are generated and checked in: a test says when one is not current, and `KAZASU_REWRITE=1` writes it.

#![allow(clippy::disallowed_methods, reason = "tests of files live on files and environment")]

use std::path::Path;

/// Fails if the file, named from this crate's folder, is not this text; writes it if that is asked for.
pub(crate) fn agrees_with(name: &str, text: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    if std::env::var_os("KAZASU_REWRITE").is_some() {
        std::fs::create_dir_all(path.parent().expect("a file is in a folder")).expect("the tree is writable");
        std::fs::write(&path, text).expect("the tree is writable");
        return;
    }
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let changed = kept.lines().zip(text.lines()).position(|(kept, now)| kept != now);
    let at = changed.unwrap_or_else(|| kept.lines().count().min(text.lines().count())) + 1;
    assert!(
        kept == text,
        "{name} is not current from line {at} on; KAZASU_REWRITE=1 writes it:\n  kept: {:?}\n  now:  {:?}",
        kept.lines().nth(at - 1),
        text.lines().nth(at - 1)
    );
}
