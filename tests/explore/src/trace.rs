//! What happened in a run, line by line.

use std::fmt;

use kazasu_core::screen::{ActionId, Block, Screen};

use crate::faults::Fault;
use crate::person::Act;

/// Something that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// A screen was shown.
    Shown {
        /// Its id.
        id: &'static str,
        /// The error code on it.
        code: Option<String>,
        /// What it offered.
        actions: Vec<ActionId>,
    },
    /// An effect was handed out.
    Effect(String),
    /// What the card answered, in hexadecimal.
    Answered(String),
    /// Something went wrong at the n-th effect of that name.
    Fault {
        /// The effect's name.
        at: String,
        /// Which of them, from 1.
        nth: usize,
        /// What.
        fault: Fault,
    },
    /// Something happened on a screen before the person acted.
    Meanwhile(Fault),
    /// The person did something.
    Act(Act),
    /// The app was started, perhaps again.
    Started,
    /// The flow ended.
    Ended(String),
}

impl Line {
    /// The line of a screen.
    #[must_use]
    pub fn shown(screen: &Screen) -> Self {
        let code = code_of(screen).map(str::to_owned);
        Self::Shown { id: screen.id, code, actions: screen.actions.iter().map(|action| action.id).collect() }
    }

    /// The line without what may differ between two values of one class: codes, and the values themselves.
    #[must_use]
    pub fn shape(&self) -> Option<String> {
        match self {
            Self::Shown { id, actions, .. } => Some(format!("{id} {actions:?}")),
            Self::Effect(label) => Some(label.clone()),
            Self::Act(act) => Some(format!("{act:?}")),
            Self::Started => Some("started".to_owned()),
            Self::Fault { .. } | Self::Meanwhile(_) | Self::Ended(_) | Self::Answered(_) => None,
        }
    }
}

impl fmt::Display for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Shown { id, code: Some(code), .. } => write!(f, "  [{id} {code}]"),
            Self::Shown { id, .. } => write!(f, "  [{id}]"),
            Self::Effect(label) => write!(f, "    {label}"),
            Self::Answered(hex) => write!(f, "      -> {hex}"),
            Self::Fault { at, nth, fault } => write!(f, "  ! {at} number {nth}: {fault:?}"),
            Self::Meanwhile(fault) => write!(f, "  ! {fault:?}"),
            Self::Act(act) => write!(f, "  > {act:?}"),
            Self::Started => write!(f, "the app is started"),
            Self::Ended(outcome) => write!(f, "ended: {outcome}"),
        }
    }
}

/// The error code on a screen.
#[must_use]
pub fn code_of(screen: &Screen) -> Option<&str> {
    screen.blocks.iter().find_map(|block| match block {
        Block::Code { code, .. } => Some(code.as_str()),
        _ => None,
    })
}
