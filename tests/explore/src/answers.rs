//! What a card may answer, and which answers the flow cannot tell apart.

/// Every status word of card fact sheet §5, tries from 0 to 15 and the generic 61xx and 6Cxx included.
#[must_use]
pub fn status_words() -> Vec<u16> {
    let plain = [
        0x9000, 0x6281, 0x6282, 0x6283, 0x6300, 0x6381, 0x6400, 0x6581, 0x66F1, 0x6700, 0x6881, 0x6882, 0x6981, 0x6982,
        0x6983, 0x6984, 0x6985, 0x6986, 0x6987, 0x6988, 0x69FC, 0x6A80, 0x6A81, 0x6A82, 0x6A83, 0x6A84, 0x6A85, 0x6A86,
        0x6A87, 0x6A88, 0x6B00, 0x6D00, 0x6E00, 0x6F00, 0x6100, 0x6110, 0x6C00, 0x6C10,
    ];
    plain.into_iter().chain(0x63C0..=0x63CF).collect()
}

/// A command, as far as its answer is understood differently.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Command {
    /// SELECT of the application.
    SelectApplication,
    /// SELECT of the certificate's file.
    SelectCertificate,
    /// SELECT of the PIN's or the key's file.
    SelectOther,
    /// READ BINARY that names its file, with extended length.
    ReadNamed,
    /// READ BINARY that names its file, 256 octets.
    ReadNamedShort,
    /// READ BINARY from the beginning of the current file, with extended length.
    ReadHere,
    /// READ BINARY from the beginning of the current file, 256 octets.
    ReadHereShort,
    /// A further READ BINARY.
    ReadOn,
    /// The retry query that names the PIN.
    QueryNamed,
    /// The retry query of the current file.
    QueryHere,
    /// VERIFY.
    Verify,
    /// COMPUTE DIGITAL SIGNATURE.
    Sign,
    /// Anything else: there is nothing else.
    Unknown,
}

impl Command {
    /// Which command these octets are.
    #[must_use]
    pub fn of(octets: &[u8]) -> Self {
        match octets {
            [_, 0xA4, 0x04, ..] => Self::SelectApplication,
            [_, 0xA4, 0x02, .., 0x00, 0x0A] => Self::SelectCertificate,
            [_, 0xA4, 0x02, ..] => Self::SelectOther,
            [_, 0xB0, 0x80..=0xFF, _, _] => Self::ReadNamedShort,
            [_, 0xB0, 0x80..=0xFF, ..] => Self::ReadNamed,
            [_, 0xB0, 0, 0, _] => Self::ReadHereShort,
            [_, 0xB0, 0, 0, ..] => Self::ReadHere,
            [_, 0xB0, ..] => Self::ReadOn,
            [_, 0x20, _, 0x80] => Self::QueryHere,
            [_, 0x20, _, _] => Self::QueryNamed,
            [_, 0x20, ..] => Self::Verify,
            [_, 0x2A, ..] => Self::Sign,
            _ => Self::Unknown,
        }
    }

    /// Whether it asks for the tries left.
    #[must_use]
    pub fn is_query(self) -> bool {
        matches!(self, Self::QueryNamed | Self::QueryHere)
    }

