//! `kazasu-fuzz FOLDER`: writes the seeds of every target, each into a folder of its name. Without a folder it prints the
//! targets' names.
#![allow(clippy::print_stdout)]

use std::path::PathBuf;

use kazasu_fuzz::{ALL, seeds};

fn main() -> std::io::Result<()> {
    let Some(folder) = std::env::args_os().nth(1).map(PathBuf::from) else {
        ALL.iter().for_each(|target| println!("{}", target.name));
        return Ok(());
    };
    for target in ALL {
        let there = folder.join(target.name);
        std::fs::create_dir_all(&there)?;
        for (number, seed) in seeds::of(target.name).into_iter().enumerate() {
            std::fs::write(there.join(format!("seed-{number}")), seed)?;
        }
    }
    Ok(())
}
