//! Cards on PC/SC readers.

mod abi;
mod api;
mod codes;
mod features;
mod inspection;
mod reader;
mod waiting;

use std::collections::BTreeMap;
use std::ffi::{CStr, CString};
use std::time::Duration;

use kazasu_core::apdu::Response;
use kazasu_core::effect::{CardFacts, CardFault, Facts, Readiness};
use tracing::{debug, info};
use zeroize::Zeroize as _;

use self::api::{Api, Card, Context};
use self::codes::{Code, exchange_of, fault_of};
use self::features::Features;
use self::reader::ReaderState;
use super::{Exchange, Reader, Stop};

pub use self::inspection::{FoundReader, Inspection};

/// A card on one of this PC's readers.
pub struct Pcsc {
    library: &'static [&'static str],
    name: Option<String>,
    service: Option<Service>,
    card: Option<Card>,
    answer: Vec<u8>,
    /// What the reader of the open card can do.
    features: Features,
    /// Which readers have a keypad, as far as they were asked.
    keypads: BTreeMap<CString, bool>,
}

/// The library, and its connection to the service.
struct Service {
    api: Api,
    context: Context,
}

impl Pcsc {
    /// Any reader, or one with `name` in its name.
    pub fn new(name: Option<String>) -> Self {
        Self::with_library(abi::LIBRARIES, name)
    }

    fn with_library(library: &'static [&'static str], name: Option<String>) -> Self {
        // As long as any answer can be: a command is never sent again because there was no room for what came of it.
        Self {
            library,
            name,
            service: None,
            card: None,
            answer: vec![0; Response::LONGEST],
            features: Features::default(),
            keypads: BTreeMap::new(),
        }
    }

    /// The service; asked for anew where there is none.
    fn service(&mut self) -> Result<&Service, CardFault> {
        if self.service.is_none() {
            let api = Api::load(self.library).map_err(|error| {
                info!(%error, "no PC/SC library");
                CardFault::SoftwareAbsent
            })?;
            let context = api.establish().map_err(|code| {
                info!(%code, "no PC/SC service");
                fault_of(code)
            })?;
            self.service = Some(Service { api, context });
        }
        self.service.as_ref().ok_or(CardFault::ServiceOff)
    }

    /// Drops a connection that the service no longer knows.
    fn forget_service(&mut self) {
        if let Some(service) = self.service.take() {
            service.api.release(service.context);
        }
    }

    /// Whether each reader that may be used has a keypad: those with a card, or all while there is none. Nothing where one
    /// cannot be asked now.
    fn have_keypads(&mut self, readers: &[ReaderState], card: bool) -> Option<bool> {
        let meant = readers.iter().filter(|reader| !card || reader.has_card());
        let answers: Option<Vec<bool>> = meant.map(|reader| self.has_keypad(reader.name())).collect();
        answers.filter(|answers| !answers.is_empty()).map(|answers| answers.into_iter().all(|has| has))
    }

    /// Asks a reader once, without touching the card on it.
    fn has_keypad(&mut self, reader: &CStr) -> Option<bool> {
        if let Some(known) = self.keypads.get(reader) {
            return Some(*known);
        }
        let service = self.service.as_ref()?;
        let connection = service.api.connect_reader(service.context, reader).ok()?;
        let keypad = Features::of(&service.api, &connection).facts().keypad;
        service.api.leave(connection);
        self.keypads.insert(reader.to_owned(), keypad);
        Some(keypad)
    }

    /// Exclusively: another program could use what the PIN unlocks (card fact sheet §10). Never shared instead.
    fn connect(&mut self, stop: &Stop) -> Result<(), CardFault> {
        let wanted = self.name.clone();
        loop {
            let service = self.service()?;
            let reader = waiting::wait(&service.api, service.context, wanted.as_deref(), stop)?;
            match service.api.connect(service.context, &reader) {
                Ok(card) => {
                    info!(reader = %reader.to_string_lossy(), protocol = card.protocol(), "connected");
                    self.features = Features::of(&service.api, &card);
                    self.keypads.insert(reader, self.features.facts().keypad);
                    self.card = Some(card);
                    return Ok(());
                }
                // Lifted between the look and the touch: it is waited for again.
                Err(Code::NO_SMARTCARD | Code::REMOVED_CARD) if !stop.is_set() => {}
                Err(code) => {
                    info!(%code, "not connected");
                    return Err(fault_of(code));
                }
            }
        }
    }
}

