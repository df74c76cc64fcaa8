//! Answers of a card, or of something that pretends to be one, that means harm.

/// One way to mislead the reader. The card behind it works as usual, so a try that is spent is
/// spent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hostility {
    /// READ BINARY never ends: as many octets as asked for at every offset.
    EndlessRead,
    /// The certificate's header claims this length of its content.
    ClaimedLength(u32),
    /// The certificate's header is of the indefinite form, which DER forbids.
    IndefiniteLength,
    /// The certificate's content is noise behind a right header.
    Garbage,
    /// The certificate ends after half of its octets.
    Truncated,
    /// READ BINARY returns one octet more than asked for.
    LongReads,
    /// READ BINARY returns one octet at a time.
    ShortReads,
    /// READ BINARY succeeds without data.
    EmptyReads,
    /// Every success is reported as 9F42, which means nothing.
    StatusWords,
    /// Answers without even a status word.
    EmptyAnswers,
    /// Answers of one octet.
    OneByteAnswers,
    /// Every answer is 64 KiB long.
    OversizedAnswers,
    /// Signing succeeds without a signature.
    SignatureMissing,
    /// One bit of the signature is wrong.
    SignatureBitFlipped,
    /// The signature lacks its last octet.
    SignatureShort,
    /// The signature is by another key. (The card is issued with the wrong key.)
    SignatureOtherKey,
    /// Every retry counter is said to be 15.
    CounterHigh,
    /// Every retry counter is said to be 0.
    CounterZero,
    /// Every PIN is said to be right; the card knows better when it is to sign.
    AcceptsAnyPin,
    /// VERIFY and signing are carried out, then answered with 6Cxx, as if to be sent again.
    AsksAgain,
    /// Data where there is none: SELECT answers with 256 octets.
    SelectData,
}

impl Hostility {
    pub(super) fn distort(self, command: &[u8], answer: Vec<u8>) -> Vec<u8> {
        match self {
            Hostility::StatusWords if answer.ends_with(&[0x90, 0x00]) => with_status(&answer, 0x9F42),
            Hostility::EmptyAnswers => Vec::new(),
            Hostility::OneByteAnswers => vec![0x90],
            Hostility::OversizedAnswers => succeed(vec![0xA5; 65_536]),
            Hostility::SelectData if instruction(command) == 0xA4 => succeed(vec![0xA5; 256]),
            Hostility::AsksAgain if is_costly(command) => vec![0x6C, 0x00],
            _ => match instruction(command) {
                0xB0 => self.distort_read(command, answer),
                0x20 => self.distort_verify(command, answer),
                0x2A if answer.len() > 2 => self.distort_signature(answer),
                _ => answer,
            },
        }
    }

    fn distort_read(self, command: &[u8], answer: Vec<u8>) -> Vec<u8> {
        let offset = offset(command);
        if self == Hostility::EndlessRead {
            let mut data = vec![0xA5; wanted(command)];
            if offset == 0 {
                overwrite(&mut data, &[0x30, 0x84, 0x7F, 0xFF, 0xFF, 0xFF]);
            }
            return succeed(data);
        }
        let Some((mut data, [0x90, 0x00])) = answer.split_last_chunk().map(|(data, word)| (data.to_vec(), *word))
        else {
            return answer;
        };
        let at_header = offset == 0 && data.starts_with(&[0x30, 0x82]);
        match self {
            Hostility::ClaimedLength(length) if at_header => overwrite(&mut data, &long_header(length)),
            Hostility::IndefiniteLength if at_header => overwrite(&mut data, &[0x30, 0x80]),
            Hostility::Garbage => {
                let kept = if at_header { 4 } else { 0 };
                data.iter_mut().skip(kept).for_each(|octet| *octet ^= 0x5A);
            }
            Hostility::Truncated if offset >= HALF => return vec![0x6B, 0x00],
            Hostility::Truncated => data.truncate(HALF - offset),
            Hostility::LongReads => data.push(0xA5),
            Hostility::ShortReads => data.truncate(1),
            Hostility::EmptyReads => data.clear(),
            _ => {}
        }
        succeed(data)
    }

    fn distort_verify(self, command: &[u8], answer: Vec<u8>) -> Vec<u8> {
        let counter = answer.first() == Some(&0x63);
        match self {
            Hostility::CounterHigh if counter => vec![0x63, 0xCF],
            Hostility::CounterZero if counter => vec![0x63, 0xC0],
            Hostility::AcceptsAnyPin if is_costly(command) => vec![0x90, 0x00],
            _ => answer,
        }
    }

    fn distort_signature(self, mut answer: Vec<u8>) -> Vec<u8> {
        match self {
            Hostility::SignatureMissing => succeed(Vec::new()),
            Hostility::SignatureBitFlipped => {
                let middle = (answer.len() - 2) / 2;
                answer[middle] ^= 0x01;
                answer
            }
            Hostility::SignatureShort => {
                answer.remove(answer.len() - 3);
                answer
            }
            _ => answer,
        }
    }
}

/// Where a truncated certificate ends.
const HALF: usize = 791;

fn instruction(command: &[u8]) -> u8 {
    command.get(1).copied().unwrap_or(0)
}

/// VERIFY with data, or signing.
fn is_costly(command: &[u8]) -> bool {
    matches!(*command, [_, 0x20, _, _, _, _, ..] | [_, 0x2A, ..])
}

fn offset(command: &[u8]) -> usize {
    match *command {
        [_, _, high @ 0x00..=0x7F, low, ..] => usize::from(high) << 8 | usize::from(low),
        [_, _, _, low, ..] => usize::from(low),
        _ => 0,
    }
}

fn wanted(command: &[u8]) -> usize {
    match *command {
        [_, _, _, _, 0] => 256,
        [_, _, _, _, le] => usize::from(le),
        [_, _, _, _, _, 0, 0] => 65_536,
        [_, _, _, _, _, high, low] => usize::from(high) << 8 | usize::from(low),
        _ => 0,
    }
}

fn long_header(length: u32) -> Vec<u8> {
    let octets = length.to_be_bytes();
    match octets {
        [0, 0, high, low] => vec![0x30, 0x82, high, low],
        _ => [&[0x30, 0x84][..], &octets].concat(),
    }
}

fn overwrite(data: &mut [u8], with: &[u8]) {
    for (octet, new) in data.iter_mut().zip(with) {
        *octet = *new;
    }
}

fn succeed(data: Vec<u8>) -> Vec<u8> {
    [data, vec![0x90, 0x00]].concat()
}

fn with_status(answer: &[u8], word: u16) -> Vec<u8> {
    let data = answer.split_last_chunk::<2>().map_or(&[][..], |(data, _)| data);
    [data, &word.to_be_bytes()].concat()
}
