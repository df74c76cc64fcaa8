//! A running flow, for a shell in another language.

use std::sync::{Arc, Mutex};

use kazasu_core::effect::{self as core, Intent};
use kazasu_core::flow::{self, Flow};
use kazasu_core::platform::Platform;

use crate::answer::Event;
use crate::effect::PublishedEffect;
use crate::guard::{Panicked, guard, lock, report_places_only};
use crate::pin::PinEntry;
use crate::platform::{Client, PlatformProblem, PlatformSpec};
use crate::screen::{Presentation, Screen};

pub use kazasu_core::flow::Entry;
pub use kazasu_core::time::Now;

/// What the shell's two clocks say at an event.
#[uniffi::remote(Record)]
pub struct Now {
    /// Milliseconds since some moment, never set back.
    pub monotonic_ms: u64,
    /// The device's date and time: seconds since 1970 in UTC.
    pub unix_s: i64,
}

/// A running flow: it shows screens, asks for effects and takes events. May be used from any thread, one call at a time
/// gets in. Freeing it wipes its secrets, and its last notices are lost: a shell that does so closes the card itself.
#[derive(uniffi::Object)]
pub struct Session(Mutex<Flow>);

/// The session does not take that. Nothing has changed, and the session can be used on.
///
/// Trouble with card, server or person is never an error here: it becomes the next screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error, uniffi::Error)]
pub enum SessionProblem {
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
    /// The PIN was handed over before: a new try needs a new entry.
    #[error("the PIN was handed over before")]
    PinSpent,
    /// The library itself failed. What was typed is gone.
    #[error("defect")]
    Defect,
}

/// What came of a session.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Enum)]
pub enum Outcome {
    /// The card is registered.
    Registered,
    /// The application is accepted and being processed.
    Accepted,
    /// The card was registered before.
    AlreadyRegistered,
    /// The application was accepted, but could not be completed; the screen said why.
    NotCompleted,
    /// The person stopped; nothing was registered.
    Cancelled,
    /// Signed, and kept to be sent: it has no definite answer yet.
    Unsent,
    /// It did not work.
    Failed {
        /// The number that was shown: stable, never used again.
        code: String,
    },
    /// The app itself failed.
    Defect,
    /// What was asked for was shown.
    Shown,
    /// A release was asked for.
    ReleaseRequested,
}

/// Where a person comes in.
#[uniffi::remote(Enum)]
pub enum Entry {
    /// The home page, which comes back after each of the others.
    Home,
    /// A registration.
    Register,
    /// How a registration stands.
    Status,
    /// Insurance information.
    Insurance,
    /// The release of a registration.
    Release,
    /// What state a card is in: offline, without its PIN.
    CheckCard,
    /// The receipts that are kept on this device.
    Receipts,
    /// What is needed.
    Prepare,
    /// How it goes at a clinic or pharmacy.
    Guide,
    /// Practice without a card.
    Practice,
    /// About this app.
    About,
}

/// The entry of that name, as it stands in a link: `home`, `register`, `status`, `check-card` and so on. None for any
/// other name: a link opens an entry and sets nothing else.
#[uniffi::export]
pub fn entry_of(name: String) -> Result<Option<Entry>, PlatformProblem> {
    guard(|| Entry::from_name(&name)).map_err(|Panicked| PlatformProblem::Defect)
}

#[uniffi::export]
impl Session {
    /// Registers a card as a health insurance card, or settles what an earlier run left unsettled.
    #[uniffi::constructor]
    pub fn register(
        platform: PlatformSpec,
        client: Client,
        presentation: Presentation,
        now: Now,
    ) -> Result<Arc<Self>, PlatformProblem> {
        report_places_only();
        let platform = Arc::new(Platform::try_from(platform)?);
        let flow = guard(|| Flow::register(platform, Arc::new(client.into()), presentation, now))
            .map_err(|Panicked| PlatformProblem::Defect)?;
        Ok(Arc::new(Self(Mutex::new(flow))))
    }

