//! The smallest shell that keeps the contract (`docs/shell.md`): draws screens as lines, takes answers as lines, holds a
//! card behind TCP and keeps records in a folder.
//!
//! ```text
//! kazasu sandbox --serve      # in another terminal: it says both addresses; its card's PIN is 1234
//! cargo run -p kazasu-e2e --example smallest-shell -- http://127.0.0.1:PORT 127.0.0.1:PORT FOLDER
//! ```

use std::error::Error;
use std::io::{self, BufRead, Read as _, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};
use std::{env, fs, thread};

use kazasu_core::effect::{Answer, CardFacts, CardFault, Effect, EffectId, Event, Intent, NetFault, Slot};
use kazasu_core::flow::{Flow, Outcome};
use kazasu_core::http::Http;
use kazasu_core::platform::{Client, Environment, Links, Platform, PlatformSpec};
use kazasu_core::screen::{Block, Presentation, Screen, Shell};
use kazasu_core::secret::Secret;
use kazasu_core::time::Now;
use kazasu_core::words::Language;

type Failed = Box<dyn Error + Send + Sync>;

/// The longest answer that a card can give.
const LONGEST: usize = kazasu_core::apdu::Response::LONGEST;

/// What comes to the loop, from whichever thread.
pub(crate) enum Happened {
    Typed(String),
    Answered(EffectId, Answer),
}

fn main() -> Result<(), Failed> {
    let mut arguments = env::args().skip(1);
    let (Some(server), Some(card), Some(folder)) = (arguments.next(), arguments.next(), arguments.next()) else {
        return Err("usage: smallest-shell SERVER-ADDRESS CARD-ADDRESS FOLDER".into());
    };
    let (happens, happened) = channel();
    let typing = happens.clone();
    thread::spawn(move || {
        for line in io::stdin().lock().lines().map_while(Result::ok) {
            let _ = typing.send(Happened::Typed(line));
        }
    });
    let outcome = run(&server, &card, Path::new(&folder), &happens, &happened, &mut io::stdout())?;
    writeln!(io::stdout(), "{outcome:?}")?;
    Ok(())
}

/// The loop: draw the screen, perform the effects, report what happened.
pub(crate) fn run(
    server: &str,
    card: &str,
    folder: &Path,
    happens: &Sender<Happened>,
    happened: &Receiver<Happened>,
    out: &mut impl Write,
) -> Result<Outcome, Failed> {
    fs::create_dir_all(folder)?;
    let platform = Platform::new(PlatformSpec {
        origin: "https://sandbox.example".to_owned(),
        environment: Environment::Sandbox,
        name: [("en".to_owned(), "Practice".to_owned())].into(),
        policies: None,
        links: Links::default(),
    })?
    .at(server)?;
    let client = Client { name: "smallest-shell".into(), version: "1.0.0".into(), platform: "linux".into() };
    let presentation = Presentation { language: Language::English, shell: Shell::Pc, browser: false };
    let clock = Instant::now();
    let hands = Hands {
        http: Http::new(&[])?,
        address: card.to_owned(),
        card: Arc::default(),
        folder: folder.to_owned(),
        happens: happens.clone(),
    };

    let mut flow = Flow::register(Arc::new(platform), Arc::new(client), presentation, now(clock));
    let mut drawn = String::new();
    loop {
        while let Some((id, effect)) = flow.take_effect() {
            hands.perform(id, effect);
        }
        if flow.is_closed() {
            return Ok(flow.outcome().unwrap_or(Outcome::Defect));
        }
        let screen = flow.screen();
        let lines = draw(&screen);
        if lines != drawn {
            writeln!(out, "{lines}")?;
            drawn = lines;
        }
        let event = match happened.recv()? {
            Happened::Answered(id, answer) => Event::Answer { id, answer },
            Happened::Typed(line) => match meant(&screen, &line) {
                Some(intent) => Event::Intent { screen: screen.serial, intent },
                None => continue,
            },
        };
        // What the screen did not offer is refused, and nothing has changed.
        if let Err(misuse) = flow.handle(now(clock), event) {
            writeln!(out, "({misuse})")?;
        }
    }
}

/// Every word is the core's. A real shell draws each block with its platform's own controls.
fn draw(screen: &Screen) -> String {
    let mut lines = vec![format!("\n# {}", screen.title.written())];
    for block in &screen.blocks {
        match block {
            Block::Paragraph { text } | Block::Notice { text, .. } | Block::Busy { text } => lines.push(text.written()),
            Block::List { items } => lines.extend(items.iter().map(|item| format!("- {}", item.written()))),
            Block::Checkbox { label, on, .. } => {
                lines.push(format!("[{}] {} (x)", if *on { 'x' } else { ' ' }, label.written()));
            }
            Block::Rows { rows } => {
                lines.extend(rows.iter().map(|row| format!("{}: {}", row.label.written(), row.value.written())));
            }
            Block::PinField { label, .. } => lines.push(format!("{}:", label.written())),
            Block::Code { text, .. } => lines.push(text.written()),
            _ => {}
        }
    }
    lines.extend(screen.actions.iter().enumerate().map(|(at, action)| format!("{at}) {}", action.label.written())));
    lines.join("\n")
}

