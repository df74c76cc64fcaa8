//! What stands between this PC and a card, without touching one.

use kazasu_core::effect::CardFault;

use super::Pcsc;
use super::api::Card;
use super::codes::{Code, fault_of};
use super::features::Features;
use super::waiting;

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Inspection {
    /// The first part that is missing: the software, the service or a reader.
    Missing(CardFault),
    /// The readers, at least one.
    Readers(Vec<FoundReader>),
}

/// A reader that is connected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundReader {
    /// As PC/SC calls it.
    pub name: String,
    /// Whether a card is on it.
    pub card: bool,
    /// Whether another program has it to itself.
    pub busy: bool,
    /// Whether it has a keypad for the PIN, where it could be asked.
    pub keypad: Option<bool>,
}

impl Pcsc {
    /// Looks at software, service and readers.
    pub fn inspect(&mut self) -> Inspection {
        let wanted = self.name.clone();
        let service = match self.service() {
            Ok(service) => service,
            Err(fault) => return Inspection::Missing(fault),
        };
        let found = match waiting::look(&service.api, service.context, wanted.as_deref()) {
            Ok(readers) if readers.is_empty() => return Inspection::Missing(CardFault::ReaderAbsent),
            Ok(readers) => readers,
            Err(code) => return Inspection::Missing(fault_of(code)),
        };
        let ask = |connection: Card| {
            let features = Features::of(&service.api, &connection);
            service.api.leave(connection);
            features.facts().keypad
        };
        let readers = found.iter().map(|reader| {
            let connection = service.api.connect_reader(service.context, reader.name());
            let busy = reader.is_taken() || matches!(connection, Err(Code::SHARING_VIOLATION));
            let name = reader.name().to_string_lossy().into_owned();
            FoundReader { name, card: reader.has_card(), busy, keypad: connection.ok().map(ask) }
        });
        Inspection::Readers(readers.collect())
    }
}
