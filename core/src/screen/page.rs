//! The pages that flows show, as values: what is on them and what they offer, without words.

use std::sync::Arc;

use super::around::Around;
use crate::failure::Failure;
use crate::platform::Purpose;
use crate::registration::{Registration, Terms};

/// A page.
#[derive(Debug, Clone)]
pub(crate) enum Page {
    /// Something is loading.
    Loading,
    /// Step 1: what is registered, and the terms.
    Terms(TermsPage),
    /// The terms in full.
    TermsText(Arc<Terms>),
    /// Step 2, before the PIN.
    Apply(ApplyPage),
    /// What this PIN is.
    PinHelp,
    /// The PIN.
    Pin(PinPage),
    /// One try left: stop is the default.
    LastTry {
        /// Whether a wrong PIN has just been typed.
        after_wrong: bool,
    },
    /// The card is looked for or read.
    Hold(HoldPage),
    /// The PIN is typed on the reader's keypad.
    Keypad(KeypadPage),
    /// What was typed on the reader's keypad was wrong; it is not asked for again before the person wants that.
    KeypadWrong {
        /// How many tries are left, by the card.
        left: u8,
    },
    /// The signed request is on its way.
    Sending {
        /// No copy could be kept.
        unsaved: bool,
    },
    /// The signed request has no definite answer.
    Unsent {
        /// Until when it can be sent, by the server's time.
        until: i64,
        /// No copy could be kept.
        unsaved: bool,
        /// Why, as far as that is known.
        because: Option<Failure>,
        /// Seconds until it is tried again by itself.
        again_s: u32,
    },
    /// A signed request of an earlier run is being settled.
    Resuming,
    /// Step 3.
    Done(Box<DonePage>),
    /// Something went wrong.
    Trouble(TroublePage),
    /// The person stopped; nothing was registered.
    Cancelled,
    /// The app itself failed.
    Defect,
    /// Anything around a registration.
    Around(Around),
}

/// Step 1.
#[derive(Debug, Clone)]
pub(crate) struct TermsPage {
    pub(crate) terms: Arc<Terms>,
    /// The checkbox, where the platform offers it (REQ-32, REQ-33).
    pub(crate) portal: Option<bool>,
    /// Server's time less the device's, if that is worth a word.
    pub(crate) skew: Option<i64>,
}

/// Step 2, before the PIN.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ApplyPage {
    pub(crate) portal: Option<bool>,
    /// The person has just stopped a reading.
    pub(crate) stopped: bool,
    /// It is a child's card (REQ-114).
    pub(crate) childs: bool,
}

/// The PIN.
#[derive(Debug, Clone, Copy)]
pub(crate) struct PinPage {
    pub(crate) portal: Option<bool>,
    pub(crate) note: PinNote,
    /// It is a child's card (REQ-114).
    pub(crate) childs: bool,
}

/// What is said above the PIN field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PinNote {
    /// Nothing.
    None,
    /// What was typed is no PIN; nothing was sent.
    NotAPin,
    /// It was wrong; the card says how many tries are left.
    Wrong(u8),
    /// How many tries are left, by the card, when it is not known what the last one came to.
    Left(u8),
    /// It was right, but the card left before it had signed.
    WasRight,
    /// The digits of practice, which are shown; no other ones are taken.
    Practice {
        /// Other ones were typed, and thrown away.
        other: bool,
    },
}

/// The card is looked for or read.
#[derive(Debug, Clone, Copy)]
pub(crate) struct HoldPage {
    /// 0 to 100 once a card is there.
    pub(crate) progress: Option<u8>,
    /// Whether the tips are shown (REQ-60).
    pub(crate) tips: bool,
}

/// The PIN is typed on the reader's keypad (REQ-128).
#[derive(Debug, Clone, Copy)]
pub(crate) struct KeypadPage {
    pub(crate) portal: Option<bool>,
    pub(crate) note: PinNote,
    /// How many tries are left, by the card.
    pub(crate) tries: u8,
}

/// Step 3.
#[derive(Debug, Clone)]
pub(crate) struct DonePage {
    pub(crate) registration: Registration,
    /// The certificate's end, if it is near (REQ-106).
    pub(crate) expiring: Option<i64>,
    /// The receipt could not be kept.
    pub(crate) unsaved: bool,
}

/// Something went wrong.
#[derive(Debug, Clone, Copy)]
pub(crate) struct TroublePage {
    pub(crate) failure: Failure,
    /// Which step the person is at.
    pub(crate) step: u8,
}

impl Page {
    /// Whether this is that page with other content.
    pub(crate) fn is_same_page(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Around(page), Self::Around(other)) => std::mem::discriminant(page) == std::mem::discriminant(other),
            _ => std::mem::discriminant(self) == std::mem::discriminant(other),
        }
    }

    /// A stable name.
    pub(crate) fn id(&self) -> &'static str {
        match self {
            Self::Loading => "loading",
            Self::Terms(_) => "terms",
            Self::TermsText(_) => "terms_text",
            Self::Apply(_) => "apply",
            Self::PinHelp => "pin_help",
            Self::Pin(_) => "pin",
            Self::LastTry { .. } => "last_try",
            Self::Hold(HoldPage { progress: None, .. }) => "hold",
            Self::Hold(HoldPage { progress: Some(_), .. }) => "reading",
            Self::Keypad(_) => "keypad",
            Self::KeypadWrong { .. } => "keypad_wrong",
            Self::Sending { .. } => "sending",
            Self::Unsent { .. } => "unsent",
            Self::Resuming => "resuming",
            Self::Done(_) => "done",
            Self::Trouble(_) => "trouble",
            Self::Cancelled => "cancelled",
            Self::Defect => "defect",
            Self::Around(page) => page.id(),
        }
    }

    /// The name under which a page is shown: practice is never taken for the real thing, by a program either.
    pub(crate) fn id_for(&self, purpose: Purpose) -> &'static str {
        match (purpose, self) {
            (Purpose::Practising, Self::Terms(_)) => "practice_terms",
            (Purpose::Practising, Self::TermsText(_)) => "practice_terms_text",
            (Purpose::Practising, Self::Apply(_)) => "practice_apply",
            (Purpose::Practising, Self::PinHelp) => "practice_pin_help",
            (Purpose::Practising, Self::Pin(_)) => "practice_pin",
            (Purpose::Practising, Self::Hold(HoldPage { progress: None, .. })) => "practice_hold",
            (Purpose::Practising, Self::Hold(HoldPage { progress: Some(_), .. })) => "practice_reading",
            _ => self.id(),
        }
    }

    /// The step of the header that is marked; 0 for none (REQ-29).
    pub(crate) fn step(&self, purpose: Purpose) -> u8 {
        if !matches!(purpose, Purpose::Registering | Purpose::Practising) {
            return 0;
        }
        match self {
            Self::Loading | Self::Terms(_) | Self::TermsText(_) => 1,
            Self::Apply(_) | Self::PinHelp | Self::Pin(_) | Self::LastTry { .. } | Self::Hold(_) => 2,
            Self::Keypad(_)
            | Self::KeypadWrong { .. }
            | Self::Sending { .. }
            | Self::Unsent { .. }
            | Self::Resuming => 2,
            Self::Done(_) => 3,
            Self::Trouble(page) => page.step,
            Self::Cancelled | Self::Defect | Self::Around(_) => 0,
        }
    }
}
