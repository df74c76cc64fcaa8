//! Posts with a proof, known by session and idempotency key.

use super::audit::append;
use super::limits::{self, Room};
use crate::answer::{Answer, TokenOf};
use crate::audit::{Entry, Event};
use crate::clock::Moment;
use crate::codec::Sha256;
use crate::ids::{IdempotencyKey, SessionId};
use crate::secrets::SubjectRef;
use crate::store::tx::{Row, Statements, Tx, values};
use crate::store::{ClaimRequest, Counted, PostCount, StoreError, Window};
use crate::words::Operation;

/// A post that was seen before, with its answer once there is one.
pub(super) struct Seen {
    pub(super) fingerprint: Sha256,
    pub(super) answer: Option<Answer>,
}

/// Reads a post from the columns that begin at a place.
pub(super) fn seen(row: &Row, first: usize) -> Result<Option<Seen>, StoreError> {
    if row.opt_blob(first)?.is_none() {
        return Ok(None);
    }
    let fingerprint = row.octets32(first)?;
    let Some(status) = row.opt_int(first + 1)? else { return Ok(Some(Seen { fingerprint, answer: None })) };
    let token_of = row.opt_text(first + 5)?;
    let token_of = token_of.map(|text| TokenOf::parse(text).ok_or(StoreError::Corrupt("token of an answer")));
    let answer = Answer {
        status: u16::try_from(status).map_err(|_| StoreError::Corrupt("status"))?,
        body: row.text(first + 2)?.to_owned(),
        location: row.opt_text(first + 3)?.map(str::to_owned),
        retry_after: row.opt_int(first + 4)?.and_then(|seconds| u32::try_from(seconds).ok()),
        token_of: token_of.transpose()?,
    };
    Ok(Some(Seen { fingerprint, answer: Some(answer) }))
}

pub(super) fn insert(tx: &mut Tx<'_>, request: &ClaimRequest) -> Result<(), StoreError> {
    let (session, key) = (request.session.as_str(), request.key.as_str());
    tx.run(
        "INSERT INTO posts (session_id, key, fingerprint, created_at) VALUES (?1, ?2, ?3, ?4)",
        values![session, key, request.fingerprint.as_slice(), request.now.0],
    )?;
    Ok(())
}

/// A post that is known for the first time when it is answered.
pub(super) fn insert_answered(
    tx: &mut Tx<'_>,
    request: &ClaimRequest,
    counted: bool,
    answer: &Answer,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO posts (session_id, key, fingerprint, created_at, counted, status, body, location, retry_after,
             token_of) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        values![
            request.session.as_str(),
            request.key.as_str(),
            request.fingerprint.as_slice(),
            request.now.0,
            counted,
            u32::from(answer.status),
            answer.body.as_str(),
            answer.location.as_deref(),
            answer.retry_after,
            answer.token_of.as_ref().map(TokenOf::as_str),
        ],
    )?;
    Ok(())
}

pub(super) fn keep_answer(
    tx: &mut Tx<'_>,
    session: &SessionId,
    key: &IdempotencyKey,
    answer: &Answer,
) -> Result<(), StoreError> {
    let (status, body, location) = (u32::from(answer.status), answer.body.as_str(), answer.location.clone());
    let token_of = answer.token_of.as_ref().map(TokenOf::as_str);
    tx.run(
        "UPDATE posts SET status = ?1, body = ?2, location = ?3, retry_after = ?4, token_of = ?5
         WHERE session_id = ?6 AND key = ?7",
        values![status, body, location, answer.retry_after, token_of, session.as_str(), key.as_str()],
    )?;
    Ok(())
}

/// HRP/1 §3.15 A2: a post that was counted is not counted again.
pub(in crate::store) fn count(tx: &mut Tx<'_>, count: &PostCount) -> Result<Counted, StoreError> {
    let (session, key) = (count.lease.session.as_str(), count.lease.key.as_str());
    let mark = "UPDATE posts SET counted = 1 WHERE session_id = ?1 AND key = ?2 AND counted = 0";
    if tx.run(mark, values![session, key])? == 0 {
        return Ok(Counted::Within);
    }
    if let Room::No { seconds, first } = room(tx, &count.subject, count.operation, count.limit, count.now)? {
        hit(tx, first, &count.note)?;
        tx.run("UPDATE posts SET counted = 0 WHERE session_id = ?1 AND key = ?2", values![session, key])?;
        return Ok(Counted::Over(seconds));
    }
    Ok(Counted::Within)
}

/// Counts one more post of a certificate.
pub(super) fn room(
    tx: &mut Tx<'_>,
    subject: &SubjectRef,
    operation: Operation,
    limit: Window,
    now: Moment,
) -> Result<Room, StoreError> {
    limits::count(tx, &format!("posts/{}/{}", operation.as_str(), subject.0), limit, now)
}

/// Tells of a limit that is reached, once for each window.
pub(super) fn hit(tx: &mut Tx<'_>, first: bool, note: &Entry) -> Result<(), StoreError> {
    match first {
        true => append(tx, &note.clone().event(Event::LimitHit).outcome("posts-per-certificate")),
        false => Ok(()),
    }
}
