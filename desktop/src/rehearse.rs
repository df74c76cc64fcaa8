//! Rehearsals: the named scenarios, played without a person through this program's own HTTP client and storage, over a
//! real socket, with the virtual card.

mod at_terminal;
mod on_page;

use std::io::{self, Write as _};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Arc;

use kazasu_core::effect::Slot;
use kazasu_core::screen::Screen;
use kazasu_core::secret::Secret;
use kazasu_core::words::Language;
use kazasu_scenarios::{Observer, Scenario, Storage, TableError, Unmet, Wired, play};
use kazasu_virtual_card::{Authority, AuthorityError};

use crate::exit::Exit;
use crate::platform::{self, BadPlatform};
use crate::store::{Store, StoreError};
use crate::{clock, complain, terminal};

/// Why there is no rehearsal. Each says what to do.
#[derive(Debug, thiserror::Error)]
enum NoRehearsal {
    #[error("the scenarios of this build: {0}")]
    Table(#[from] TableError),
    #[error("there is no rehearsal called {0:?}; `kazasu sandbox --list` names them")]
    Name(String),
    #[error("no folder for a rehearsal: {0}")]
    Folder(io::Error),
    #[error("no storage for a rehearsal: {0}")]
    Store(#[from] StoreError),
    #[error("the keys for practice: {0}; --fresh makes new ones")]
    Authority(#[from] AuthorityError),
    #[error(transparent)]
    Platform(#[from] BadPlatform),
    #[error("the program cannot start its work: {0}")]
    Runtime(io::Error),
    #[error("the rehearsal does not start: {0}")]
    World(Unmet),
}

/// Lists the rehearsals: name, then what it is about.
pub fn list() -> ExitCode {
    match kazasu_scenarios::table() {
        Ok(rows) => {
            let width = rows.iter().map(|row| row.name.len()).max().unwrap_or(0);
            rows.iter().for_each(|row| print(&format!("{:<width$}  {}", row.name, row.says)));
            Exit::Done.into()
        }
        Err(error) => {
            complain(error);
            Exit::Usage.into()
        }
    }
}

/// Plays a rehearsal and prints each screen and exchange, never a PIN. Succeeds only if everything came out as the
/// scenario says. `language` instead of the scenario's own, if given; the keys of `folder`, if given: making new ones
/// takes seconds.
pub fn play_named(name: &str, language: Option<Language>, folder: Option<&Path>, place: Place) -> ExitCode {
    let played = rehearse(name, language, folder, place).unwrap_or_else(|error| {
        complain(error);
        Exit::Usage
    });
    played.into()
}

fn rehearse(name: &str, language: Option<Language>, folder: Option<&Path>, place: Place) -> Result<Exit, NoRehearsal> {
    let mut scenario = kazasu_scenarios::find(name)?.ok_or_else(|| NoRehearsal::Name(name.to_owned()))?;
    if let Some(language) = language {
        language.tag().clone_into(&mut scenario.language);
        // In another language a text may be part of another one: "…の 登録" is in "保険証の 登録".
        scenario.steps.iter_mut().for_each(|step| step.says_not.clear());
    }
    let authority = match folder {
        Some(folder) => Authority::load_or_create(&folder.join("authority"), clock::unix_s())?,
        None => Authority::new(),
    };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.map_err(NoRehearsal::Runtime)?.block_on(run(&scenario, Arc::new(authority), place))
}

async fn run(scenario: &Scenario, authority: Arc<Authority>, place: Place) -> Result<Exit, NoRehearsal> {
    let folder = tempfile::tempdir().map_err(NoRehearsal::Folder)?;
    let store = Store::open(folder.path().join("device"))?;
    let data = folder.path().join("server");
    let world = Wired::start(&data, authority, platform::built_in()?, Kept(store)).await;
    let mut world = world.map_err(NoRehearsal::World)?;
    print(&format!("# {}: {}", scenario.name, scenario.says));
    let played = match place {
        Place::Here => play(&mut world, scenario, &mut Aloud::default()).await,
        Place::Page => on_page::play_there(&mut world, &scenario.drawn_for("pc")).await,
        Place::Terminal => at_terminal::play_there(&mut world, &scenario.drawn_for("pc")).await,
    };
    world.stop().await;
    Ok(match played {
        Ok(_) => {
            print("# everything came out as it should");
            Exit::Done
        }
        Err(unmet) => {
            print(&format!("# NOT AS IT SHOULD BE: {unmet}"));
            Exit::NotRegistered
        }
    })
}

/// Where a rehearsal is played.
#[derive(Debug, Clone, Copy)]
pub enum Place {
    /// On standard output; nobody presses anything.
    Here,
    /// On the page; somebody at a browser does what they are told.
    Page,
    /// At the controlling terminal; somebody there does what they are told.
    Terminal,
}

/// This program's storage.
struct Kept(Store);

impl Storage for Kept {
    fn save(&mut self, place: &Slot, bytes: Secret) -> bool {
        self.0.save(place, &bytes).inspect_err(|error| complain(error)).is_ok()
    }

    fn load(&mut self, place: &Slot) -> Option<Secret> {
        self.0.load(place).inspect_err(|error| complain(error)).ok().flatten()
    }

    fn forget(&mut self, place: &Slot) {
        if let Err(error) = self.0.forget(place) {
            complain(error);
        }
    }
}

/// Says everything on standard output.
#[derive(Default)]
struct Aloud {
    shown: Option<&'static str>,
}

impl Observer for Aloud {
    fn screen(&mut self, screen: &Screen) {
        if self.shown.replace(screen.id) == Some("reading") && screen.id == "reading" {
            return print(&format!("  ... {} %", terminal::percent_of(screen).unwrap_or_default()));
        }
        print("");
        terminal::text_of(screen).iter().for_each(|line| print(line));
    }

    fn act(&mut self, act: &str) {
        print(&format!("> {act}"));
    }

    fn exchange(&mut self, line: &str) {
        print(&format!("  ~ {line}"));
    }
}

fn print(line: &str) {
    // Whoever closed the other end does not read it.
    let _ = writeln!(io::stdout().lock(), "{line}");
}
