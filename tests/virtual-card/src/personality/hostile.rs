//! The names of hostile cards.

use super::catalogue::{Entry, Kind};
use crate::card::Hostility;

pub(super) const HOSTILE: [Entry; 23] = [
    ("hostile-6f00-first", Kind::FirstAnswerFails, "the first command after power-up is answered 6F00"),
    ("hostile-endless-read", hostile(Hostility::EndlessRead), "reading never ends"),
    ("hostile-length-65535", hostile(Hostility::ClaimedLength(65_535)), "the certificate claims 65,535 octets"),
    ("hostile-length-4gib", hostile(Hostility::ClaimedLength(u32::MAX)), "the certificate claims 4 GiB"),
    ("hostile-indefinite-length", hostile(Hostility::IndefiniteLength), "the certificate has no definite length"),
    ("hostile-garbage", hostile(Hostility::Garbage), "noise behind the certificate's header"),
    ("hostile-truncated", hostile(Hostility::Truncated), "the certificate ends after half of its octets"),
    ("hostile-long-reads", hostile(Hostility::LongReads), "reads return one octet too many"),
    ("hostile-short-reads", hostile(Hostility::ShortReads), "reads return one octet at a time"),
    ("hostile-empty-reads", hostile(Hostility::EmptyReads), "reads succeed without data"),
    ("hostile-status-words", hostile(Hostility::StatusWords), "success is reported by a word that means nothing"),
    ("hostile-empty-answers", hostile(Hostility::EmptyAnswers), "answers are empty"),
    ("hostile-one-byte-answers", hostile(Hostility::OneByteAnswers), "answers have one octet"),
    ("hostile-oversized-answers", hostile(Hostility::OversizedAnswers), "answers have 64 KiB"),
    ("hostile-signature-missing", hostile(Hostility::SignatureMissing), "signing succeeds without a signature"),
    ("hostile-signature-bit-flipped", hostile(Hostility::SignatureBitFlipped), "one bit of the signature is wrong"),
    ("hostile-signature-short", hostile(Hostility::SignatureShort), "the signature lacks an octet"),
    ("hostile-signature-other-key", hostile(Hostility::SignatureOtherKey), "the signature is by another key"),
    ("hostile-counter-high", hostile(Hostility::CounterHigh), "claims fifteen tries, always"),
    ("hostile-counter-zero", hostile(Hostility::CounterZero), "claims no tries, though there are three"),
    ("hostile-accepts-any-pin", hostile(Hostility::AcceptsAnyPin), "says every PIN is right, counting all the same"),
    ("hostile-select-data", hostile(Hostility::SelectData), "SELECT answers with data"),
    ("hostile-asks-again", hostile(Hostility::AsksAgain), "answers 6C00 to VERIFY and signing after obeying"),
];

const fn hostile(hostility: Hostility) -> Kind {
    Kind::Hostile(hostility)
}