    /// The classes of answers to this command that make a difference.
    #[must_use]
    pub fn classes(self) -> &'static [AnswerClass] {
        use AnswerClass::{
            BeyondEnd, Blocked, Empty, LastTry, Malformed, Noise, NotFound, Refused, TriesLeft, WrongLength,
        };
        match self {
            Self::SelectApplication => &[Empty, AnswerClass::Internal, Refused],
            Self::SelectCertificate => &[Empty, NotFound, Refused],
            Self::SelectOther => &[Empty, Refused],
            Self::ReadNamed => &[Empty, Noise, WrongLength, Refused, Malformed],
            Self::ReadNamedShort | Self::ReadHere => &[Empty, Noise, Refused, Malformed],
            Self::ReadHereShort => &[Empty, BeyondEnd, Refused],
            Self::ReadOn => &[Noise, Refused],
            Self::QueryNamed => &[LastTry, TriesLeft, Refused, Malformed],
            Self::QueryHere => &[LastTry, TriesLeft, Blocked, Refused],
            Self::Verify => &[Empty, LastTry, TriesLeft, Blocked, Refused],
            Self::Sign => &[Refused, Malformed],
            Self::Unknown => &[],
        }
    }

    /// The class of an answer to this command.
    #[must_use]
    pub fn class_of(self, answer: &[u8]) -> AnswerClass {
        let class = AnswerClass::of(answer);
        if self.classes().contains(&class) {
            return class;
        }
        match (self, class) {
            (Self::ReadNamed | Self::ReadNamedShort | Self::ReadHere | Self::ReadHereShort, AnswerClass::EndOfFile) => {
                AnswerClass::Empty
            }
            (Self::ReadHereShort, AnswerClass::Noise) => AnswerClass::Refused,
            (_, AnswerClass::Noise) if self.classes().contains(&AnswerClass::Empty) => AnswerClass::Empty,
            _ => AnswerClass::Refused,
        }
    }
}

/// Answers that are understood alike. None of them is what the command asked for: the card did nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AnswerClass {
    /// Success without data, though nothing was done.
    Empty,
    /// Success with data that is not what was asked for.
    Noise,
    /// The end of the file, without data.
    EndOfFile,
    /// One try left.
    LastTry,
    /// So many tries left, more than one.
    TriesLeft,
    /// The PIN is blocked.
    Blocked,
    /// A wrong length.
    WrongLength,
    /// No such file or application.
    NotFound,
    /// An offset outside the file.
    BeyondEnd,
    /// Internal failure: once more, for the very first command.
    Internal,
    /// Anything else that refuses.
    Refused,
    /// No response APDU.
    Malformed,
}

impl AnswerClass {
    /// The class of an answer, whatever was asked.
    #[must_use]
    pub fn of(answer: &[u8]) -> Self {
        let Some((data, status)) = answer.split_last_chunk() else { return Self::Malformed };
        if data.len() > LONGEST {
            return Self::Malformed;
        }
        match (u16::from_be_bytes(*status), data) {
            (0x9000, []) => Self::Empty,
            (0x9000, _) => Self::Noise,
            (0x6282, _) => Self::EndOfFile,
            (0x63C1, _) => Self::LastTry,
            (0x63C2..=0x63CF, _) => Self::TriesLeft,
            (0x63C0 | 0x6983 | 0x6984, _) => Self::Blocked,
            (0x6700, _) => Self::WrongLength,
            (0x6A82, _) => Self::NotFound,
            (0x6B00, _) => Self::BeyondEnd,
            (0x6F00, _) => Self::Internal,
            _ => Self::Refused,
        }
    }

    /// The answer that stands for all when faults are combined.
    #[must_use]
    pub fn representative(self) -> Vec<u8> {
        match self {
            Self::Empty => vec![0x90, 0x00],
            Self::Noise => noise(),
            Self::EndOfFile => vec![0x62, 0x82],
            Self::LastTry => vec![0x63, 0xC1],
            Self::TriesLeft => vec![0x63, 0xC2],
            Self::Blocked => vec![0x69, 0x84],
            Self::WrongLength => vec![0x67, 0x00],
            Self::NotFound => vec![0x6A, 0x82],
            Self::BeyondEnd => vec![0x6B, 0x00],
            Self::Internal => vec![0x6F, 0x00],
            Self::Refused => vec![0x69, 0x85],
            Self::Malformed => Vec::new(),
        }
    }
}

/// The most octets that an extended command can ask for.
const LONGEST: usize = 65_536;

/// Success with 64 octets that mean nothing.
fn noise() -> Vec<u8> {
    [&[0xA5; 64][..], &[0x90, 0x00]].concat()
}

/// Every raw answer: each status word alone, noise, and what is no response APDU.
#[must_use]
pub fn raw_answers() -> Vec<Vec<u8>> {
    let words = status_words().into_iter().map(|word| word.to_be_bytes().to_vec());
    words.chain([noise(), Vec::new(), vec![0x90], vec![0xA5; 65_539]]).collect()
}
