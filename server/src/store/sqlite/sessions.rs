//! Sessions and their challenges.

use sqlx::{Row, SqliteConnection, SqlitePool};

use super::audit::append;
use super::limits::{self, Room};
use super::rows::registration_id;
use crate::audit::Event;
use crate::clock::Moment;
use crate::ids::SessionId;
use crate::secrets::TokenDigest;
use crate::store::{ChallengeState, Creation, Issue, Issued, NewChallenge, NewSession, Session, StoreError};

pub(super) async fn create(tx: &mut SqliteConnection, new: NewSession) -> Result<Creation, StoreError> {
    for window in &new.limits {
        let bucket = format!("sessions/{}/{}", window.length_s, new.address);
        if let Room::No { seconds, first } = limits::count(tx, &bucket, *window, new.now).await? {
            if first {
                append(tx, &new.note.event(Event::LimitHit).outcome("sessions")).await?;
            }
            return Ok(Creation::Limited(seconds));
        }
    }
    sqlx::query("INSERT INTO sessions (id, token, operation, session_key, ends_at) VALUES (?, ?, ?, ?, ?)")
        .bind(new.id.as_str())
        .bind(new.token.octets())
        .bind(new.operation.as_str())
        .bind(new.session_key.map(Vec::from))
        .bind(new.ends_at.0)
        .execute(&mut *tx)
        .await?;
    insert_challenge(tx, &new.id, 1, &new.challenge).await?;
    append(tx, &new.note.clone().event(Event::SessionCreated)).await?;
    append(tx, &new.note.event(Event::ChallengeIssued).challenge(&new.challenge.octets)).await?;
    Ok(Creation::Created)
}

pub(super) async fn find(readers: &SqlitePool, id: &SessionId) -> Result<Option<Session>, StoreError> {
    let row = sqlx::query(
        "SELECT s.token, s.ends_at, s.closed_at, s.registration_id,
                (SELECT c.submit_by FROM challenges c
                 WHERE c.session_id = s.id AND c.state IN ('fresh', 'claimed') ORDER BY c.seq DESC LIMIT 1) AS submit_by
         FROM sessions s WHERE s.id = ?",
    )
    .bind(id.as_str())
    .fetch_optional(readers)
    .await?;
    let Some(row) = row else { return Ok(None) };
    let registration: Option<String> = row.try_get("registration_id")?;
    Ok(Some(Session {
        token: TokenDigest::from_octets(row.try_get("token")?).ok_or(StoreError::Corrupt("token digest"))?,
        ends_at: Moment(row.try_get("ends_at")?),
        closed: row.try_get::<Option<i64>, _>("closed_at")?.is_some(),
        registration: registration.map(|id| registration_id(&id)).transpose()?,
        submit_by: row.try_get::<Option<i64>, _>("submit_by")?.map(Moment),
    }))
}

pub(super) async fn close(tx: &mut SqliteConnection, id: &SessionId, now: Moment) -> Result<(), StoreError> {
    sqlx::query("UPDATE sessions SET closed_at = ? WHERE id = ? AND closed_at IS NULL")
        .bind(now.0)
        .bind(id.as_str())
        .execute(tx)
        .await?;
    Ok(())
}

/// HRP/1 §3.15 A9 and A10.
pub(super) async fn issue(tx: &mut SqliteConnection, issue: Issue) -> Result<Issued, StoreError> {
    let session: Option<(i64, Option<i64>)> = sqlx::query_as("SELECT ends_at, closed_at FROM sessions WHERE id = ?")
        .bind(issue.session.as_str())
        .fetch_optional(&mut *tx)
        .await?;
    match session {
        None | Some((_, Some(_))) => return Ok(Issued::Closed),
        Some((ends_at, None)) if ends_at <= issue.now.0 => return Ok(Issued::Expired),
        Some(_) => {}
    }
    let (seq, state, lease_until): (i64, String, Option<i64>) =
        sqlx::query_as("SELECT seq, state, lease_until FROM challenges WHERE session_id = ? ORDER BY seq DESC LIMIT 1")
            .bind(issue.session.as_str())
            .fetch_one(&mut *tx)
            .await?;
    match ChallengeState::parse(&state).ok_or(StoreError::Corrupt("challenge state"))? {
        ChallengeState::Claimed if lease_until.is_some_and(|until| until > issue.now.0) => {
            return Ok(Issued::InProgress);
        }
        ChallengeState::Used => return Ok(Issued::Used),
        _ => {}
    }
    if seq >= i64::from(issue.at_most) {
        append(tx, &issue.note.event(Event::LimitHit).outcome("challenges")).await?;
        return Ok(Issued::SpentAll);
    }
    sqlx::query(
        "UPDATE challenges SET state = 'void' WHERE session_id = ? AND seq = ? AND state IN ('fresh', 'claimed')",
    )
    .bind(issue.session.as_str())
    .bind(seq)
    .execute(&mut *tx)
    .await?;
    insert_challenge(tx, &issue.session, seq + 1, &issue.challenge).await?;
    sqlx::query("UPDATE sessions SET ends_at = max(ends_at, ?) WHERE id = ?")
        .bind(issue.challenge.submit_by.0)
        .bind(issue.session.as_str())
        .execute(&mut *tx)
        .await?;
    append(tx, &issue.note.event(Event::ChallengeIssued).challenge(&issue.challenge.octets)).await?;
    Ok(Issued::Done)
}

async fn insert_challenge(
    tx: &mut SqliteConnection,
    session: &SessionId,
    seq: i64,
    challenge: &NewChallenge,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO challenges (session_id, seq, octets, submit_by, state) VALUES (?, ?, ?, ?, 'fresh')")
        .bind(session.as_str())
        .bind(seq)
        .bind(challenge.octets.as_slice())
        .bind(challenge.submit_by.0)
        .execute(tx)
        .await?;
    Ok(())
}
