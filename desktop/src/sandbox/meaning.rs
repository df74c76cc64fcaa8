//! What an exchange with the card means, in words.

use kazasu_core::words::{Language, Line};
use kazasu_virtual_card::Exchange;
use kazasu_virtual_card::card::JPKI_AID;

use crate::words::{say, text};

/// What the command asks for. Of VERIFY, never what it carries.
pub(super) fn of_command(language: Language, exchange: &Exchange) -> Line {
    let read = exchange.response.as_ref().map_or(0, |response| response.len().saturating_sub(2)).to_string();
    let words = match exchange.command.as_slice() {
        [_, 0xA4, 0x04, _, _, id @ ..] if id.starts_with(&JPKI_AID) => text::EXCHANGE_APPLICATION,
        [_, 0xA4, 0x04, ..] => text::EXCHANGE_OTHER_APPLICATION,
        [_, 0xA4, _, _, _, 0x00, 0x0A, ..] => text::EXCHANGE_CERTIFICATE,
        [_, 0xA4, _, _, _, 0x00, 0x17, ..] => text::EXCHANGE_KEY,
        [_, 0xA4, _, _, _, 0x00, 0x18, ..] => text::EXCHANGE_PIN_FILE,
        [_, 0xB0, ..] => return say(language, text::EXCHANGE_READ, &[("octets", &read)]),
        [_, 0x20, _, _] => text::EXCHANGE_QUERY,
        [_, 0x20, ..] => text::EXCHANGE_VERIFY,
        [_, 0x2A, ..] => text::EXCHANGE_SIGN,
        _ => text::EXCHANGE_OTHER,
    };
    say(language, words, &[])
}

/// What came of it.
pub(super) fn of_answer(language: Language, exchange: &Exchange) -> Line {
    let Some(word) = exchange.status_word() else { return say(language, text::EXCHANGE_NOT_REACHED, &[]) };
    if !exchange.delivered {
        return say(language, text::EXCHANGE_ANSWER_LOST, &[]);
    }
    let hex = format!("{word:04X}");
    match word {
        0x9000 => say(language, text::EXCHANGE_GOOD, &[]),
        0x63C0..=0x63CF => say(language, text::EXCHANGE_TRIES, &[("tries", &(word & 0x0F).to_string())]),
        0x6983 | 0x6984 => say(language, text::EXCHANGE_LOCKED, &[]),
        _ => say(language, text::EXCHANGE_REFUSED, &[("word", &hex)]),
    }
}

/// The command's header, as those read it who know the standard; of VERIFY nothing more either.
pub(super) fn header(exchange: &Exchange) -> String {
    exchange.command.iter().take(4).map(|octet| format!("{octet:02X}")).collect::<Vec<_>>().join(" ")
}
