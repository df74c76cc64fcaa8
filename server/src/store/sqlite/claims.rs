//! Claiming a challenge, and giving it up again.

use sqlx::sqlite::SqliteRow;
use sqlx::{Row, SqliteConnection, SqlitePool};

use super::audit::append;
use super::posts;
use super::rows::{answer, octets32};
use crate::audit::{Entry, Event};
use crate::clock::Moment;
use crate::codec::Sha256;
use crate::ids::{IdempotencyKey, SessionId};
use crate::store::{Claim, ClaimRequest, Held, Lease, PostState, Rejection, StoreError};

/// HRP/1 §3.7 steps 2 (second half), 3 and 4, in this order.
pub(super) async fn claim(tx: &mut SqliteConnection, request: ClaimRequest) -> Result<Claim, StoreError> {
    let post = posts::find(tx, &request.session, &request.key).await?;
    if let Some(post) = &post {
        if post.try_get::<Vec<u8>, _>("fingerprint")? != request.fingerprint {
            return Ok(Claim::Reused);
        }
        if let Some(answer) = answer(post)? {
            return Ok(Claim::Replay(answer));
        }
    }
    let Some(present) = present(tx, &request.session).await? else {
        return Ok(Claim::Closed);
    };
    if present.claimed_by(&request.key, request.now) {
        return Ok(Claim::InProgress);
    }
    if present.closed {
        return Ok(Claim::Closed);
    }
    if present.ends_at <= request.now {
        return Ok(Claim::Expired);
    }
    if present.operation != request.operation.as_str() {
        return Ok(Claim::WrongOperation);
    }
    let late = request.now > present.submit_by;
    if !present.fresh_for(&request.key, request.now) {
        return Ok(Claim::InUse);
    }
    if post.is_none() {
        if posts::number(tx, &request.session).await? >= i64::from(request.at_most) {
            append(tx, &request.note.event(Event::LimitHit).outcome("posts")).await?;
            return Ok(Claim::SpentAll);
        }
        posts::insert(tx, &request).await?;
    }
    if late {
        posts::keep_answer(tx, &request.session, &request.key, &request.too_late).await?;
        return Ok(Claim::TooLate(request.too_late));
    }
    if !take(tx, &request, present.seq).await? {
        return Err(StoreError::Corrupt("challenge state"));
    }
    append(tx, &request.note.event(Event::ChallengeClaimed).challenge(&present.challenge)).await?;
    let lease = Lease { session: request.session, key: request.key, seq: present.seq, until: request.lease_until };
    Ok(Claim::Held(Held { lease, challenge: present.challenge, session_key: present.session_key }))
}

/// Step 4, one conditional update: `fresh → claimed(key)`.
async fn take(tx: &mut SqliteConnection, request: &ClaimRequest, seq: i64) -> Result<bool, StoreError> {
    let taken = sqlx::query(
        "UPDATE challenges SET state = 'claimed', claim_key = ?1, lease_until = ?2
         WHERE session_id = ?3 AND seq = ?4 AND submit_by >= ?5
           AND (state = 'fresh' OR (state = 'claimed' AND lease_until <= ?5))
           AND (claim_key IS NULL OR claim_key = ?1)",
    )
    .bind(request.key.as_str())
    .bind(request.lease_until.0)
    .bind(request.session.as_str())
    .bind(seq)
    .bind(request.now.0)
    .execute(tx)
    .await?;
    Ok(taken.rows_affected() == 1)
}

pub(super) async fn post_state(
    readers: &SqlitePool,
    session: &SessionId,
    key: &IdempotencyKey,
    now: Moment,
) -> Result<PostState, StoreError> {
    let running: Option<i64> = sqlx::query_scalar(
        "SELECT 1 FROM challenges WHERE session_id = ? AND claim_key = ? AND state = 'claimed' AND lease_until > ?",
    )
    .bind(session.as_str())
    .bind(key.as_str())
    .bind(now.0)
    .fetch_optional(readers)
    .await?;
    Ok(if running.is_some() { PostState::Running } else { PostState::Still })
}

/// Ends a held claim in another state; `false` when it is not held any more.
pub(super) async fn end_claim(
    tx: &mut SqliteConnection,
    lease: &Lease,
    state: &'static str,
) -> Result<bool, StoreError> {
    let ended = sqlx::query(
        "UPDATE challenges SET state = ?, lease_until = NULL
         WHERE session_id = ? AND seq = ? AND state = 'claimed' AND claim_key = ? AND lease_until = ?",
    )
    .bind(state)
    .bind(lease.session.as_str())
    .bind(lease.seq)
    .bind(lease.key.as_str())
    .bind(lease.until.0)
    .execute(tx)
    .await?;
    Ok(ended.rows_affected() == 1)
}

pub(super) async fn reject(tx: &mut SqliteConnection, rejection: Rejection) -> Result<bool, StoreError> {
    if !end_claim(tx, &rejection.lease, "burned").await? {
        return Ok(false);
    }
    if let Some(answer) = &rejection.answer {
        posts::keep_answer(tx, &rejection.lease.session, &rejection.lease.key, answer).await?;
    }
    if rejection.ends_session {
        super::sessions::close(tx, &rejection.lease.session, rejection.now).await?;
    }
    append(tx, &rejection.note.clone().event(Event::ProofRejected)).await?;
    append(tx, &rejection.note.event(Event::ChallengeBurned)).await?;
    Ok(true)
}

pub(super) async fn release(tx: &mut SqliteConnection, lease: Lease, note: Entry) -> Result<(), StoreError> {
    if end_claim(tx, &lease, "fresh").await? {
        append(tx, &note.event(Event::ProofRejected)).await?;
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

async fn present(tx: &mut SqliteConnection, session: &SessionId) -> Result<Option<Present>, StoreError> {
    let row = sqlx::query(
        "SELECT s.operation, s.session_key, s.ends_at, s.closed_at, c.seq, c.octets, c.submit_by, c.state, c.claim_key, c.lease_until
         FROM sessions s JOIN challenges c ON c.session_id = s.id WHERE s.id = ? ORDER BY c.seq DESC LIMIT 1",
    )
    .bind(session.as_str())
    .fetch_optional(tx)
    .await?;
    row.as_ref().map(present_of).transpose()
}

fn present_of(row: &SqliteRow) -> Result<Present, StoreError> {
    Ok(Present {
        operation: row.try_get("operation")?,
        session_key: row.try_get::<Option<Vec<u8>>, _>("session_key")?.map(octets32).transpose()?,
        ends_at: Moment(row.try_get("ends_at")?),
        closed: row.try_get::<Option<i64>, _>("closed_at")?.is_some(),
        seq: row.try_get("seq")?,
        challenge: octets32(row.try_get("octets")?)?,
        submit_by: Moment(row.try_get("submit_by")?),
        state: row.try_get("state")?,
        claim_key: row.try_get("claim_key")?,
        lease_until: row.try_get::<Option<i64>, _>("lease_until")?.map(Moment),
    })
}
