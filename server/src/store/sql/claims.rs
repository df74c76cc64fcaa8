//! Claiming a challenge, and giving it up again.

use super::audit::append;
use super::posts;
use crate::audit::{Entry, Event};
use crate::clock::Moment;
use crate::codec::Sha256;
use crate::ids::{IdempotencyKey, SessionId};
use crate::store::tx::{Row, Statements, Tx, values};
use crate::store::{Claim, ClaimRequest, Held, Lease, PostState, Rejection, StoreError};

/// HRP/1 §3.7 steps 2 (second half), 3 and 4, in this order.
pub(in crate::store) fn claim(tx: &mut Tx<'_>, request: ClaimRequest) -> Result<Claim, StoreError> {
    let seen = posts::find(tx, &request.session, &request.key)?;
    let known = seen.is_some();
    if let Some(seen) = seen {
        if seen.fingerprint != request.fingerprint {
            return Ok(Claim::Reused);
        }
        if let Some(answer) = seen.answer {
            return Ok(Claim::Replay(answer));
        }
    }
    let Some(present) = present(tx, &request.session)? else {
        return Ok(Claim::Closed);
    };
    if present.claimed_by(&request.key, request.now) {
        return Ok(Claim::InProgress);
    }
    if present.closed {
        return Ok(Claim::Closed);
    }
    if present.ends_at <= request.now {
        end_lapsed(tx, &request.session, present.seq, request.now)?;
        return Ok(Claim::Expired);
    }
    if present.operation != request.operation.as_str() {
        return Ok(Claim::WrongOperation);
    }
    let late = request.now > present.submit_by;
    if !present.fresh_for(&request.key, request.now) {
        return Ok(Claim::InUse);
    }
    if !known {
        if posts::number(tx, &request.session)? >= i64::from(request.at_most) {
            append(tx, &request.note.event(Event::LimitHit).outcome("posts"))?;
            return Ok(Claim::SpentAll);
        }
        posts::insert(tx, &request)?;
    }
    if late {
        end_lapsed(tx, &request.session, present.seq, request.now)?;
        posts::keep_answer(tx, &request.session, &request.key, &request.too_late)?;
        return Ok(Claim::TooLate(request.too_late));
    }
    if !take(tx, &request, present.seq)? {
        return Err(StoreError::Corrupt("challenge state"));
    }
    append(tx, &request.note.event(Event::ChallengeClaimed).challenge(&present.challenge))?;
    let lease = Lease { session: request.session, key: request.key, seq: present.seq, until: request.lease_until };
    Ok(Claim::Held(Held { lease, challenge: present.challenge, session_key: present.session_key }))
}

/// Ends a claim whose lease is over. Who held it may still be at work, and must not settle what somebody has just been
/// told is too late.
fn end_lapsed(tx: &mut Tx<'_>, session: &SessionId, seq: i64, now: Moment) -> Result<(), StoreError> {
    tx.run(
        "UPDATE challenges SET state = 'burned', lease_until = NULL
         WHERE session_id = ?1 AND seq = ?2 AND state = 'claimed' AND lease_until <= ?3",
        values![session.as_str(), seq, now.0],
    )?;
    Ok(())
}

/// Step 4, one conditional update: `fresh → claimed(key)`.
fn take(tx: &mut Tx<'_>, request: &ClaimRequest, seq: i64) -> Result<bool, StoreError> {
    let (key, session) = (request.key.as_str(), request.session.as_str());
    let taken = tx.run(
        "UPDATE challenges SET state = 'claimed', claim_key = ?1, lease_until = ?2
         WHERE session_id = ?3 AND seq = ?4 AND submit_by >= ?5
           AND (state = 'fresh' OR (state = 'claimed' AND lease_until <= ?5))
           AND (claim_key IS NULL OR claim_key = ?1)",
        values![key, request.lease_until.0, session, seq, request.now.0],
    )?;
    Ok(taken == 1)
}

