//! Small changes to octets, drawn from a seed that is printed when something does not hold.

/// A generator for drawing changes (xorshift64*); not for secrets.
#[derive(Debug, Clone)]
pub struct Dice(u64);

impl Dice {
    /// A generator that begins there.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15) | 1)
    }

    /// A number below `of`, which is not zero.
    pub fn below(&mut self, of: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let drawn = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 16;
        usize::try_from(drawn % u64::try_from(of.max(1)).unwrap_or(1)).unwrap_or(0)
    }
}

/// Octets that mean something in DER, APDUs, JSON or text.
const TELLING: [u8; 16] =
    [0x00, 0x01, 0x30, 0x7F, 0x80, 0x81, 0x82, 0x84, 0x90, 0x63, 0xFF, b'"', b'{', b'[', b'\\', b'9'];

/// The octets with one to four changes.
#[must_use]
pub fn mutated(octets: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut changed = octets.to_vec();
    for _ in 0..=dice.below(4) {
        let at = dice.below(changed.len());
        let to = (at + 1 + dice.below(16)).min(changed.len());
        let telling = TELLING.get(dice.below(TELLING.len())).copied().unwrap_or(0);
        match dice.below(7) {
            0 => changed.iter_mut().skip(at).take(1).for_each(|octet| *octet ^= 1 << dice.below(8)),
            1 => changed.iter_mut().skip(at).take(1).for_each(|octet| *octet = telling),
            2 => changed.truncate(at),
            3 => changed.insert(at, telling),
            4 => drop(changed.drain(at..to)),
            5 => {
                let again = changed.get(at..to).unwrap_or_default().to_vec();
                changed.splice(at..at, again);
            }
            _ => {
                let many = vec![telling; 1 << dice.below(9)];
                changed.splice(at..at, many);
            }
        }
    }
    changed
}
