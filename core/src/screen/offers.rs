//! What a person can do on a page.

use super::page::{HoldPage, Page};
use super::{ActionId, FieldId};
use crate::effect::Intent;
use crate::failure::Remedy;

impl Page {
    /// What Enter presses: the first action, but where there is only waiting to do: one Enter too many must not stop it.
    pub(crate) fn default_action(&self) -> Option<ActionId> {
        match self {
            Self::Loading | Self::Hold(_) | Self::Keypad(_) => None,
            _ => self.actions().first().copied(),
        }
    }

    /// What the platform's own way back presses.
    pub(crate) fn back(&self) -> Option<ActionId> {
        use ActionId::{Back, Cancel, Close, Finish, StopForNow};
        [Back, Cancel, StopForNow, Close, Finish].into_iter().find(|way| self.actions().contains(way))
    }

    /// What can be pressed: the way on first (for the last try: stopping), then the way back, then links.
    pub(crate) fn actions(&self) -> Vec<ActionId> {
        use ActionId::{
            Agree, Apply, Back, Cancel, Close, Finish, ReadTerms, Resend, Retry, ReviewTerms, ShowTips, StartAgain,
            StopForNow, SubmitPin, UseLastTry, WhatIsPin,
        };
        let actions: &[ActionId] = match self {
            Self::Terms(_) => &[Agree, Back, ReadTerms],
            Self::TermsText(_) | Self::PinHelp => &[Back],
            Self::Apply(_) => &[Apply, Back, WhatIsPin],
            Self::Pin(_) => &[SubmitPin, Cancel, WhatIsPin],
            Self::LastTry { .. } => &[StopForNow, UseLastTry],
            Self::Hold(HoldPage { progress: None, tips: false }) => &[Cancel, ShowTips],
            Self::Loading | Self::Hold(_) | Self::Keypad(_) => &[Cancel],
            Self::KeypadWrong { .. } => &[Retry, Cancel],
            Self::Sending { .. } | Self::Resuming => &[],
            Self::Unsent { .. } => &[Resend, Close],
            Self::Done(_) => &[Finish],
            Self::Trouble(page) => match page.failure.remedy() {
                Remedy::Retry => &[Retry, Close],
                Remedy::RetryOrStartAgain => &[Retry, StartAgain, Close],
                Remedy::StartAgain => &[StartAgain, Close],
                Remedy::ReviewTerms => &[ReviewTerms, Close],
                Remedy::Elsewhere => &[Close],
            },
            Self::Cancelled | Self::Defect => &[Close],
            Self::Around(page) => return page.actions(),
        };
        actions.to_vec()
    }

    /// The checkbox on this page, and whether it is ticked.
    pub(crate) fn checkbox(&self) -> Option<(FieldId, bool)> {
        match self {
            Self::Terms(page) => page.portal.map(|on| (FieldId::PortalUser, on)),
            Self::Apply(page) => Some((FieldId::ChildsCard, page.childs)),
            Self::Around(page) => page.checkbox(),
            _ => None,
        }
    }

    /// Whether the person can do that here.
    pub(crate) fn offers(&self, intent: &Intent) -> bool {
        match intent {
            Intent::Press(ActionId::SubmitPin) => false,
            Intent::Press(action) => self.actions().contains(action),
            Intent::EnterPin(_) => matches!(self, Self::Pin(_)),
            Intent::Set { field, .. } => self.checkbox().is_some_and(|(offered, _)| offered == *field),
        }
    }
}
