//! The practice server: what it has on record, and what it is told to do.

use maud::{Markup, html};

use super::super::platform::Registration;
use super::Words;
use crate::words::{Text, text};

/// What the controls were set to last.
#[derive(Clone)]
pub(super) struct Controls {
    pub(super) service: String,
    pub(super) certificate: String,
    pub(super) eligibility: String,
    /// Which of [`STOPS`].
    pub(super) clock: usize,
    /// How many new terms there have been. They stay in force: a version is never told anew.
    terms: u32,
}

impl Default for Controls {
    fn default() -> Self {
        let [service, certificate, eligibility] = ["ok", "good", "linked"].map(str::to_owned);
        Self { service, certificate, eligibility, clock: NO_OFFSET, terms: 0 }
    }
}

impl Controls {
    pub(super) fn reset(&self) -> Self {
        Self { terms: self.terms, ..Self::default() }
    }
}

/// The version of the next new terms.
pub(super) fn new_terms(controls: &mut Controls) -> String {
    controls.terms += 1;
    format!("2026-12-{:02}", controls.terms.min(99))
}

/// Where the clock can be put: seconds from the right time, and words for it.
pub(super) const STOPS: [(i64, Text); 9] = [
    (-400 * DAY, text::CLOCK_BACK_YEAR),
    (-30 * DAY, text::CLOCK_BACK_MONTH),
    (-2 * HOUR, text::CLOCK_BACK_HOURS),
    (-10 * MINUTE, text::CLOCK_BACK_MINUTES),
    (0, text::CLOCK_RIGHT),
    (10 * MINUTE, text::CLOCK_ON_MINUTES),
    (2 * HOUR, text::CLOCK_ON_HOURS),
    (30 * DAY, text::CLOCK_ON_MONTH),
    (400 * DAY, text::CLOCK_ON_YEAR),
];
const NO_OFFSET: usize = 4;
const MINUTE: i64 = 60;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

const FAULTS: [(&str, Text); 7] = [
    ("delay", text::FAULT_DELAY),
    ("drop-before-commit", text::FAULT_DROP_BEFORE),
    ("drop-after-commit", text::FAULT_DROP_AFTER),
    ("500", text::FAULT_500),
    ("503", text::FAULT_503),
    ("slow-drip", text::FAULT_SLOW),
    ("wrong-content-type", text::FAULT_TYPE),
];

pub(super) fn draw(words: &Words, controls: &Controls, has_certificate: bool) -> Markup {
    let service =
        [("ok", text::SERVICE_OK), ("degraded", text::SERVICE_DEGRADED), ("maintenance", text::SERVICE_MAINTENANCE)];
    let certificate = [
        ("good", text::CERTIFICATE_GOOD),
        ("revoked", text::CERTIFICATE_REVOKED),
        ("suspended", text::CERTIFICATE_SUSPENDED),
        ("unknown", text::CERTIFICATE_UNKNOWN),
        ("timeout", text::CERTIFICATE_TIMEOUT),
    ];
    let eligibility = [
        ("linked", text::ELIGIBILITY_LINKED),
        ("not-linked", text::ELIGIBILITY_NOT_LINKED),
        ("rejected", text::ELIGIBILITY_REJECTED),
    ];
    let (_, clock) = STOPS.get(controls.clock).copied().unwrap_or((0, text::CLOCK_RIGHT));
    html! {
        section.tool aria-labelledby="tool-faults" {
            h3 #tool-faults { (words.say(text::FAULTS_TITLE)) }
            p.quiet { (words.say(text::FAULTS_LEAD)) }
            form.grid data-to="practice" {
                input type="hidden" name="do" value="fault";
                @for (fault, id) in FAULTS { button type="submit" name="fault" value=(fault) { (words.say(id)) } }
            }
        }
        section.tool aria-labelledby="tool-server" {
            h3 #tool-server { (words.say(text::SERVER_TITLE)) }
            (choice(words, "service", "state", text::SERVICE_LABEL, &service, &controls.service))
            @if has_certificate {
                (choice(words, "certificate", "status", text::CERTIFICATE_LABEL, &certificate, &controls.certificate))
            }
            (choice(words, "eligibility", "outcome", text::ELIGIBILITY_LABEL, &eligibility, &controls.eligibility))
            form.field data-to="practice" {
                input type="hidden" name="do" value="clock";
                label for="clock" { (words.say(text::CLOCK_LABEL)) }
                input #clock type="range" name="stop" min="0" max=(STOPS.len() - 1) value=(controls.clock) data-now
                    aria-valuetext=(words.written(clock));
                output for="clock" { (words.say(clock)) }
            }
            form.row data-to="practice" {
                button type="submit" name="do" value="terms" { (words.say(text::SERVER_TERMS)) }
                button type="submit" name="do" value="reset" { (words.say(text::SERVER_RESET)) }
            }
        }
    }
}

fn choice(words: &Words, act: &str, name: &str, label: Text, choices: &[(&str, Text)], chosen: &str) -> Markup {
    html! {
        form.field data-to="practice" {
            input type="hidden" name="do" value=(act);
            label for=(act) { (words.say(label)) }
            select id=(act) name=(name) data-now {
                @for (value, id) in choices { option value=(value) selected[*value == chosen] { (words.written(*id)) } }
            }
        }
    }
}

/// What the server would show its operator: no name, no number of a person.
pub(super) fn record(words: &Words, registrations: &[Registration]) -> Markup {
    html! {
        section.tool aria-labelledby="tool-record" {
            h3 #tool-record { (words.say(text::RECORD_TITLE)) }
            @if registrations.is_empty() { p.quiet { (words.say(text::RECORD_NONE)) } }
            @for one in registrations.iter().rev() {
                dl.record {
                    div { dt { (words.say(text::RECORD_STATE)) } dd { strong { (state(words, &one.state)) } } }
                    div { dt { (words.say(text::RECORD_PORTAL)) } dd { (words.say(if one.portal_user { text::RECORD_YES } else { text::RECORD_NO })) } }
                    div { dt { (words.say(text::RECORD_RECEIPT)) } dd { (one.receipt_number) } }
                    div { dt { (words.say(text::RECORD_TERMS)) } dd { (one.terms_version) } }
                    div { dt { (words.say(text::RECORD_TIME)) } dd { (one.accepted_at) } }
                }
            }
        }
    }
}

fn state(words: &Words, state: &str) -> Markup {
    match state {
        "accepted" => words.say(text::RECORD_ACCEPTED),
        "processing" => words.say(text::RECORD_PROCESSING),
        "registered" => words.say(text::RECORD_REGISTERED),
        "failed" => words.say(text::RECORD_FAILED),
        "release-requested" => words.say(text::RECORD_RELEASE_REQUESTED),
        "released" => words.say(text::RECORD_RELEASED),
        other => html! { (other) },
    }
}
