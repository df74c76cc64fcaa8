//! A card that lies, and one more thing that goes wrong in the same run.

use kazasu_core::effect::{Answer, Effect, NetFault};

use crate::drive::{Drive, ONCE, drive};
use crate::invariants::{Invariant, Violation};
use crate::shared::Shared;
use crate::sweep::{Place, Reaction};
use crate::twist::Twist;

/// What else goes wrong.
#[derive(Debug, Clone, Copy)]
enum Other {
    /// That command of the run comes to this.
    Card(usize, Loss),
    /// The answer to that request of the run is lost.
    Request(usize),
}

#[derive(Debug, Clone, Copy)]
enum Loss {
    /// The card leaves: its answer is lost.
    Leaves,
    /// The reader cannot carry it.
    NotSent,
    /// The card says that it failed.
    Fails,
}

/// Commands and requests at which something else goes wrong: those of a long contact and the beginning of the next one, and
/// those after the agreement.
const COMMANDS: std::ops::RangeInclusive<usize> = 1..=16;
const REQUESTS: std::ops::RangeInclusive<usize> = 5..=8;

fn others(place: Place) -> impl Iterator<Item = Other> {
    let at_card = COMMANDS.filter(move |nth| *nth != place.nth);
    let at_card = at_card.flat_map(|nth| [Loss::Leaves, Loss::NotSent, Loss::Fails].map(|loss| Other::Card(nth, loss)));
    at_card.chain(REQUESTS.map(Other::Request))
}

/// Tries the lie at that place together with everything else; gives how many pairs were tried. The person tries again twice.
pub(crate) fn pairs(shared: &Shared, place: Place, lie: &Twist, alone: &Reaction) -> Result<usize, Violation> {
    let mut tried = 0;
    for other in others(place) {
        let mut meddle = |nth: usize, effect: &Effect, own: &Answer| match (effect, own, other) {
            (Effect::Transmit { .. }, Answer::Response(own), _) if nth == place.nth => {
                Some(Answer::Response(lie.of(own)))
            }
            (Effect::Transmit { .. }, _, Other::Card(at, loss)) if nth == at => Some(match loss {
                Loss::Leaves => Answer::CardLost,
                Loss::NotSent => Answer::NotSent,
                Loss::Fails => Answer::Response(vec![0x6F, 0x00]),
            }),
            (Effect::Send(_), _, Other::Request(at)) if nth == at => Some(Answer::HttpFailed(NetFault::Timeout)),
            _ => None,
        };
        let driven = drive(shared, place.start, Drive { retries: 2, ..ONCE }, &mut meddle);
        tried += 1;
        let at = format!("with {other:?}, {lie:?} (alone: {alone:?})");
        if let Some(violation) = driven.violation {
            return Err(violation.invariant.violated(format!("{at}: {violation}")));
        }
        Invariant::OneVerifyPerPin.need(driven.verifies <= driven.typed, at.clone())?;
        Invariant::OneRegistrationPerProof.need(driven.registrations <= 1, at)?;
    }
    Ok(tried)
}
