//! A virtual My Number Card as a program.

use std::error::Error;
use std::io::{self, Write};
use std::net::{SocketAddr, TcpListener};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use clap::{Args, Parser, Subcommand};
use kazasu_virtual_card::adapters::{tcp, vpcd};
use kazasu_virtual_card::personality::DEFAULT_PIN;
use kazasu_virtual_card::{Authority, AuthorityError, Personality, Slot};

/// A virtual My Number Card.
#[derive(Parser)]
#[command(version)]
struct Arguments {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Serves the card over TCP: connecting is tapping.
    Tcp {
        /// Address to listen on.
        address: SocketAddr,
        #[command(flatten)]
        card: CardArguments,
    },
    /// Puts the card on the virtual reader of PC/SC (vpcd).
    Vpcd {
        /// Address of the driver; its port is usually 35963.
        address: SocketAddr,
        #[command(flatten)]
        card: CardArguments,
        /// A card that left comes back after so many milliseconds.
        #[arg(long, default_value_t = 3_000)]
        again_after: u64,
    },
    /// Prints the certificates that have to be trusted, as PEM.
    Anchors {
        /// Folder the authority is kept in; made if there is none.
        #[arg(long)]
        authority: PathBuf,
    },
    /// Lists the kinds of card.
    List,
}

#[derive(Args)]
struct CardArguments {
    /// Kind of card.
    #[arg(default_value = "fresh")]
    personality: Personality,
    /// Folder the authority is kept in; without, every run has another one.
    #[arg(long)]
    authority: Option<PathBuf>,
    /// User PIN, four digits.
    #[arg(long, default_value = DEFAULT_PIN)]
    pin: String,
}

impl CardArguments {
    fn slot(&self) -> Result<Slot, AuthorityError> {
        let authority = match &self.authority {
            Some(folder) => kept(folder)?,
            None => Authority::new(),
        };
        Ok(Slot::with_pin(self.personality, &authority, now(), &self.pin))
    }
}

fn main() -> ExitCode {
    match run(Arguments::parse().command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Nobody is left to be told if standard error is closed.
            let _ = writeln!(io::stderr(), "kazasu-virtual-card: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run(command: Command) -> Result<(), Box<dyn Error>> {
    let mut out = io::stdout();
    match command {
        Command::Tcp { address, card } => {
            let slot = card.slot()?;
            let listener = TcpListener::bind(address)?;
            writeln!(out, "{} on {}", card.personality, listener.local_addr()?)?;
            out.flush()?;
            tcp::serve(listener, slot)?.wait();
        }
        Command::Vpcd { address, card, again_after } => {
            let slot = card.slot()?;
            writeln!(out, "{} for {address}", card.personality)?;
            out.flush()?;
            vpcd::connect(address, slot, Some(Duration::from_millis(again_after))).wait();
        }
        Command::Anchors { authority } => write!(out, "{}", kept(&authority)?.anchors_pem())?,
        Command::List => {
            for (name, description) in Personality::all() {
                writeln!(out, "{name:<32}{description}")?;
            }
        }
    }
    Ok(())
}

fn kept(folder: &Path) -> Result<Authority, AuthorityError> {
    Authority::load_or_create(folder, now())
}

fn now() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
