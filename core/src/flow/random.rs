//! What must be random.

use crate::effect::{Answer, Effect, Either, End, Io};
use crate::registration::SessionKey;
use crate::screen::Page;
use crate::secret::Secret;

use super::Outcome;
use super::trouble::Turn;

/// So many octets from the shell's generator. `None`: the person stopped.
pub(super) async fn draw(io: &mut Io, octets: usize) -> Result<Option<Secret>, Turn> {
    let drawn = io.either(Effect::Random { bytes: octets }, |answer| match answer {
        Answer::RandomBytes(drawn) => Some(Secret::new(drawn)),
        _ => None,
    });
    match drawn.await {
        Either::Answer(drawn) if drawn.expose().len() == octets => Ok(Some(drawn)),
        Either::Answer(_) => Err(defect()),
        Either::Intent(_) => Ok(None),
    }
}

/// A key for one session. `None`: the person stopped.
pub(super) async fn session_key(io: &mut Io) -> Result<Option<SessionKey>, Turn> {
    for _ in 0..DRAWS {
        let Some(octets) = draw(io, SessionKey::OCTETS).await? else { return Ok(None) };
        if let Some(key) = SessionKey::new(&octets) {
            return Ok(Some(key));
        }
    }
    Err(defect())
}

/// A draw that is no key comes once in 2³²: after a second one, the generator is none.
const DRAWS: usize = 2;

/// A shell that has no randomness cannot go on safely.
fn defect() -> Turn {
    Turn::End(End { outcome: Outcome::Defect, page: Some(Page::Defect) })
}
