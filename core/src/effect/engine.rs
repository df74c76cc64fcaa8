//! The engine: straight-line async code in, values out. No runtime; one request at a time.
//!
//! A flow awaits an effect, a person, or whichever comes first: what it asks is published, the future stops, and
//! [`Engine::handle`] puts the answer in and goes on. Nothing else may be awaited. Dropping the future cancels it and
//! wipes its secrets; guards publish their clean-up while they are dropped.

use std::collections::VecDeque;
use std::future::{Future, poll_fn};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use super::{Answer, Effect, EffectId, Event, Facts, Intent};
use crate::flow::Outcome;
use crate::platform::{Purpose, Surroundings};
use crate::screen::{ActionId, Page, Presentation, Screen};
use crate::time::Now;

/// An event that does not fit. Nothing has changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Misuse {
    /// No such effect was handed out.
    #[error("no effect with that id was handed out")]
    UnknownEffect,
    /// The effect is answered by something else.
    #[error("the effect is not answered by that")]
    WrongAnswer,
    /// The screen that was meant is no longer shown.
    #[error("that screen is no longer shown")]
    OldScreen,
    /// The screen does not offer that.
    #[error("the screen does not offer that")]
    NotOffered,
}

/// Takes an answer apart, or gives it back if it is of another kind.
type Accept = Box<dyn FnMut(Answer) -> Option<()> + Send>;

/// What a flow and its shell share.
struct Desk {
    last: u64,
    out: VecDeque<(EffectId, Effect)>,
    effect: Option<(EffectId, Accept)>,
    intent: Option<Arc<Mutex<Option<Intent>>>>,
    language_changed: Option<Arc<Mutex<bool>>>,
    page: Page,
    serial: u64,
    keep_serial: bool,
    now: Now,
    server_time: Option<(i64, u64)>,
    surroundings: Surroundings,
}

/// Which came first.
pub(crate) enum Either<A> {
    /// The effect's answer.
    Answer(A),
    /// The person; the effect has been withdrawn.
    Intent(Intent),
}

/// A flow's only way to the outside. Exclusive: one request at a time, by the borrow checker.
pub(crate) struct Io(Arc<Mutex<Desk>>);

impl Io {
    /// Shows a page from now on.
    pub(crate) fn show(&mut self, page: Page) {
        let desk = &mut *lock(&self.0);
        if !desk.page.is_same_page(&page) || !desk.keep_serial {
            desk.serial += 1;
        }
        desk.keep_serial = true;
        desk.page = page;
    }

    /// Publishes an effect that nobody waits for.
    pub(crate) fn tell(&mut self, effect: Effect) -> EffectId {
        let desk = &mut *lock(&self.0);
        desk.last += 1;
        let id = EffectId(desk.last);
        desk.out.push_back((id, effect));
        id
    }

