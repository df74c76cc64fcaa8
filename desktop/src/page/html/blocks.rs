//! One block after the other.

use kazasu_core::screen::{Block, Check, Mark, NoticeKind, Row, Screen};
use kazasu_core::words::Line;
use maud::{Markup, html};

use super::icons::{self, Icon};
use super::{document, line, name, outward};
use crate::words::{say, text};

/// A block. `place` is where it stands, for ids.
pub(super) fn block(screen: &Screen, place: usize, block: &Block) -> Markup {
    match block {
        Block::Paragraph { text } => html! { p { (line(text)) } },
        Block::Notice { kind, text } => notice(screen, *kind, text),
        Block::Heading { text } => html! { h2 { (line(text)) } },
        Block::List { items } => html! { ul.items { @for item in items { li { (line(item)) } } } },
        Block::Steps { items } => steps(screen, items),
        Block::Checkbox { field, label, help, on } => {
            let (field, id) = (name(field), format!("help-{place}"));
            html! {
                div.choice {
                    label {
                        input type="checkbox" data-set=(field) checked[*on] aria-describedby=(id) autocomplete="off";
                        span { (line(label)) }
                    }
                    p.help id=(id) { (line(help)) }
                }
            }
        }
        Block::Link(link) => html! { p { (outward(screen.language, link)) } },
        Block::PinField { label, hint, show, .. } => pin(label, hint, show),
        Block::Hold { picture, progress } => html! {
            div.hold {
                (icons::hold(picture))
                progress aria-labelledby="title" max="100" value=[*progress] {}
            }
        },
        Block::Busy { text } => html! { p.busy role="status" { (icons::spinner()) span { (line(text)) } } },
        Block::Rows { rows } => html! { dl.rows { @for row in rows { (result(row)) } } },
        Block::Facts { facts } => html! {
            dl.facts { @for (name, value) in facts { div { dt { (line(name)) } dd { (line(value)) } } } }
        },
        Block::Document { title, body } => html! {
            article.document aria-labelledby="title" {
                @if *title != screen.title { h2 { (line(title)) } }
                (document::markdown(body))
            }
        },
        Block::Code { text, code, copy } => html! {
            p.code {
                span { (line(text)) }
                button.small type="button" data-copy=(code) data-done=(say(screen.language, text::PAGE_COPIED, &[]).written()) {
                    (line(copy))
                }
                span.copied role="status" {}
            }
        },
        // A PC has no such page of settings; what it is for is said all the same.
        Block::Setting { text, .. } => html! { p { (line(text)) } },
    }
}

fn notice(screen: &Screen, kind: NoticeKind, text: &Line) -> Markup {
    let (class, icon, word) = match kind {
        NoticeKind::Information => ("information", Icon::Information, text::PAGE_KIND_INFORMATION),
        NoticeKind::Warning => ("warning", Icon::Warning, text::PAGE_KIND_WARNING),
        NoticeKind::Error => ("error", Icon::Failed, text::PAGE_KIND_ERROR),
        NoticeKind::Success => ("success", Icon::Done, text::PAGE_KIND_SUCCESS),
    };
    html! {
        div.notice.(class) {
            (icons::mark(icon))
            p { span.hidden { (say(screen.language, word, &[]).spoken()) } (line(text)) }
        }
    }
}

/// What ticks itself says so in words too, when it changes (REQ-39, REQ-123).
fn steps(screen: &Screen, items: &[Check]) -> Markup {
    let word = |done| say(screen.language, if done { text::PAGE_TICK_DONE } else { text::PAGE_TICK_OPEN }, &[]);
    html! {
        ol.checks {
            @for (place, item) in items.iter().enumerate() {
                li.done[item.done == Some(true)] {
                    span.number aria-hidden="true" {
                        @if item.done == Some(true) { (icons::mark(Icon::Done)) } @else { (place + 1) }
                    }
                    span.what { (line(&item.text)) }
                    span.tick role="status" { @if let Some(done) = item.done { (line(&word(done))) } }
                }
            }
        }
    }
}

/// Masked each time it appears; never filled in by the browser. Its length is not limited: a fifth digit must be
/// refused, not cut off (REQ-51).
fn pin(label: &Line, hint: &Line, show: &Line) -> Markup {
    html! {
        div.field {
            label for="pin" { (line(label)) }
            input #pin type="password" inputmode="numeric" autocomplete="off" autocapitalize="off" spellcheck="false"
                autocorrect="off" placeholder=(hint.written()) data-1p-ignore="true" data-lpignore="true" data-bwignore="true";
            label.show { input #show type="checkbox" autocomplete="off"; span { (line(show)) } }
        }
    }
}

fn result(row: &Row) -> Markup {
    let (class, icon) = match row.mark {
        Mark::Done => ("done", Icon::Done),
        Mark::UnderWay => ("under-way", Icon::UnderWay),
        Mark::Failed => ("failed", Icon::Failed),
        Mark::Unknown => ("unknown", Icon::Unknown),
    };
    html! { div.(class) { dt { (line(&row.label)) } dd { (icons::mark(icon)) span { (line(&row.value)) } } } }
}
