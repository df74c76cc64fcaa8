//! Completions and the manual's pages, made from the arguments themselves.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};
use std::path::Path;

use clap::{Command, CommandFactory as _};
use clap_complete::Shell;

use crate::cli::Arguments;
use crate::complain;
use crate::exit::Exit;

/// What the program is called.
const NAME: &str = "kazasu";

/// Prints completions.
pub fn completions(shell: Shell) -> Exit {
    let mut script = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), NAME, &mut script);
    finish(io::stdout().write_all(&script))
}

/// Writes a page for the program and for each of its commands.
pub fn man(folder: &Path) -> Exit {
    finish(clap_mangen::generate_to(bare(Arguments::command()), folder).and_then(|()| say_exits(folder)))
}

/// Without what `--help` says of exits: a page has a section for them.
fn bare(command: Command) -> Command {
    command.after_help(None::<&str>).mut_subcommands(bare)
}

/// Adds that section to each page.
fn say_exits(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        if name.to_str().is_some_and(|name| name.starts_with(NAME) && name.ends_with(".1")) {
            OpenOptions::new().append(true).open(entry.path())?.write_all(Exit::section().as_bytes())?;
        }
    }
    Ok(())
}

fn finish(written: io::Result<()>) -> Exit {
    match written {
        Ok(()) => Exit::Done,
        Err(error) => {
            complain(error);
            Exit::Usage
        }
    }
}
