//! How a registration stands, and the way there with the card.

use crate::registration::{Part, PartState, Registration};
use crate::screen::writer::Writer;
use crate::screen::{ActionId, Block, Mark, NoticeKind, Row};
use crate::words::{self, Line, text};

/// How a registration stands.
#[derive(Debug, Clone)]
pub(crate) struct StatusPage {
    pub(crate) registration: Registration,
    /// Another one is kept that is older.
    pub(crate) older: bool,
    /// Another one is kept that is newer.
    pub(crate) newer: bool,
    /// It was read with what this device keeps; a card can say it too.
    pub(crate) kept: bool,
}

/// Before the PIN.
#[derive(Debug, Clone, Copy)]
pub(crate) struct SignInPage {
    /// There is nothing on this device that reads a status.
    pub(crate) nothing_kept: bool,
    /// What this device keeps reads no status any more.
    pub(crate) kept_is_old: bool,
    /// The person has just stopped a reading.
    pub(crate) stopped: bool,
}

impl StatusPage {
    pub(super) fn actions(&self) -> Vec<ActionId> {
        let mut actions = vec![ActionId::Close];
        actions.extend(self.kept.then_some(ActionId::Refresh));
        actions.extend(self.older.then_some(ActionId::Older));
        actions.extend(self.newer.then_some(ActionId::Newer));
        actions.extend(self.kept.then_some(ActionId::SignIn));
        actions
    }
}

impl Writer<'_> {
    /// REQ-71, REQ-101.
    pub(super) fn status(&self, page: &StatusPage) -> Vec<Block> {
        let registration = &page.registration;
        let mut rows = vec![self.status_row(self.say(text::DONE_ROW_INSURANCE), &registration.insurance_card)];
        let portal = self.say_with(text::DONE_ROW_PORTAL, &[("platform", self.around.platform_name())]);
        rows.extend(registration.portal_user.as_ref().map(|part| self.status_row(portal, part)));
        let mut blocks = vec![Block::Rows { rows }, self.as_of(registration.server_time)];
        match registration.insurance_card.state {
            PartState::Failed if registration.insurance_card.reason.as_deref() == Some("insurance-not-linked") => {
                blocks.push(self.notice(NoticeKind::Warning, text::REG_NOT_LINKED));
                blocks.push(self.paragraph(text::HELP_OTHER_WAYS));
            }
            PartState::Failed => blocks.push(self.paragraph(text::HELP_OTHER_WAYS)),
            PartState::ReleaseRequested => blocks.push(self.paragraph(text::DEREG_TIME)),
            PartState::Released => {
                blocks.extend([text::DEREG_AGAIN, text::DEREG_CERTIFICATE_DOC].map(|text| self.paragraph(text)));
            }
            PartState::Unknown => blocks.extend(self.link(text::COMMON_UPDATE, self.links().update.as_ref())),
            _ => {}
        }
        if let Some(receipt) = &registration.receipt {
            let time = words::date_time(self.language(), receipt.accepted_at);
            let args = [("receipt", &*receipt.number), ("time", &*time), ("version", &*receipt.terms_version)];
            blocks.push(self.paragraph_with(text::DONE_RECEIPT, &args));
        }
        blocks.push(self.paragraph(text::FAC_STICKER));
        blocks.extend(self.link(text::DONE_FACILITY_LINK, self.links().facilities.as_ref()));
        blocks
    }

    pub(super) fn not_registered(&self, as_of: i64) -> Vec<Block> {
        let value = self.say(text::STATUS_NOT_REGISTERED);
        let rows = vec![Row { label: self.say(text::DONE_ROW_INSURANCE), value, mark: Mark::Unknown }];
        vec![
            Block::Rows { rows },
            self.as_of(as_of),
            self.paragraph(text::HOME_LEAD),
            self.paragraph(text::HOME_NOT_COMPULSORY),
        ]
    }

    pub(super) fn as_of(&self, unix_s: i64) -> Block {
        let time = words::date_time(self.language(), unix_s);
        self.paragraph_with(text::STATUS_AS_OF, &[("time", &time)])
    }

    fn status_row(&self, label: Line, part: &Part) -> Row {
        let (value, mark) = match part.state {
            PartState::Accepted => (text::STATUS_ACCEPTED, Mark::UnderWay),
            PartState::Processing => (text::STATUS_PROCESSING, Mark::UnderWay),
            PartState::Registered | PartState::AlreadyRegistered => (text::STATUS_REGISTERED, Mark::Done),
            PartState::Failed => {
                let reason = self.say(reason(part.reason.as_deref()));
                let value = self.say_with(text::STATUS_FAILED, &[("reason", &reason.marked())]);
                return Row { label, value, mark: Mark::Failed };
            }
            PartState::ReleaseRequested => (text::STATUS_RELEASE_REQUESTED, Mark::UnderWay),
            PartState::Released => (text::STATUS_RELEASED, Mark::Done),
            PartState::Unknown => (text::STATUS_UNKNOWN, Mark::Unknown),
        };
        Row { label, value: self.say(value), mark }
    }

    /// REQ-129, REQ-13: what the card and the PIN are for this time.
    pub(super) fn sign_in(&self, page: SignInPage) -> Vec<Block> {
        let mut blocks = self.readiness(false);
        blocks.extend(page.stopped.then(|| self.notice(NoticeKind::Information, text::CARD_CANCELLED)));
        if page.nothing_kept {
            blocks.push(self.paragraph(text::STATUS_NOTHING_KEPT));
        }
        if page.kept_is_old {
            blocks.push(self.notice(NoticeKind::Information, text::STATUS_KEPT_IS_OLD));
        }
        blocks.push(self.paragraph(text::STATUS_NEED_CARD));
        blocks.push(self.notice(NoticeKind::Warning, text::READ_LOCK_WARNING));
        blocks.extend([text::READ_PIN_EXPLAIN, text::READ_WHOSE_CARD].map(|text| self.paragraph(text)));
        blocks
    }
}

fn reason(reason: Option<&str>) -> words::Text {
    match reason {
        Some("insurance-not-linked") => text::STATUS_REASON_NOT_LINKED,
        Some("insurer-rejected") => text::STATUS_REASON_REJECTED,
        Some("certificate-revoked-later") => text::STATUS_REASON_REVOKED,
        Some("internal") => text::STATUS_REASON_INTERNAL,
        _ => text::STATUS_REASON_OTHER,
    }
}
