//! Which reader: the one with a card, as soon as there is one.

use std::ffi::CString;
use std::time::Instant;

use kazasu_core::effect::CardFault;
use tracing::warn;

use super::api::{Api, Context};
use super::codes::{Code, fault_of};
use super::reader::ReaderState;
use crate::card::{GLANCE, Stop, WAITING};

/// Waits for a card on a reader, if given one with `wanted` in its name. Of several cards the first by name is taken.
pub(super) fn wait(api: &Api, context: Context, wanted: Option<&str>, stop: &Stop) -> Result<CString, CardFault> {
    let began = Instant::now();
    loop {
        let mut readers = look(api, context, wanted).map_err(fault_of)?;
        if readers.is_empty() {
            return Err(CardFault::ReaderAbsent);
        }
        let mut there: Vec<&ReaderState> = readers.iter().filter(|reader| reader.has_card()).collect();
        there.sort_by_key(|reader| reader.name());
        if let Some(first) = there.iter().find(|reader| !reader.is_mute()) {
            if there.len() > 1 {
                warn!(readers = there.len(), taken = %first.name().to_string_lossy(), "several readers hold cards");
            }
            return Ok(first.name().to_owned());
        }
        if !there.is_empty() {
            return Err(CardFault::NotACard); // it does not answer to power
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

/// The readers that are meant, as they are now; none where there are none.
pub(super) fn look(api: &Api, context: Context, wanted: Option<&str>) -> Result<Vec<ReaderState>, Code> {
    let mut names = match api.list_readers(context) {
        Err(Code::NO_READERS_AVAILABLE) => Vec::new(),
        names => names?,
    };
    names.retain(|name| wanted.is_none_or(|wanted| name.to_string_lossy().contains(wanted)));
    let mut readers: Vec<ReaderState> = names.into_iter().map(ReaderState::new).collect();
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
