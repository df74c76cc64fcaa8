//! Performs the core's effects with the means of a PC.

use std::collections::HashMap;
use std::future::Future;
use std::sync::Arc;
use std::time::Duration;

use kazasu_core::effect::{Answer, Effect, EffectId, Event, Slot};
use kazasu_core::http::Http;
use tokio::task::{AbortHandle, JoinSet};
use tokio::time::{sleep, timeout};
use tracing::{debug, warn};

use crate::card::{CardDesk, Reader, Stop};
use crate::store::{Store, StoreError};

/// How long the end waits for what is still under way: a session to be closed, a record to be written.
const PATIENCE: Duration = Duration::from_secs(5);

/// Performs effects and reports what came of them.
pub struct Performer {
    http: Http,
    store: Arc<Store>,
    card: CardDesk,
    tasks: JoinSet<(EffectId, Answer)>,
    running: HashMap<EffectId, Running>,
    unsettled: bool,
    asked_for_unsettled: Option<EffectId>,
}

/// An effect under way.
struct Running {
    task: AbortHandle,
    kind: Kind,
}

/// What the end of the run does with an effect that is still under way.
enum Kind {
    /// A timer.
    Timer,
    /// A card that may never come.
    Opening(Stop),
    /// A person who may never type.
    Keypad,
    /// A request.
    Network,
    /// What ends soon and must not be cut short: an exchange with the card, a record that is written.
    Brief,
}

impl Performer {
    /// A performer with these means. Needs a Tokio runtime around it.
    pub fn new(http: Http, store: Store, reader: Box<dyn Reader>) -> Self {
        Self {
            http,
            store: Arc::new(store),
            card: CardDesk::new(reader),
            tasks: JoinSet::new(),
            running: HashMap::new(),
            unsettled: false,
            asked_for_unsettled: None,
        }
    }

    /// Starts an effect. Its answer comes out of [`Performer::next`].
    pub fn perform(&mut self, id: EffectId, effect: Effect) {
        debug!(id = id.0, effect = name(&effect), "effect");
        match effect {
            Effect::OpenCard { .. } => {
                let stop = Stop::default();
                let found = self.card.open(stop.clone());
                self.start(id, Kind::Opening(stop), found);
            }
            Effect::Transmit { command, timeout_ms, sensitive, .. } => {
                let limit = Duration::from_millis(timeout_ms.into());
                let answer = self.card.transmit(command, limit, sensitive);
                self.start(id, Kind::Brief, answer);
            }
            Effect::VerifyOnKeypad { template, timeout_ms } => {
                let limit = Duration::from_millis(timeout_ms.into());
                let answer = self.card.verify_on_keypad(template, limit);
                self.start(id, Kind::Keypad, answer);
            }
            Effect::CloseCard { .. } => self.card.close(),
            Effect::Send(request) => {
                let http = self.http.clone();
                self.start(id, Kind::Network, async move {
                    http.send(request).await.map_or_else(Answer::HttpFailed, Answer::Http)
                });
            }
            Effect::Wait { ms } => self.start(id, Kind::Timer, async move {
                sleep(Duration::from_millis(ms.into())).await;
                Answer::Elapsed
            }),
            Effect::Save { slot, bytes } => {
                self.unsettled |= slot == Slot::Pending;
                self.store(id, move |store| store.save(&slot, &bytes).map(|()| Answer::Stored));
            }
            Effect::Load { slot } => {
                self.asked_for_unsettled = (slot == Slot::Pending).then_some(id);
                self.store(id, move |store| store.load(&slot).map(Answer::Loaded));
            }
            Effect::Forget { slot } => {
                self.unsettled &= slot != Slot::Pending;
                // At once, so that nothing that follows still finds it.
                if let Err(error) = self.store.forget(&slot) {
                    warn!(%error, "not forgotten");
                }
            }
            Effect::Random { bytes } => {
                let mut drawn = vec![0; bytes];
                if let Err(error) = getrandom::fill(&mut drawn) {
                    warn!(%error, "no random bytes");
                    drawn.clear(); // the core ends on a wrong number of bytes
                }
                self.start(id, Kind::Brief, async { Answer::RandomBytes(drawn) });
            }
            Effect::Withdraw { id } => {
                if let Some(running) = self.running.remove(&id) {
                    running.end();
                }
            }
        }
    }

    /// Whether the slot for a signed request may hold one that has no definite answer.
    pub fn keeps_unsettled(&self) -> bool {
        self.unsettled
    }

    /// Looks, or stops looking, at whether a reader and a card are there.
    pub fn watch(&mut self, on: bool) {
        self.card.watch(on);
    }

    /// What happens next; nothing, for a defect of this program. Dropping the future loses nothing.
    pub async fn next(&mut self) -> Option<Event> {
        loop {
            tokio::select! {
                Some(ended) = self.tasks.join_next(), if !self.tasks.is_empty() => match ended {
                    Ok((id, answer)) => {
                        self.running.remove(&id);
                        let kept = matches!(&answer, Answer::Loaded(Some(_)));
                        self.unsettled |= kept && self.asked_for_unsettled == Some(id);
                        return Some(Event::Answer { id, answer });
                    }
                    Err(error) if error.is_cancelled() => {}
                    Err(_) => return None,
                },
                facts = self.card.noticed() => return Some(Event::Noticed(facts)),
            }
        }
    }

    /// Ends everything: the card is closed and powered off, what is being written is written. What is being sent may end
    /// if the flow came to its end; the answer to what a person left behind is asked for by the next run.
    pub async fn finish(mut self, at_its_end: bool) {
        let is_over = |running: &&Running| match running.kind {
            Kind::Timer | Kind::Opening(_) | Kind::Keypad => true,
            Kind::Network => !at_its_end,
            Kind::Brief => false,
        };
        self.running.values().filter(is_over).for_each(Running::end);
        let all = async { while self.tasks.join_next().await.is_some() {} };
        if timeout(PATIENCE, all).await.is_err() {
            debug!("given up on what was under way");
        }
        self.card.finish(PATIENCE).await;
    }

    fn store(&mut self, id: EffectId, work: impl FnOnce(&Store) -> Result<Answer, StoreError> + Send + 'static) {
        let store = Arc::clone(&self.store);
        let work = tokio::task::spawn_blocking(move || {
            work(&store).unwrap_or_else(|error| {
                warn!(%error, "storage");
                Answer::StoreFailed
            })
        });
        self.start(id, Kind::Brief, async { work.await.unwrap_or(Answer::StoreFailed) });
    }

    fn start(&mut self, id: EffectId, kind: Kind, work: impl Future<Output = Answer> + Send + 'static) {
        let task = self.tasks.spawn(async move { (id, work.await) });
        self.running.insert(id, Running { task, kind });
    }
}

impl Running {
    fn end(&self) {
        if let Kind::Opening(stop) = &self.kind {
            stop.set();
        }
        self.task.abort();
    }
}

/// For log lines: nothing of what an effect carries.
fn name(effect: &Effect) -> &'static str {
    match effect {
        Effect::OpenCard { .. } => "open card",
        Effect::Transmit { .. } => "transmit",
        Effect::VerifyOnKeypad { .. } => "verify on keypad",
        Effect::CloseCard { .. } => "close card",
        Effect::Send(_) => "send",
        Effect::Wait { .. } => "wait",
        Effect::Save { .. } => "save",
        Effect::Load { .. } => "load",
        Effect::Forget { .. } => "forget",
        Effect::Random { .. } => "random",
        Effect::Withdraw { .. } => "withdraw",
    }
}