pub(in crate::store) fn post_state(
    db: &mut dyn Statements,
    session: &SessionId,
    key: &IdempotencyKey,
    now: Moment,
) -> Result<PostState, StoreError> {
    let running = db.row(
        "SELECT seq FROM challenges WHERE session_id = ?1 AND claim_key = ?2 AND state = 'claimed' AND lease_until > ?3",
        values![session.as_str(), key.as_str(), now.0],
    )?;
    Ok(if running.is_some() { PostState::Running } else { PostState::Still })
}

/// Ends a held claim in another state; `false` when it is not held any more.
pub(super) fn end_claim(tx: &mut Tx<'_>, lease: &Lease, state: &'static str) -> Result<bool, StoreError> {
    let ended = tx.run(
        "UPDATE challenges SET state = ?1, lease_until = NULL
         WHERE session_id = ?2 AND seq = ?3 AND state = 'claimed' AND claim_key = ?4 AND lease_until = ?5",
        values![state, lease.session.as_str(), lease.seq, lease.key.as_str(), lease.until.0],
    )?;
    Ok(ended == 1)
}

pub(in crate::store) fn reject(tx: &mut Tx<'_>, rejection: Rejection) -> Result<bool, StoreError> {
    if !end_claim(tx, &rejection.lease, "burned")? {
        return Ok(false);
    }
    if let Some(answer) = &rejection.answer {
        posts::keep_answer(tx, &rejection.lease.session, &rejection.lease.key, answer)?;
    }
    if rejection.ends_session {
        super::sessions::close(tx, &rejection.lease.session, rejection.now)?;
    }
    append(tx, &rejection.note.clone().event(Event::ProofRejected))?;
    append(tx, &rejection.note.event(Event::ChallengeBurned))?;
    Ok(true)
}

pub(in crate::store) fn release(tx: &mut Tx<'_>, lease: Lease, note: Entry) -> Result<(), StoreError> {
    if end_claim(tx, &lease, "fresh")? {
        append(tx, &note.event(Event::ProofRejected))?;
    }
    Ok(())
}

/// A session and its present challenge.
struct Present {
    operation: String,
    session_key: Option<Sha256>,
    ends_at: Moment,
    closed: bool,
    seq: i64,
    challenge: [u8; 32],
    submit_by: Moment,
    state: String,
    claim_key: Option<String>,
    lease_until: Option<Moment>,
}

impl Present {
    fn claimed_by(&self, key: &IdempotencyKey, now: Moment) -> bool {
        self.state == "claimed"
            && self.claim_key.as_deref() == Some(key.as_str())
            && self.lease_until.is_some_and(|until| until > now)
    }

    fn fresh_for(&self, key: &IdempotencyKey, now: Moment) -> bool {
        let lapsed = self.state == "claimed" && self.lease_until.is_some_and(|until| until <= now);
        let free = self.claim_key.as_deref().is_none_or(|bound| bound == key.as_str());
        free && (self.state == "fresh" || lapsed)
    }
}

fn present(tx: &mut Tx<'_>, session: &SessionId) -> Result<Option<Present>, StoreError> {
    let row = tx.row(
        "SELECT s.operation, s.session_key, s.ends_at, s.closed_at, c.seq, c.octets, c.submit_by, c.state, c.claim_key,
             c.lease_until
         FROM sessions s JOIN challenges c ON c.session_id = s.id WHERE s.id = ?1 ORDER BY c.seq DESC LIMIT 1",
        values![session.as_str()],
    )?;
    row.as_ref().map(present_of).transpose()
}

fn present_of(row: &Row) -> Result<Present, StoreError> {
    Ok(Present {
        operation: row.text(0)?.to_owned(),
        session_key: row.opt_blob(1)?.map(|_| row.octets32(1)).transpose()?,
        ends_at: Moment(row.int(2)?),
        closed: row.opt_int(3)?.is_some(),
        seq: row.int(4)?,
        challenge: row.octets32(5)?,
        submit_by: Moment(row.int(6)?),
        state: row.text(7)?.to_owned(),
        claim_key: row.opt_text(8)?.map(str::to_owned),
        lease_until: row.opt_int(9)?.map(Moment),
    })
}
