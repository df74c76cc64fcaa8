//! A platform's own text: paragraphs of Markdown, of which headings, lists and strong words are known. No HTML, no link is followed.

use kazasu_core::words::Line;
use maud::{Markup, html};

use super::line;

/// A stretch of the text.
enum Part {
    Heading(usize, String),
    Items(Vec<String>),
    Paragraph(String),
}

/// The text as HTML. Its highest headings stand right below the page's own.
pub(super) fn markdown(body: &str) -> Markup {
    let say = |text: &str| {
        html! {
            @for (place, stretch) in text.split("**").enumerate() {
                @if place % 2 == 1 { strong { (line(&Line::parse(stretch))) } } @else { (line(&Line::parse(stretch))) }
            }
        }
    };
    let parts = parts(body);
    let level = |part: &Part| if let Part::Heading(level, _) = part { Some(*level) } else { None };
    let highest = parts.iter().filter_map(level).min().unwrap_or(1);
    html! {
        @for part in &parts {
            @match part {
                Part::Heading(level, text) if *level == highest => h2 { (say(text)) },
                Part::Heading(_, text) => h3 { (say(text)) },
                Part::Items(items) => ul { @for item in items { li { (say(item)) } } },
                Part::Paragraph(text) => p { (say(text)) },
            }
        }
    }
}

fn parts(body: &str) -> Vec<Part> {
    let mut parts = Vec::new();
    let mut open = false; // whether the next line may go on with the last part
    for text in body.lines().map(str::trim) {
        if text.is_empty() {
            open = false;
        } else if text.starts_with('#') {
            let heading = text.trim_start_matches('#');
            parts.push(Part::Heading(text.len() - heading.len(), heading.trim().to_owned()));
            open = false;
        } else if let Some(item) = text.strip_prefix("- ") {
            match parts.last_mut() {
                Some(Part::Items(items)) if open => items.push(item.to_owned()),
                _ => parts.push(Part::Items(vec![item.to_owned()])),
            }
            open = true;
        } else {
            match parts.last_mut() {
                Some(Part::Paragraph(before)) if open => go_on(before, text),
                Some(Part::Items(items)) if open => items.iter_mut().rev().take(1).for_each(|item| go_on(item, text)),
                _ => parts.push(Part::Paragraph(text.to_owned())),
            }
            open = true;
        }
    }
    parts
}

/// A broken line goes on; words of Latin script need the space that the break stood for.
fn go_on(before: &mut String, text: &str) {
    if before.ends_with(|last: char| last.is_ascii()) && text.starts_with(|first: char| first.is_ascii()) {
        before.push(' ');
    }
    before.push_str(text);
}
