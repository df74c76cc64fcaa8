//! The pages around a registration: what is on them and what they offer, without words.

mod card;
mod guide;
mod home;
mod insurance;
mod receipt;
mod release;
mod status;

use super::writer::Writer;
use super::{ActionId, Block, FieldId};
use crate::registration::Insurance;
use crate::words::{Line, Text, text};

pub(crate) use card::CardReport;
pub(crate) use receipt::ReceiptPage;
pub(crate) use release::ReleasePage;
pub(crate) use status::{SignInPage, StatusPage};

/// A page around a registration.
#[derive(Debug, Clone)]
pub(crate) enum Around {
    /// Where everything begins.
    Home,
    /// What is needed, on a phone and on a PC (REQ-12).
    Prepare,
    /// At a clinic or pharmacy (REQ-01 to REQ-11).
    Guide,
    /// About this app.
    About {
        /// The oldest version that the platform takes, where it was asked and has said so.
        oldest: Option<String>,
    },
    /// How a registration stands.
    Status(Box<StatusPage>),
    /// The platform has no registration of the card that signed in.
    NotRegistered {
        /// By the server's time.
        as_of: i64,
    },
    /// Before the PIN, when the platform is to say what it knows of a card.
    SignIn(SignInPage),
    /// The platform does not offer that.
    NotOffered,
    /// Insurance information (REQ-112).
    Insurance(Box<Insurance>),
    /// What releasing means (REQ-103).
    Release(ReleasePage),
    /// A release was asked for.
    ReleaseAccepted,
    /// A receipt (REQ-130).
    Receipt(Box<ReceiptPage>),
    /// No receipt is kept.
    NoReceipt {
        /// Storage could not be read.
        unreadable: bool,
    },
    /// Whether to delete a receipt.
    DeleteReceipt {
        /// Its number.
        number: String,
    },
    /// Before a card is looked at.
    CheckCard,
    /// What state a card is in.
    CardReport(CardReport),
    /// Before practice.
    Practice,
    /// After practice.
    PracticeDone,
}

