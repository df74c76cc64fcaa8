//! What somebody makes of a card's answer on its way.

/// A change to a response APDU.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Twist {
    /// Nothing but this status word.
    Word(u16),
    /// So many octets that mean nothing, and this status word.
    Noise(usize, u16),
    /// The first so many octets of the answer, which need not end in a status word.
    Cut(usize),
    /// The first so many octets of its data, and its own status word.
    Short(usize),
    /// Its data with so many octets more, and its own status word.
    Long(usize),
    /// The octet at that place has these bits turned round.
    Flip(usize, u8),
    /// These octets.
    Raw(Vec<u8>),
}

impl Twist {
    /// The octets that arrive in place of the card's own.
    #[must_use]
    pub fn of(&self, own: &[u8]) -> Vec<u8> {
        let (data, word) = own.split_at(own.len().saturating_sub(2));
        match self {
            Self::Word(word) => word.to_be_bytes().to_vec(),
            Self::Noise(length, word) => [&vec![0xA5; *length][..], &word.to_be_bytes()].concat(),
            Self::Cut(length) => own.get(..*length).unwrap_or(own).to_vec(),
            Self::Short(length) => [data.get(..*length).unwrap_or(data), word].concat(),
            Self::Long(more) => [data, &vec![0xA5; *more], word].concat(),
            Self::Flip(at, mask) => {
                let mut octets = own.to_vec();
                if let Some(octet) = octets.get_mut(*at) {
                    *octet ^= mask;
                }
                octets
            }
            Self::Raw(octets) => octets.clone(),
        }
    }

    /// Every length: noise of 0 to 260 octets and about the longest that a response can have, under words of success,
    /// of the end of a file, and of "more follows"; and octets that are no response at all.
    pub fn lengths() -> impl Iterator<Item = Self> {
        let lengths = (0..=260).chain([511, 512, 1_583, 2_047, 2_048, 2_049, 4_095, 4_096, 4_097, 32_767, 32_768]);
        let lengths = lengths.chain([65_534, 65_535, 65_536, 65_537, 65_538]);
        let words = [0x9000, 0x6282, 0x6100];
        let noise = lengths.flat_map(move |length| words.map(|word| Self::Noise(length, word)));
        let fillers = [0x00, 0x30, 0x63, 0x90, 0xFF];
        let raw = fillers.into_iter().flat_map(|octet| (0..=8).map(move |length| Self::Raw(vec![octet; length])));
        noise.chain(raw)
    }

    /// Every truncation of an answer of that length, with and without its status word, and some that are too long.
    pub fn truncations(length: usize) -> impl Iterator<Item = Self> {
        let cuts = (0..length).map(Self::Cut);
        let short = (0..length.saturating_sub(2)).map(Self::Short);
        cuts.chain(short).chain([1, 2, 16, 255, 256, 65_536 - length.min(65_000)].map(Self::Long))
    }

    /// Every octet of an answer of that length turned round: its lowest bit, its highest, and all.
    pub fn flips(length: usize) -> impl Iterator<Item = Self> {
        (0..length).flat_map(|at| [0x01, 0x80, 0xFF].map(|mask| Self::Flip(at, mask)))
    }
}
