//! Pictures, as SVG in the document: drawn in the colour of the text, hidden from screen readers.

use maud::{Markup, PreEscaped, html};

/// A sign beside words. The words say the same.
#[derive(Clone, Copy)]
pub enum Icon {
    Done,
    Failed,
    Information,
    Outward,
    UnderWay,
    Unknown,
    Warning,
}

/// A sign, as tall as the text.
pub fn mark(icon: Icon) -> Markup {
    let path = match icon {
        Icon::Done => r#"<path d="M5 12.5l4.5 4.5L19 7.5"/>"#,
        Icon::Failed => r#"<circle cx="12" cy="12" r="9"/><path d="M9 9l6 6M15 9l-6 6"/>"#,
        Icon::Information => r#"<circle cx="12" cy="12" r="9"/><path d="M12 11v5.5M12 7.4v.2"/>"#,
        Icon::Outward => r#"<path d="M10 6H6v12h12v-4M13 5h6v6M19 5l-8 8"/>"#,
        Icon::UnderWay => r#"<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>"#,
        Icon::Unknown => {
            r#"<circle cx="12" cy="12" r="9"/><path d="M9.5 9.6a2.6 2.6 0 1 1 3.6 2.4c-.8.4-1.1.9-1.1 1.8M12 16.6v.2"/>"#
        }
        Icon::Warning => r#"<path d="M12 4L2.8 20h18.4zM12 10v4.6M12 17v.2"/>"#,
    };
    html! {
        svg.icon viewBox="0 0 24 24" aria-hidden="true" focusable="false" { (PreEscaped(path)) }
    }
}

/// The product's sign: a card and the waves that it is read by.
pub fn logo() -> Markup {
    html! { svg.logo viewBox="0 0 32 32" aria-hidden="true" focusable="false" { (PreEscaped(SIGN)) } }
}

/// The same as a file of its own.
pub const ICON: &str = concat!(
    r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32" fill="none" stroke="#0b4ea2" stroke-width="2.4" stroke-linecap="round">"##,
    r##"<rect x="3" y="13" width="26" height="16" rx="3"/><path d="M8 20h6M8 24h9"/><path d="M10 9a9 9 0 0 1 12 0M7 5.5a14 14 0 0 1 18 0"/></svg>"##,
);

const SIGN: &str = r#"<rect x="3" y="13" width="26" height="16" rx="3"/><path d="M8 20h6M8 24h9M10 9a9 9 0 0 1 12 0M7 5.5a14 14 0 0 1 18 0"/>"#;

/// Something that moves while there is work; it stands still for those who asked for that.
pub fn spinner() -> Markup {
    html! {
        svg.spinner viewBox="0 0 24 24" aria-hidden="true" focusable="false" {
            (PreEscaped(r#"<circle class="track" cx="12" cy="12" r="9"/><path d="M12 3a9 9 0 0 1 9 9"/>"#))
        }
    }
}

/// The card held to what reads it.
pub fn hold(picture: &str) -> Markup {
    let under = match picture {
        "pc" => {
            r#"<path d="M160 196v18h100"/><rect class="device" x="58" y="100" width="204" height="96" rx="16"/><path d="M148 172a17 17 0 0 1 24 0M140 164a28 28 0 0 1 40 0"/>"#
        }
        _ => r#"<rect class="device" x="118" y="112" width="84" height="150" rx="14"/><path d="M150 248h20"/>"#,
    };
    let card = r#"<g class="card"><rect class="face" x="86" y="52" width="148" height="92" rx="10"/><rect class="photo" x="180" y="80" width="38" height="46" rx="4"/><path d="M102 76h54M102 94h62M102 112h44"/></g>"#;
    let waves = r#"<g class="waves"><path d="M52 84a40 40 0 0 0 0 44M36 72a62 62 0 0 0 0 68"/><path d="M268 84a40 40 0 0 1 0 44M284 72a62 62 0 0 1 0 68"/></g>"#;
    html! {
        svg.picture viewBox="0 30 320 190" aria-hidden="true" focusable="false" {
            (PreEscaped(under)) (PreEscaped(card)) (PreEscaped(waves))
        }
    }
}
