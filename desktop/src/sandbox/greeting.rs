//! What a practice says of itself, on standard output.

use std::io::{self, Write as _};
use std::net::SocketAddr;
use std::path::Path;

use kazasu_core::words::{Args, Language};
use kazasu_virtual_card::personality::DEFAULT_PIN;

use crate::words::{self, Text, text};

/// What runs where, and that nothing of it is real.
pub(super) fn greet(language: Language, server: SocketAddr, card: SocketAddr, folder: &Path) {
    let server = format!("http://{server}");
    let card = format!("tcp:{card}");
    let lines = [
        say(language, text::SANDBOX_INTRO, &[]),
        say(language, text::SANDBOX_PIN, &[("pin", DEFAULT_PIN)]),
        say(language, text::SANDBOX_SERVER, &[("address", &server)]),
        say(language, text::SANDBOX_CARD, &[("address", &card)]),
        say(language, text::SANDBOX_FOLDER, &[("folder", &folder.display().to_string())]),
        say(language, text::SANDBOX_ELSEWHERE, &[]),
        format!("  kazasu register --server {server} --card {card}"),
    ];
    print(&lines);
}

/// That keys are being made.
pub(super) fn making_keys(language: Language) {
    print(&[say(language, text::SANDBOX_KEYS, &[])]);
}

/// That it runs until it is interrupted.
pub(super) fn serving(language: Language) {
    print(&[say(language, text::SANDBOX_SERVING, &[])]);
}

/// How to go on.
pub(super) fn farewell(language: Language, folder: Option<&Path>) {
    let folder = folder.map(|folder| format!(" --data {}", folder.display())).unwrap_or_default();
    let command = format!("kazasu sandbox --fresh{folder}");
    print(&[say(language, text::SANDBOX_FRESH, &[("command", &command)])]);
}

fn say(language: Language, sentence: Text, args: Args<'_>) -> String {
    words::say(language, sentence, args).annotated()
}

fn print(lines: &[String]) {
    let mut out = io::stdout().lock();
    // Whoever closed the other end does not read it.
    let _ = writeln!(out, "{}", lines.join("\n")).and_then(|()| out.flush());
}
