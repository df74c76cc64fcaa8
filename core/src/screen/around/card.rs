//! What state a card is in, and what to do about it.

use crate::algorithm::Algorithm;
use crate::platform::Environment;
use crate::screen::writer::Writer;
use crate::screen::{Block, Mark, NoticeKind, Row};
use crate::words::{self, text};

/// What a card says without its PIN.
#[derive(Debug, Clone, Copy)]
pub(crate) struct CardReport {
    /// What it signs with: the cards of today and of the next generation differ in it.
    pub(crate) algorithm: Algorithm,
    /// Whether it is a test card or a real one, where its certificate says so.
    pub(crate) environment: Option<Environment>,
    /// First and last second of its certificate, in seconds since 1970.
    pub(crate) valid: (i64, i64),
    /// How many tries are left; none left or no PIN: 0.
    pub(crate) tries: u8,
    /// When it was looked at, by the device's clock.
    pub(crate) at: i64,
}

/// A certificate can be renewed, and should be, in its last three months (REQ-106).
const SOON_S: i64 = 90 * 86_400;

impl Writer<'_> {
    pub(super) fn check_card(&self) -> Vec<Block> {
        let mut blocks = self.readiness(false);
        blocks.extend(
            [text::CHECK_LEAD, text::CHECK_NOTHING_SENT, text::READ_WHOSE_CARD].map(|text| self.paragraph(text)),
        );
        blocks
    }

    pub(super) fn card_report(&self, report: &CardReport) -> Vec<Block> {
        let (begin, end) = report.valid;
        let kind = match (report.environment, report.algorithm) {
            (Some(Environment::Sandbox), _) => text::CHECK_KIND_TEST,
            (_, Algorithm::Rs256) => text::CHECK_KIND_CURRENT,
            (_, Algorithm::Es384) => text::CHECK_KIND_NEXT,
        };
        let expired = report.at > end;
        let end_mark = if expired || report.at < begin { Mark::Failed } else { Mark::Done };
        let tries = match report.tries {
            0 => self.say(text::CHECK_TRIES_NONE),
            tries => self.say_with(text::CHECK_TRIES_LEFT, &[("remaining", &tries.to_string())]),
        };
        let tries_mark = if report.tries == 0 { Mark::Failed } else { Mark::Done };
        let date = words::date(self.language(), end);
        let rows = vec![
            Row { label: self.say(text::CHECK_KIND), value: self.say(kind), mark: Mark::Done },
            Row { label: self.say(text::CHECK_END), value: words::Line::parse(&date), mark: end_mark },
            Row { label: self.say(text::CHECK_TRIES), value: tries, mark: tries_mark },
        ];
        let mut blocks = vec![Block::Rows { rows }];
        blocks.extend(self.about_the_end(report, &date));
        blocks.extend(self.about_the_tries(report.tries));
        if !expired && report.tries > 0 && end - report.at > SOON_S && report.at >= begin {
            blocks.push(self.notice(NoticeKind::Success, text::CHECK_FINE));
        }
        blocks.push(self.paragraph(text::CHECK_CLOCK));
        blocks.push(self.paragraph(text::CHECK_NOT_THE_REGISTRATION));
        blocks
    }

    fn about_the_end(&self, report: &CardReport, date: &str) -> Vec<Block> {
        let (begin, end) = report.valid;
        if report.at > end {
            return vec![
                self.notice_with(NoticeKind::Error, text::CERT_EXPIRED, &[("date", date)]),
                self.paragraph(text::CERT_EXPIRED_HELP),
                self.paragraph(text::DEREG_CERTIFICATE_DOC),
            ];
        }
        if report.at < begin {
            let begin = words::date(self.language(), begin);
            return vec![self.notice_with(NoticeKind::Warning, text::CERT_NOT_YET, &[("date", &begin)])];
        }
        if end - report.at <= SOON_S {
            return vec![
                self.notice_with(NoticeKind::Warning, text::CHECK_END_SOON, &[("date", date)]),
                self.paragraph(text::CERT_EXPIRED_HELP),
            ];
        }
        Vec::new()
    }

    fn about_the_tries(&self, tries: u8) -> Vec<Block> {
        match tries {
            0 => {
                let mut blocks = vec![self.notice(NoticeKind::Error, text::CARD_FACE_ONLY_OR_LOCKED)];
                let helps = [
                    text::CARD_FACE_ONLY_HELP,
                    text::PIN_LOCKED_WINDOW,
                    text::PIN_LOCKED_KIOSK,
                    text::DEREG_CERTIFICATE_DOC,
                ];
                blocks.extend(helps.map(|text| self.paragraph(text)));
                blocks
            }
            1 => vec![self.notice(NoticeKind::Warning, text::CHECK_TRIES_ONE), self.paragraph(text::PIN_FORGOT)],
            2 => vec![self.paragraph(text::CHECK_TRIES_LOW)],
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::effect::Facts;
    use crate::screen::Shell;
    use crate::screen::samples::around;
    use crate::words::Language;

    /// The mark of the certificate's end, and the notices, at that second.
    fn at(valid: (i64, i64), at: i64) -> (Mark, Vec<NoticeKind>) {
        let around = around(Shell::Pc, Language::English, Facts::default());
        let write = Writer { around: &around };
        let environment = Some(Environment::Production);
        let blocks = write.card_report(&CardReport { algorithm: Algorithm::Rs256, environment, valid, tries: 3, at });
        let Some(Block::Rows { rows }) = blocks.first() else { panic!("a report without rows") };
        let notices = blocks.iter().filter_map(|block| match block {
            Block::Notice { kind, .. } => Some(*kind),
            _ => None,
        });
        (rows[1].mark, notices.collect())
    }

    #[test]
    fn req_106_a_certificate_is_good_from_its_first_second_to_its_last_and_ends_soon_for_three_months() {
        let valid = (1_000, 1_000 + 2 * SOON_S);
        for (second, mark, notice) in [
            (999, Mark::Failed, NoticeKind::Warning),
            (1_000, Mark::Done, NoticeKind::Success),
            (999 + SOON_S, Mark::Done, NoticeKind::Success),
            (1_000 + SOON_S, Mark::Done, NoticeKind::Warning),
            (valid.1, Mark::Done, NoticeKind::Warning),
            (valid.1 + 1, Mark::Failed, NoticeKind::Error),
        ] {
            assert_eq!(at(valid, second), (mark, vec![notice]), "{second}");
        }
    }
}
