//! Words for blocks.

use super::{Block, LanguageMenu, Link, NoticeKind, Shell, Step};
use crate::platform::Surroundings;
use crate::words::{self, Args, Line, Text, text};

/// Writes in the language, and for the kind of shell, of one drawing.
pub(super) struct Writer<'a> {
    pub(super) around: &'a Surroundings,
}

impl Writer<'_> {
    pub(super) fn language(&self) -> words::Language {
        self.around.presentation.language
    }

    pub(super) fn shell(&self) -> Shell {
        self.around.presentation.shell
    }

    pub(super) fn say(&self, text: Text) -> Line {
        self.say_with(text, &[])
    }

    pub(super) fn say_with(&self, text: Text, args: Args<'_>) -> Line {
        words::line(self.language(), text, args)
    }

    pub(super) fn paragraph(&self, text: Text) -> Block {
        self.paragraph_with(text, &[])
    }

    pub(super) fn paragraph_with(&self, text: Text, args: Args<'_>) -> Block {
        Block::Paragraph { text: self.say_with(text, args) }
    }

    pub(super) fn notice(&self, kind: NoticeKind, text: Text) -> Block {
        self.notice_with(kind, text, &[])
    }

    pub(super) fn notice_with(&self, kind: NoticeKind, text: Text, args: Args<'_>) -> Block {
        Block::Notice { kind, text: self.say_with(text, args) }
    }

    pub(super) fn code(&self, code: &str) -> Block {
        let copy = self.say(text::COMMON_COPY_CODE);
        Block::Code { text: self.say_with(text::COMMON_ERROR_CODE, &[("code", code)]), code: code.to_owned(), copy }
    }

    pub(super) fn link(&self, text: Text, url: Option<&String>) -> Option<Block> {
        url.filter(|url| url.starts_with("https://"))
            .map(|url| Block::Link(Link { text: self.say(text), url: url.clone() }))
    }

    pub(super) fn links(&self) -> &crate::platform::Links {
        self.around.platform.links()
    }

    /// The tips that the source document gives, in its order; the switch for NFC exists on Android only (REQ-56 … 60).
    pub(super) fn tips(&self) -> [Block; 2] {
        let mut tips = vec![text::HOLD_TIP_KEEP, text::HOLD_TIP_SLOW, text::HOLD_TIP_METAL];
        if self.shell() != Shell::Pc {
            tips.extend([text::HOLD_TIP_CASE, text::HOLD_TIP_CABLE]);
        }
        if self.shell() == Shell::Android {
            tips.push(text::HOLD_TIP_NFC);
        }
        let items = tips.into_iter().map(|tip| self.say(tip)).collect();
        [Block::Heading { text: self.say(text::HOLD_TIPS_TITLE) }, Block::List { items }]
    }

    /// Where each model of a phone reads stands in the platform's list of them: few phones tell it themselves.
    pub(super) fn find_spot(&self) -> Option<Block> {
        let url = self.links().devices.as_ref().filter(|_| self.shell() != Shell::Pc);
        self.link(text::HOLD_FIND_SPOT, url)
    }

    pub(super) fn busy(&self, text: Text) -> Block {
        Block::Busy { text: self.say(text) }
    }

    pub(super) fn steps(&self, current: u8) -> Vec<Step> {
        if current == 0 {
            return Vec::new();
        }
        let names = [(1, text::STEPS_REVIEW), (2, text::STEPS_READ), (3, text::STEPS_DONE)];
        let step = |(number, name): (u8, Text)| {
            let written = words::line(self.language(), name, &[]);
            let (count, spoken) = (number.to_string(), written.spoken());
            let args = [("total", "3"), ("step", count.as_str()), ("name", spoken.as_str())];
            Step {
                number,
                spoken: self.say_with(text::COMMON_STEP_OF, &args),
                name: written,
                current: number == current,
            }
        };
        names.into_iter().map(step).collect()
    }

    pub(super) fn languages(&self) -> LanguageMenu {
        LanguageMenu::in_language(self.language())
    }

    pub(super) fn header_links(&self) -> Vec<Link> {
        let links = self.links();
        [(text::COMMON_FAQ, &links.faq), (text::COMMON_CONTACT, &links.contact)]
            .into_iter()
            .filter_map(|(text, url)| match self.link(text, url.as_ref()) {
                Some(Block::Link(link)) => Some(link),
                _ => None,
            })
            .collect()
    }
}
