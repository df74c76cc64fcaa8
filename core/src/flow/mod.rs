//! Flows: what a person does from the first screen to the last.

mod check_card;
mod complete;
mod consent;
mod home;
mod insurance;
mod practice;
mod prepare;
mod prove;
mod random;
mod reading;
mod receipts;
mod records;
mod register;
mod release;
mod sign_in;
mod signing;
mod status;
mod submit;
mod trouble;

use std::sync::Arc;

use crate::effect::{Effect, EffectId, Engine, Event, Facts, Misuse};
use crate::failure::Failure;
use crate::platform::{Client, Platform, Purpose, Surroundings};
use crate::screen::{Presentation, Screen};
use crate::time::Now;

/// A running flow: it shows screens, asks for effects and takes events. Everything is a value; nothing happens but in
/// these calls.
///
/// A shell's loop: draw [`Flow::screen`], perform every effect of [`Flow::take_effect`], report what happened to
/// [`Flow::handle`], until [`Flow::is_closed`]. Effects are drained after the end too: a card may have to be closed.
/// Dropping a flow wipes its secrets, and nobody can take its last notices any more: a shell that drops one closes the
/// card itself.
pub struct Flow(Engine);

/// What came of a flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outcome {
    /// The card is registered.
    Registered,
    /// The application is accepted and being processed.
    Accepted,
    /// The card was registered before (REQ-102).
    AlreadyRegistered,
    /// The application was accepted, but could not be completed; the screen said why.
    NotCompleted,
    /// The person stopped; nothing was registered.
    Cancelled,
    /// Signed, and kept to be sent: it has no definite answer yet.
    Unsent,
    /// It did not work.
    Failed(Failure),
    /// What was asked for was shown.
    Shown,
    /// A release was asked for (REQ-103).
    ReleaseRequested,
    /// The app itself failed.
    Defect,
}

/// Where a person comes in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entry {
    /// The home page, which comes back after each of the others.
    Home,
    /// A registration.
    Register,
    /// How a registration stands: by what is kept on this device, or by a sign-in with the card.
    Status,
    /// Insurance information, by a sign-in with the card.
    Insurance,
    /// The release of a registration.
    Release,
    /// What state a card is in: offline, without its PIN, of any environment.
    CheckCard,
    /// The receipts that are kept on this device. Offline.
    Receipts,
    /// What is needed. Offline.
    Prepare,
    /// How it goes at a clinic or pharmacy. Offline.
    Guide,
    /// Practice without a card. Offline.
    Practice,
    /// About this app.
    About,
}

impl Entry {
    /// All.
    pub const ALL: [Self; 11] = [
        Self::Home,
        Self::Register,
        Self::Status,
        Self::Insurance,
        Self::Release,
        Self::CheckCard,
        Self::Receipts,
        Self::Prepare,
        Self::Guide,
        Self::Practice,
        Self::About,
    ];

    /// Its name in links and tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Register => "register",
            Self::Status => "status",
            Self::Insurance => "insurance",
            Self::Release => "release",
            Self::CheckCard => "check-card",
            Self::Receipts => "receipts",
            Self::Prepare => "prepare",
            Self::Guide => "guide",
            Self::Practice => "practice",
            Self::About => "about",
        }
    }

    /// The entry of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|entry| entry.name() == name)
    }
}

impl Flow {
    /// Everything that a person can do, from `entry` on: [`Entry::Home`] comes back to the home page after each of the
    /// others, every other one ends when it is done. An unsettled record of an earlier run is settled first where a
    /// registration is at stake.
    pub fn home(
        platform: Arc<Platform>,
        client: Arc<Client>,
        presentation: Presentation,
        now: Now,
        entry: Entry,
    ) -> Self {
        let purpose = if entry == Entry::Register { Purpose::Registering } else { Purpose::Managing };
        let surroundings =
            Surroundings { platform, platform_name: None, client, presentation, facts: Facts::default(), purpose };
        Self(Engine::start(surroundings, now, move |io| home::home(io, entry)))
    }

    /// Registers a card as a health insurance card, or settles what an earlier run left unsettled.
    pub fn register(platform: Arc<Platform>, client: Arc<Client>, presentation: Presentation, now: Now) -> Self {
        Self::home(platform, client, presentation, now, Entry::Register)
    }

    /// What to show now. Pure: ask as often as you like.
    pub fn screen(&self) -> Screen {
        self.0.screen()
    }

    /// The next effect to perform. Each is handed out exactly once.
    pub fn take_effect(&mut self) -> Option<(EffectId, Effect)> {
        self.0.take_effect()
    }

    /// Takes what happened. An answer to an effect that the flow has given up is ignored; on [`Misuse`] nothing has
    /// changed. Trouble with card, server or person is never an error here: it becomes the next screen.
    pub fn handle(&mut self, now: Now, event: Event) -> Result<(), Misuse> {
        self.0.handle(now, event)
    }

    /// Draws differently from now on: another language, another kind of shell. Keeps every choice.
    pub fn present(&mut self, how: Presentation) {
        self.0.present(how);
    }

    /// What came of it, once it has ended; a last screen may still be shown.
    pub fn outcome(&self) -> Option<Outcome> {
        self.0.outcome().copied()
    }

    /// Whether there is nothing left to show.
    pub fn is_closed(&self) -> bool {
        self.0.is_closed()
    }
}
