//! Where a flow asks: what it publishes, what it waits for, and what it shows meanwhile.

use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use super::{Answer, Effect, EffectId, Intent};
use crate::platform::{Purpose, Surroundings};
use crate::screen::Page;
use crate::time::Now;

/// Takes an answer apart, or gives it back if it is of another kind.
type Accept = Box<dyn FnMut(Answer) -> Option<()> + Send>;

/// What a flow and its shell share.
pub(super) struct Desk {
    pub(super) last: u64,
    pub(super) out: VecDeque<(EffectId, Effect)>,
    pub(super) effect: Option<(EffectId, Accept)>,
    pub(super) intent: Option<Arc<Mutex<Option<Intent>>>>,
    pub(super) language_changed: Option<Arc<Mutex<bool>>>,
    pub(super) page: Page,
    pub(super) serial: u64,
    pub(super) keep_serial: bool,
    pub(super) now: Now,
    server_time: Option<(i64, u64)>,
    pub(super) surroundings: Surroundings,
}

impl Desk {
    /// Before a flow asks for anything.
    pub(super) fn new(surroundings: Surroundings, now: Now) -> Self {
        Self {
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
        }
    }
}

/// Which came first.
pub(crate) enum Either<A> {
    /// The effect's answer.
    Answer(A),
    /// The person; the effect has been withdrawn.
    Intent(Intent),
}

/// A flow's only way to the outside. Exclusive: one request at a time, by the borrow checker.
pub(crate) struct Io(pub(super) Arc<Mutex<Desk>>);

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

fn take<A>(cell: &Mutex<Option<A>>) -> Poll<A> {
    lock(cell).take().map_or(Poll::Pending, Poll::Ready)
}

/// Locks, poisoned or not: a guard's `Drop` may run while a panic unwinds.
pub(super) fn lock<T: ?Sized>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
