//! What a person can press and tick.

use serde::{Deserialize, Serialize};

use crate::words::Line;

/// A button, or one of the core's own links.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Action {
    /// Goes back with [`crate::effect::Intent::Press`].
    pub id: ActionId,
    /// What it says.
    pub label: Line,
    /// How it looks.
    pub kind: ActionKind,
    /// Whether Enter presses it. At most one per screen.
    pub default: bool,
}

/// How an action looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionKind {
    /// The way on.
    Primary,
    /// Another way.
    Secondary,
    /// A link.
    Link,
}

/// What can be pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActionId {
    /// Agree to the terms and go on (REQ-35).
    Agree,
    /// Read the terms in full (REQ-34).
    ReadTerms,
    /// Apply (REQ-44).
    Apply,
    /// Go back; choices are kept.
    Back,
    /// What this PIN is (REQ-50).
    WhatIsPin,
    /// Confirm the typed PIN. Goes back as [`crate::effect::Intent::EnterPin`], never as a press.
    SubmitPin,
    /// Stop here.
    Cancel,
    /// Use the last try, knowingly.
    UseLastTry,
    /// Do not use it (the default).
    StopForNow,
    /// How to hold the card (REQ-60).
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
    /// Leave a screen with success (REQ-70).
    Finish,
    /// Begin a registration (REQ-23).
    Register,
    /// See how a registration stands (REQ-25).
    Status,
    /// See the insurance information (REQ-26).
    Insurance,
    /// Release a registration (REQ-103).
    Release,
    /// See what state a card is in.
    CheckCard,
    /// See the receipts that are kept (REQ-130).
    Receipts,
    /// What is needed (REQ-12).
    Prepare,
    /// How it goes at a clinic or pharmacy (REQ-04).
    Guide,
    /// Practise without a card.
    Practice,
    /// About this app (REQ-17, REQ-72).
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
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FieldId {
    /// "Also register as a portal user" (REQ-33).
    PortalUser,
    /// "This is a child's card" (REQ-114): changes texts only.
    ChildsCard,
    /// "I understand and want to release the registration" (REQ-103).
    ReleaseUnderstood,
}
