//! What the pages of a registration say.

use super::page::{ApplyPage, DonePage, HoldPage, KeypadPage, PinNote, PinPage, TermsPage};
use super::writer::Writer;
use super::{Block, Check, FieldId, Mark, NoticeKind, Row, Shell};
use crate::platform::Purpose;
use crate::registration::{Part, PartState, Registration};
use crate::secret::Pin;
use crate::words::{self, Line, text};

/// What is typed in practice: nothing that a card has, and shown on the screen.
pub(crate) const PRACTICE_DIGITS: &str = "1357";

impl Writer<'_> {
    pub(super) fn terms(&self, page: &TermsPage) -> Vec<Block> {
        let platform = [("platform", self.around.platform_name())];
        let mut blocks = Vec::new();
        if let Some(skew) = page.skew {
            let offset = words::duration(self.language(), skew);
            blocks.push(self.notice_with(NoticeKind::Warning, text::CLOCK_SKEW, &[("offset", &offset)]));
        }
        blocks.push(self.paragraph_with(text::TERMS_LEAD, &platform));
        blocks.extend(self.link(text::COMMON_DETAILS, self.links().details.as_ref()));
        blocks.push(Block::Heading { text: self.say(text::TERMS_CONSENT_TITLE) });
        blocks
            .push(Block::List { items: page.terms.consent_items.iter().map(|item| Line::parse(&item.text)).collect() });
        blocks.push(self.paragraph(text::TERMS_NOT_SENT));
        blocks.extend(page.portal.map(|on| Block::Checkbox {
            field: FieldId::PortalUser,
            label: self.say_with(text::TERMS_PORTAL_CHECKBOX, &platform),
            help: self.say(text::TERMS_PORTAL_HELP),
            on,
        }));
        blocks.push(self.paragraph(text::HOME_NOT_COMPULSORY));
        blocks.push(self.disclaimer());
        blocks
    }

    /// The portal choice, repeated before the PIN (requirements, note 1).
    fn choice(&self, portal: Option<bool>) -> Option<Block> {
        let label = self.say_with(text::TERMS_PORTAL_CHECKBOX, &[("platform", self.around.platform_name())]);
        portal.map(|on| Block::Facts {
            facts: vec![(label, self.say(if on { text::COMMON_YES } else { text::COMMON_NO }))],
        })
    }

    pub(super) fn apply(&self, page: ApplyPage) -> Vec<Block> {
        let mut blocks = self.readiness(false);
        blocks.extend(page.stopped.then(|| self.notice(NoticeKind::Information, text::CARD_CANCELLED)));
        if self.shell() == Shell::Pc {
            let facts = self.around.facts;
            let steps =
                [(text::READ_PC_STEP1, facts.reader), (text::READ_PC_STEP2, facts.card), (text::READ_PC_STEP3, None)];
            let check = |(text, done)| Check { text: self.say(text), done };
            blocks.push(Block::Steps { items: steps.into_iter().map(check).collect() });
        } else {
            blocks.push(self.paragraph(text::READ_LEAD_PHONE));
        }
        blocks.push(self.notice(NoticeKind::Warning, text::READ_LOCK_WARNING));
        blocks.push(self.paragraph(text::READ_PIN_EXPLAIN));
        blocks.push(self.paragraph(text::READ_UNLOCK_WHERE));
        blocks.push(self.paragraph(text::READ_WHOSE_CARD));
        blocks.push(Block::Checkbox {
            field: FieldId::ChildsCard,
            label: self.say(text::READ_CHILDS_CARD),
            help: self.say(text::READ_CHILDS_CARD_HELP),
            on: page.childs,
        });
        blocks.extend(self.choice(page.portal));
        blocks
    }

    pub(super) fn pin(&self, page: PinPage) -> Vec<Block> {
        let mut blocks = self.pin_note(page.note);
        blocks.extend(page.childs.then(|| self.notice(NoticeKind::Information, text::PIN_CHILDS)));
        blocks.push(Block::PinField {
            label: self.say(text::PIN_LABEL),
            hint: self.say(text::PIN_HINT),
            show: self.say(text::PIN_SHOW),
            prompt: self.say(text::CLI_PIN_PROMPT),
            digits: Pin::DIGITS as u8,
            erase: self.say(text::PIN_ERASE),
            entered: (0..=Pin::DIGITS)
                .map(|count| self.say_with(text::PIN_ENTERED_COUNT, &[("count", &*count.to_string())]))
                .collect(),
        });
        blocks.extend(self.choice(page.portal));
        blocks.push(self.paragraph(text::PIN_FORGOT));
        blocks
    }

    /// REQ-128: what the person should know before they type where this program cannot look.
    pub(super) fn keypad(&self, page: KeypadPage) -> Vec<Block> {
        let note = if matches!(page.note, PinNote::Left(_)) { PinNote::None } else { page.note };
        let mut blocks = self.pin_note(note);
        blocks.push(self.busy(text::CLI_PINPAD));
        blocks.push(self.paragraph(text::PIN_KEYPAD_HOW));
        let left = page.tries.to_string();
        blocks.push(self.notice_with(NoticeKind::Information, text::PIN_TRIES_LEFT, &[("remaining", &left)]));
        blocks.push(self.notice(NoticeKind::Warning, text::READ_LOCK_WARNING));
        blocks.push(self.paragraph_with(text::TERMS_LEAD, &[("platform", self.around.platform_name())]));
        blocks.push(self.paragraph(text::TERMS_NOT_SENT));
        blocks.extend(self.choice(page.portal));
        blocks.push(self.paragraph(text::HOLD_PC));
        blocks
    }

    /// What is said above the place where a PIN is typed.
    pub(super) fn pin_note(&self, note: PinNote) -> Vec<Block> {
        match note {
            PinNote::None => vec![],
            PinNote::NotAPin => vec![self.notice(NoticeKind::Error, text::PIN_FORMAT_ERROR)],
            PinNote::Wrong(left) => vec![
                self.notice_with(NoticeKind::Error, text::PIN_WRONG_REMAINING, &[("remaining", &left.to_string())]),
                self.paragraph(text::PIN_OTHER_PIN_HINT),
            ],
            PinNote::Left(left) => {
                vec![self.notice_with(
                    NoticeKind::Information,
                    text::PIN_TRIES_LEFT,
                    &[("remaining", &left.to_string())],
                )]
            }
            PinNote::WasRight => vec![self.notice(NoticeKind::Information, text::PIN_WAS_RIGHT)],
            PinNote::Practice { other } => {
                let mut blocks = Vec::new();
                blocks.extend(other.then(|| self.notice(NoticeKind::Error, text::PRACTICE_OTHER_DIGITS)));
                blocks.push(self.notice_with(
                    NoticeKind::Information,
                    text::PRACTICE_DIGITS,
                    &[("digits", PRACTICE_DIGITS)],
                ));
                blocks
            }
        }
    }

    pub(super) fn hold(&self, page: HoldPage) -> Vec<Block> {
        let (picture, how) = match self.shell() {
            Shell::Android => ("android", text::HOLD_ANDROID),
            Shell::Ios => ("ios", text::HOLD_IOS),
            Shell::Pc => ("pc", text::HOLD_PC),
        };
        let mut blocks = vec![Block::Hold { picture, progress: page.progress }, self.paragraph(how)];
        if self.around.purpose == Purpose::Practising {
            blocks.push(self.notice(NoticeKind::Information, text::PRACTICE_HOLD));
        }
        blocks.push(self.notice(NoticeKind::Information, text::HOLD_KEEP));
        match page.progress {
            Some(percent) => {
                let args = [("percent", &*percent.to_string())];
                blocks.push(self.paragraph_with(text::HOLD_READING, &args));
            }
            None => blocks.push(self.busy(text::HOLD_WAITING)),
        }
        if page.tips {
            blocks.extend(self.tips());
        }
        blocks
    }

    pub(super) fn done(&self, page: &DonePage) -> Vec<Block> {
        let registration = &page.registration;
        let mut blocks = vec![Block::Rows { rows: self.rows(registration) }];
        if registration.insurance_card.reason.as_deref() == Some("insurance-not-linked") {
            blocks.push(self.notice(NoticeKind::Warning, text::REG_NOT_LINKED));
        }
        if let Some(end) = page.expiring {
            let date = words::date(self.language(), end);
            blocks.push(self.notice_with(NoticeKind::Warning, text::CERT_EXPIRING_SOON, &[("date", &date)]));
        }
        if let Some(receipt) = &registration.receipt {
            let time = words::date_time(self.language(), receipt.accepted_at);
            let args = [("receipt", &*receipt.number), ("time", &*time), ("version", &*receipt.terms_version)];
            blocks.push(self.paragraph_with(text::DONE_RECEIPT, &args));
        }
        blocks.extend(page.unsaved.then(|| self.notice(NoticeKind::Warning, text::STORE_RECEIPT_FAILED)));
        blocks.push(self.paragraph(text::DONE_CHECK_STATUS));
        blocks.push(self.paragraph(text::DONE_NEXT_VISIT));
        blocks.push(self.paragraph(text::FAC_STICKER));
        blocks.push(self.paragraph(text::FAC_START_VARIES));
        blocks.extend(self.link(text::DONE_FACILITY_LINK, self.links().facilities.as_ref()));
        blocks.push(self.paragraph(text::DONE_INFO_HERE));
        blocks.extend(self.link(text::DONE_INFO_LINK, self.links().insurance.as_ref()));
        blocks
    }

    fn rows(&self, registration: &Registration) -> Vec<Row> {
        let (value, mark) = match registration.application.state {
            PartState::AlreadyRegistered => (text::REG_ALREADY, Mark::Done),
            PartState::Failed => (text::DONE_VALUE_FAILED, Mark::Failed),
            PartState::Unknown => (text::STATUS_UNKNOWN, Mark::Unknown),
            _ => (text::DONE_VALUE_ACCEPTED, Mark::Done),
        };
        let mut rows = vec![Row { label: self.say(text::DONE_ROW_APPLICATION), value: self.say(value), mark }];
        rows.push(self.part_row(self.say(text::DONE_ROW_INSURANCE), &registration.insurance_card, false));
        let portal = self.say_with(text::DONE_ROW_PORTAL, &[("platform", self.around.platform_name())]);
        rows.extend(registration.portal_user.as_ref().map(|part| self.part_row(portal, part, true)));
        rows
    }

    /// The portal part counts as done once it is accepted (REQ-68); the insurance card does not (REQ-65).
    fn part_row(&self, label: Line, part: &Part, accepted_is_done: bool) -> Row {
        let (value, mark) = match part.state {
            PartState::Registered | PartState::AlreadyRegistered => (text::DONE_VALUE_REGISTERED, Mark::Done),
            PartState::Accepted if accepted_is_done => (text::DONE_VALUE_ACCEPTED, Mark::Done),
            PartState::Accepted | PartState::Processing => (text::DONE_VALUE_PROCESSING, Mark::UnderWay),
            PartState::Failed => (text::DONE_VALUE_FAILED, Mark::Failed),
            PartState::ReleaseRequested => (text::STATUS_RELEASE_REQUESTED, Mark::UnderWay),
            PartState::Released => (text::STATUS_RELEASED, Mark::Done),
            PartState::Unknown => (text::STATUS_UNKNOWN, Mark::Unknown),
        };
        Row { label, value: self.say(value), mark }
    }
}
