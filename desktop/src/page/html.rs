//! Screens into semantic HTML. What is written here is all that the browser gets to see of a screen.

mod blocks;
mod document;
pub mod icons;

use kazasu_core::screen::{Action, ActionKind, Block, LanguageMenu, Link, Screen, Step};
use kazasu_core::words::{Language, Line};
use maud::{DOCTYPE, Markup, html};

use super::guard::Nonce;
use crate::words::{Text, say, text};

/// The document around what changes.
pub struct Frame<'a> {
    /// What the browser's tab says.
    pub title: &'a str,
    /// The language of all of it.
    pub language: Language,
    /// The screen's markup, as [`screen`] makes it.
    pub app: &'a str,
    /// Whether there is a place beside it, as in a practice.
    pub beside: bool,
    /// The styles, and what they carry.
    pub styles: (&'a [&'static str], &'a Nonce),
}

/// The whole document. The script comes by path, the styles with it by their nonce: the policy allows nothing else.
pub fn document(frame: &Frame<'_>) -> Markup {
    let (styles, nonce) = frame.styles;
    html! {
        (DOCTYPE)
        html lang=(lang(frame.language)) {
            head {
                meta charset="utf-8";
                title { (frame.title) }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                meta name="robots" content="noindex";
                link rel="icon" type="image/svg+xml" href="icon.svg";
                @for style in styles { style nonce=(nonce) { (maud::PreEscaped(style)) } }
                script src="script.js" defer {}
            }
            body.has-beside[frame.beside] {
                div #app { (maud::PreEscaped(frame.app)) }
                @if frame.beside { aside #beside aria-labelledby="beside-title" {} }
            }
        }
    }
}

/// What a shell shows beside a screen.
#[derive(Default)]
pub struct Around<'a> {
    /// A sentence from beside the screens: that the card may go.
    pub said: Option<&'a str>,
}

/// One screen. `key` names this page of this run, and goes back with every intent.
pub fn screen(screen: &Screen, key: &str, around: &Around<'_>) -> Markup {
    let has = |wanted: fn(&Block) -> bool| screen.blocks.iter().any(wanted);
    let is_dialog = has(|block| matches!(block, Block::PinField { .. }));
    // Nothing to do here but to wait or to stop: shown only if it lasts.
    let is_passing =
        has(|block| matches!(block, Block::Busy { .. })) && !has(|block| matches!(block, Block::Hold { .. }));
    let language = screen.language;
    html! {
        (header(language, &screen.links, Some(&screen.languages), &screen.steps))
        p #said .said role="status" { @if let Some(said) = around.said { (icons::mark(icons::Icon::Done)) (said) } }
        main #screen data-key=(key) data-id=(screen.id) data-back=[screen.back.map(|id| name(&id))] data-passing[is_passing] {
            @if is_dialog {
                dialog.sheet.pin open aria-labelledby="title" { (content(screen)) }
            } @else {
                div.sheet { (content(screen)) }
            }
        }
        (footer(language))
    }
}

/// What stands on a screen, in a form that is never sent by the browser itself.
fn content(screen: &Screen) -> Markup {
    let links = || screen.actions.iter().filter(|action| action.kind == ActionKind::Link);
    let buttons = || screen.actions.iter().filter(|action| action.kind != ActionKind::Link);
    html! {
        h1 #title tabindex="-1" { (line(&screen.title)) }
        form.screen novalidate autocomplete="off" {
            @for (place, block) in screen.blocks.iter().enumerate() { (blocks::block(screen, place, block)) }
            @if links().next().is_some() {
                div.links { @for action in links() { (button(action)) } }
            }
            @if buttons().next().is_some() {
                div.buttons { @for action in buttons() { (button(action)) } }
            }
        }
    }
}

fn button(action: &Action) -> Markup {
    let class = match action.kind {
        ActionKind::Primary => "primary",
        ActionKind::Secondary => "secondary",
        ActionKind::Link => "link",
    };
    // Enter within the form presses its submit button.
    let kind = if action.default { "submit" } else { "button" };
    html! { button class=(class) type=(kind) data-press=(name(&action.id)) { (line(&action.label)) } }
}