impl Around {
    /// A stable name.
    pub(super) fn id(&self) -> &'static str {
        match self {
            Self::Home => "home",
            Self::Prepare => "prepare",
            Self::Guide => "guide",
            Self::About { .. } => "about",
            Self::Status(_) => "status",
            Self::NotRegistered { .. } => "not_registered",
            Self::SignIn(_) => "sign_in",
            Self::NotOffered => "not_offered",
            Self::Insurance(_) => "insurance",
            Self::Release(_) => "release",
            Self::ReleaseAccepted => "release_accepted",
            Self::Receipt(_) => "receipt",
            Self::NoReceipt { .. } => "no_receipt",
            Self::DeleteReceipt { .. } => "delete_receipt",
            Self::CheckCard => "check_card",
            Self::CardReport(_) => "card_report",
            Self::Practice => "practice",
            Self::PracticeDone => "practice_done",
        }
    }

    /// What can be pressed, the way on first.
    pub(super) fn actions(&self) -> Vec<ActionId> {
        use ActionId::{
            About, Back, CheckCard, Close, Delete, Finish, Guide, Insurance, Practice, Prepare, ReadCard, Receipts,
            Register, Release, RequestRelease, SignIn, Status, WhatIsPin,
        };
        match self {
            Self::Home => {
                vec![Register, Status, Insurance, CheckCard, Prepare, Guide, Receipts, Release, Practice, About, Close]
            }
            Self::Prepare => vec![Close, WhatIsPin],
            Self::Guide | Self::About { .. } | Self::NotOffered | Self::NoReceipt { .. } => vec![Close],
            Self::Status(page) => page.actions(),
            Self::NotRegistered { .. } => vec![Register, Close],
            Self::SignIn(_) => vec![SignIn, Close, WhatIsPin],
            Self::Insurance(_) => vec![Finish],
            Self::Release(page) if page.offered => vec![RequestRelease, Back],
            Self::Release(_) => vec![Close],
            Self::ReleaseAccepted => vec![Finish, Status],
            Self::Receipt(page) => page.actions(),
            Self::DeleteReceipt { .. } => vec![Back, Delete],
            Self::CheckCard => vec![ReadCard, Close],
            Self::CardReport(_) => vec![Finish, ReadCard],
            Self::Practice => vec![Practice, Close],
            Self::PracticeDone => vec![Finish, Practice],
        }
    }

    /// The checkbox on this page, and whether it is ticked.
    pub(super) fn checkbox(&self) -> Option<(FieldId, bool)> {
        match self {
            Self::Release(page) => page.offered.then_some((FieldId::ReleaseUnderstood, page.understood)),
            _ => None,
        }
    }

    /// The heading.
    pub(super) fn title(&self) -> Text {
        match self {
            Self::Home => text::HOME_TITLE,
            Self::Prepare => text::PREP_TITLE,
            Self::Guide => text::FAC_TITLE,
            Self::About { .. } => text::ABOUT_TITLE,
            Self::Status(_) | Self::NotRegistered { .. } => text::STATUS_TITLE,
            Self::SignIn(_) => text::SIGN_IN_TITLE,
            Self::NotOffered => text::NOT_OFFERED_TITLE,
            Self::Insurance(_) => text::INS_TITLE,
            Self::Release(_) => text::DEREG_TITLE,
            Self::ReleaseAccepted => text::DEREG_ACCEPTED,
            Self::Receipt(_) | Self::NoReceipt { .. } => text::RECEIPT_TITLE,
            Self::DeleteReceipt { .. } => text::RECEIPT_DELETE_TITLE,
            Self::CheckCard => text::CHECK_TITLE,
            Self::CardReport(_) => text::CHECK_RESULT_TITLE,
            Self::Practice => text::PRACTICE_TITLE,
            Self::PracticeDone => text::PRACTICE_DONE_TITLE,
        }
    }

    /// Everything below the heading.
    pub(super) fn blocks(&self, write: &Writer<'_>) -> Vec<Block> {
        match self {
            Self::Home => write.home(),
            Self::Prepare => write.prepare(),
            Self::Guide => write.guide(),
            Self::About { oldest } => write.about(oldest.as_deref()),
            Self::Status(page) => write.status(page),
            Self::NotRegistered { as_of } => write.not_registered(*as_of),
            Self::SignIn(page) => write.sign_in(*page),
            Self::NotOffered => vec![write.paragraph(text::NOT_OFFERED_BODY), write.paragraph(text::HELP_OTHER_WAYS)],
            Self::Insurance(page) => write.insurance(page),
            Self::Release(page) => write.release(*page),
            Self::ReleaseAccepted => write.release_accepted(),
            Self::Receipt(page) => write.receipt(page),
            Self::NoReceipt { unreadable } => write.no_receipt(*unreadable),
            Self::DeleteReceipt { number } => write.delete_receipt(number),
            Self::CheckCard => write.check_card(),
            Self::CardReport(report) => write.card_report(report),
            Self::Practice => write.practice(),
            Self::PracticeDone => write.practice_done(),
        }
    }

    /// What an action says here, where that is not what it says everywhere.
    pub(super) fn label(&self, id: ActionId) -> Option<Text> {
        match (self, id) {
            (Self::PracticeDone, ActionId::Practice) => Some(text::PRACTICE_AGAIN),
            (Self::Practice, ActionId::Practice) => Some(text::PRACTICE_START),
            (Self::DeleteReceipt { .. }, ActionId::Back) => Some(text::RECEIPT_KEEP),
            (Self::CardReport(_), ActionId::ReadCard) => Some(text::CHECK_AGAIN),
            _ => None,
        }
    }
}

/// A name and a value beside it.
fn fact(write: &Writer<'_>, name: Text, value: String) -> (Line, Line) {
    (write.say(name), Line::parse(&value))
}
