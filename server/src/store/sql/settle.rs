//! HRP/1 §3.7 step 10: challenge used, what was wanted, outbox, kept answer and audit lines: all or nothing.

use super::audit::append;
use super::change::{Change, Standing, standing};
use super::claims::{Look, Open, end_claim, hold, look, spend};
use super::limits::Room;
use super::posts::{self, hit, insert_answered, keep_answer, room};
use crate::audit::Event;
use crate::store::tx::Tx;
use crate::store::{ClaimRequest, Counted, Effect, Foreseen, Lease, PostCount, Settled, Settlement, StoreError, Taken};

pub(in crate::store) fn settle(tx: &mut Tx<'_>, settlement: &Settlement) -> Result<Settled, StoreError> {
    let Settlement { lease, subject, effect, now, note } = settlement;
    settle_claim(tx, lease, effect, &Change { session: &lease.session, subject, now: *now, note })
}

fn settle_claim(tx: &mut Tx<'_>, lease: &Lease, effect: &Effect, change: &Change<'_>) -> Result<Settled, StoreError> {
    let stands = match standing(tx, change.subject, effect)? {
        Standing::Against(refused) => return Ok(Settled::Refused(refused)),
        Standing::Fits(stands) => stands,
    };
    if !end_claim(tx, lease, "used")? {
        return Ok(Settled::ClaimLost);
    }
    append(tx, &change.note.clone().event(Event::ChallengeUsed))?;
    let answer = change.make(tx, effect, stands)?;
    keep_answer(tx, &lease.session, &lease.key, &answer)?;
    Ok(Settled::Stored(answer))
}

/// Steps 2 (second half) to 10 in one transaction, for a proof that was found good over what the session offered just
/// before. The claim comes first all the same, and every rule with it. A post that is new and good is written in as few
/// statements as there are tables; any other goes the way that it would have gone step by step.
pub(in crate::store) fn take(
    tx: &mut Tx<'_>,
    request: &ClaimRequest,
    foreseen: &Foreseen,
) -> Result<Taken, StoreError> {
    let open = match look(tx, request)? {
        Look::Decided(claim) => return Ok(Taken::Claimed(claim)),
        Look::Open(open) => open,
    };
    if open.present.challenge != foreseen.challenge || open.present.is_late(request.now) {
        return Ok(Taken::Claimed(hold(tx, request, open)?));
    }
    let Foreseen { subject, limit, effect, now, note, .. } = foreseen;
    let stands = match standing(tx, subject, effect)? {
        Standing::Fits(stands) if !open.known => stands,
        _ => return take_by_steps(tx, request, foreseen, open),
    };
    if let Some(limit) = limit
        && let Room::No { seconds, first } = room(tx, subject, request.operation, *limit, *now)?
    {
        let held = open.present.held(request);
        hold(tx, request, open)?;
        hit(tx, first, note)?;
        return Ok(Taken::Over(held, seconds));
    }
    spend(tx, request, &open.present)?;
    append(tx, &note.clone().event(Event::ChallengeUsed))?;
    let answer = Change { session: &request.session, subject, now: *now, note }.make(tx, effect, stands)?;
    insert_answered(tx, request, limit.is_some(), &answer)?;
    Ok(Taken::Settled(open.present.held(request), Settled::Stored(answer)))
}

fn take_by_steps(
    tx: &mut Tx<'_>,
    request: &ClaimRequest,
    foreseen: &Foreseen,
    open: Open,
) -> Result<Taken, StoreError> {
    let held = open.present.held(request);
    hold(tx, request, open)?;
    let Foreseen { subject, limit, effect, now, note, .. } = foreseen;
    if let Some(limit) = limit {
        let (lease, subject, note) = (held.lease.clone(), subject.clone(), note.clone());
        let count = PostCount { lease, subject, operation: request.operation, now: *now, limit: *limit, note };
        if let Counted::Over(seconds) = posts::count(tx, &count)? {
            return Ok(Taken::Over(held, seconds));
        }
    }
    let change = Change { session: &request.session, subject, now: *now, note };
    let settled = settle_claim(tx, &held.lease, effect, &change)?;
    Ok(Taken::Settled(held, settled))
}
