//! How long the card would have to be held: a model of the radio link, applied to a trace.
//!
//! Arithmetic only, so the figures are the same on every machine. Constants are those of the
//! contact-time table.

use crate::card::Exchange;

/// Carrier frequency in Hz (ISO/IEC 14443-2).
const CARRIER: f64 = 13.56e6;
/// Subcarrier period in seconds.
const SUBCARRIER: f64 = 16.0 / CARRIER;
/// One elementary time unit at 106 kbit/s, in seconds.
const ETU_106: f64 = 128.0 / CARRIER;
/// Most octets of information in a frame of 256 (PCB and CRC_B take three).
const INFORMATION: usize = 253;
/// Frame waiting time in seconds for FWI 10, as the card declares.
const FRAME_WAITING: f64 = 256.0 * 16.0 / CARRIER * 1024.0;
/// Silence from a frame of the reader to one of the card: TR0 and TR1.
const TO_CARD: f64 = (64.0 + 80.0) * SUBCARRIER;
/// Silence from a block of the card to an R- or S-block of the reader.
const TO_READER: f64 = 10.0 * ETU_106 + 32.0 * SUBCARRIER;

/// The card's own time in seconds, the same for everybody.
const SIGN: f64 = 0.300;
const VERIFY: f64 = 0.020;
const OTHER: f64 = 0.003;

/// Bit rate, the same both ways.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Rate {
    /// 106 kbit/s.
    Kbit106 = 1,
    /// 212 kbit/s.
    Kbit212 = 2,
    /// 424 kbit/s.
    Kbit424 = 4,
    /// 848 kbit/s.
    Kbit848 = 8,
}

/// A link between a host and a card.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Link {
    /// Bit rate.
    pub rate: Rate,
    /// What the host needs for an exchange, in milliseconds: 5 for a phone, 10 for a slow one, 0
    /// for a floor.
    pub host_ms: f64,
}

impl Link {
    /// A phone at this rate.
    #[must_use]
    pub fn phone(rate: Rate) -> Self {
        Self { rate, host_ms: 5.0 }
    }

    /// How long one exchange takes, in milliseconds.
    #[must_use]
    pub fn exchange_ms(self, command: &[u8], response: &[u8]) -> f64 {
        let own = own_time(command, response);
        let seconds = self.command(command.len()) + own + self.waiting_extensions(own) + self.response(response.len());
        self.host_ms + seconds * 1000.0
    }

    /// A command: each block but the last is acknowledged by the card.
    fn command(self, octets: usize) -> f64 {
        let chained: f64 = chained(octets).map(|block| self.frame(block) + TO_CARD + self.frame(0) + TO_READER).sum();
        chained + self.frame(last_block(octets)) + TO_CARD
    }

    /// A response: each block but the last is acknowledged by the reader.
    fn response(self, octets: usize) -> f64 {
        let chained: f64 = chained(octets).map(|block| self.frame(block) + TO_READER + self.frame(0) + TO_CARD).sum();
        chained + self.frame(last_block(octets))
    }

    /// S(WTX) pairs of a computation that outlasts the frame waiting time.
    fn waiting_extensions(self, own: f64) -> f64 {
        let pairs = ((own / FRAME_WAITING).ceil() - 1.0).max(0.0);
        pairs * (self.frame(1) + TO_READER + self.frame(1) + TO_CARD)
    }

    /// A frame: PCB, information and CRC_B in characters of ten units and one of guard time; SOF
    /// 12, EOF 10.
    fn frame(self, information: usize) -> f64 {
        (12.0 + 11.0 * to_f64(1 + information + 2) + 10.0) * self.etu()
    }

    fn etu(self) -> f64 {
        ETU_106 / f64::from(self.rate as u8)
    }
}

/// How long the card is held for a trace on a phone, in milliseconds.
#[must_use]
pub fn modelled_ms(exchanges: &[Exchange], rate: Rate) -> f64 {
    let link = Link::phone(rate);
    exchanges
        .iter()
        .map(|exchange| link.exchange_ms(&exchange.command, exchange.response.as_deref().unwrap_or_default()))
        .sum()
}

/// No client can go below: the payload's bits alone (ten units an octet), one VERIFY and one
/// signature. The payload is the PIN, what is signed, the signature and the certificate.
#[must_use]
pub fn floor_ms(payload_octets: usize, rate: Rate) -> f64 {
    let bits = 10.0 * to_f64(payload_octets) * Link { rate, host_ms: 0.0 }.etu();
    (VERIFY + SIGN + bits) * 1000.0
}

/// A signature that is refused has not been computed: that answer comes as quickly as any.
fn own_time(command: &[u8], response: &[u8]) -> f64 {
    match *command {
        [_, 0x2A, ..] if response.ends_with(&[0x90, 0x00]) => SIGN,
        [_, 0x20, _, _, _, _, ..] => VERIFY,
        _ => OTHER,
    }
}

/// Sizes of all blocks but the last.
fn chained(octets: usize) -> impl Iterator<Item = usize> {
    std::iter::repeat_n(INFORMATION, octets.saturating_sub(1) / INFORMATION)
}

fn last_block(octets: usize) -> usize {
    octets - octets.saturating_sub(1) / INFORMATION * INFORMATION
}

fn to_f64(octets: usize) -> f64 {
    u32::try_from(octets).map_or(f64::INFINITY, f64::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn near(left: f64, right: f64) -> bool {
        (left - right).abs() < 1e-9
    }

    #[test]
    fn a_frame_of_253_octets_of_information() {
        let link = Link::phone(Rate::Kbit106);
        assert!(near(link.frame(253) * 1e3, (12.0 + 11.0 * 256.0 + 10.0) * 128.0 / 13_560.0));
    }

    #[test]
    fn blocks_of_a_chain() {
        let blocks = |octets| (chained(octets).count(), last_block(octets));
        assert_eq!(blocks(0), (0, 0));
        assert_eq!(blocks(253), (0, 253));
        assert_eq!(blocks(254), (1, 1));
        assert_eq!(blocks(258), (1, 5));
        assert_eq!(blocks(506), (1, 253));
        assert_eq!(blocks(1_517), (5, 252));
    }

    #[test]
    fn blocks_are_acknowledged_by_the_other_side() {
        let link = Link::phone(Rate::Kbit106);
        let frames = link.frame(253) + link.frame(0) + link.frame(1);
        assert!(near(link.command(254), frames + TO_CARD + TO_READER + TO_CARD));
        assert!(near(link.response(254), frames + TO_READER + TO_CARD));
    }

    #[test]
    fn long_computations_ask_for_more_time() {
        let link = Link::phone(Rate::Kbit106);
        let pair = 2.0 * link.frame(1) + TO_CARD + TO_READER;
        assert!(near(link.waiting_extensions(0.300), 0.0));
        assert!(near(link.waiting_extensions(0.310), pair));
        assert!(near(link.waiting_extensions(1.0), 3.0 * pair));
    }

    #[test]
    fn twice_the_rate_halves_the_air_time_of_frames() {
        let at = |rate| Link { rate, host_ms: 0.0 }.frame(100);
        assert!(near(at(Rate::Kbit106), 8.0 * at(Rate::Kbit848)));
    }
}