/// A number presses that button, `x` turns the checkbox over, and what else is typed where a PIN is asked for is the PIN.
fn meant(screen: &Screen, line: &str) -> Option<Intent> {
    let pin = screen.blocks.iter().any(|block| matches!(block, Block::PinField { .. }));
    let checkbox = screen.blocks.iter().find_map(|block| match block {
        Block::Checkbox { field, on, .. } => Some((*field, *on)),
        _ => None,
    });
    match (line, checkbox) {
        ("x", Some((field, on))) => Some(Intent::Set { field, on: !on }),
        // One digit is never a whole PIN.
        (line, _) if pin && line.chars().count() > 1 => Some(Intent::EnterPin(Secret::new(line.as_bytes().to_vec()))),
        (line, _) => screen.actions.get(line.parse::<usize>().ok()?).map(|action| Intent::Press(action.id)),
    }
}

/// What performs effects. Each runs on a thread of its own, so that the person can always press "stop".
#[derive(Clone)]
struct Hands {
    http: Http,
    address: String,
    card: Arc<Mutex<Option<TcpStream>>>,
    folder: PathBuf,
    happens: Sender<Happened>,
}

type Work = Box<dyn FnOnce(&Hands) -> Answer + Send>;

impl Hands {
    fn perform(&self, id: EffectId, effect: Effect) {
        let work: Work = match effect {
            // Notices: at once, and nobody waits for an answer.
            Effect::CloseCard { .. } => return *self.in_the_field() = None,
            Effect::Forget { slot } => return drop(fs::remove_file(self.place(&slot))),
            Effect::Withdraw { .. } => return, // the core ignores a late answer
            Effect::OpenCard { .. } => Box::new(Self::open),
            // Once, and never again by itself: it may carry the PIN.
            Effect::Transmit { command, timeout_ms, .. } => Box::new(move |hands| {
                let limit = Duration::from_millis(timeout_ms.into());
                hands.exchange(command.expose(), limit).map_or(Answer::CardLost, Answer::Response)
            }),
            // Comes only where `CardFacts::keypad` says that the reader has one.
            Effect::VerifyOnKeypad { .. } => Box::new(|_| Answer::NotSent),
            Effect::Send(request) => Box::new(move |hands| {
                let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
                match runtime.map(|runtime| runtime.block_on(hands.http.send(request))) {
                    Ok(Ok(answer)) => Answer::Http(answer),
                    Ok(Err(fault)) => Answer::HttpFailed(fault),
                    Err(_) => Answer::HttpFailed(NetFault::Broken),
                }
            }),
            Effect::Wait { ms } => Box::new(move |_| {
                thread::sleep(Duration::from_millis(ms.into()));
                Answer::Elapsed
            }),
            Effect::Save { slot, bytes } => Box::new(move |hands| match hands.keep(&slot, &bytes) {
                Ok(()) => Answer::Stored,
                Err(_) => Answer::StoreFailed,
            }),
            Effect::Load { slot } => Box::new(move |hands| match fs::read(hands.place(&slot)) {
                Ok(bytes) => Answer::Loaded(Some(Secret::new(bytes))),
                Err(error) if error.kind() == io::ErrorKind::NotFound => Answer::Loaded(None),
                Err(_) => Answer::StoreFailed,
            }),
            Effect::Random { bytes } => Box::new(move |_| {
                let mut drawn = vec![0; bytes];
                let read = fs::File::open("/dev/urandom").and_then(|mut source| source.read_exact(&mut drawn));
                Answer::RandomBytes(if read.is_ok() { drawn } else { Vec::new() })
            }),
        };
        let hands = self.clone();
        thread::spawn(move || {
            let answer = work(&hands);
            let _ = hands.happens.send(Happened::Answered(id, answer)); // the loop may have ended
        });
    }

    fn open(&self) -> Answer {
        match TcpStream::connect(&self.address) {
            Ok(card) => {
                *self.in_the_field() = Some(card);
                Answer::CardFound(CardFacts::default())
            }
            Err(_) => Answer::CardFailed(CardFault::ReaderAbsent),
        }
    }

    /// A frame is a length of four octets, big-endian, and so many octets; an empty one says that the card has left.
    fn exchange(&self, command: &[u8], limit: Duration) -> Option<Vec<u8>> {
        let mut field = self.in_the_field();
        let card = field.as_mut()?;
        card.set_read_timeout(Some(limit)).ok()?;
        card.write_all(&u32::try_from(command.len()).ok()?.to_be_bytes()).ok()?;
        card.write_all(command).ok()?;
        let mut length = [0; 4];
        card.read_exact(&mut length).ok()?;
        let mut response = vec![0; usize::try_from(u32::from_be_bytes(length)).ok()?.min(LONGEST)];
        card.read_exact(&mut response).ok()?;
        (!response.is_empty()).then_some(response)
    }

    /// A real shell seals what it keeps. Answered when it would survive a power failure: the registration depends on it.
    fn keep(&self, slot: &Slot, bytes: &Secret) -> io::Result<()> {
        let place = self.place(slot);
        let beside = place.with_extension("new");
        let mut file = fs::File::create(&beside)?;
        file.write_all(bytes.expose())?;
        file.sync_all()?;
        fs::rename(&beside, &place)?;
        fs::File::open(&self.folder)?.sync_all()
    }

    fn place(&self, slot: &Slot) -> PathBuf {
        self.folder.join(slot.to_string().replace('/', "."))
    }

    fn in_the_field(&self) -> std::sync::MutexGuard<'_, Option<TcpStream>> {
        self.card.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn now(clock: Instant) -> Now {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    Now {
        monotonic_ms: u64::try_from(clock.elapsed().as_millis()).unwrap_or(u64::MAX),
        unix_s: i64::try_from(since.as_secs()).unwrap_or(i64::MAX),
    }
}