impl Reader for Pcsc {
    fn open(&mut self, stop: &Stop) -> Result<CardFacts, CardFault> {
        let connected = self.connect(stop);
        if matches!(connected, Err(CardFault::ServiceOff | CardFault::Other)) {
            self.forget_service();
        }
        connected.map(|()| self.features.facts())
    }

    fn transmit(&mut self, command: &[u8], _: Duration) -> Exchange {
        let (Some(service), Some(card)) = (&self.service, &self.card) else { return Exchange::Lost };
        match service.api.transmit(card, command, &mut self.answer) {
            // Seen with vsmartcard's driver: success with nothing in it when the card has just left.
            Ok(0) => Exchange::Lost,
            Ok(length) => {
                let answer = self.answer.get_mut(..length).unwrap_or_default();
                let response = answer.to_vec();
                answer.zeroize();
                Exchange::Response(response)
            }
            Err(code) => {
                debug!(%code, "not exchanged");
                exchange_of(code, command)
            }
        }
    }

    fn verify_on_keypad(&mut self, template: &[u8], limit: Duration) -> Exchange {
        let (Some(service), Some(card)) = (&self.service, &self.card) else { return Exchange::Lost };
        self.features.verify(&service.api, card, template, limit)
    }

    fn close(&mut self) {
        if let (Some(service), Some(card)) = (&self.service, self.card.take())
            && let Err(code) = service.api.disconnect(card)
        {
            debug!(%code, "not disconnected");
        }
    }

    fn choices(&mut self) -> Vec<String> {
        let wanted = self.name.clone();
        let names = self.service().map(|service| waiting::names(&service.api, service.context, wanted.as_deref()));
        let names = names.ok().and_then(Result::ok).unwrap_or_default();
        if names.len() > 1 {
            names.iter().map(|name| name.to_string_lossy().into_owned()).collect()
        } else {
            Vec::new()
        }
    }

    fn choose(&mut self, name: &str) {
        self.name = Some(name.to_owned());
    }

    fn presence(&mut self) -> Facts {
        let wanted = self.name.clone();
        let lacking = |readiness| Facts { reader: Some(false), card: Some(false), keypad: None, readiness };
        let service = match self.service() {
            Ok(service) => service,
            Err(fault) => return lacking(Readiness::lacking(fault)),
        };
        match waiting::look(&service.api, service.context, wanted.as_deref()) {
            Ok(readers) if readers.is_empty() => lacking(Some(Readiness::NoReader)),
            Ok(readers) => {
                let card = readers.iter().any(ReaderState::has_card);
                let keypad = self.have_keypads(&readers, card);
                let busy = card && readers.iter().filter(|reader| reader.has_card()).all(ReaderState::is_taken);
                let readiness = if busy { Readiness::ReaderBusy } else { Readiness::Ready };
                Facts { reader: Some(true), card: Some(card), keypad, readiness: Some(readiness) }
            }
            Err(code) => {
                if fault_of(code) == CardFault::ReaderAbsent {
                    return lacking(Some(Readiness::NoReader));
                }
                self.forget_service();
                lacking(Readiness::lacking(fault_of(code)))
            }
        }
    }
}

impl Drop for Pcsc {
    fn drop(&mut self) {
        self.close();
        self.forget_service();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn req_19_without_the_library_the_software_is_named_and_the_program_runs() {
        let mut reader = Pcsc::with_library(&["libno-such-library-of-pcsc.so.1"], None);
        assert_eq!(reader.open(&Stop::default()), Err(CardFault::SoftwareAbsent));
        let readiness = Some(Readiness::SoftwareAbsent);
        assert_eq!(reader.presence(), Facts { reader: Some(false), card: Some(false), keypad: None, readiness });
        assert_eq!(reader.transmit(&[0, 0x20, 0, 0x80], Duration::from_secs(1)), Exchange::Lost);
        reader.close();
        reader.close();
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn req_19_a_library_that_is_another_one_is_no_library() {
        let mut reader = Pcsc::with_library(&["libc.so.6"], None);
        assert_eq!(reader.open(&Stop::default()), Err(CardFault::SoftwareAbsent));
    }
}
