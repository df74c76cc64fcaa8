//! Home, what is needed, and about.

use super::fact;
use crate::effect::Readiness;
use crate::platform::Environment;
use crate::screen::writer::Writer;
use crate::screen::{Block, Check, NoticeKind, Setting, Shell};
use crate::words::{Line, Text, text};

impl Writer<'_> {
    /// REQ-03, REQ-72, REQ-131.
    pub(super) fn home(&self) -> Vec<Block> {
        let mut blocks = self.readiness(false);
        blocks.push(self.paragraph(text::HOME_LEAD));
        blocks.push(self.paragraph(text::HOME_TIME_NEEDED));
        blocks.push(self.paragraph(text::HOME_NOT_COMPULSORY));
        blocks.push(self.disclaimer());
        blocks
    }

    /// Both check lists (REQ-12): the one of this device first, with what can be told of it.
    pub(super) fn prepare(&self) -> Vec<Block> {
        let phone = (text::PREP_PATH_PHONE, [text::PREP_ITEM_CARD, text::PREP_ITEM_PIN, text::PREP_ITEM_PHONE]);
        let pc = (text::PREP_PATH_PC, [text::PREP_ITEM_CARD, text::PREP_ITEM_PIN, text::PREP_ITEM_READER]);
        let (here, there) = if self.shell() == Shell::Pc { (pc, phone) } else { (phone, pc) };
        let ready = match (self.around.facts.readiness, self.around.facts.reader) {
            (Some(readiness), _) => Some(readiness == Readiness::Ready),
            (None, reader) => reader,
        };
        let app = |path: Text| (path == text::PREP_PATH_PC).then_some(text::PREP_ITEM_APP);
        let mut blocks = self.readiness(true);
        blocks.push(Block::Heading { text: self.say(here.0) });
        let check = |item: Text| {
            let live = matches!(item, text::PREP_ITEM_PHONE | text::PREP_ITEM_READER);
            Check { text: self.say(item), done: ready.filter(|_| live) }
        };
        blocks.push(Block::Steps { items: here.1.into_iter().chain(app(here.0)).map(check).collect() });
        if self.around.presentation.browser {
            blocks.push(Block::List { items: vec![self.say(text::PREP_CLOSE_TABS)] });
        }
        blocks.push(Block::Heading { text: self.say(there.0) });
        let items = there.1.into_iter().chain(app(there.0)).map(|item| self.say(item)).collect();
        blocks.push(Block::List { items });
        let links = self.links();
        for (text, url) in [
            (text::PREP_NO_CARD, &links.card),
            (text::PREP_SUPPORTED, &links.devices),
            (text::PREP_INSTALL_HELP, &links.install),
            (text::PREP_APP_ANDROID, &links.android),
            (text::PREP_APP_IOS, &links.ios),
            (text::PREP_APP_PC, &links.pc),
        ] {
            blocks.extend(self.link(text, url.as_ref()));
        }
        blocks.push(self.paragraph(text::HELP_OTHER_WAYS));
        blocks
    }

    /// What this device lacks to read a card (REQ-16); with `always`, that it lacks nothing too.
    pub(in crate::screen) fn readiness(&self, always: bool) -> Vec<Block> {
        let Some(readiness) = self.around.facts.readiness else { return Vec::new() };
        let warning = |text| self.notice(NoticeKind::Warning, text);
        match readiness {
            Readiness::Ready if always => vec![self.notice(NoticeKind::Success, text::PREP_READY)],
            Readiness::Ready => Vec::new(),
            Readiness::NfcOff => vec![
                warning(text::PREP_NFC_OFF),
                Block::Setting { setting: Setting::Nfc, text: self.say(text::COMMON_OPEN_SETTINGS) },
            ],
            Readiness::NfcAbsent => vec![warning(text::PREP_NFC_ABSENT), self.paragraph(text::HELP_OTHER_WAYS)],
            Readiness::NoReader => vec![warning(text::PREP_READER_ABSENT)],
            Readiness::ReaderBusy => vec![warning(text::PREP_READER_BUSY)],
            Readiness::ServiceOff => vec![warning(text::PREP_READER_SERVICE_OFF)],
            Readiness::SoftwareAbsent => vec![warning(text::PREP_READER_SOFTWARE_ABSENT)],
        }
    }

    /// REQ-17, REQ-72.
    pub(super) fn about(&self, oldest: Option<&str>) -> Vec<Block> {
        let client = &self.around.client;
        let environment = match self.around.platform.environment() {
            Environment::Production => text::ABOUT_PRODUCTION,
            Environment::Sandbox => text::ABOUT_SANDBOX,
        };
        let oldest = match oldest {
            Some(oldest) => Line::parse(oldest),
            None => self.say(text::ABOUT_UNKNOWN),
        };
        vec![
            self.disclaimer(),
            Block::Facts {
                facts: vec![
                    fact(self, text::ABOUT_VERSION, format!("{} {}", client.name, client.version)),
                    (self.say(text::ABOUT_OLDEST), oldest),
                    fact(self, text::ABOUT_PLATFORM, self.around.platform_name().to_owned()),
                    fact(self, text::ABOUT_ORIGIN, self.around.platform.origin().to_owned()),
                    (self.say(text::ABOUT_KIND), self.say(environment)),
                ],
            },
            self.paragraph(text::TERMS_NOT_SENT),
            self.paragraph(text::ABOUT_NO_PUBLIC_API),
        ]
    }

    pub(in crate::screen) fn disclaimer(&self) -> Block {
        self.paragraph_with(text::COMMON_APP_DISCLAIMER, &[("platform", self.around.platform_name())])
    }
}
