//! Arguments.

mod card;
mod language;

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};
use kazasu_core::words::Language;

pub use self::card::CardSpec;
pub use self::language::default_language;
use self::language::language;
use crate::exit::Exit;

/// Registers a My Number Card as a health insurance card, with a PC and a card reader.
#[derive(Debug, Parser)]
#[command(name = "kazasu", version, after_help = Exit::table())]
pub struct Arguments {
    /// What to do; without any, the page opens.
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Register a card, or go on with what an earlier run could not send
    #[command(after_help = Exit::table())]
    Register(Register),
    /// See how a registration stands, by what this PC keeps or by the card
    #[command(after_help = Exit::table())]
    Status(Register),
    /// See the insurance information that the platform has, by the card
    #[command(after_help = Exit::table())]
    Insurance(Register),
    /// Ask for the release of a registration, by the card
    #[command(after_help = Exit::table())]
    Release(Register),
    /// See the receipts that this PC keeps; offline
    #[command(after_help = Exit::table())]
    Receipt(Register),
    /// Look at a card; offline, without its PIN
    Card {
        /// What to do.
        #[command(subcommand)]
        command: CardCommand,
    },
    /// Open the page in the browser of this PC; `kazasu` alone does the same
    #[command(after_help = Exit::table())]
    Page(PageArguments),
    /// See what is missing on this PC: smart card software, reader, a place for records
    #[command(after_help = Exit::table())]
    Doctor(Doctor),
    /// Print completions for a shell
    Completions {
        /// Which shell
        shell: clap_complete::Shell,
    },
    /// Write the manual's pages into a folder
    #[command(hide = true)]
    Man {
        /// The folder
        folder: PathBuf,
    },
    /// Practise: a server, a virtual card and the registration, all on this PC
    #[cfg(feature = "sandbox")]
    #[command(after_help = Exit::table())]
    Sandbox(Sandbox),
}

/// What to do with a card.
#[derive(Debug, Subcommand)]
pub enum CardCommand {
    /// Until when its certificate is valid, and how many PIN tries are left. No try is used
    #[command(after_help = Exit::table())]
    Info(Register),
}

/// Arguments of `register`, and of what else a person does with a card. There is none for the PIN: it is typed at a terminal (REQ-127).
#[derive(Debug, Args)]
pub struct Register {
    /// Address of a practice server: https://HOST[:PORT], or http://127.0.0.1:PORT
    #[cfg(feature = "sandbox")]
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,
    /// Where the card is.
    #[arg(long, value_name = "SPEC", default_value = "pcsc", help = CARD)]
    pub card: CardSpec,
    /// Language: ja, ja-easy or en [default: by LC_ALL, LC_MESSAGES, LANG]
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub lang: Option<Language>,
    /// Print every screen and the result on standard output, one JSON object a line
    #[arg(long)]
    pub json: bool,
    /// Folder for records that outlive a run
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

/// Arguments of `page`.
#[derive(Debug, Args)]
pub struct PageArguments {
    /// Address of a practice server: https://HOST[:PORT], or http://127.0.0.1:PORT
    #[cfg(feature = "sandbox")]
    #[arg(long, value_name = "URL")]
    pub server: Option<String>,
    /// Where the card is.
    #[arg(long, value_name = "SPEC", default_value = "pcsc", help = CARD)]
    pub card: CardSpec,
    /// Language at first: ja, ja-easy or en [default: by LC_ALL, LC_MESSAGES, LANG]
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub lang: Option<Language>,
    /// Folder for records that outlive a run
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Print the address and open no browser
    #[arg(long)]
    pub no_browser: bool,
}

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Which reader is meant.
    #[arg(long, value_name = "SPEC", default_value = "pcsc", help = CARD)]
    pub card: CardSpec,
    /// Language: ja, ja-easy or en [default: by LC_ALL, LC_MESSAGES, LANG]
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub lang: Option<Language>,
    /// Print what was found as one JSON object
    #[arg(long)]
    pub json: bool,
    /// Folder for records that outlive a run
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
}

#[cfg(not(feature = "sandbox"))]
const CARD: &str = "Where the card is: pcsc, or pcsc:NAME for a reader with NAME in its name";
#[cfg(feature = "sandbox")]
const CARD: &str = "Where the card is: pcsc, or pcsc:NAME for a reader with NAME in its name; for practice \
     tcp:HOST:PORT, or virtual[:KIND] with the keys that `kazasu sandbox` keeps";

impl PageArguments {
    /// What `kazasu` alone stands for.
    pub fn alone() -> Self {
        Self {
            #[cfg(feature = "sandbox")]
            server: None,
            card: CardSpec::Pcsc(None),
            lang: None,
            data: None,
            no_browser: false,
        }
    }
}

/// Arguments of `sandbox`.
#[cfg(feature = "sandbox")]
#[derive(Debug, Args)]
pub struct Sandbox {
    /// Address of the server, on this PC; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    pub listen: std::net::SocketAddr,
    /// Address of the card, on this PC; port 0 takes a free one
    #[arg(long, value_name = "ADDR", default_value = "127.0.0.1:0")]
    pub listen_card: std::net::SocketAddr,
    /// Folder for server, card and records
    #[arg(long, value_name = "DIR")]
    pub data: Option<PathBuf>,
    /// Another issuer of practice cards to trust, as a PEM file
    #[arg(long, value_name = "FILE")]
    pub anchor: Vec<PathBuf>,
    /// Kind of card
    #[arg(long, value_name = "KIND", default_value = "fresh")]
    pub card: kazasu_virtual_card::Personality,
    /// Language: ja, ja-easy or en [default: by LC_ALL, LC_MESSAGES, LANG]
    #[arg(long, value_name = "LANG", value_parser = language)]
    pub lang: Option<Language>,
    /// Only serve, until interrupted
    #[arg(long)]
    pub serve: bool,
    /// Practise at this terminal; otherwise on the page, where this PC has a display
    #[arg(long, conflicts_with_all = ["serve", "no_browser"])]
    pub terminal: bool,
    /// Practise on the page, print its address and open no browser
    #[arg(long, conflicts_with = "serve")]
    pub no_browser: bool,
    /// Further questions at the practice reception desk, as a TOML file
    #[arg(long, value_name = "FILE")]
    pub reception: Option<PathBuf>,
    /// Start afresh: forget the server's database, the card and all records in the folder
    #[arg(long)]
    pub fresh: bool,
    /// Play a rehearsal without a person; succeeds only if everything comes out as it should
    #[arg(long, value_name = "NAME", conflicts_with_all = ["serve", "list", "terminal"])]
    pub rehearse: Option<String>,
    /// Play the rehearsal on the page: whoever is there is told on standard output what to do
    #[arg(long, requires = "rehearse", hide = true)]
    pub on_page: bool,
    /// Play the rehearsal at this terminal: whoever is there is told on standard output what to do
    #[arg(long, requires = "rehearse", conflicts_with = "on_page", hide = true)]
    pub at_terminal: bool,
    /// List the rehearsals
    #[arg(long, conflicts_with = "serve")]
    pub list: bool,
}

#[cfg(test)]
mod tests {
    use clap::CommandFactory as _;

    use super::*;

    #[test]
    fn the_arguments_are_consistent() {
        Arguments::command().debug_assert();
    }

    #[test]
    fn req_127_no_argument_takes_a_pin() {
        for wrong in
            [["kazasu", "register", "--pin"], ["kazasu", "register", "--pin=1234"], ["kazasu", "register", "1234"]]
        {
            assert!(Arguments::try_parse_from(wrong).is_err(), "{wrong:?}");
        }
    }
}
