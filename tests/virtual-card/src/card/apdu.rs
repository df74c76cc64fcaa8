//! Taking command APDUs apart and putting response APDUs together (ISO 7816-3 §12, ISO 7816-4 §5).

use super::status::StatusWord;

/// A command APDU.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Command<'a> {
    pub cla: u8,
    pub ins: u8,
    pub p1: u8,
    pub p2: u8,
    pub data: &'a [u8],
    /// Octets wanted: 256 or 65,536 for an encoded zero, `None` without Le.
    pub le: Option<usize>,
    pub extended: bool,
}

impl<'a> Command<'a> {
    pub(super) fn parse(octets: &'a [u8]) -> Result<Self, StatusWord> {
        let (&[cla, ins, p1, p2], body) = octets.split_first_chunk::<4>().ok_or(StatusWord::WRONG_LENGTH)?;
        let (data, le, extended) = match *body {
            [] => (&body[..0], None, false),
            [le] => (&body[..0], Some(short(le)), false),
            [0, high, low] => (&body[..0], Some(extended_le(high, low)), true),
            [0, high, low, ref rest @ ..] => {
                let (data, le) = split_data(rest, usize::from(u16::from_be_bytes([high, low])))?;
                let le = match *le {
                    [] => None,
                    [high, low] => Some(extended_le(high, low)),
                    _ => return Err(StatusWord::WRONG_LENGTH),
                };
                (data, le, true)
            }
            [0, ..] => return Err(StatusWord::WRONG_LENGTH),
            [lc, ref rest @ ..] => {
                let (data, le) = split_data(rest, usize::from(lc))?;
                let le = match *le {
                    [] => None,
                    [le] => Some(short(le)),
                    _ => return Err(StatusWord::WRONG_LENGTH),
                };
                (data, le, false)
            }
        };
        Ok(Self { cla, ins, p1, p2, data, le, extended })
    }

    /// Neither data nor Le.
    pub(super) fn is_header_only(&self) -> bool {
        self.data.is_empty() && self.le.is_none()
    }
}

fn split_data(rest: &[u8], length: usize) -> Result<(&[u8], &[u8]), StatusWord> {
    match length {
        0 => Err(StatusWord::WRONG_LENGTH),
        _ => rest.split_at_checked(length).ok_or(StatusWord::WRONG_LENGTH),
    }
}

fn short(le: u8) -> usize {
    if le == 0 { 256 } else { usize::from(le) }
}

fn extended_le(high: u8, low: u8) -> usize {
    match u16::from_be_bytes([high, low]) {
        0 => 65_536,
        le => usize::from(le),
    }
}

/// Outcome of a command: data with 9000, or another status word alone.
pub(super) type Outcome = Result<Vec<u8>, StatusWord>;

/// The response APDU of an outcome.
pub(super) fn response(outcome: Outcome) -> Vec<u8> {
    let (mut octets, status) = match outcome {
        Ok(data) => (data, StatusWord::OK),
        Err(status) => (Vec::new(), status),
    };
    octets.extend(status.0.to_be_bytes());
    octets
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(octets: &[u8]) -> Option<(usize, Option<usize>, bool)> {
        Command::parse(octets).ok().map(|command| (command.data.len(), command.le, command.extended))
    }

    #[test]
    fn the_seven_cases() {
        assert_eq!(parts(&[0, 0x20, 0, 0x80]), Some((0, None, false)));
        assert_eq!(parts(&[0, 0xB0, 0, 0, 0]), Some((0, Some(256), false)));
        assert_eq!(parts(&[0, 0xA4, 2, 12, 2, 0, 10]), Some((2, None, false)));
        assert_eq!(parts(&[0x80, 0x2A, 0, 0x80, 1, 9, 0]), Some((1, Some(256), false)));
        assert_eq!(parts(&[0, 0xB0, 0, 0, 0, 0, 0]), Some((0, Some(65_536), true)));
        assert_eq!(parts(&[0, 0xB0, 0, 0, 0, 8, 0]), Some((0, Some(2_048), true)));
        assert_eq!(parts(&[0, 0x20, 0, 0x80, 0, 0, 1, 9]), Some((1, None, true)));
        assert_eq!(parts(&[0x80, 0x2A, 0, 0x80, 0, 0, 1, 9, 0, 0]), Some((1, Some(65_536), true)));
    }

    #[test]
    fn lengths_that_do_not_add_up() {
        let wrong: [&[u8]; 8] = [
            &[],
            &[0, 0xA4, 4],
            &[0, 0xA4, 2, 12, 2, 0],
            &[0, 0xA4, 2, 12, 2, 0, 10, 0, 0],
            &[0, 0xB0, 0, 0, 0, 0],
            &[0, 0x20, 0, 0x80, 0, 0, 0, 9],
            &[0, 0x20, 0, 0x80, 0, 0, 2, 9],
            &[0, 0x20, 0, 0x80, 0, 0, 1, 9, 0],
        ];
        for octets in wrong {
            assert_eq!(Command::parse(octets), Err(StatusWord::WRONG_LENGTH), "{octets:02X?}");
        }
    }
}
