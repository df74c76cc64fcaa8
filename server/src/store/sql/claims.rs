//! Claiming a challenge, and giving it up again.

use super::audit::append;
use super::posts;
use crate::audit::{Entry, Event};
use crate::clock::Moment;
use crate::codec::Sha256;
use crate::ids::{IdempotencyKey, SessionId};
use crate::store::tx::{Row, Statements, Tx, values};
use crate::store::{Claim, ClaimRequest, Held, Lease, PostState, Rejection, Session, StoreError};

/// HRP/1 §3.7 steps 2 (second half), 3 and 4, in this order.
pub(in crate::store) fn claim(tx: &mut Tx<'_>, request: &ClaimRequest) -> Result<Claim, StoreError> {
    match look(tx, request)? {
        Look::Decided(claim) => Ok(claim),
        Look::Open(open) => hold(tx, request, open),
    }
}

/// What a post finds before it takes the challenge.
pub(super) enum Look {
    /// It has no challenge to take.
    Decided(Claim),
    /// It may take the challenge.
    Open(Open),
}

/// A challenge that a post may take.
pub(super) struct Open {
    pub(super) present: Present,
    /// The post was seen before.
    pub(super) known: bool,
}

pub(super) fn look(tx: &mut Tx<'_>, request: &ClaimRequest) -> Result<Look, StoreError> {
    let decided = |claim| Ok(Look::Decided(claim));
    let Some((present, seen)) = find(tx, &request.session, &request.key)? else {
        return decided(Claim::Closed);
    };
    if present.closed || present.ends_at + Session::READABLE_AFTER_END <= request.now {
        return decided(Claim::Closed);
    }
    let known = seen.is_some();
    if let Some(seen) = seen {
        if seen.fingerprint != request.fingerprint {
            return decided(Claim::Reused);
        }
        if let Some(answer) = seen.answer {
            return decided(Claim::Replay(answer));
        }
    }
    if present.claimed_by(&request.key, request.now) {
        return decided(Claim::InProgress);
    }
    if present.ends_at <= request.now {
        end_lapsed(tx, &request.session, present.seq, request.now)?;
        return decided(Claim::Expired);
    }
    if present.operation != request.operation.as_str() {
        return decided(Claim::WrongOperation);
    }
    if !present.fresh_for(&request.key, request.now) {
        return decided(Claim::InUse);
    }
    if !known && present.posts >= i64::from(request.at_most) {
        append(tx, &request.note.clone().event(Event::LimitHit).outcome("posts"))?;
        return decided(Claim::SpentAll);
    }
    Ok(Look::Open(Open { present, known }))
}

/// Takes the challenge, or keeps the answer that it is too late.
pub(super) fn hold(tx: &mut Tx<'_>, request: &ClaimRequest, open: Open) -> Result<Claim, StoreError> {
    let Open { present, known } = open;
    if !known {
        posts::insert(tx, request)?;
    }
    if present.is_late(request.now) {
        end_lapsed(tx, &request.session, present.seq, request.now)?;
        posts::keep_answer(tx, &request.session, &request.key, &request.too_late)?;
        return Ok(Claim::TooLate(request.too_late.clone()));
    }
    move_on(tx, request, present.seq, "claimed", Some(request.lease_until))?;
    note(tx, request, &present)?;
    Ok(Claim::Held(present.held(request)))
}

/// Takes and spends the challenge at once, for a post that is settled in the same transaction.
pub(super) fn spend(tx: &mut Tx<'_>, request: &ClaimRequest, present: &Present) -> Result<(), StoreError> {
    move_on(tx, request, present.seq, "used", None)?;
    note(tx, request, present)
}

fn note(tx: &mut Tx<'_>, request: &ClaimRequest, present: &Present) -> Result<(), StoreError> {
    append(tx, &request.note.clone().event(Event::ChallengeClaimed).challenge(&present.challenge))
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

/// Step 4, one conditional update: `fresh → claimed(key)`, or on to `used`.
fn move_on(
    tx: &mut Tx<'_>,
    request: &ClaimRequest,
    seq: i64,
    state: &'static str,
    lease_until: Option<Moment>,
) -> Result<(), StoreError> {
    let (key, session) = (request.key.as_str(), request.session.as_str());
    let taken = tx.run(
        "UPDATE challenges SET state = ?1, claim_key = ?2, lease_until = ?3
         WHERE session_id = ?4 AND seq = ?5 AND submit_by >= ?6
           AND (state = 'fresh' OR (state = 'claimed' AND lease_until <= ?6))
           AND (claim_key IS NULL OR claim_key = ?2)",
        values![state, key, lease_until.map(|until| until.0), session, seq, request.now.0],
    )?;
    if taken == 1 { Ok(()) } else { Err(StoreError::Corrupt("challenge state")) }
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

pub(in crate::store) fn reject(tx: &mut Tx<'_>, rejection: &Rejection) -> Result<bool, StoreError> {
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
    append(tx, &rejection.note.clone().event(Event::ChallengeBurned))?;
    Ok(true)
}

pub(in crate::store) fn release(tx: &mut Tx<'_>, lease: &Lease, note: &Entry) -> Result<(), StoreError> {
    if end_claim(tx, lease, "fresh")? {
        append(tx, &note.clone().event(Event::ProofRejected))?;
    }
    Ok(())
}

/// A session and its present challenge.
pub(super) struct Present {
    operation: String,
    pub(super) session_key: Option<Sha256>,
    ends_at: Moment,
    closed: bool,
    seq: i64,
    pub(super) challenge: [u8; 32],
    submit_by: Moment,
    state: String,
    claim_key: Option<String>,
    lease_until: Option<Moment>,
    /// How many different posts the session had.
    posts: i64,
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

    pub(super) fn is_late(&self, now: Moment) -> bool {
        now > self.submit_by
    }

    pub(super) fn held(&self, request: &ClaimRequest) -> Held {
        let lease = Lease {
            session: request.session.clone(),
            key: request.key.clone(),
            seq: self.seq,
            until: request.lease_until,
        };
        Held { lease, challenge: self.challenge, session_key: self.session_key }
    }
}

/// The place after the columns of a session and its challenge.
const FURTHER: usize = 11;

fn find(
    tx: &mut Tx<'_>,
    session: &SessionId,
    key: &IdempotencyKey,
) -> Result<Option<(Present, Option<posts::Seen>)>, StoreError> {
    let row = tx.row(
        "SELECT s.operation, s.session_key, s.ends_at, s.closed_at, c.seq, c.octets, c.submit_by, c.state, c.claim_key,
             c.lease_until, (SELECT count(*) FROM posts n WHERE n.session_id = s.id),
             p.fingerprint, p.status, p.body, p.location, p.retry_after, p.token_of
         FROM sessions s JOIN challenges c ON c.session_id = s.id
             LEFT JOIN posts p ON p.session_id = s.id AND p.key = ?2
         WHERE s.id = ?1 ORDER BY c.seq DESC LIMIT 1",
        values![session.as_str(), key.as_str()],
    )?;
    row.as_ref().map(|row| Ok((present(row)?, posts::seen(row, FURTHER)?))).transpose()
}

fn present(row: &Row) -> Result<Present, StoreError> {
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
        posts: row.int(10)?,
    })
}
