//! At a clinic or pharmacy, and practice.

use crate::screen::writer::Writer;
use crate::screen::{Block, Check, NoticeKind};
use crate::words::text;

impl Writer<'_> {
    /// REQ-01 to REQ-11, REQ-111, REQ-113, REQ-115.
    pub(super) fn guide(&self) -> Vec<Block> {
        let mut blocks = vec![self.paragraph(text::FAC_STICKER), self.paragraph(text::FAC_START_VARIES)];
        blocks.extend(self.link(text::DONE_FACILITY_LINK, self.links().facilities.as_ref()));
        let steps = [text::FAC_STEP1, text::FAC_STEP2, text::FAC_STEP3];
        let step = |text| Check { text: self.say(text), done: None };
        blocks.push(Block::Steps { items: steps.map(step).to_vec() });
        blocks.push(Block::Heading { text: self.say(text::FAC_FACE_TITLE) });
        let face = [text::FAC_FACE, text::FAC_NO_PHOTO_STORED, text::FAC_CHILD];
        blocks.push(Block::List { items: face.map(|text| self.say(text)).to_vec() });
        blocks.push(Block::Heading { text: self.say(text::FAC_PIN_TITLE) });
        let pin = [text::FAC_PIN, text::FAC_VISUAL, text::FAC_STAFF_NEVER_PIN, text::FAC_NOT_WORKING];
        blocks.push(Block::List { items: pin.map(|text| self.say(text)).to_vec() });
        blocks.push(Block::Heading { text: self.say(text::FAC_OTHER_TITLE) });
        blocks.extend(
            [text::FAC_SMARTPHONE, text::FAC_HOME_VISIT, text::HOME_NOT_COMPULSORY, text::HELP_OTHER_WAYS]
                .map(|text| self.paragraph(text)),
        );
        blocks
    }

    pub(super) fn practice(&self) -> Vec<Block> {
        vec![self.paragraph(text::PRACTICE_LEAD), self.notice(NoticeKind::Warning, text::PRACTICE_NOT_YOUR_PIN)]
    }

    pub(super) fn practice_done(&self) -> Vec<Block> {
        vec![self.notice(NoticeKind::Warning, text::PRACTICE_NOTHING_REGISTERED), self.paragraph(text::PRACTICE_NEXT)]
    }
}
