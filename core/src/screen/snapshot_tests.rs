//! Every screen as a text that can be read and reviewed: `core/screens/NAME.txt`, in all languages.
//!
//! `KAZASU_REWRITE=1 cargo test -p kazasu-core --lib snapshot` writes them anew.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use super::samples::{around, every_page, terms_page};
use super::{ApplyPage, Block, HoldPage, Page, PinNote, PinPage, Screen, Shell};
use crate::effect::{Facts, Readiness};
use crate::kept_files::agrees_with;
use crate::platform::Purpose;
use crate::words::{Language, Line};

const SHELLS: [(Shell, bool, &str); 4] = [
    (Shell::Android, false, "Android"),
    (Shell::Ios, false, "iOS"),
    (Shell::Pc, false, "PC"),
    (Shell::Pc, true, "PC, in a browser"),
];

#[test]
fn snapshots_of_every_screen_in_every_language() {
    let mut files: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for page in every_page() {
        let name = match &page {
            Page::Trouble(_) => "trouble".to_owned(),
            page => page.id().to_owned(),
        };
        files.entry(name).or_default().push(in_every_language(&page, Purpose::Registering, Facts::default()));
    }
    let facts = |readiness| Facts { readiness: Some(readiness), ..Facts::default() };
    for readiness in [
        Readiness::Ready,
        Readiness::NfcOff,
        Readiness::NfcAbsent,
        Readiness::NoReader,
        Readiness::ReaderBusy,
        Readiness::ServiceOff,
        Readiness::SoftwareAbsent,
    ] {
        let page = Page::Around(super::Around::Prepare);
        files.entry("prepare".into()).or_default().push(in_every_language(&page, Purpose::Managing, facts(readiness)));
    }
    let pin = |other| Page::Pin(PinPage { portal: Some(true), note: PinNote::Practice { other }, childs: false });
    for page in [
        terms_page(),
        Page::Apply(ApplyPage { portal: Some(true), stopped: false, childs: false }),
        pin(false),
        pin(true),
        Page::Hold(HoldPage { progress: None, tips: false }),
        Page::Hold(HoldPage { progress: Some(40), tips: false }),
    ] {
        let name = page.id_for(Purpose::Practising);
        files.entry(name.into()).or_default().push(in_every_language(&page, Purpose::Practising, Facts::default()));
    }
    for (name, texts) in files {
        agrees_with(&format!("screens/{name}.txt"), &texts.join("\n----------------\n\n"));
    }
}

fn in_every_language(page: &Page, purpose: Purpose, facts: Facts) -> String {
    let purpose = match page {
        Page::Around(super::Around::CheckCard | super::Around::CardReport(_)) => Purpose::Checking,
        Page::Around(super::Around::Practice | super::Around::PracticeDone) => Purpose::Practising,
        Page::Around(_) => Purpose::Managing,
        _ => purpose,
    };
    let mut text = String::new();
    for language in Language::ALL {
        let mut known: Vec<(String, String)> = Vec::new();
        for (shell, browser, name) in SHELLS {
            let mut surroundings = around(shell, language, facts);
            surroundings.presentation.browser = browser;
            surroundings.purpose = purpose;
            let (body, buttons) = draw(&page.render(1, &surroundings));
            if known.iter().all(|(other, _)| *other != body) {
                let _ = writeln!(text, "[{}, {name}]\n{body}{buttons}", language.tag());
            } else if known.iter().all(|(_, other)| *other != buttons) {
                let _ = writeln!(text, "[{}, {name}: the same, with these buttons]\n{buttons}", language.tag());
            }
            known.push((body, buttons));
        }
    }
    text
}

/// A screen, and its buttons.
fn draw(screen: &Screen) -> (String, String) {
    let mut text = String::new();
    let mut line = |line: String| {
        let _ = writeln!(text, "{}", line.trim_end());
    };
    let steps: Vec<String> = screen
        .steps
        .iter()
        .map(|step| if step.current { format!("[{}]", step.name.marked()) } else { step.name.marked() })
        .collect();
    if !steps.is_empty() {
        line(steps.join(" > "));
    }
    line(format!("= {}", screen.title.marked()));
    screen.blocks.iter().flat_map(lines).for_each(&mut line);
    let mut buttons = String::new();
    for action in &screen.actions {
        let default = if action.default { ", Enter" } else { "" };
        let back = if screen.back == Some(action.id) { ", the way back" } else { "" };
        let _ = writeln!(buttons, "< {} > {:?}{default}{back}", action.label.marked(), action.kind);
    }
    (text, buttons)
}

fn lines(block: &Block) -> Vec<String> {
    let list = |items: &[Line]| items.iter().map(|item| format!("- {}", item.marked())).collect();
    match block {
        Block::Paragraph { text } => vec![text.marked()],
        Block::Notice { kind, text } => vec![format!("({kind:?}) {}", text.marked())],
        Block::Heading { text } => vec![format!("== {}", text.marked())],
        Block::List { items } => list(items),
        Block::Steps { items } => items
            .iter()
            .enumerate()
            .map(|(at, item)| {
                let tick = item.done.map_or("", |done| if done { " [x]" } else { " [ ]" });
                format!("{}.{tick} {}", at + 1, item.text.marked())
            })
            .collect(),
        Block::Checkbox { label, help, on, .. } => {
            let tick = if *on { "[x]" } else { "[ ]" };
            vec![format!("{tick} {}", label.marked()), format!("    {}", help.marked())]
        }
        Block::Link(link) => vec![format!("-> {} ({})", link.text.marked(), link.url)],
        Block::PinField { label, hint, show, .. } => {
            vec![format!("{}: [{}]  [ ] {}", label.marked(), hint.marked(), show.marked())]
        }
        Block::Hold { picture, progress } => vec![format!("(picture {picture}, {progress:?})")],
        Block::Busy { text } => vec![format!("... {}", text.marked())],
        Block::Rows { rows } => {
            rows.iter().map(|row| format!("{}: {} ({:?})", row.label.marked(), row.value.marked(), row.mark)).collect()
        }
        Block::Facts { facts } => {
            facts.iter().map(|(name, value)| format!("{}: {}", name.marked(), value.marked())).collect()
        }
        Block::Document { title, body } => vec![title.marked(), body.clone()],
        Block::Code { text, .. } => vec![text.marked()],
        Block::Setting { text, .. } => vec![format!("[ {} ]", text.marked())],
    }
}
