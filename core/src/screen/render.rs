//! Pages into words.

use super::around::Around;
use super::page::{ApplyPage, DonePage, HoldPage, KeypadPage, Page, PinNote, PinPage, TermsPage};
use super::writer::Writer;
use super::{Action, ActionId, ActionKind, Block, Check, FieldId, Mark, NoticeKind, Row, Screen, Shell, trouble};
use crate::platform::{Environment, Purpose, Surroundings};
use crate::registration::{Part, PartState, Registration};
use crate::secret::Pin;
use crate::words::{self, Line, text};

/// What is typed in practice: nothing that a card has, and shown on the screen.
pub(crate) const PRACTICE_DIGITS: &str = "1357";

impl Page {
    /// The screen for this page.
    pub(crate) fn render(&self, serial: u64, around: &Surroundings) -> Screen {
        let write = Writer { around };
        let mut blocks = Vec::new();
        match around.purpose {
            Purpose::Practising => blocks.push(write.notice(NoticeKind::Warning, text::PRACTICE_BANNER)),
            // A look at a card takes real ones too, and asks no platform.
            Purpose::Checking => {}
            Purpose::Registering | Purpose::Managing if around.platform.environment() == Environment::Sandbox => {
                blocks.push(write.notice(NoticeKind::Information, text::COMMON_SANDBOX_BANNER));
            }
            Purpose::Registering | Purpose::Managing => {}
        }
        blocks.extend(self.blocks(&write));
        Screen {
            serial,
            id: self.id_for(around.purpose),
            language: around.presentation.language,
            steps: write.steps(self.step(around.purpose)),
            title: match around.purpose {
                Purpose::Practising => {
                    write.say_with(text::PRACTICE_HEADING, &[("title", &self.title(&write).marked())])
                }
                _ => self.title(&write),
            },
            blocks,
            actions: self.write_actions(&write),
            back: self.back().filter(|way| self.shows(*way, &write)),
            links: write.header_links(),
            languages: write.languages(),
            secret: matches!(self, Self::Pin(_)),
        }
    }

    fn title(&self, write: &Writer<'_>) -> Line {
        write.say(match self {
            Self::Loading => text::COMMON_LOADING,
            Self::Terms(_) => text::TERMS_TITLE,
            Self::TermsText(terms) => return Line::parse(&terms.title),
            Self::Apply(_) => text::READ_TITLE,
            Self::PinHelp => text::PIN_WHAT_IS,
            Self::Pin(_) if write.shell() == Shell::Pc => text::PIN_TITLE_PC,
            Self::Pin(_) => text::PIN_TITLE,
            Self::Keypad(_) | Self::KeypadWrong { .. } => text::PIN_TITLE_PC,
            Self::LastTry { .. } => text::PIN_LAST_ATTEMPT_TITLE,
            Self::Hold(_) if write.shell() == Shell::Pc => text::READ_TITLE,
            Self::Hold(_) => text::HOLD_TITLE,
            Self::Sending { .. } => text::NET_SENDING_TITLE,
            Self::Unsent { .. } => text::NET_AFTER_SIGN_TITLE,
            Self::Resuming => text::NET_RESUME_TITLE,
            Self::Done(page) if page.registration.insurance_card.is_registered() => text::DONE_TITLE,
            Self::Done(_) => text::DONE_TITLE_ACCEPTED,
            Self::Trouble(page) => trouble::title(page.failure, write.around.purpose),
            Self::Cancelled => text::TROUBLE_CANCELLED,
            Self::Defect => text::TROUBLE_DEFECT,
            Self::Around(page) => page.title(),
        })
    }

    fn blocks(&self, write: &Writer<'_>) -> Vec<Block> {
        match self {
            Self::Loading => vec![write.busy(text::COMMON_LOADING)],
            Self::Terms(page) => write.terms(page),
            Self::TermsText(terms) => {
                vec![Block::Document { title: Line::parse(&terms.title), body: terms.body.clone() }]
            }
            Self::Apply(page) => write.apply(*page),
            Self::PinHelp => vec![
                write.paragraph(text::PIN_EXPLAIN),
                write.paragraph(text::READ_PIN_EXPLAIN),
                write.paragraph(text::PIN_FORGOT),
            ],
            Self::Pin(page) => write.pin(*page),
            Self::LastTry { after_wrong } => {
                let mut blocks = vec![write.notice(NoticeKind::Warning, text::PIN_LAST_ATTEMPT_BODY)];
                blocks.extend(after_wrong.then(|| write.paragraph(text::PIN_OTHER_PIN_HINT)));
                blocks.push(write.paragraph(text::PIN_FORGOT));
                blocks
            }
            Self::Hold(page) => write.hold(*page),
            Self::Keypad(page) => write.keypad(*page),
            Self::KeypadWrong { left } => {
                let mut blocks = write.pin_note(PinNote::Wrong(*left));
                blocks.push(write.paragraph(text::PIN_FORGOT));
                blocks
            }
            Self::Sending { unsaved } => {
                let mut blocks = vec![write.busy(text::NET_SENDING)];
                blocks.extend(unsaved.then(|| write.notice(NoticeKind::Warning, text::STORE_FAILED)));
                blocks
            }
            Self::Unsent { until, unsaved, because, again_s } => {
                let time = words::date_time(write.language(), *until);
                let mut blocks = vec![write.paragraph(text::NET_AFTER_SIGN_BODY)];
                blocks.push(write.paragraph_with(text::NET_AFTER_SIGN_WINDOW, &[("time", &time)]));
                blocks.extend(because.and_then(|failure| trouble::meanwhile(write, failure, *again_s)));
                blocks.extend(unsaved.then(|| write.notice(NoticeKind::Warning, text::STORE_FAILED)));
                blocks.extend(because.map(|failure| write.code(failure.code())));
                blocks
            }
            Self::Resuming => vec![write.busy(text::NET_RESUME_BODY)],
            Self::Done(page) => write.done(page),
            Self::Trouble(page) => trouble::blocks(write, page.failure),
            Self::Cancelled => vec![write.paragraph(text::CLI_CANCELLED), write.paragraph(text::HELP_OTHER_WAYS)],
            Self::Defect => vec![write.notice(NoticeKind::Error, text::TROUBLE_DEFECT_BODY), write.code("D02")],
            Self::Around(page) => page.blocks(write),
        }
    }

    /// REQ-37: on a PC the way back stands left of the way on, on a phone below it; links stand above the buttons, so
    /// that the terms are met before the button that agrees to them (REQ-34).
    fn write_actions(&self, write: &Writer<'_>) -> Vec<Action> {
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
    fn shows(&self, id: ActionId, write: &Writer<'_>) -> bool {
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

impl Writer<'_> {
    fn terms(&self, page: &TermsPage) -> Vec<Block> {
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

    fn apply(&self, page: ApplyPage) -> Vec<Block> {
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

    fn pin(&self, page: PinPage) -> Vec<Block> {
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
    fn keypad(&self, page: KeypadPage) -> Vec<Block> {
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
    fn pin_note(&self, note: PinNote) -> Vec<Block> {
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

    fn hold(&self, page: HoldPage) -> Vec<Block> {
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

    fn done(&self, page: &DonePage) -> Vec<Block> {
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

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
