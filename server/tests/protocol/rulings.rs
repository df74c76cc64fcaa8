//! Every ruling of HRP/1 §3.15 has a test that carries its letter.

use std::collections::BTreeSet;
use std::path::Path;

/// `A1`, `B12`: a letter and a number, standing alone.
fn rulings() -> BTreeSet<String> {
    let text = include_str!("../../../docs/hrp-1.md");
    let section = text.split("### 3.15 Rulings").nth(1).unwrap().split("\n## ").next().unwrap();
    let words = section.split(|c: char| !c.is_ascii_alphanumeric());
    words.filter(|word| is_ruling(word)).map(str::to_lowercase).collect()
}

fn is_ruling(word: &str) -> bool {
    let digits = word.strip_prefix(['A', 'B', 'a', 'b']);
    digits.is_some_and(|digits| (1..=2).contains(&digits.len()) && digits.bytes().all(|b| b.is_ascii_digit()))
}

/// Rulings in the names of tests: `a3_b4_t21_…` carries two.
fn tested(folder: &Path, all: &mut BTreeSet<String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            tested(&path, all);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            let text = std::fs::read_to_string(path).unwrap();
            for test in text.split("test]").skip(1).chain(text.split("test(").skip(1)) {
                let name = test.split("fn ").nth(1).unwrap_or_default().split('(').next().unwrap_or_default();
                let letters = name.split('_').take_while(|word| word.len() <= 3);
                all.extend(letters.filter(|word| is_ruling(word)).map(str::to_owned));
            }
        }
    }
}

#[test]
fn every_ruling_has_a_test_that_carries_its_letter() {
    let mut found = BTreeSet::new();
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    tested(&here.join("tests"), &mut found);
    tested(&here.join("src"), &mut found);
    let rulings = rulings();
    assert!(rulings.len() >= 36, "{rulings:?}");
    let missing: Vec<_> = rulings.difference(&found).collect();
    assert!(missing.is_empty(), "no test carries {missing:?}");
    let unknown: Vec<_> = found.difference(&rulings).collect();
    assert!(unknown.is_empty(), "§3.15 has no {unknown:?}");
}