    /// Everything that a person can do, from `entry` on: `Home` comes back to the home page after each of the others, every
    /// other one ends when it is done.
    #[uniffi::constructor]
    pub fn home(
        platform: PlatformSpec,
        client: Client,
        presentation: Presentation,
        now: Now,
        entry: Entry,
    ) -> Result<Arc<Self>, PlatformProblem> {
        report_places_only();
        let platform = Arc::new(Platform::try_from(platform)?);
        let flow = guard(|| Flow::home(platform, Arc::new(client.into()), presentation, now, entry))
            .map_err(|Panicked| PlatformProblem::Defect)?;
        Ok(Arc::new(Self(Mutex::new(flow))))
    }

    /// What to show now. Changes nothing: ask as often as you like.
    pub fn screen(&self) -> Result<Screen, SessionProblem> {
        self.with(|flow| flow.screen().into())
    }

    /// The next effect to perform, if any. Each is handed out exactly once. To be asked for until there is none, after
    /// the end too.
    pub fn take_effect(&self) -> Result<Option<PublishedEffect>, SessionProblem> {
        self.with(|flow| flow.take_effect().map(PublishedEffect::from))
    }

    /// Takes what happened. An answer to an effect that the session has given up is ignored.
    pub fn handle(&self, now: Now, event: Event) -> Result<(), SessionProblem> {
        self.with(|flow| flow.handle(now, event.into()))?.map_err(SessionProblem::from)
    }

    /// Takes the PIN that was typed on that screen and confirmed. The entry is spent, whatever comes of it.
    pub fn enter_pin(&self, now: Now, screen: u64, pin: Arc<PinEntry>) -> Result<(), SessionProblem> {
        let typed = pin.spend().ok_or(SessionProblem::PinSpent)?;
        let event = core::Event::Intent { screen, intent: Intent::EnterPin(typed) };
        self.with(|flow| flow.handle(now, event))?.map_err(SessionProblem::from)
    }

    /// Draws differently from now on: another language, another kind of shell. Keeps every choice.
    pub fn present(&self, how: Presentation) -> Result<(), SessionProblem> {
        self.with(|flow| flow.present(how))
    }

    /// What came of it, once it has ended; a last screen may still be shown.
    pub fn outcome(&self) -> Result<Option<Outcome>, SessionProblem> {
        self.with(|flow| flow.outcome().map(Outcome::from))
    }

    /// Whether there is nothing left to show.
    pub fn is_closed(&self) -> Result<bool, SessionProblem> {
        self.with(|flow| flow.is_closed())
    }
}

impl Session {
    fn with<T>(&self, work: impl FnOnce(&mut Flow) -> T) -> Result<T, SessionProblem> {
        guard(|| work(&mut lock(&self.0))).map_err(|Panicked| SessionProblem::Defect)
    }
}

impl From<core::Misuse> for SessionProblem {
    fn from(misuse: core::Misuse) -> Self {
        match misuse {
            core::Misuse::UnknownEffect => Self::UnknownEffect,
            core::Misuse::WrongAnswer => Self::WrongAnswer,
            core::Misuse::OldScreen => Self::OldScreen,
            core::Misuse::NotOffered => Self::NotOffered,
        }
    }
}

impl From<flow::Outcome> for Outcome {
    fn from(outcome: flow::Outcome) -> Self {
        match outcome {
            flow::Outcome::Registered => Self::Registered,
            flow::Outcome::Accepted => Self::Accepted,
            flow::Outcome::AlreadyRegistered => Self::AlreadyRegistered,
            flow::Outcome::NotCompleted => Self::NotCompleted,
            flow::Outcome::Cancelled => Self::Cancelled,
            flow::Outcome::Unsent => Self::Unsent,
            flow::Outcome::Failed(failure) => Self::Failed { code: failure.code().to_owned() },
            flow::Outcome::Shown => Self::Shown,
            flow::Outcome::ReleaseRequested => Self::ReleaseRequested,
            flow::Outcome::Defect => Self::Defect,
        }
    }
}