/// Name, links, languages and steps: on every screen (REQ-27 … 29).
pub fn header(language: Language, links: &[Link], languages: Option<&LanguageMenu>, steps: &[Step]) -> Markup {
    html! {
        header {
            div.bar {
                p.brand translate="no" { (icons::logo()) span { (line(&say(language, text::PAGE_NAME, &[]))) } }
                @if !links.is_empty() {
                    nav aria-label=(say(language, text::PAGE_HELP, &[]).written()) {
                        @for link in links { (outward(language, link)) }
                    }
                }
                @if let Some(menu) = languages {
                    div.languages role="group" aria-label=(menu.label.written()) {
                        @for choice in &menu.choices {
                            button type="button" data-language=(choice.language.tag()) lang=(lang(choice.language))
                                aria-pressed=(choice.language == language) { (line(&choice.name)) }
                        }
                    }
                }
            }
            @if !steps.is_empty() {
                ol.steps {
                    @for step in steps {
                        li.past[is_past(steps, step)] aria-current=[step.current.then_some("step")] {
                            @if step.current { span.hidden { (step.spoken.spoken()) } }
                            span.step aria-hidden=[step.current.then_some("true")] {
                                span.number {
                                    @if is_past(steps, step) { (icons::mark(icons::Icon::Done)) } @else { (step.number) }
                                }
                                span.name { (line(&step.name)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn is_past(steps: &[Step], step: &Step) -> bool {
    steps.iter().any(|other| other.current && other.number > step.number)
}

fn footer(language: Language) -> Markup {
    html! { footer { p { (line(&say(language, text::PAGE_LOCAL, &[]))) } } }
}

/// A link out of the page. It opens beside it, so that nothing is lost here, and is told nothing of where it came from.
fn outward(language: Language, link: &Link) -> Markup {
    html! {
        a href=(link.url) target="_blank" rel="noopener noreferrer" {
            (line(&link.text)) (icons::mark(icons::Icon::Outward))
            span.hidden { (say(language, text::PAGE_NEW_TAB, &[]).spoken()) }
        }
    }
}

/// After a run: nothing is under way any more.
pub fn over(language: Language, key: &str) -> Markup {
    let form = html! {
        p { (line(&say(language, text::PAGE_OVER_BODY, &[]))) }
        div.buttons {
            button.primary type="submit" data-again { (line(&say(language, text::PAGE_OVER_AGAIN, &[]))) }
        }
    };
    between(language, key, "over", text::PAGE_OVER_TITLE, &form)
}

/// Before a run: on which of these readers the card is. Enter leaves it open.
pub fn readers(language: Language, key: &str, names: &[String]) -> Markup {
    let form = html! {
        p { (line(&say(language, text::PAGE_READERS_BODY, &[]))) }
        div.buttons.list {
            button.primary type="submit" data-reader="" { (line(&say(language, text::PAGE_READERS_ANY, &[]))) }
            @for (place, name) in names.iter().enumerate() {
                button.secondary type="submit" data-reader=(place) translate="no" { (name) }
            }
        }
    };
    between(language, key, "readers", text::PAGE_READERS_TITLE, &form)
}

/// A screen that is the page's own, and no flow's.
fn between(language: Language, key: &str, id: &str, title: Text, form: &Markup) -> Markup {
    html! {
        (header(language, &[], Some(&LanguageMenu::in_language(language)), &[]))
        p #said .said role="status" {}
        main #screen data-key=(key) data-id=(id) {
            div.sheet {
                h1 #title tabindex="-1" { (line(&say(language, title, &[]))) }
                form.screen novalidate { (form) }
            }
        }
        (footer(language))
    }
}

/// The program has ended: the last thing that a tab shows.
pub fn gone(language: Language) -> Markup {
    html! {
        (header(language, &[], None, &[]))
        main #screen data-key="gone" data-id="gone" {
            div.sheet {
                h1 #title tabindex="-1" { (line(&say(language, text::PAGE_GONE_TITLE, &[]))) }
                p { (line(&say(language, text::PAGE_GONE_BODY, &[]))) }
            }
        }
        (footer(language))
    }
}

/// A text with its readings as ruby.
pub fn line(text: &Line) -> Markup {
    html! {
        @for run in &text.0 {
            @match &run.ruby {
                Some(reading) => ruby { (run.base) rp { "（" } rt { (reading) } rp { "）" } },
                None => (run.base),
            }
        }
    }
}

/// The language of the words, for browser and screen reader. Plain Japanese is Japanese.
pub fn lang(language: Language) -> &'static str {
    match language {
        Language::Japanese | Language::PlainJapanese => "ja",
        Language::English => "en",
    }
}

/// The name of an action or field, as it goes back.
fn name(id: &impl serde::Serialize) -> String {
    serde_json::to_value(id).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
}

#[cfg(test)]
mod tests;