    /// Publishes an effect and waits for its answer; the person can do nothing meanwhile.
    pub(crate) async fn request<A: Send + 'static>(&mut self, effect: Effect, read: fn(Answer) -> Option<A>) -> A {
        let cell = self.publish(effect, read);
        let answer = poll_fn(|_| take(&cell)).await;
        lock(&self.0).effect = None;
        answer
    }

    /// Shows a page and waits for something that it offers.
    pub(crate) async fn ask(&mut self, page: Page) -> Intent {
        self.show(page);
        let cell = Arc::new(Mutex::new(None));
        lock(&self.0).intent = Some(Arc::clone(&cell));
        poll_fn(|_| take(&cell)).await
    }

    /// As [`Io::ask`], but a change of language comes back too, as `None`.
    pub(crate) async fn ask_or_language(&mut self, page: Page) -> Option<Intent> {
        self.show(page);
        let (cell, changed) = (Arc::new(Mutex::new(None)), Arc::new(Mutex::new(false)));
        {
            let desk = &mut *lock(&self.0);
            desk.intent = Some(Arc::clone(&cell));
            desk.language_changed = Some(Arc::clone(&changed));
        }
        let first = poll_fn(|_| match lock(&cell).take() {
            Some(intent) => Poll::Ready(Some(intent)),
            None if *lock(&changed) => Poll::Ready(None),
            None => Poll::Pending,
        })
        .await;
        let desk = &mut *lock(&self.0);
        (desk.intent, desk.language_changed) = (None, None);
        first
    }

    /// Publishes an effect and waits for its answer or for something that the present page offers, whichever is first.
    /// The loser is withdrawn.
    pub(crate) async fn either<A: Send + 'static>(
        &mut self,
        effect: Effect,
        read: fn(Answer) -> Option<A>,
    ) -> Either<A> {
        let answer = self.publish(effect, read);
        let id = EffectId(lock(&self.0).last);
        let intent = Arc::new(Mutex::new(None));
        lock(&self.0).intent = Some(Arc::clone(&intent));
        let first = poll_fn(|_| {
            if let Poll::Ready(intent) = take(&intent) {
                return Poll::Ready(Either::Intent(intent));
            }
            take(&answer).map(Either::Answer)
        })
        .await;
        {
            let desk = &mut *lock(&self.0);
            (desk.effect, desk.intent) = (None, None);
        }
        if matches!(first, Either::Intent(_)) {
            self.withdraw(id);
        }
        first
    }

    /// Lets time go by, until the person does something that the present page offers.
    pub(crate) async fn pause(&mut self, ms: u32) -> Either<()> {
        self.either(Effect::Wait { ms }, |answer| matches!(answer, Answer::Elapsed).then_some(())).await
    }

    /// What the shell's clocks said last.
    pub(crate) fn now(&self) -> Now {
        lock(&self.0).now
    }

    /// Takes note of the server's time, in seconds since 1970.
    pub(crate) fn learn_server_time(&mut self, unix_s: i64) {
        let desk = &mut *lock(&self.0);
        desk.server_time = Some((unix_s, desk.now.monotonic_ms));
    }

    /// The server's time now, as far as it is known: its last word and the time that has gone by since.
    pub(crate) fn server_time(&self) -> Option<i64> {
        let desk = lock(&self.0);
        let (unix_s, at) = desk.server_time?;
        i64::try_from(desk.now.monotonic_ms.saturating_sub(at) / 1000).ok().and_then(|gone| unix_s.checked_add(gone))
    }

    /// What the pages are drawn with.
    pub(crate) fn surroundings(&self) -> Surroundings {
        lock(&self.0).surroundings.clone()
    }

    /// Says what is being done from now on.
    pub(crate) fn set_purpose(&mut self, purpose: Purpose) {
        lock(&self.0).surroundings.purpose = purpose;
    }

    /// Takes note of the platform's name, by language.
    pub(crate) fn learn_platform_name(&mut self, names: std::collections::BTreeMap<String, String>) {
        lock(&self.0).surroundings.platform_name = Some(Arc::new(names));
    }

    fn publish<A: Send + 'static>(&mut self, effect: Effect, read: fn(Answer) -> Option<A>) -> Arc<Mutex<Option<A>>> {
        let cell = Arc::new(Mutex::new(None));
        let fill = Arc::clone(&cell);
        let id = self.tell(effect);
        let accept = move |answer| read(answer).map(|answer| *lock(&fill) = Some(answer));
        lock(&self.0).effect = Some((id, Box::new(accept)));
        cell
    }

    /// Takes an effect back: from the queue if it was not handed out, by a notice if it was.
    fn withdraw(&mut self, id: EffectId) {
        let queued = {
            let desk = &mut *lock(&self.0);
            let before = desk.out.len();
            desk.out.retain(|(queued, _)| *queued != id);
            desk.out.len() < before
        };
        if !queued {
            self.tell(Effect::Withdraw { id });
        }
    }
}

/// How a flow ended: what came of it, and the page that stays until the person closes it, if one is needed.
pub(crate) struct End {
    /// What came of it.
    pub(crate) outcome: Outcome,
    /// The last page.
    pub(crate) page: Option<Page>,
}

/// A running flow, as its shell holds it.
pub(crate) struct Engine {
    desk: Arc<Mutex<Desk>>,
    future: Option<Pin<Box<dyn Future<Output = End> + Send>>>,
    outcome: Option<Outcome>,
    closed: bool,
}

impl Engine {
    /// Starts a flow and runs it up to its first request.
    pub(crate) fn start<F>(surroundings: Surroundings, now: Now, flow: impl FnOnce(Io) -> F) -> Self
    where
        F: Future<Output = End> + Send + 'static,
    {
        let desk = Arc::new(Mutex::new(Desk {
            last: 0,
            out: VecDeque::new(),
            effect: None,
            intent: None,
            language_changed: None,
            page: Page::Loading,
            serial: 1,
            keep_serial: true,
            now,
            server_time: None,
            surroundings,
        }));
        let future: Pin<Box<dyn Future<Output = End> + Send>> = Box::pin(flow(Io(Arc::clone(&desk))));
        let mut this = Self { desk, future: Some(future), outcome: None, closed: false };
        this.resume();
        this
    }

    /// What to show now.
    pub(crate) fn screen(&self) -> Screen {
        let desk = lock(&self.desk);
        desk.page.render(desk.serial, &desk.surroundings)
    }

