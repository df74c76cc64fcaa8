//! The page: the core's screens in the person's own browser, served by this program on loopback and to nobody else.

mod guard;
mod html;
mod hub;
mod routes;
mod told;
mod ui;

use std::io::{self, Write as _};
use std::net::Ipv4Addr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use kazasu_core::flow::{Entry, Flow, Outcome};
use kazasu_core::http::Http;
use kazasu_core::platform::Platform;
use kazasu_core::words::Language;
use tokio::net::TcpListener;
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use self::guard::Address;
#[cfg(feature = "sandbox")]
pub use self::html::line;
pub use self::hub::Hub;
use self::hub::View;
pub use self::routes::Further;
use self::told::Told;
use self::ui::Afterwards;
pub use self::ui::Page;
use crate::card::Reader;
use crate::cli::{self, PageArguments};
use crate::exit::Exit;
use crate::interrupt::interrupted;
use crate::shell::{self, Performer};
use crate::start::{self, CannotStart};
use crate::store::Store;
use crate::words::{say, text};
use crate::{clock, complain, folders, platform};

/// How long the tabs have to hear of the end.
const PATIENCE: Duration = Duration::from_secs(2);

/// A reader for each run.
pub type Readers = Box<dyn FnMut() -> Result<Box<dyn Reader>, CannotStart>>;

/// What a page needs.
pub struct Offer {
    /// The platform.
    pub platform: Arc<Platform>,
    /// Where the card is; asked for each run.
    pub reader: Readers,
    /// Where records are kept.
    pub folder: PathBuf,
    /// The language of the screens at first.
    pub language: Language,
    /// Whether to open it in the person's browser.
    pub browser: bool,
}

/// A page that is served. Dropping it ends the service at once.
pub struct Served {
    hub: Arc<Hub>,
    address: Arc<Address>,
    stop: oneshot::Sender<()>,
    serving: JoinHandle<io::Result<()>>,
}

/// Runs the command.
pub fn page(arguments: PageArguments) -> Exit {
    let run = || -> Result<Exit, CannotStart> {
        let offer = prepare(arguments)?;
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build()?;
        runtime.block_on(serve(offer))
    };
    run().unwrap_or_else(|error| {
        complain(error);
        Exit::Usage
    })
}

fn prepare(arguments: PageArguments) -> Result<Offer, CannotStart> {
    let platform = platform::built_in()?;
    #[cfg(feature = "sandbox")]
    let platform = match &arguments.server {
        Some(address) => platform.at(address)?,
        None => platform,
    };
    let (card, data) = (arguments.card, arguments.data.clone());
    Ok(Offer {
        platform: Arc::new(platform),
        reader: Box::new(move || start::reader(&card, data.as_deref())),
        folder: arguments.data.map_or_else(|| folders::state("kazasu"), Ok)?,
        language: arguments.lang.unwrap_or_else(cli::default_language),
        browser: !arguments.no_browser,
    })
}

/// Serves the page and runs flows on it, one after the other, until nobody wants it any more.
async fn serve(offer: Offer) -> Result<Exit, CannotStart> {
    serve_with(offer, Further::default(), |_| std::future::pending()).await
}

/// The same with more beside the page, which `beside` keeps up to date.
pub async fn serve_with<B: Future<Output = ()>>(
    mut offer: Offer,
    further: Further,
    beside: impl FnOnce(Arc<Hub>) -> B,
) -> Result<Exit, CannotStart> {
    let (served, mut page) = open(offer.language, further).await?;
    let beside = beside(Arc::clone(&served.hub));
    served.announce(offer.language, offer.browser);
    served.leave_when(interrupted());
    let outcome = tokio::select! {
        outcome = converse(&mut offer, &mut page) => outcome,
        () = beside => Ok(Outcome::Defect),
    };
    served.close(page).await;
    outcome.map(Exit::from)
}

/// Starts to serve a page on which nothing is shown yet.
pub async fn open(language: Language, further: Further) -> Result<(Served, Page), CannotStart> {
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await?;
    let address = Arc::new(Address::new(listener.local_addr()?)?);
    // A tab that comes before anything was drawn has the place for it.
    let beside = further.style.is_some().then(|| "".into());
    let view = View { app: "".into(), title: "".into(), language, beside, gone: false };
    let (hub, told) = Hub::new(view);
    let router = routes::router(Arc::clone(&hub), Arc::clone(&address), further);
    let (stop, stopped) = oneshot::channel::<()>();
    let serve = axum::serve(listener, router).with_graceful_shutdown(async {
        let _ = stopped.await;
    });
    let serving = tokio::spawn(async { serve.await });
    let page = Page::new(Arc::clone(&hub), told, language);
    Ok((Served { hub, address, stop, serving }, page))
}

impl Served {
    /// The page's address.
    #[cfg(feature = "sandbox")]
    pub fn address(&self) -> String {
        self.address.page()
    }

    /// Says where the page is, and opens it.
    fn announce(&self, language: Language, browser: bool) {
        let opened = browser && has_display() && open::that_detached(self.address.entry()).is_ok();
        let how = if opened { text::PAGE_OPEN } else { text::PAGE_NO_BROWSER };
        let lines = [
            say(language, how, &[]).annotated(),
            format!("  {}", self.address.page()),
            say(language, text::PAGE_END, &[]).annotated(),
        ];
        let mut out = io::stdout().lock();
        // Whoever closed the other end does not read it.
        let _ = writeln!(out, "{}", lines.join("\n")).and_then(|()| out.flush());
    }

    /// Ends the page once that is ready.
    fn leave_when(&self, end: impl Future<Output = ()> + Send + 'static) {
        let hub = Arc::clone(&self.hub);
        tokio::spawn(async move {
            end.await;
            hub.tell(Told::Leave);
        });
    }

    /// Tells the tabs, and ends.
    pub async fn close(self, page: Page) {
        page.end();
        let _ = self.stop.send(());
        match tokio::time::timeout(PATIENCE, self.serving).await {
            Ok(Ok(Ok(()))) | Err(_) => {}
            Ok(Ok(Err(error))) => tracing::warn!(%error, "the page"),
            Ok(Err(error)) => tracing::error!(%error, "the page"),
        }
    }
}

/// One run after the other. Gives what came of the last.
async fn converse(offer: &mut Offer, page: &mut Page) -> Result<Outcome, CannotStart> {
    loop {
        page.begin();
        let (http, store, mut reader) = (Http::new(&[])?, Store::open(offer.folder.clone())?, (offer.reader)()?);
        if !page.choose_reader(reader.as_mut()).await {
            return Ok(Outcome::Cancelled);
        }
        let performer = Performer::new(http, store, reader);
        let presentation = shell::presentation::<Page>(page.language());
        let client = Arc::new(platform::client());
        let flow = Flow::home(Arc::clone(&offer.platform), client, presentation, clock::now(), Entry::Home);
        let ended = shell::run(flow, performer, page).await;
        if ended.left {
            return Ok(ended.outcome);
        }
        if let Afterwards::Leave = page.over().await {
            return Ok(ended.outcome);
        }
    }
}

/// Whether this PC has a display that a browser could open on: without one, some system opens a browser in the terminal.
pub fn has_display() -> bool {
    let is_set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    cfg!(any(windows, target_os = "macos")) || is_set("DISPLAY") || is_set("WAYLAND_DISPLAY")
}
