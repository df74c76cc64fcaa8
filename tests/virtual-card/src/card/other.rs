//! Commands besides the four that matter (card fact sheet §4, §4.5, §9.2).

use super::Card;
use super::apdu::{Command, Outcome};
use super::status::StatusWord;

impl Card {
    /// GET CHALLENGE. Extended length is refused as the real card does.
    pub(super) fn get_challenge(&self, command: &Command) -> Outcome {
        if (command.p1, command.p2) != (0, 0) {
            return Err(StatusWord::WRONG_PARAMETERS);
        }
        if command.extended {
            return Err(StatusWord::CONDITIONS);
        }
        let wanted = command.le.filter(|_| command.data.is_empty()).ok_or(StatusWord::WRONG_LENGTH)?;
        let mut challenge = vec![0; wanted];
        getrandom::fill(&mut challenge).map_err(|_| StatusWord::FAILURE)?;
        Ok(challenge)
    }

    /// Proprietary commands that were tried on a real card and refused.
    pub(super) fn proprietary(&self, command: &Command) -> Outcome {
        Err(match command.ins {
            // Terminal certificate: nobody here has a genuine one.
            0xA2 => StatusWord::WRONG_PARAMETERS,
            // Session key of secure messaging.
            0xAE => StatusWord::NOT_VERIFIED,
            // The indicator of the iPhone's profile.
            0xFC => StatusWord::WRONG_LENGTH,
            _ => StatusWord::NO_INSTRUCTION,
        })
    }
}
