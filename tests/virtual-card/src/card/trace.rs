//! The record of what went over the interface.

/// One command and its answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The command; the data of VERIFY and CHANGE REFERENCE DATA is overwritten with asterisks.
    pub command: Vec<u8>,
    /// What the card answered. `None`: the command did not reach it.
    pub response: Option<Vec<u8>>,
    /// The answer reached the reader.
    pub delivered: bool,
    /// How long the card took.
    pub duration_ms: u64,
}

impl Exchange {
    /// The answer's last two octets, if it has as many.
    #[must_use]
    pub fn status_word(&self) -> Option<u16> {
        self.response.as_deref()?.last_chunk().map(|&word| u16::from_be_bytes(word))
    }

    /// A VERIFY that carries data, however malformed.
    #[must_use]
    pub fn is_verify_with_data(&self) -> bool {
        matches!(*self.command, [_, 0x20, _, _, _, _, ..])
    }
}

/// All exchanges of a card since it was issued.
#[derive(Clone, Debug, Default)]
pub struct Trace {
    exchanges: Vec<Exchange>,
    signatures: usize,
}

impl Trace {
    /// In order.
    #[must_use]
    pub fn exchanges(&self) -> &[Exchange] {
        &self.exchanges
    }

    /// VERIFY commands with data that reached the card.
    #[must_use]
    pub fn verifies_with_data(&self) -> usize {
        self.exchanges.iter().filter(|it| it.response.is_some() && it.is_verify_with_data()).count()
    }

    /// Signatures the card made, whether or not they arrived.
    #[must_use]
    pub fn signatures(&self) -> usize {
        self.signatures
    }

    pub(super) fn count_success(&mut self, command: &[u8]) {
        if matches!(*command, [0x80, 0x2A, ..]) {
            self.signatures += 1;
        }
    }

    pub(super) fn record(&mut self, command: &[u8], response: Option<&[u8]>, duration_ms: u64) {
        self.exchanges.push(Exchange {
            command: masked(command),
            response: response.map(<[u8]>::to_vec),
            delivered: response.is_some(),
            duration_ms,
        });
    }

    pub(super) fn lose_last(&mut self) {
        if let Some(last) = self.exchanges.last_mut() {
            last.delivered = false;
        }
    }
}

/// Overwrites everything behind the first length octet, so that malformed commands do not show a
/// PIN either.
fn masked(command: &[u8]) -> Vec<u8> {
    let mut copy = command.to_vec();
    if matches!(copy.get(1), Some(0x20 | 0x24)) {
        copy.iter_mut().skip(5).for_each(|octet| *octet = b'*');
    }
    copy
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_pin_is_recorded() {
        assert_eq!(masked(b"\x00\x20\x00\x98\x041234"), b"\x00\x20\x00\x98\x04****");
        assert_eq!(masked(b"\x0C\x20\x00\x80\x00\x00\x041234"), b"\x0C\x20\x00\x80\x00******");
        assert_eq!(masked(b"\x00\x24\x01\x80\x044321"), b"\x00\x24\x01\x80\x04****");
        assert_eq!(masked(b"\x00\xB0\x8A\x00\x00\x00\x00"), b"\x00\xB0\x8A\x00\x00\x00\x00");
    }
}
