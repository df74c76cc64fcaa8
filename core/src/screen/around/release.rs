//! Releasing a registration (REQ-103), and the way for people without a usable card (REQ-104).

use crate::screen::writer::Writer;
use crate::screen::{Block, FieldId, NoticeKind};
use crate::words::text;

/// What releasing means.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ReleasePage {
    /// The platform takes such a request.
    pub(crate) offered: bool,
    /// The box is ticked.
    pub(crate) understood: bool,
    /// It was pressed before the box was ticked.
    pub(crate) asked_too_early: bool,
    /// The person has just stopped a reading.
    pub(crate) stopped: bool,
}

impl Writer<'_> {
    pub(super) fn release(&self, page: ReleasePage) -> Vec<Block> {
        let mut blocks = Vec::new();
        blocks.extend(page.stopped.then(|| self.notice(NoticeKind::Information, text::DEREG_STOPPED)));
        let texts = [
            text::DEREG_EXPLAIN,
            text::DEREG_VIA_INSURER,
            text::DEREG_TIME,
            text::DEREG_CERTIFICATE_DOC,
            text::DEREG_AGAIN,
        ];
        blocks.extend(texts.map(|text| self.paragraph(text)));
        if page.offered {
            blocks.extend(page.asked_too_early.then(|| self.notice(NoticeKind::Error, text::DEREG_TICK_FIRST)));
            blocks.push(Block::Checkbox {
                field: FieldId::ReleaseUnderstood,
                label: self.say(text::DEREG_CONFIRM),
                help: self.say(text::DEREG_HELP),
                on: page.understood,
            });
        } else {
            blocks.push(self.notice(NoticeKind::Information, text::DEREG_NOT_OFFERED));
        }
        blocks
    }

    pub(super) fn release_accepted(&self) -> Vec<Block> {
        [text::STATUS_RELEASE_REQUESTED, text::DEREG_TIME, text::DEREG_CERTIFICATE_DOC, text::DEREG_AGAIN]
            .map(|text| self.paragraph(text))
            .to_vec()
    }
}
