//! The copy of the tree: with everything planted, with one change alone, and as it was.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fs;
use std::path::Path;

use crate::build::{self, Built, Tests, build};
use crate::list::Mutant;
use crate::plant::Planted;
use crate::run::CHOSEN;
use crate::sites;

/// Changes that are not planted.
#[derive(Default)]
pub(crate) struct Apart {
    /// Those that stand where nothing can be planted: in a constant, in a chain with `let`.
    pub(crate) alone: BTreeSet<u32>,
    /// Those that are no Rust where they stand.
    pub(crate) unviable: BTreeSet<u32>,
}

impl Apart {
    fn has(&self, number: u32) -> bool {
        self.alone.contains(&number) || self.unviable.contains(&number)
    }
}

/// Builds with every change planted that can be; gives the others too.
pub(crate) fn planted(tree: &Path, chosen: &BTreeMap<u32, &Mutant>) -> Result<(Vec<Tests>, Apart), Box<dyn Error>> {
    let mut files: BTreeMap<&str, Vec<(u32, &Mutant)>> = BTreeMap::new();
    for (number, mutant) in chosen {
        files.entry(&mutant.file).or_default().push((*number, mutant));
    }
    let sources: BTreeMap<&str, String> =
        files.keys().map(|file| Ok((*file, fs::read_to_string(tree.join(file))?))).collect::<std::io::Result<_>>()?;
    let root = tree.join("core/src/lib.rs");
    fs::write(tree.join("core/src/planted.rs"), module())?;
    let own_root = fs::read_to_string(&root)?;
    let (mut apart, mut planted): (Apart, BTreeMap<&str, Planted>) = Default::default();
    for (file, mutants) in &files {
        let placed: BTreeSet<u32> = sites::sites(&sources[file], mutants)?
            .iter()
            .flat_map(|site| site.mutants.iter().map(|(number, _)| *number))
            .collect();
        apart.alone.extend(mutants.iter().map(|(number, _)| *number).filter(|number| !placed.contains(number)));
    }
    let tests = loop {
        for (file, mutants) in &files {
            let left: Vec<_> = mutants.iter().copied().filter(|(number, _)| !apart.has(*number)).collect();
            let now = Planted::new(&sources[file], &sites::sites(&sources[file], &left)?);
            if planted.get(file).is_none_or(|before| before.text != now.text) {
                let more = if *file == "core/src/lib.rs" { "\nmod planted;\n" } else { "" };
                fs::write(tree.join(file), format!("{}{more}", now.text))?;
                planted.insert(file, now);
            }
        }
        if !files.contains_key("core/src/lib.rs") {
            fs::write(&root, format!("{own_root}\nmod planted;\n"))?;
        }
        match build(tree, true)? {
            Built::Tests(tests) => break tests,
            Built::Errors(errors, said) => {
                let before = (apart.alone.len(), apart.unviable.len());
                for (file, places) in errors {
                    let Some(there) = planted.get(file.as_str()) else { continue };
                    for place in places {
                        let (numbers, own) = there.blamed(&build::range(place));
                        if own { apart.unviable.extend(numbers) } else { apart.alone.extend(numbers) }
                    }
                }
                apart.alone.retain(|number| !apart.unviable.contains(number));
                let after = (apart.alone.len(), apart.unviable.len());
                println!("{} changes are no Rust, {} cannot be built beside the original", after.1, after.0);
                if after == before {
                    return Err(said.into());
                }
            }
        }
    };
    let tests = kept(tests, tree)?;
    for (file, source) in &sources {
        fs::write(tree.join(file), source)?;
    }
    fs::write(&root, own_root)?;
    fs::remove_file(tree.join("core/src/planted.rs"))?;
    Ok((tests, apart))
}

/// Copies of the programs: the next build writes over them.
fn kept(tests: Vec<Tests>, tree: &Path) -> std::io::Result<Vec<Tests>> {
    let copy = |it: Tests| {
        let program = tree.join(format!("planted-{}", it.name));
        fs::copy(&it.program, &program)?;
        Ok(Tests { program, ..it })
    };
    tests.into_iter().map(copy).collect()
}

/// What the planted code asks.
fn module() -> String {
    format!(
        "use std::sync::LazyLock;\nstatic ON: LazyLock<u32> = LazyLock::new(|| std::env::var({CHOSEN:?}).ok()\
         .and_then(|text| text.parse().ok()).unwrap_or(0));\npub(crate) fn on() -> u32 {{ *ON }}\n"
    )
}

/// Builds with that change alone, and takes it back; `None` if it does not compile.
pub(crate) fn single(tree: &Path, mutant: &Mutant) -> Result<Option<Vec<Tests>>, Box<dyn Error>> {
    let path = tree.join(&mutant.file);
    let source = fs::read_to_string(&path)?;
    let range = mutant.range(&source).ok_or("a change outside its file")?;
    let mut changed = source.clone();
    changed.replace_range(range, &mutant.replacement);
    fs::write(&path, changed)?;
    let built = build(tree, false)?;
    let tests = match built {
        Built::Tests(tests) => Some(kept(tests, tree)?),
        Built::Errors(..) => None,
    };
    fs::write(&path, source)?;
    Ok(tests)
}