    /// The next effect to perform. Each is handed out once.
    pub(crate) fn take_effect(&mut self) -> Option<(EffectId, Effect)> {
        lock(&self.desk).out.pop_front()
    }

    /// What came of the flow, once it has ended.
    pub(crate) fn outcome(&self) -> Option<&Outcome> {
        self.outcome.as_ref()
    }

    /// Whether there is nothing left to show.
    pub(crate) fn is_closed(&self) -> bool {
        self.closed
    }

    /// Draws differently from now on: another language, another kind of shell.
    pub(crate) fn present(&mut self, how: Presentation) {
        let changed = {
            let desk = &mut *lock(&self.desk);
            let changed = desk.surroundings.presentation.language != how.language;
            desk.surroundings.presentation = how;
            match &desk.language_changed {
                Some(cell) if changed => *lock(cell) = true,
                _ => return,
            }
            changed
        };
        if changed {
            self.resume();
        }
    }

    /// Takes what happened. An answer to an effect that was given up is ignored; on `Misuse` nothing has changed.
    pub(crate) fn handle(&mut self, now: Now, event: Event) -> Result<(), Misuse> {
        match event {
            Event::Noticed(facts) => self.notice(now, facts),
            Event::Answer { id, answer } => self.answer(now, id, answer)?,
            Event::Intent { screen, intent } => self.intent(now, screen, intent)?,
        }
        Ok(())
    }

    fn notice(&mut self, now: Now, facts: Facts) {
        let desk = &mut *lock(&self.desk);
        desk.now = now;
        desk.surroundings.facts = facts;
    }

    fn answer(&mut self, now: Now, id: EffectId, answer: Answer) -> Result<(), Misuse> {
        {
            let desk = &mut *lock(&self.desk);
            if id.0 == 0 || id.0 > desk.last || desk.out.iter().any(|(queued, _)| *queued == id) {
                return Err(Misuse::UnknownEffect);
            }
            let Some((_, accept)) = desk.effect.as_mut().filter(|(wanted, _)| *wanted == id) else { return Ok(()) };
            accept(answer).ok_or(Misuse::WrongAnswer)?;
            desk.now = now;
            desk.effect = None;
        }
        self.resume();
        Ok(())
    }

    fn intent(&mut self, now: Now, screen: u64, intent: Intent) -> Result<(), Misuse> {
        {
            let desk = &mut *lock(&self.desk);
            if screen != desk.serial {
                return Err(Misuse::OldScreen);
            }
            if !desk.page.offers(&intent) {
                return Err(Misuse::NotOffered);
            }
            if self.future.is_none() {
                self.closed |= matches!(intent, Intent::Press(ActionId::Finish | ActionId::Close));
                return Ok(());
            }
            let cell = desk.intent.take().ok_or(Misuse::NotOffered)?;
            desk.now = now;
            desk.keep_serial = matches!(intent, Intent::Set { .. });
            *lock(&cell) = Some(intent);
        }
        self.resume();
        Ok(())
    }

    /// Polls once: a flow awaits only its own requests, so one poll brings it to the next.
    fn resume(&mut self) {
        let Some(future) = &mut self.future else { return };
        let mut context = Context::from_waker(Waker::noop());
        let polled = catch_unwind(AssertUnwindSafe(|| future.as_mut().poll(&mut context)));
        let idle = {
            let desk = lock(&self.desk);
            desk.effect.is_none() && desk.intent.is_none()
        };
        match polled {
            Ok(Poll::Ready(end)) => self.end(end),
            Ok(Poll::Pending) if !idle => {}
            Ok(Poll::Pending) | Err(_) => self.end(End { outcome: Outcome::Defect, page: Some(Page::Defect) }),
        }
    }

    /// Drops the future, and with it every secret and the card, and forgets requests that were not handed out.
    fn end(&mut self, end: End) {
        let future = self.future.take(); // dropped with the desk unlocked: guards publish on drop
        let _ = catch_unwind(AssertUnwindSafe(|| drop(future)));
        let desk = &mut *lock(&self.desk);
        (desk.effect, desk.intent, desk.language_changed) = (None, None, None);
        self.outcome = Some(end.outcome);
        match end.page {
            None => self.closed = true,
            Some(page) => {
                desk.serial += 1;
                desk.page = page;
            }
        }
    }
}

fn take<A>(cell: &Mutex<Option<A>>) -> Poll<A> {
    lock(cell).take().map_or(Poll::Pending, Poll::Ready)
}

/// Locks, poisoned or not: a guard's `Drop` may run while a panic unwinds.
fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;
