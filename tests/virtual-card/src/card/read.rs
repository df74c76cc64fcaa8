//! READ BINARY (card fact sheet §4.2).

use super::Card;
use super::apdu::{Command, Outcome};
use super::files::File;
use super::status::StatusWord;

impl Card {
    pub(super) fn read_binary(&mut self, command: &Command) -> Outcome {
        let wanted = command.le.filter(|_| command.data.is_empty()).ok_or(StatusWord::WRONG_LENGTH)?;
        let (file, offset) = match command.p1 {
            high @ 0x00..=0x7F => {
                (self.session.current(&self.files)?, usize::from(high) << 8 | usize::from(command.p2))
            }
            p1 => {
                let short_id = self.short_id(p1)?;
                (self.session.by_short_id(&self.files, short_id)?, usize::from(command.p2))
            }
        };
        let (content, needs) = match file {
            File::Data { content, needs } => (content, needs),
            File::Closed => return Err(StatusWord::NOT_VERIFIED),
            File::Pin(_) | File::Key(_) | File::Internal => {
                return Err(StatusWord::WRONG_FILE_KIND);
            }
        };
        if needs.is_some_and(|pin| !self.reference(pin).verified) {
            return Err(StatusWord::NOT_VERIFIED);
        }
        let rest = content.get(offset..).filter(|rest| !rest.is_empty()).ok_or(StatusWord::OUTSIDE_FILE)?;
        Ok(rest[..wanted.min(rest.len())].to_vec())
    }

    /// The short identifier in the lower five bits of P1 (READ) or P2 (VERIFY, signing); bits 7 and
    /// 6 are zero.
    pub(super) fn short_id(&self, parameter: u8) -> Result<u8, StatusWord> {
        if !self.behaviour.short_identifiers {
            return Err(self.behaviour.short_identifier_refusal);
        }
        match (parameter & 0xE0, parameter & 0x1F) {
            (_, 0) => Err(StatusWord::WRONG_PARAMETERS),
            (0x80, short_id) => Ok(short_id),
            _ => Err(StatusWord::WRONG_PARAMETERS),
        }
    }
}
