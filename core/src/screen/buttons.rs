//! The buttons and the core's own links of a page: in which order they stand, and what they say.

use super::around::Around;
use super::page::Page;
use super::writer::Writer;
use super::{Action, ActionId, ActionKind, Shell};
use crate::words::{Line, text};

impl Page {
    /// REQ-37: on a PC the way back stands left of the way on, on a phone below it; links stand above the buttons, so
    /// that the terms are met before the button that agrees to them (REQ-34).
    pub(super) fn write_actions(&self, write: &Writer<'_>) -> Vec<Action> {
        let default = self.default_action();
        let (links, mut buttons): (Vec<ActionId>, Vec<ActionId>) = self
            .actions()
            .into_iter()
            .filter(|id| self.shows(*id, write))
            .partition(|id| matches!(id, ActionId::ReadTerms | ActionId::WhatIsPin | ActionId::ShowTips));
        // Home is a list of entries, and registering stands first on every device (REQ-03).
        if write.shell() == Shell::Pc && !matches!(self, Self::Around(Around::Home)) {
            buttons.reverse();
        }
        let look = |id: &ActionId, kind| Action {
            id: *id,
            label: self.label(*id, write),
            kind,
            default: Some(*id) == default && kind != ActionKind::Link,
        };
        let button =
            |id: &ActionId| look(id, if Some(*id) == default { ActionKind::Primary } else { ActionKind::Secondary });
        links.iter().map(|id| look(id, ActionKind::Link)).chain(buttons.iter().map(button)).collect()
    }

    /// An app on an iPhone does not end itself (Apple's guidelines), so home shows no way out there. It is taken all the
    /// same: from an app that shows home in a sheet of its own and closes that.
    pub(super) fn shows(&self, id: ActionId, write: &Writer<'_>) -> bool {
        !(id == ActionId::Close && write.shell() == Shell::Ios && matches!(self, Self::Around(Around::Home)))
    }

    fn label(&self, id: ActionId, write: &Writer<'_>) -> Line {
        if let Self::Around(page) = self
            && let Some(text) = page.label(id)
        {
            return write.say(text);
        }
        let text = match id {
            ActionId::Agree => text::TERMS_AGREE_NEXT,
            ActionId::ReadTerms => match self {
                Self::Terms(page) => {
                    return write.say_with(text::TERMS_OPEN_LINK, &[("version", page.terms.version.as_str())]);
                }
                _ => text::COMMON_DETAILS,
            },
            ActionId::Apply => text::READ_APPLY,
            ActionId::Back => text::COMMON_BACK,
            ActionId::WhatIsPin => text::PIN_WHAT_IS,
            ActionId::SubmitPin if write.shell() == Shell::Pc => text::COMMON_OK,
            ActionId::SubmitPin => text::COMMON_NEXT,
            ActionId::Cancel => text::COMMON_CANCEL,
            ActionId::UseLastTry => text::PIN_LAST_ATTEMPT_CONFIRM,
            ActionId::StopForNow => text::PIN_LAST_ATTEMPT_STOP,
            ActionId::ShowTips => text::HOLD_TIPS_TITLE,
            ActionId::Retry => text::COMMON_RETRY,
            ActionId::StartAgain => text::COMMON_START_AGAIN,
            ActionId::ReviewTerms => text::TERMS_REVIEW,
            ActionId::Resend => text::NET_AFTER_SIGN_RESEND,
            ActionId::Close => text::COMMON_CLOSE,
            ActionId::Finish => text::COMMON_FINISH,
            ActionId::Register => text::HOME_REGISTER,
            ActionId::Status => text::HOME_STATUS,
            ActionId::Insurance => text::HOME_INSURANCE,
            ActionId::Release => text::HOME_RELEASE,
            ActionId::CheckCard => text::HOME_CHECK_CARD,
            ActionId::Receipts => text::HOME_RECEIPTS,
            ActionId::Prepare => text::PREP_TITLE,
            ActionId::Guide => text::HOME_FACILITY,
            ActionId::Practice => text::HOME_PRACTICE,
            ActionId::About => text::ABOUT_TITLE,
            ActionId::SignIn => text::STATUS_USE_CARD,
            ActionId::ReadCard => text::CHECK_READ,
            ActionId::RequestRelease => text::DEREG_SUBMIT,
            ActionId::Refresh => text::STATUS_REFRESH,
            ActionId::Older => text::STATUS_OLDER,
            ActionId::Newer => text::STATUS_NEWER,
            ActionId::Delete => text::RECEIPT_DELETE,
        };
        write.say(text)
    }
}
