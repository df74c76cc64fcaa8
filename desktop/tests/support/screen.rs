//! What of a screen stands on a terminal, and by which keys its choices are made.

use serde_json::Value;

/// Colours that the program may set, and nothing else of what commands a terminal.
const COLOURS: [&str; 5] = ["\x1b[0m", "\x1b[1m", "\x1b[31m", "\x1b[32m", "\x1b[33m"];

/// What can be read, without colours; a colour that is still being written is not.
pub fn without_colour(seen: &str) -> Result<String, String> {
    let mut bare = seen.trim_end_matches('\u{FFFD}').replace('\r', "");
    for colour in COLOURS {
        bare = bare.replace(colour, "");
    }
    match bare.find('\x1b') {
        Some(place) if COLOURS.iter().any(|colour| colour.starts_with(&bare[place..])) => bare.truncate(place),
        Some(place) => return Err(format!("a command to the terminal: {:?}", &bare[place..])),
        None => {}
    }
    Ok(bare)
}

/// A text without its gaps: where lines break is not looked at.
pub fn bare(text: &str) -> String {
    text.split_whitespace().collect()
}

/// Whether a card is being read.
pub fn is_reading(screen: &Value) -> bool {
    let blocks = screen["blocks"].as_array();
    blocks.is_some_and(|blocks| blocks.iter().any(|block| block["block"] == "hold" && block["progress"].is_u64()))
}

/// Where these texts end, one after the other from there on, without a title of another screen between them; else the one
/// that is missing.
pub fn find_all(seen: &str, from: usize, texts: &[&String]) -> Result<usize, String> {
    texts.iter().try_fold(from, |from, text| {
        let gap = seen[from..].find(text.as_str()).ok_or_else(|| (*text).clone())?;
        let is_here = text.starts_with(TITLE) || !seen[from..from + gap].contains(TITLE);
        if is_here { Ok(from + gap + text.len()) } else { Err((*text).clone()) }
    })
}

/// What marks a title.
const TITLE: &str = "==";

/// Every text that a terminal shows of a screen, from top to bottom, its readings in brackets.
pub fn texts(screen: &Value) -> Vec<String> {
    let blocks = || list(&screen["blocks"]);
    let mut texts: Vec<_> = list(&screen["steps"]).map(|step| written(&step["name"])).collect();
    texts.push(format!("{TITLE} {} {TITLE}", written(&screen["title"])));
    texts.extend(blocks().flat_map(block));
    texts.extend(list(&screen["links"]).flat_map(|link| [written(&link["text"]), written(&link["url"])]));
    texts.extend(blocks().filter(|block| block["block"] == "checkbox").map(ticked));
    // Where a PIN is typed, it is all that confirms it.
    let actions = || list(&screen["actions"]).filter(|action| action["id"] != "submit_pin");
    texts.extend(actions().map(|action| written(&action["label"])));
    let others = list(&screen["languages"]["choices"]).filter(|choice| choice["language"] != screen["language"]);
    texts.extend(others.filter(|_| actions().next().is_some()).map(|choice| written(&choice["name"])));
    texts.extend(blocks().map(|block| written(&block["prompt"])));
    texts.iter().map(|text| bare(text)).filter(|text| !text.is_empty()).collect()
}

fn ticked(checkbox: &Value) -> String {
    format!("{} {}", if checkbox["on"] == true { "[x]" } else { "[ ]" }, written(&checkbox["label"]))
}

fn block(block: &Value) -> Vec<String> {
    let of = |names: &[&str]| names.iter().map(|name| written(&block[*name])).collect();
    match block["block"].as_str().unwrap_or_default() {
        "paragraph" | "notice" | "heading" | "busy" | "code" => of(&["text"]),
        "list" => list(&block["items"]).map(written).collect(),
        "steps" => list(&block["items"]).map(|item| written(&item["text"])).collect(),
        "checkbox" => vec![ticked(block), written(&block["help"])],
        "link" => of(&["text", "url"]),
        "pin_field" => of(&["label", "hint"]),
        "rows" => {
            list(&block["rows"]).map(|row| format!("{}: {}", written(&row["label"]), written(&row["value"]))).collect()
        }
        "facts" => list(&block["facts"]).map(|fact| format!("{}: {}", written(&fact[0]), written(&fact[1]))).collect(),
        "document" => {
            let body = block["body"].as_str().unwrap_or_default();
            body.lines().map(|line| annotated(line.trim_start_matches('#').trim()).replace("**", "")).collect()
        }
        // A picture, and a page of a phone's settings.
        "hold" | "setting" => Vec::new(),
        other => panic!("no terminal knows a block `{other}`"),
    }
}

/// The keys for an act, as a person finds them on the terminal.
pub fn key_of(act: &Value, screen: &Value, seen: &str) -> Result<String, String> {
    if let Some(on) = act["tick"].as_bool() {
        let boxes = list(&screen["blocks"]).filter(|block| block["block"] == "checkbox");
        let label = boxes.map(|block| written(&block["label"])).next().ok_or("no checkbox")?;
        let before = if on { "[ ]" } else { "[x]" };
        return find(seen, &format!("{before} {label}")).map(|key| format!("{key}\r"));
    }
    let action = list(&screen["actions"]).find(|action| action["id"] == act["press"]);
    let label = written(&action.ok_or_else(|| format!("{} is not offered", act["press"]))?["label"]);
    match find(seen, &label)?.as_str() {
        "Ctrl+C" => Ok("\x03".to_owned()),
        "Enter" => Ok("\r".to_owned()),
        key => Ok(format!("{key}\r")),
    }
}

/// What stands before a choice, or `Enter` where that is enough.
fn find(seen: &str, label: &str) -> Result<String, String> {
    let label = bare(label);
    let key = |line: &str| {
        let (key, rest) = line.trim().split_once([')', ':'])?;
        let rest = bare(rest);
        let by_enter = rest.strip_suffix("[Enter]").is_some_and(|rest| rest == label);
        (by_enter || rest == label).then(|| if by_enter { "Enter".to_owned() } else { key.to_owned() })
    };
    seen.lines().rev().find_map(key).ok_or_else(|| format!("no choice {label:?} in: {seen}"))
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn written(text: &Value) -> String {
    annotated(text.as_str().unwrap_or_default())
}

/// Readings as a terminal shows them.
fn annotated(text: &str) -> String {
    text.replace('《', "（").replace('》', "）")
}
