//! Screens into lines.

use kazasu_core::screen::{Block, Check, Link, Mark, NoticeKind, Row, Screen, Step};
use kazasu_core::words::Line as Words;

/// A line, and how it stands out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line(pub(super) Style, pub(super) String);

/// How a line stands out. What it means is said by its words and signs; colour only repeats it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Style {
    Plain,
    Title,
    Heading,
    Warning,
    Error,
    Success,
    Choice,
}

/// A screen as lines, without its choices.
pub(super) fn of_screen(screen: &Screen) -> Vec<Line> {
    let mut lines = Vec::new();
    if !screen.steps.is_empty() {
        lines.push(plain(steps(&screen.steps)));
    }
    lines.push(Line(Style::Title, format!("== {} ==", screen.title.annotated())));
    lines.extend(screen.blocks.iter().flat_map(|block| of_block(block, screen)));
    lines.extend(screen.links.iter().map(link));
    lines
}

/// How far a reading is.
pub(super) fn progress(screen: &Screen) -> Option<u8> {
    screen.blocks.iter().find_map(|block| match block {
        Block::Hold { progress, .. } => *progress,
        _ => None,
    })
}

/// A box, ticked or not.
pub(super) fn tick(on: bool) -> &'static str {
    if on { "[x]" } else { "[ ]" }
}

fn of_block(block: &Block, screen: &Screen) -> Vec<Line> {
    match block {
        Block::Paragraph { text } => vec![plain(text.annotated())],
        Block::Notice { kind, text } => vec![notice(*kind, &text.annotated())],
        Block::Heading { text } => vec![plain(String::new()), Line(Style::Heading, text.annotated())],
        Block::List { items } => items.iter().map(|item| plain(format!("  - {}", item.annotated()))).collect(),
        Block::Steps { items } => items.iter().enumerate().map(check).collect(),
        Block::Checkbox { label, help, on, .. } => {
            vec![plain(format!("{} {}", tick(*on), label.annotated())), plain(format!("    {}", help.annotated()))]
        }
        Block::Link(to) => vec![link(to)],
        Block::PinField { label, hint, .. } => vec![plain(format!("{} ({})", label.annotated(), hint.annotated()))],
        // The words beside the picture say how to hold the card, and how many percent are read.
        Block::Hold { .. } => Vec::new(),
        Block::Busy { text } => vec![plain(format!("... {}", text.annotated()))],
        Block::Rows { rows } => rows.iter().map(row).collect(),
        Block::Facts { facts } => {
            facts.iter().map(|(name, value)| plain(format!("{}: {}", name.annotated(), value.annotated()))).collect()
        }
        Block::Document { title, body } => {
            let heading = (*title != screen.title).then(|| Line(Style::Heading, title.annotated()));
            heading.into_iter().chain(body.lines().map(of_markdown)).collect()
        }
        Block::Code { text, .. } => vec![plain(text.annotated())],
        // Settings that only a phone has.
        Block::Setting { .. } => Vec::new(),
    }
}

fn plain(text: String) -> Line {
    Line(Style::Plain, text)
}

fn steps(steps: &[Step]) -> String {
    let step = |step: &Step| {
        let number = if step.current { format!("[{}]", step.number) } else { step.number.to_string() };
        format!("{number} {}", step.name.annotated())
    };
    steps.iter().map(step).collect::<Vec<_>>().join(" > ")
}

fn notice(kind: NoticeKind, text: &str) -> Line {
    match kind {
        NoticeKind::Information => plain(format!("(i) {text}")),
        NoticeKind::Warning => Line(Style::Warning, format!("(!) {text}")),
        NoticeKind::Error => Line(Style::Error, format!("(!!) {text}")),
        NoticeKind::Success => Line(Style::Success, format!("(ok) {text}")),
    }
}

fn check((place, check): (usize, &Check)) -> Line {
    let done = check.done.map_or("   ", tick);
    plain(format!("  {done} {}. {}", place + 1, check.text.annotated()))
}

fn row(row: &Row) -> Line {
    let (style, mark) = match row.mark {
        Mark::Done => (Style::Success, "[x]"),
        Mark::UnderWay => (Style::Plain, "[..]"),
        Mark::Failed => (Style::Error, "[!]"),
        Mark::Unknown => (Style::Plain, "[?]"),
    };
    Line(style, format!("  {mark} {}: {}", row.label.annotated(), row.value.annotated()))
}

fn link(link: &Link) -> Line {
    plain(format!("{}: {}", link.text.annotated(), link.url))
}

/// Headings stand out; lists read well as they are. Strong words are words.
fn of_markdown(line: &str) -> Line {
    let text = Words::parse(&line.replace("**", "")).annotated();
    match text.trim_start().strip_prefix('#') {
        Some(heading) => Line(Style::Heading, heading.trim_start_matches('#').trim().to_owned()),
        None => plain(text),
    }
}

#[cfg(test)]
pub(super) mod tests;
