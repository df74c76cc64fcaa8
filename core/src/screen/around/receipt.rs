//! Receipts that this device keeps (REQ-126, REQ-130).

use super::fact;
use crate::screen::writer::Writer;
use crate::screen::{ActionId, Block, NoticeKind};
use crate::words::{self, Line, text};

/// A receipt.
#[derive(Debug, Clone)]
pub(crate) struct ReceiptPage {
    pub(crate) number: String,
    pub(crate) terms_version: String,
    /// Ids of what was agreed to.
    pub(crate) consents: Vec<String>,
    /// In seconds since 1970.
    pub(crate) accepted_at: i64,
    /// Another one is kept that is older.
    pub(crate) older: bool,
    /// Another one is kept that is newer.
    pub(crate) newer: bool,
}

impl ReceiptPage {
    pub(super) fn actions(&self) -> Vec<ActionId> {
        let mut actions = vec![ActionId::Close];
        actions.extend(self.older.then_some(ActionId::Older));
        actions.extend(self.newer.then_some(ActionId::Newer));
        actions.push(ActionId::Delete);
        actions
    }
}

impl Writer<'_> {
    pub(super) fn receipt(&self, page: &ReceiptPage) -> Vec<Block> {
        let time = words::date_time(self.language(), page.accepted_at);
        vec![
            Block::Facts {
                facts: vec![
                    fact(self, text::RECEIPT_NUMBER, page.number.clone()),
                    fact(self, text::RECEIPT_TIME, time),
                    fact(self, text::RECEIPT_TERMS, page.terms_version.clone()),
                    fact(self, text::ABOUT_PLATFORM, self.around.platform_name().to_owned()),
                ],
            },
            Block::Heading { text: self.say(text::RECEIPT_AGREED) },
            Block::List { items: page.consents.iter().map(|id| self.consent(id)).collect() },
            self.paragraph(text::DONE_CHECK_STATUS),
        ]
    }

    /// What an id of HRP/1 §3.4 stands for; the id itself where it is another platform's.
    fn consent(&self, id: &str) -> Line {
        match id {
            "hrp.consent.cert-serial-to-eligibility" => self.say(text::TERMS_CONSENT_CERT_SERIAL),
            "hrp.consent.link-insured-number" => self.say(text::TERMS_CONSENT_INSURED_NUMBER),
            "hrp.consent.insurer-name-count" => self.say(text::TERMS_CONSENT_INSURER_NAME),
            other => Line::parse(other),
        }
    }

    pub(super) fn no_receipt(&self, unreadable: bool) -> Vec<Block> {
        if unreadable {
            vec![self.notice(NoticeKind::Warning, text::STORE_UNREADABLE)]
        } else {
            vec![self.paragraph(text::RECEIPT_NONE), self.paragraph(text::HELP_OTHER_WAYS)]
        }
    }

    pub(super) fn delete_receipt(&self, number: &str) -> Vec<Block> {
        vec![
            Block::Facts { facts: vec![fact(self, text::RECEIPT_NUMBER, number.to_owned())] },
            self.notice(NoticeKind::Warning, text::RECEIPT_DELETE_BODY),
        ]
    }
}
