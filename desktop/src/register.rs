//! The commands that run a flow of the core: `register`, `status`, `insurance`, `release`, `receipt`, `card info`.

use std::io::{self, Write as _};
use std::path::PathBuf;
use std::sync::Arc;

use kazasu_core::flow::{Entry, Flow};
use kazasu_core::http::Http;
use kazasu_core::platform::Platform;
use kazasu_core::words::Language;

use crate::card::Reader;
use crate::cli::{self, Register};
use crate::exit::Exit;
use crate::folders;
use crate::platform;
use crate::shell::{self, Ended, Performer};
use crate::start::{CannotStart, reader};
use crate::store::Store;
use crate::terminal::{Alone, Choice, JsonLines, Terminal};
use crate::words::{say, text};
use crate::{clock, complain};

/// What a run needs.
pub struct Run {
    /// What the person came for.
    pub entry: Entry,
    /// The platform.
    pub platform: Platform,
    /// Where the card is.
    pub reader: Box<dyn Reader>,
    /// Where records are kept.
    pub folder: PathBuf,
    /// The language of the screens.
    pub language: Language,
    /// Whether screens and result go to standard output too.
    pub json: bool,
}

/// Runs the command.
pub fn start(entry: Entry, arguments: Register) -> Exit {
    let json = arguments.json;
    match prepare(entry, arguments).and_then(run) {
        Ok(exit) => exit,
        Err(error) => {
            complain(error);
            if json {
                JsonLines::not_started();
            }
            Exit::Usage
        }
    }
}

fn prepare(entry: Entry, arguments: Register) -> Result<Run, CannotStart> {
    let platform = platform::built_in()?;
    #[cfg(feature = "sandbox")]
    let platform = match &arguments.server {
        Some(address) => platform.at(address)?,
        None => platform,
    };
    let reader = reader(&arguments.card, arguments.data.as_deref())?;
    let folder = arguments.data.map_or_else(|| folders::state("kazasu"), Ok)?;
    let language = arguments.lang.unwrap_or_else(cli::default_language);
    Ok(Run { entry, platform, reader, folder, language, json: arguments.json })
}

/// Runs the flow at the terminal.
pub fn run(run: Run) -> Result<Exit, CannotStart> {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
    runtime.block_on(at_terminal(run))
}

/// The same, in a runtime that is there.
pub async fn at_terminal(run: Run) -> Result<Exit, CannotStart> {
    let (http, store, mut reader) = (Http::new(&[])?, Store::open(run.folder)?, run.reader);
    let presentation = shell::presentation::<Terminal>(run.language);
    let (platform, client) = (Arc::new(run.platform), Arc::new(platform::client()));
    let flow = || Flow::home(platform, client, presentation, clock::now(), run.entry);
    if needs_nobody(run.entry) {
        let mut alone = Alone::new(run.json.then(JsonLines::default))?;
        let ended = shell::run(flow(), Performer::new(http, store, reader), &mut alone).await;
        return Ok(finish(&ended, run.json));
    }
    let mut terminal = match Terminal::open(run.json.then(JsonLines::default)) {
        Ok(terminal) => terminal,
        Err(error) => {
            tracing::info!(%error, "no terminal");
            refuse(run.language, run.json);
            return Ok(Exit::NoTerminal);
        }
    };
    if !choose_reader(&mut terminal, reader.as_mut(), run.language).await {
        drop(terminal);
        if run.json {
            JsonLines::cancelled();
        }
        return Ok(Exit::Cancelled);
    }
    let performer = Performer::new(http, store, reader);
    let ended = shell::run(flow(), performer, &mut terminal).await;
    drop(terminal);
    Ok(finish(&ended, run.json))
}

fn finish(ended: &Ended, json: bool) -> Exit {
    if json {
        JsonLines::result(ended.outcome, &ended.screen);
    }
    ended.outcome.into()
}

/// What asks nothing of a person but to lay the card there: it is told without a terminal too.
fn needs_nobody(entry: Entry) -> bool {
    match entry {
        Entry::CheckCard => true,
        Entry::Receipts => !Terminal::is_there(),
        _ => false,
    }
}

/// Asks which of several readers; the answer is for this run only. `false`: the person leaves.
async fn choose_reader(terminal: &mut Terminal, reader: &mut dyn Reader, language: Language) -> bool {
    let names = reader.choices();
    if names.is_empty() {
        return true;
    }
    match terminal.choose(language, text::TERMINAL_CHOOSE_READER, &names).await {
        Choice::This(place) => names.get(place).into_iter().for_each(|name| reader.choose(name)),
        Choice::Any => {}
        Choice::Left => return false,
    }
    true
}

/// Whether there is a terminal that a person could be at.
#[cfg(feature = "sandbox")]
pub fn has_terminal() -> bool {
    Terminal::is_there()
}

/// REQ-127: a PIN is taken from a terminal only.
fn refuse(language: Language, json: bool) {
    for sentence in [text::TERMINAL_NO_TERMINAL, text::TERMINAL_PIN_NEEDS_TERMINAL] {
        let _ = writeln!(io::stderr(), "{}", say(language, sentence, &[]).annotated());
    }
    if json {
        JsonLines::no_terminal();
    }
}
