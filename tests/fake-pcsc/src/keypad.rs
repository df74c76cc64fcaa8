//! A reader's keypad: it takes a `PIN_VERIFY_STRUCTURE` to the letter (part 10, §2.5.2), has digits typed, and sends them.

use std::net::TcpStream;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use crate::state::Reader;
use crate::wire;

/// How often a PIN was asked for.
static ASKED: AtomicUsize = AtomicUsize::new(0);

/// The reader's answer; nothing if the card is gone.
pub(crate) fn verify(reader: &Reader, ask: &[u8], card: Option<&mut TcpStream>) -> Option<Vec<u8>> {
    let Some(template) = template(ask) else { return Some(vec![0x6B, 0x80]) };
    let typed = reader.keypad.as_ref()?.get(ASKED.fetch_add(1, Ordering::SeqCst)).map_or("timeout", String::as_str);
    std::thread::sleep(Duration::from_millis(600)); // a finger takes its time
    match typed {
        "refuse" => Some(vec![0x6B, 0x80]),
        "timeout" => Some(vec![0x64, 0x00]),
        "cancel" => Some(vec![0x64, 0x01]),
        digits if digits.len() != 4 => Some(vec![0x64, 0x03]),
        digits => {
            let mut command = template.to_vec();
            command.get_mut(5..9)?.copy_from_slice(digits.as_bytes());
            wire::exchange(card?, &command).ok()
        }
    }
}

/// The command in the structure, if it asks for what this reader can do: four digits in ASCII right after Lc.
fn template(ask: &[u8]) -> Option<&[u8]> {
    let (head, data) = ask.split_at_checked(19)?;
    let [first, second, format, block, length_format, digits @ ..] = head else { return None };
    let [most, least, validation, messages, language_low, _, index, t0, t1, t2, length @ ..] = digits else {
        return None;
    };
    let length = usize::try_from(u32::from_le_bytes(length.first_chunk().copied()?)).ok()?;
    let good = (15..=120).contains(first) && (15..=120).contains(second);
    let good = good && (*format, *block, *length_format) == (0x82, 4, 0) && (*least, *most) == (4, 4);
    let good = good && *validation == 2 && *messages == 1 && *language_low != 0;
    let good = good && (*index, *t0, *t1, *t2) == (0, 0, 0, 0) && length == data.len();
    let verify = matches!(data, [0x00, 0x20, 0x00, _, 4, 0xFF, 0xFF, 0xFF, 0xFF]);
    (good && verify).then_some(data)
}
