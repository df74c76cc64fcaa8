//! The card on its reader, and what goes over the wire between them.

use kazasu_virtual_card::personality::DEFAULT_PIN;
use kazasu_virtual_card::{Personality, Side};
use maud::{Markup, PreEscaped, html};

use super::super::meaning;
use super::super::stand::Look;
use super::Words;
use crate::page::line;
use crate::words::{Text, text};

/// Kinds with words of their own; the others have the names that developers know.
const KINDS: [(&str, Text); 13] = [
    ("fresh", text::KIND_FRESH),
    ("two-tries-left", text::KIND_TWO_TRIES),
    ("one-try-left", text::KIND_ONE_TRY),
    ("locked", text::KIND_LOCKED),
    ("expiring-89", text::KIND_EXPIRING),
    ("expired", text::KIND_EXPIRED),
    ("next-generation", text::KIND_NEXT_GENERATION),
    ("plain", text::KIND_PLAIN),
    ("slow", text::KIND_SLOW),
    ("other-card-on-second-tap", text::KIND_OTHER_CARD),
    ("no-certificate", text::KIND_NO_CERTIFICATE),
    ("not-a-my-number-card", text::KIND_NOT_A_CARD),
    ("untrusted", text::KIND_UNTRUSTED),
];

pub(super) fn draw(words: &Words, look: &Look) -> Markup {
    let (kind, tries) = (look.kind.to_string(), look.tries_left.to_string());
    html! {
        section.tool aria-labelledby="tool-card" {
            h3 #tool-card { (words.say(text::CARD_TITLE)) }
            (picture(look))
            p.state role="status" {
                @if !look.plugged { (words.say(text::CARD_NO_READER)) }
                @else if look.lies { (words.say(text::CARD_LIES)) }
                @else { (words.say(text::CARD_BESIDE)) }
            }
            form.row data-to="practice" {
                @if look.lies {
                    button.tool-main type="submit" name="do" value="pull" { (words.say(text::CARD_PULL)) }
                } @else {
                    button.tool-main type="submit" name="do" value="place" disabled[!look.plugged] { (words.say(text::CARD_PLACE)) }
                }
                @if look.plugged {
                    button type="submit" name="do" value="unplug" { (words.say(text::CARD_UNPLUG)) }
                } @else {
                    button type="submit" name="do" value="plug" { (words.say(text::CARD_PLUG)) }
                }
            }
            form.field data-to="practice" {
                input type="hidden" name="do" value="swap";
                label for="kind" { (words.say(text::CARD_KIND)) }
                select #kind name="kind" data-now {
                    @for (name, words_of_it) in KINDS { option value=(name) selected[kind == name] { (words.written(words_of_it)) } }
                    optgroup label=(words.written(text::CARD_KIND_MORE)) {
                        @for (name, _) in more() { option value=(name) lang="en" selected[kind == name] { (name) } }
                    }
                }
            }
            p.quiet { (words.say_with(text::CARD_PIN, &[("pin", DEFAULT_PIN), ("tries", &tries)])) }
            form.sentence data-to="practice" {
                label for="exchange" { (words.say(text::CARD_PULL_AT)) }
                input #exchange type="number" name="exchange" min="1" max="99" value="3" required;
                select name="side" aria-label=(words.written(text::CARD_PULL_SIDE)) {
                    option value="after" { (words.written(text::CARD_PULL_AFTER)) }
                    option value="before" { (words.written(text::CARD_PULL_BEFORE)) }
                }
                button type="submit" name="do" value="pull_at" { (words.say(text::CARD_PULL_SET)) }
            }
            @if let Some((left, side)) = look.pull {
                form.sentence.planned data-to="practice" {
                    p role="status" {
                        @let id = if side == Side::After { text::CARD_PULL_PLANNED_AFTER } else { text::CARD_PULL_PLANNED_BEFORE };
                        (words.say_with(id, &[("left", &left.to_string())]))
                    }
                    button type="submit" name="do" value="pull_never" { (words.say(text::CARD_PULL_NEVER)) }
                }
            }
        }
    }
}

/// The names that have no words of their own. N stands for a number: a pull has its own tool here.
fn more() -> impl Iterator<Item = (&'static str, &'static str)> {
    let has_words = |name: &str| KINDS.iter().any(|(known, _)| *known == name);
    Personality::all().into_iter().filter(move |(name, _)| !has_words(name) && !name.ends_with("-N"))
}

fn picture(look: &Look) -> Markup {
    let place = if look.lies { "lies" } else { "beside" };
    let reader = if look.plugged { "plugged" } else { "unplugged" };
    html! {
        svg.stand.(place).(reader) viewBox="0 0 320 170" aria-hidden="true" focusable="false" {
            (PreEscaped(r#"<path class="cable" d="M160 162v8"/><rect class="reader" x="60" y="66" width="200" height="96" rx="14"/><circle class="lamp" cx="240" cy="146" r="5"/><path class="mark" d="M150 128a18 18 0 0 1 20 0M142 120a30 30 0 0 1 36 0"/>"#))
            (PreEscaped(r#"<g class="card"><rect class="body" x="0" y="0" width="150" height="94" rx="9"/><rect class="band" x="0" y="12" width="150" height="14"/><rect class="photo" x="104" y="36" width="34" height="44" rx="3"/><circle class="photo-line" cx="121" cy="52" r="7"/><path class="photo-line" d="M109 76a12 12 0 0 1 24 0"/><rect class="chip" x="12" y="40" width="24" height="18" rx="3"/><path class="text" d="M46 44h44M46 54h34M12 72h70M12 82h52"/></g>"#))
        }
    }
}

/// The last exchanges. The region can be scrolled by keyboard.
pub(super) fn exchanges(words: &Words, look: &Look) -> Markup {
    html! {
        section.tool aria-labelledby="tool-exchanges" {
            div.head {
                h3 #tool-exchanges { (words.say(text::EXCHANGES_TITLE)) }
                @if !look.exchanges.is_empty() {
                    form data-to="practice" { button.small type="submit" name="do" value="forget_exchanges" { (words.say(text::EXCHANGES_FORGET)) } }
                }
            }
            @if look.exchanges.is_empty() {
                p.quiet { (words.say(text::EXCHANGES_NONE)) }
            } @else {
                div.scroll role="log" tabindex="0" aria-labelledby="tool-exchanges" data-end {
                    ol.exchanges {
                        @for exchange in &look.exchanges {
                            li.lost[!exchange.delivered] {
                                code translate="no" { (meaning::header(exchange)) }
                                span.what { (line(&meaning::of_command(words.0, exchange))) }
                                span.answer { (line(&meaning::of_answer(words.0, exchange))) }
                            }
                        }
                    }
                }
            }
        }
    }
}
