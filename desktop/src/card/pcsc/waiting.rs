//! Which reader: the one with a card, as soon as there is one.

use std::ffi::CString;
use std::time::Instant;

use kazasu_core::effect::CardFault;

use super::api::{Api, Context};
use super::codes::{Code, fault_of};
use super::reader::ReaderState;
use crate::card::{GLANCE, Stop, WAITING};

/// Waits for a card on a reader, if given one with `wanted` in its name. Of several cards none is
/// taken: a PIN is for one of them only.
pub(super) fn wait(api: &Api, context: Context, wanted: Option<&str>, stop: &Stop) -> Result<CString, CardFault> {
    let began = Instant::now();
    loop {
        let mut readers = look(api, context, wanted).map_err(fault_of)?;
        if readers.is_empty() {
            return Err(CardFault::ReaderAbsent);
        }
        let (mute, there): (Vec<_>, Vec<_>) =
            readers.iter().filter(|reader| reader.has_card()).partition(|reader| reader.is_mute());
        match (there.as_slice(), mute.is_empty()) {
            ([only], _) => return Ok(only.name().to_owned()),
            ([_, _, ..], _) => return Err(CardFault::SeveralCards),
            ([], false) => return Err(CardFault::NotACard), // it does not answer to power
            ([], true) => {}
        }
        if stop.is_set() || began.elapsed() > WAITING {
            return Err(CardFault::NoCard);
        }
        // A short wait, not one for all the time: readers come and go meanwhile, and so do wishes.
        readers.iter_mut().for_each(ReaderState::expect_a_change);
        match api.status_change(context, GLANCE, &mut readers) {
            Ok(()) | Err(Code::TIMEOUT | Code::UNKNOWN_READER | Code::READER_UNAVAILABLE) => {}
            Err(code) => return Err(fault_of(code)),
        }
    }
}

/// The names of the readers that are meant.
pub(super) fn names(api: &Api, context: Context, wanted: Option<&str>) -> Result<Vec<CString>, Code> {
    let mut names = match api.list_readers(context) {
        Err(Code::NO_READERS_AVAILABLE) => Vec::new(),
        names => names?,
    };
    names.retain(|name| wanted.is_none_or(|wanted| name.to_string_lossy().contains(wanted)));
    Ok(names)
}

/// The readers that are meant, as they are now; none where there are none.
pub(super) fn look(api: &Api, context: Context, wanted: Option<&str>) -> Result<Vec<ReaderState>, Code> {
    let mut readers: Vec<ReaderState> = names(api, context, wanted)?.into_iter().map(ReaderState::new).collect();
    if !readers.is_empty() {
        match api.status_change(context, std::time::Duration::ZERO, &mut readers) {
            Ok(()) | Err(Code::TIMEOUT) => {}
            // Unplugged between the two questions: the next look knows.
            Err(Code::UNKNOWN_READER | Code::READER_UNAVAILABLE) => readers.clear(),
            Err(code) => return Err(code),
        }
    }
    Ok(readers)
}
