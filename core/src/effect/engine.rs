//! The engine: straight-line async code in, values out. No runtime; one request at a time.
//!
//! A flow awaits an effect, a person, or whichever comes first: what it asks is published, the future stops, and
//! [`Engine::handle`] puts the answer in and goes on. Nothing else may be awaited. Dropping the future cancels it and
//! wipes its secrets; guards publish their clean-up while they are dropped.

use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, Waker};

use super::desk::{Desk, Io, lock};
use super::{Answer, Effect, EffectId, Event, Facts, Intent};
use crate::flow::Outcome;
use crate::platform::Surroundings;
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

/// How a flow ended: what came of it, and the page that stays until the person closes it, if one is needed.
pub(crate) struct End {
    /// What came of it.
    pub(crate) outcome: Outcome,
    /// The last page.
    pub(crate) page: Option<Page>,
}

impl End {
    /// Something was shown, and nothing more came of it.
    pub(crate) fn shown() -> Self {
        Self { outcome: Outcome::Shown, page: None }
    }
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
        let desk = Arc::new(Mutex::new(Desk::new(surroundings, now)));
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
        {
            let desk = &mut *lock(&self.desk);
            let changed = desk.surroundings.presentation.language != how.language;
            desk.surroundings.presentation = how;
            match &desk.language_changed {
                Some(cell) if changed => *lock(cell) = true,
                _ => return,
            }
        }
        self.resume();
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

#[cfg(test)]
#[path = "engine_tests.rs"]
mod tests;
