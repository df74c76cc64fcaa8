//! Completions and the manual's pages, made from the arguments themselves.

use std::io;
use std::path::Path;

use clap::CommandFactory as _;
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
    finish(io::Write::write_all(&mut io::stdout(), &script))
}

/// Writes a page for the program and for each of its commands.
pub fn man(folder: &Path) -> Exit {
    finish(clap_mangen::generate_to(Arguments::command(), folder))
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
