//! What a person can do on a screen, and the ways out of the app.

use kazasu_core::screen as core;

use crate::words::Line;

pub use kazasu_core::screen::{ActionId, ActionKind, FieldId};

/// A button, or one of the core's own links.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct Action {
    /// Goes back with `Pressed`.
    pub id: ActionId,
    /// What it says.
    pub label: Line,
    /// How it looks.
    pub kind: ActionKind,
    /// Whether Enter presses it. At most one per screen.
    pub is_default: bool,
}

/// How an action looks.
#[uniffi::remote(Enum)]
pub enum ActionKind {
    /// The way on.
    Primary,
    /// Another way.
    Secondary,
    /// A link.
    Link,
}

/// What can be pressed.
#[uniffi::remote(Enum)]
pub enum ActionId {
    /// Agree to the terms and go on.
    Agree,
    /// Read the terms in full.
    ReadTerms,
    /// Apply.
    Apply,
    /// Go back; choices are kept.
    Back,
    /// What this PIN is.
    WhatIsPin,
    /// Confirm the typed PIN. Goes back by `enter_pin`, never as `Pressed`.
    SubmitPin,
    /// Stop here.
    Cancel,
    /// Use the last try, knowingly.
    UseLastTry,
    /// Do not use it (the default).
    StopForNow,
    /// How to hold the card.
    ShowTips,
    /// Try the same again.
    Retry,
    /// Begin anew.
    StartAgain,
    /// Look at the new terms.
    ReviewTerms,
    /// Send the signed request again.
    Resend,
    /// Leave a screen without success.
    Close,
    /// Leave a screen with success.
    Finish,
    /// Begin a registration.
    Register,
    /// See how a registration stands.
    Status,
    /// See the insurance information.
    Insurance,
    /// Release a registration.
    Release,
    /// See what state a card is in.
    CheckCard,
    /// See the receipts that are kept.
    Receipts,
    /// What is needed.
    Prepare,
    /// How it goes at a clinic or pharmacy.
    Guide,
    /// Practise without a card.
    Practice,
    /// About this app.
    About,
    /// Go on to PIN and card, to see what the platform knows of the card.
    SignIn,
    /// Read the card, without its PIN.
    ReadCard,
    /// Ask for the release, which goes on to PIN and card.
    RequestRelease,
    /// Ask again how it stands.
    Refresh,
    /// The one before, of several.
    Older,
    /// The one after, of several.
    Newer,
    /// Delete from this device; asked once.
    Delete,
}

/// A checkbox.
#[uniffi::remote(Enum)]
pub enum FieldId {
    /// "Also register as a portal user".
    PortalUser,
    /// "This is a child's card": changes texts only.
    ChildsCard,
    /// "I understand and want to release the registration".
    ReleaseUnderstood,
}

/// A link out of the app, always `https`.
#[derive(Debug, Clone, PartialEq, Eq, uniffi::Record)]
pub struct OutLink {
    /// What it says.
    pub text: Line,
    /// Where it leads.
    pub url: String,
}

impl From<core::Action> for Action {
    fn from(core::Action { id, label, kind, default }: core::Action) -> Self {
        Self { id, label: label.into(), kind, is_default: default }
    }
}

impl From<core::Link> for OutLink {
    fn from(core::Link { text, url }: core::Link) -> Self {
        Self { text: text.into(), url }
    }
}
