//! What a reader can do beside exchanging commands (PC/SC part 10, "IFDs with secure PIN entry capabilities").

use std::time::Duration;

use kazasu_core::effect::CardFacts;
use tracing::{debug, info};

use super::api::{Api, Card, Request};
use super::codes::Code;
use crate::card::Exchange;

/// `FEATURE_VERIFY_PIN_DIRECT` (§2.3): the reader asks for a PIN and sends it, in one request.
const VERIFY_PIN_DIRECT: u8 = 0x06;
/// `FEATURE_GET_TLV_PROPERTIES` (§2.3).
const TLV_PROPERTIES: u8 = 0x12;
/// `PCSCv2_PART10_PROPERTY_dwMaxAPDUDataSize` (§2.6.14): up to how many octets of data a command may carry.
const MOST_DATA: u8 = 0x0A;

/// A reader's features, as far as they are used here.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Features {
    /// How a PIN is asked for on the reader's keypad.
    keypad: Option<Request>,
    /// Whether long commands pass, where the reader says so.
    extended_length: Option<bool>,
}

impl Features {
    /// Asks the reader. One that does not answer has none.
    pub(super) fn of(api: &Api, card: &Card) -> Self {
        let mut answer = [0; 256];
        let list = match api.control(card, Request::features(), &[], &mut answer) {
            Ok(length) => answer.get(..length).unwrap_or_default(),
            Err(code) => {
                debug!(%code, "the reader tells of no features");
                return Self::default();
            }
        };
        let keypad = find(list, VERIFY_PIN_DIRECT);
        let mut answer = [0; 256];
        let properties = find(list, TLV_PROPERTIES)
            .and_then(|request| api.control(card, request, &[], &mut answer).ok())
            .and_then(|length| answer.get(..length));
        let extended_length = properties.and_then(most_data).map(|most| most > 256);
        info!(keypad = keypad.is_some(), ?extended_length, "features");
        Self { keypad, extended_length }
    }

    /// As the core is told.
    pub(super) fn facts(self) -> CardFacts {
        CardFacts { extended_length: self.extended_length, keypad: self.keypad.is_some() }
    }

    /// Has a PIN typed on the keypad, and sent in `template`: once. The program sees the card's answer, or the reader's
    /// word for a PIN that was not typed.
    pub(super) fn verify(self, api: &Api, card: &Card, template: &[u8], limit: Duration) -> Exchange {
        let Some(request) = self.keypad else { return Exchange::NotSent };
        let mut answer = [0; 258];
        match api.control(card, request, &pin_verify(template, limit), &mut answer) {
            Ok(0) => Exchange::Lost,
            Ok(length) => Exchange::Response(answer.get(..length).unwrap_or_default().to_vec()),
            Err(code) => {
                debug!(%code, "not typed on the keypad");
                match code {
                    // Only what says that the reader never began is certain.
                    Code::UNSUPPORTED_FEATURE | Code::INVALID_PARAMETER | Code::ERROR_NOT_SUPPORTED => {
                        Exchange::NotSent
                    }
                    _ => Exchange::Lost,
                }
            }
        }
    }
}

/// Features come as triples: tag, the length 4, and a number whose first octet comes first (§2.2).
fn find(list: &[u8], wanted: u8) -> Option<Request> {
    list.as_chunks::<6>().0.iter().find_map(|entry| match entry {
        [tag, 4, number @ ..] if *tag == wanted => Some(Request(u32::from_be_bytes(*number))),
        _ => None,
    })
}

/// Properties come as tag, length and a number whose last octet comes first (§2.6.14).
fn most_data(mut properties: &[u8]) -> Option<u32> {
    while let [tag, length, rest @ ..] = properties {
        let (value, others) = rest.split_at_checked(usize::from(*length))?;
        if *tag == MOST_DATA {
            return value.first_chunk().copied().map(u32::from_le_bytes);
        }
        properties = others;
    }
    None
}

/// `PIN_VERIFY_STRUCTURE` (§2.5.2): four decimal digits in ASCII, at the beginning of the command's data, confirmed by a
/// key. Numbers of more than one octet are the machine's own, as the reader's driver takes them.
fn pin_verify(template: &[u8], limit: Duration) -> Vec<u8> {
    let seconds = u8::try_from(limit.as_secs()).unwrap_or(u8::MAX);
    let length = u32::try_from(template.len()).unwrap_or_default();
    let mut out = vec![
        seconds, // bTimeOut: until the first key
        seconds, // bTimeOut2: after it
        0x82,    // bmFormatString: in octets, at position 0 after Lc, from the left, ASCII
        0x04,    // bmPINBlockString: no length in the command, a block of four octets
        0x00,    // bmPINLengthFormat: no length in the command
    ];
    out.extend(0x0404_u16.to_ne_bytes()); // wPINMaxExtraDigit: at least four digits, at most four
    out.extend([
        0x02, // bEntryValidationCondition: the confirm key, so that a slip of the finger can still be taken back
        0x01, // bNumberMessage: one
    ]);
    out.extend(0x0411_u16.to_ne_bytes()); // wLangId: Japanese, where the reader has words of its own
    out.push(0x00); // bMsgIndex: its words for "enter the PIN"
    out.extend([0; 3]); // bTeoPrologue: only for T=1 by hand
    out.extend(length.to_ne_bytes()); // ulDataLength
    out.extend(template); // abData
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEMPLATE: [u8; 9] = [0x00, 0x20, 0x00, 0x98, 0x04, 0xFF, 0xFF, 0xFF, 0xFF];

    #[cfg(target_endian = "little")]
    #[test]
    fn req_128_what_a_reader_is_asked_is_laid_out_as_part_10_says() {
        let head = [60, 60, 0x82, 0x04, 0x00, 0x04, 0x04, 0x02, 0x01, 0x11, 0x04, 0x00, 0, 0, 0, 9, 0, 0, 0];
        assert_eq!(pin_verify(&TEMPLATE, Duration::from_secs(60)), [&head[..], &TEMPLATE].concat());
        assert_eq!(pin_verify(&TEMPLATE, Duration::from_secs(900))[..2], [255, 255]);
    }

    #[test]
    fn req_128_a_keypad_is_found_among_the_features() {
        let list = [0x12, 4, 0x42, 0x33, 0x00, 0x12, 0x06, 4, 0x42, 0x33, 0x00, 0x06];
        assert_eq!(find(&list, VERIFY_PIN_DIRECT), Some(Request(0x4233_0006)));
        assert_eq!(find(&list[..6], VERIFY_PIN_DIRECT), None);
        for odd in [&[][..], &[0x06], &[0x06, 4, 0x42], &[0x06, 2, 0x42, 0x33, 0, 0], &list[..11]] {
            assert_eq!(find(odd, VERIFY_PIN_DIRECT), None, "{odd:02X?}");
        }
    }

    #[test]
    fn a_reader_says_how_long_commands_may_be() {
        assert_eq!(most_data(&[0x01, 2, 0, 0, 0x0A, 4, 0x00, 0x00, 0x01, 0x00]), Some(65_536));
        assert_eq!(most_data(&[0x0A, 4, 0x00, 0x01, 0x00, 0x00]), Some(256));
        for odd in [&[][..], &[0x0A], &[0x0A, 4, 1, 2], &[0x0A, 2, 0, 1], &[0x03, 200, 1]] {
            assert_eq!(most_data(odd), None, "{odd:02X?}");
        }
    }
}
