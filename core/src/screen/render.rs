//! Pages into words.

use super::page::{Page, PinNote};
use super::writer::Writer;
use super::{Block, NoticeKind, Screen, Shell, trouble};
use crate::platform::{Environment, Purpose, Surroundings};
use crate::words::{self, Line, text};

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
}

#[cfg(test)]
#[path = "render_tests.rs"]
mod tests;
