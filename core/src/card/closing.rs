//! What the phone's NFC sheet says when a contact ends. It stays for two seconds and has room for one short sentence: the
//! screen that follows says the rest.

use crate::effect::CardFault;
use crate::words::{Text, text};

use super::found::{CardError, Found};

/// After a contact that came to something.
pub(super) fn closing(found: &Result<Found, CardError>) -> Text {
    match found {
        Ok(Found::Signed { .. }) => text::HOLD_FINISHED,
        Ok(Found::Tries(_)) => text::TROUBLE_AGAIN,
        Ok(Found::NotTyped(_)) => text::TROUBLE_AGAIN,
        Ok(Found::Wrong(1..)) => text::SHEET_PIN_WRONG,
        Ok(Found::Wrong(0) | Found::Blocked) => text::SHEET_PIN_UNUSABLE,
        Ok(Found::OtherCard) => text::SHEET_OTHER_CARD,
        Ok(Found::Unusable(_)) => text::TROUBLE_CERTIFICATE,
        Ok(Found::UnlistedAlgorithm) => text::TROUBLE_NOT_NOW,
        Ok(Found::VerifyUnknown { lost: true }) => text::SHEET_MOVED,
        Ok(Found::VerifyUnknown { lost: false }) => text::TROUBLE_CARD,
        Ok(Found::Unsigned(error)) | Err(error) => failed(error),
    }
}

/// After one that came to nothing.
pub(super) fn failed(error: &CardError) -> Text {
    match error {
        CardError::NotFound(CardFault::NoCard) => text::SHEET_NONE,
        CardError::NotFound(CardFault::SeveralCards) => text::SHEET_SEVERAL,
        CardError::NotFound(CardFault::NotACard) | CardError::Foreign(_) | CardError::Phone => text::SHEET_FOREIGN,
        CardError::NotFound(CardFault::Dismissed) | CardError::Stopped(_) => text::TROUBLE_CANCELLED,
        CardError::NotFound(_) | CardError::Garbled(_) | CardError::Refused(..) => text::TROUBLE_CARD,
        CardError::Lost => text::SHEET_MOVED,
        CardError::NoCertificate => text::TROUBLE_CERTIFICATE,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::apdu::StatusWord;
    use crate::card::CertificateFault;
    use crate::effect::Intent;
    use crate::words::{self, Language};

    fn errors() -> Vec<CardError> {
        let faults = [
            CardFault::NoCard,
            CardFault::Dismissed,
            CardFault::SeveralCards,
            CardFault::NotACard,
            CardFault::ReaderAbsent,
            CardFault::ReaderRemoved,
            CardFault::ReaderBusy,
            CardFault::ServiceOff,
            CardFault::SoftwareAbsent,
            CardFault::NfcOff,
            CardFault::NfcAbsent,
            CardFault::Other,
        ];
        let mut errors: Vec<_> = faults.into_iter().map(CardError::NotFound).collect();
        errors.extend([
            CardError::Lost,
            CardError::Garbled("not a response APDU"),
            CardError::Refused([0; 4], StatusWord::INTERNAL),
            CardError::Foreign(StatusWord::INTERNAL),
            CardError::NoCertificate,
            CardError::Phone,
            CardError::Stopped(Intent::Press(crate::screen::ActionId::Cancel)),
        ]);
        errors
    }

    /// Under 40 characters: two short lines at the largest text size of a small phone.
    #[test]
    fn every_way_a_contact_ends_has_a_short_word_in_every_language() {
        let found = [
            Found::Tries(1),
            Found::NotTyped(crate::card::NotTyped::TimedOut),
            Found::Wrong(2),
            Found::Wrong(0),
            Found::Blocked,
            Found::OtherCard,
            Found::Unusable(CertificateFault::WrongPolicy),
            Found::UnlistedAlgorithm,
            Found::VerifyUnknown { lost: true },
            Found::VerifyUnknown { lost: false },
        ];
        let ends = found.into_iter().map(Ok).chain(errors().into_iter().map(Err));
        let texts: Vec<Text> = ends.map(|end| closing(&end)).chain([text::HOLD_FINISHED]).collect();
        for language in Language::ALL {
            for text in &texts {
                let said = words::plain(language, *text, &[]);
                assert!((3..40).contains(&said.chars().count()), "{text:?} in {language:?}: {said}");
                assert!(!said.contains('《'), "the sheet shows no readings: {said}");
            }
        }
    }

    #[test]
    fn a_card_that_left_and_one_that_never_came_are_told_apart() {
        let said = |error: CardError| failed(&error).id();
        assert_eq!(said(CardError::Lost), "sheet.moved");
        assert_eq!(said(CardError::NotFound(CardFault::NoCard)), "sheet.none");
        assert_eq!(said(CardError::NotFound(CardFault::SeveralCards)), "sheet.several");
        assert_eq!(closing(&Ok(Found::Unsigned(CardError::Lost))).id(), "sheet.moved");
    }
}
