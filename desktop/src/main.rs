//! Kazasu on a PC: registers a My Number Card as a health insurance card, on a page in the browser or at a terminal.
//!
//! `kazasu-core` knows what is shown and what is done. Here are the PC's own means: readers ([`card`]), storage
//! ([`store`]), the page ([`page`]) and the terminal ([`terminal`]), and the loop between them and the core ([`shell`]).

mod card;
mod cli;
mod clock;
mod doctor;
mod exit;
mod folders;
mod interrupt;
mod log;
mod manual;
mod page;
mod platform;
mod register;
#[cfg(feature = "sandbox")]
mod rehearse;
#[cfg(feature = "sandbox")]
mod sandbox;
mod shell;
mod start;
mod store;
mod terminal;
/// The same that the phones' library uses: a PIN that came over HTTP stands in buffers that only the allocator sees go.
#[path = "../../bindings/src/wiping.rs"]
mod wiping;
mod words;

use std::alloc::System;
use std::io::Write as _;
use std::panic::catch_unwind;
use std::process::ExitCode;

use clap::Parser as _;
use kazasu_core::flow::Entry;

use crate::cli::{Arguments, CardCommand, Command};
use crate::exit::Exit;
use crate::wiping::Wiping;

#[global_allocator]
static ALLOCATOR: Wiping<System> = Wiping::new(System);

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            let _ = error.print(); // nobody is left to be told if the streams are closed
            return if error.use_stderr() { Exit::Usage.into() } else { Exit::Done.into() };
        }
    };
    log::start();
    catch_unwind(|| run(arguments)).unwrap_or(Exit::Defect.into())
}

fn run(arguments: Arguments) -> ExitCode {
    let Some(command) = arguments.command else { return page::page(cli::PageArguments::alone()).into() };
    match command {
        Command::Register(arguments) => register::start(Entry::Register, arguments).into(),
        Command::Status(arguments) => register::start(Entry::Status, arguments).into(),
        Command::Insurance(arguments) => register::start(Entry::Insurance, arguments).into(),
        Command::Release(arguments) => register::start(Entry::Release, arguments).into(),
        Command::Receipt(arguments) => register::start(Entry::Receipts, arguments).into(),
        Command::Card { command: CardCommand::Info(arguments) } => register::start(Entry::CheckCard, arguments).into(),
        Command::Page(arguments) => page::page(arguments).into(),
        Command::Doctor(arguments) => doctor::doctor(arguments).into(),
        Command::Completions { shell } => manual::completions(shell).into(),
        Command::Man { folder } => manual::man(&folder).into(),
        #[cfg(feature = "sandbox")]
        Command::Sandbox(arguments) => sandbox::sandbox(arguments),
    }
}

/// Says on standard error why the program does not go on.
fn complain(why: impl std::fmt::Display) {
    let _ = writeln!(std::io::stderr(), "kazasu: {why}");
}
