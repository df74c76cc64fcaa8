//! Sessions and their challenges.

use super::audit::append;
use super::limits::{self, Room};
use super::registrations::registration_id;
use crate::audit::Event;
use crate::clock::Moment;
use crate::ids::SessionId;
use crate::secrets::TokenDigest;
use crate::store::tx::{Statements, Tx, values};
use crate::store::{ChallengeState, Creation, Issue, Issued, NewChallenge, NewSession, Session, StoreError};
use crate::words::Operation;

pub(in crate::store) fn create(tx: &mut Tx<'_>, new: &NewSession) -> Result<Creation, StoreError> {
    for window in &new.limits {
        let bucket = format!("sessions/{}/{}", window.length_s, new.address);
        if let Room::No { seconds, first } = limits::count(tx, &bucket, *window, new.now)? {
            if first {
                append(tx, &new.note.clone().event(Event::LimitHit).outcome("sessions"))?;
            }
            return Ok(Creation::Limited(seconds));
        }
    }
    let (id, token, key) = (new.id.as_str(), new.token.octets(), new.session_key.map(Vec::from));
    tx.run(
        "INSERT INTO sessions (id, token, operation, session_key, ends_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        values![id, token, new.operation.as_str(), key, new.ends_at.0],
    )?;
    insert_challenge(tx, &new.id, 1, &new.challenge)?;
    append(tx, &new.note.clone().event(Event::SessionCreated))?;
    append(tx, &new.note.clone().event(Event::ChallengeIssued).challenge(&new.challenge.octets))?;
    Ok(Creation::Created)
}

pub(in crate::store) fn find(db: &mut dyn Statements, id: &SessionId) -> Result<Option<Session>, StoreError> {
    let row = db.row(
        "SELECT s.token, s.operation, s.session_key, s.ends_at, s.closed_at, s.registration_id, c.state, c.submit_by,
             c.octets
         FROM sessions s JOIN challenges c ON c.session_id = s.id WHERE s.id = ?1 ORDER BY c.seq DESC LIMIT 1",
        values![id.as_str()],
    )?;
    let Some(row) = row else { return Ok(None) };
    let challenge = ChallengeState::parse(row.text(6)?).ok_or(StoreError::Corrupt("challenge state"))?;
    let usable = matches!(challenge, ChallengeState::Fresh | ChallengeState::Claimed);
    let submit_by = Moment(row.int(7)?);
    Ok(Some(Session {
        token: TokenDigest::from_octets(row.blob(0)?).ok_or(StoreError::Corrupt("token digest"))?,
        operation: Operation::parse(row.text(1)?).ok_or(StoreError::Corrupt("operation"))?,
        session_key: row.opt_blob(2)?.map(|_| row.octets32(2)).transpose()?,
        ends_at: Moment(row.int(3)?),
        closed: row.opt_int(4)?.is_some(),
        submitted: challenge == ChallengeState::Used,
        registration: row.opt_text(5)?.map(registration_id).transpose()?,
        submit_by: usable.then_some(submit_by),
        fresh: (challenge == ChallengeState::Fresh).then(|| row.octets32(8)).transpose()?,
    }))
}

pub(in crate::store) fn close(tx: &mut Tx<'_>, id: &SessionId, now: Moment) -> Result<(), StoreError> {
    tx.run("UPDATE sessions SET closed_at = ?1 WHERE id = ?2 AND closed_at IS NULL", values![now.0, id.as_str()])?;
    Ok(())
}

/// HRP/1 §3.15 A9 and A10.
pub(in crate::store) fn issue(tx: &mut Tx<'_>, issue: &Issue) -> Result<Issued, StoreError> {
    let id = issue.session.as_str();
    let row = tx.row(
        "SELECT s.ends_at, s.closed_at, c.seq, c.state, c.lease_until
         FROM sessions s JOIN challenges c ON c.session_id = s.id WHERE s.id = ?1 ORDER BY c.seq DESC LIMIT 1",
        values![id],
    )?;
    let Some(row) = row else { return Ok(Issued::Closed) };
    if row.opt_int(1)?.is_some() {
        return Ok(Issued::Closed);
    }
    if row.int(0)? <= issue.now.0 {
        return Ok(Issued::Expired);
    }
    let (seq, lease_until) = (row.int(2)?, row.opt_int(4)?);
    match ChallengeState::parse(row.text(3)?).ok_or(StoreError::Corrupt("challenge state"))? {
        ChallengeState::Claimed if lease_until.is_some_and(|until| until > issue.now.0) => {
            return Ok(Issued::InProgress);
        }
        ChallengeState::Used => return Ok(Issued::Used),
        _ => {}
    }
    if seq >= i64::from(issue.at_most) {
        append(tx, &issue.note.clone().event(Event::LimitHit).outcome("challenges"))?;
        return Ok(Issued::SpentAll);
    }
    tx.run(
        "UPDATE challenges SET state = 'void' WHERE session_id = ?1 AND seq = ?2 AND state IN ('fresh', 'claimed')",
        values![id, seq],
    )?;
    insert_challenge(tx, &issue.session, seq + 1, &issue.challenge)?;
    tx.run(
        "UPDATE sessions SET ends_at = ?1 WHERE id = ?2 AND ends_at < ?1",
        values![issue.challenge.submit_by.0, id],
    )?;
    append(tx, &issue.note.clone().event(Event::ChallengeIssued).challenge(&issue.challenge.octets))?;
    Ok(Issued::Done)
}

fn insert_challenge(
    tx: &mut Tx<'_>,
    session: &SessionId,
    seq: i64,
    challenge: &NewChallenge,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO challenges (session_id, seq, octets, submit_by, state) VALUES (?1, ?2, ?3, ?4, 'fresh')",
        values![session.as_str(), seq, challenge.octets.as_slice(), challenge.submit_by.0],
    )?;
    Ok(())
}
