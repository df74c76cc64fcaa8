//! Insurance information: shown, and kept nowhere (REQ-112).

use zeroize::Zeroizing;

use super::fact;
use crate::registration::Insurance;
use crate::screen::writer::Writer;
use crate::screen::{Block, NoticeKind};
use crate::words::{self, text};

impl Writer<'_> {
    pub(super) fn insurance(&self, page: &Insurance) -> Vec<Block> {
        let mut blocks = Vec::new();
        if page.found {
            let mut facts = Vec::new();
            let text_of = |text: &Option<Zeroizing<String>>| text.as_ref().map(|text| text.to_string());
            facts.extend(text_of(&page.insurer).map(|insurer| fact(self, text::INS_INSURER, insurer)));
            facts.extend(text_of(&page.number).map(|number| fact(self, text::INS_NUMBER, number)));
            let from =
                page.valid_from.map(|(year, month, day)| words::calendar_date(self.language(), year, month, day));
            facts.extend(from.map(|from| fact(self, text::INS_VALID_FROM, from)));
            blocks.push(Block::Facts { facts });
        } else {
            blocks.push(self.notice(NoticeKind::Information, text::INS_NOT_FOUND));
            blocks.push(self.paragraph(text::HELP_OTHER_WAYS));
        }
        let time = words::date_time(self.language(), page.as_of);
        blocks.push(self.paragraph_with(text::INS_AS_OF, &[("time", &time)]));
        blocks.push(self.paragraph(text::INS_LAG));
        blocks.extend(self.link(text::DONE_INFO_LINK, self.links().insurance.as_ref()));
        blocks
    }
}
