//! `kazasu sandbox`: a practice server, a virtual card, and the registration between them.

mod greeting;
mod meaning;
mod on_page;
mod platform;
mod reception;
mod serial;
mod stand;
mod tools;

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use kazasu_core::flow::Entry;
use kazasu_core::platform::Platform;
use kazasu_core::words::Language;
use kazasu_server::{Anchor, AnchorError, Server, Settings, StartError};
use kazasu_virtual_card::adapters::{Running, tcp};
use kazasu_virtual_card::{Authority, AuthorityError, Slot};
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use self::on_page::OnPage;
use self::reception::{BadSetup, Setup};
use crate::card::{Tcp, practice};
use crate::cli::{self, Sandbox};
use crate::exit::Exit;
use crate::folders::{self, NoFolder};
use crate::interrupt::interrupted;
use crate::page;
use crate::register::{self, Run};
use crate::rehearse::{self, Place};
use crate::start::CannotStart;
use crate::{clock, complain};

/// How long the server may take to end.
const PATIENCE: Duration = Duration::from_secs(5);

/// Why there is no practice. Each says what to do.
#[derive(Debug, thiserror::Error)]
enum NoPractice {
    #[error(transparent)]
    Folder(#[from] NoFolder),
    #[error("--listen {0}: a practice server speaks plain HTTP, so it listens on this PC only: 127.0.0.1 or [::1]")]
    NotHere(SocketAddr),
    #[error("--listen {0}: {1}")]
    Listen(SocketAddr, io::Error),
    #[error("--anchor {}: {error}", .file.display())]
    AnchorFile { file: PathBuf, error: io::Error },
    #[error("--anchor {}: {error}", .file.display())]
    Anchor { file: PathBuf, error: AnchorError },
    #[error("the keys for practice: {0}; --fresh makes new ones")]
    Authority(#[from] AuthorityError),
    #[error("the certificates for practice: {0}; --fresh makes new ones")]
    Anchors(#[from] AnchorError),
    #[error("{}: {error}; remove it by hand", .path.display())]
    Fresh { path: PathBuf, error: io::Error },
    #[error("the practice server does not start: {0}; --fresh starts with an empty one")]
    Server(#[from] StartError),
    #[error(
        "--listen-card {0}: whoever reaches a practice card can use it, so it is on this PC only: 127.0.0.1 or [::1]"
    )]
    CardNotHere(SocketAddr),
    #[error("--listen-card {0}: the practice card cannot be served: {1}")]
    Card(SocketAddr, io::Error),
    #[error("the program cannot start its work: {0}")]
    Runtime(io::Error),
    #[error(transparent)]
    Reception(#[from] BadSetup),
    #[error(transparent)]
    Register(#[from] CannotStart),
}

/// Runs the command.
pub fn sandbox(arguments: Sandbox) -> ExitCode {
    let language = arguments.lang.unwrap_or_else(cli::default_language);
    if arguments.list {
        return rehearse::list();
    }
    if let Some(name) = &arguments.rehearse {
        let place = match (arguments.on_page, arguments.at_terminal) {
            (true, _) => Place::Page,
            (_, true) => Place::Terminal,
            _ => Place::Here,
        };
        return rehearse::play_named(name, arguments.lang, arguments.data.as_deref(), place);
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    let practised =
        runtime.map_err(NoPractice::Runtime).and_then(|runtime| runtime.block_on(practise(&arguments, language)));
    practised
        .unwrap_or_else(|error| {
            complain(error);
            Exit::Usage
        })
        .into()
}

async fn practise(arguments: &Sandbox, language: Language) -> Result<Exit, NoPractice> {
    if !arguments.listen.ip().is_loopback() {
        return Err(NoPractice::NotHere(arguments.listen));
    }
    if !arguments.listen_card.ip().is_loopback() {
        return Err(NoPractice::CardNotHere(arguments.listen_card));
    }
    let folder = match &arguments.data {
        Some(folder) => folder.clone(),
        None => folders::state(practice::FOLDER)?,
    };
    if arguments.fresh {
        forget(&folder)?;
    }
    let keys = practice::folder(&folder);
    if !keys.exists() {
        greeting::making_keys(language);
    }
    // Making RSA keys takes seconds, but there is nothing else to do meanwhile.
    let authority = Authority::load_or_create(&keys, clock::unix_s())?;
    let listener =
        TcpListener::bind(arguments.listen).await.map_err(|error| NoPractice::Listen(arguments.listen, error))?;
    let address = listener.local_addr().map_err(|error| NoPractice::Listen(arguments.listen, error))?;
    let reception = arguments.reception.as_deref().map_or_else(|| Ok(Setup::default()), Setup::of_file)?;
    let server =
        Server::open(Settings::sandbox(folder.join("server"), anchors(&authority, &arguments.anchor)?)).await?;
    let (card, card_address) =
        serve_card(arguments.listen_card, Slot::new(arguments.card, &authority, clock::unix_s()))
            .map_err(|error| NoPractice::Card(arguments.listen_card, error))?;
    greeting::greet(language, address, card_address, &folder);
    let router = server.router();
    let practice = Practice::start(server, listener, card);
    let on_page = !arguments.terminal && (arguments.no_browser || page::has_display());
    let exit = if on_page && !arguments.serve {
        let on_page = OnPage {
            authority: Arc::new(authority),
            kind: arguments.card,
            server: router,
            platform: platform_at(address)?,
            folder,
            language,
            browser: !arguments.no_browser,
            reception,
        };
        let exit = on_page::practise(on_page).await?;
        practice.until(std::future::ready(())).await;
        greeting::farewell(language, arguments.data.as_deref());
        exit
    } else if arguments.serve || !register::has_terminal() {
        greeting::serving(language);
        practice.until(interrupted()).await;
        Exit::Done
    } else {
        let run = run(address, card_address, folder, language)?;
        let exit = register::at_terminal(run).await?;
        practice.until(std::future::ready(())).await;
        greeting::farewell(language, arguments.data.as_deref());
        exit
    };
    Ok(exit)
}

fn run(server: SocketAddr, card: SocketAddr, folder: PathBuf, language: Language) -> Result<Run, CannotStart> {
    let platform = platform_at(server)?;
    Ok(Run {
        entry: Entry::Register,
        platform,
        reader: Box::new(Tcp::new(card.to_string())),
        folder,
        language,
        json: false,
    })
}

/// The platform of this build, at a practice server.
fn platform_at(server: SocketAddr) -> Result<Platform, CannotStart> {
    Ok(crate::platform::built_in()?.at(&format!("http://{server}"))?)
}

/// A server and a card at work.
struct Practice {
    stop: oneshot::Sender<()>,
    served: JoinHandle<io::Result<()>>,
    _card: Running,
}

impl Practice {
    fn start(server: Server, listener: TcpListener, card: Running) -> Self {
        let (stop, stopped) = oneshot::channel();
        let served = tokio::spawn(server.serve(listener, async {
            let _ = stopped.await;
        }));
        Self { stop, served, _card: card }
    }

    async fn until(self, end: impl Future<Output = ()>) {
        end.await;
        let _ = self.stop.send(());
        match tokio::time::timeout(PATIENCE, self.served).await {
            Ok(Ok(Err(error))) => tracing::warn!(%error, "the server"),
            Ok(Err(error)) => tracing::error!(%error, "the server"),
            Ok(Ok(Ok(()))) | Err(_) => {}
        }
    }
}

fn serve_card(at: SocketAddr, slot: Slot) -> io::Result<(Running, SocketAddr)> {
    let listener = std::net::TcpListener::bind(at)?;
    let address = listener.local_addr()?;
    Ok((tcp::serve(listener, slot)?, address))
}

fn anchors(authority: &Authority, files: &[PathBuf]) -> Result<Vec<Anchor>, NoPractice> {
    let mut anchors = Anchor::parse_pem(authority.anchors_pem().as_bytes())?;
    for file in files {
        let pem = std::fs::read(file).map_err(|error| NoPractice::AnchorFile { file: file.clone(), error })?;
        anchors.extend(Anchor::parse_pem(&pem).map_err(|error| NoPractice::Anchor { file: file.clone(), error })?);
    }
    Ok(anchors)
}

/// Removes what a practice keeps in its folder, by name: the folder may hold other things.
fn forget(folder: &Path) -> Result<(), NoPractice> {
    for name in ["server", "authority", "pending", "preferences", "receipt", "status"] {
        let path = folder.join(name);
        let removed = match path.symlink_metadata() {
            Ok(found) if found.is_dir() => std::fs::remove_dir_all(&path),
            Ok(_) => std::fs::remove_file(&path),
            Err(_) => Ok(()),
        };
        removed.map_err(|error| NoPractice::Fresh { path, error })?;
    }
    Ok(())
}
