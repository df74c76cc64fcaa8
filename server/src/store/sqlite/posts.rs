//! Posts with a proof, known by session and idempotency key.

use sqlx::SqliteConnection;
use sqlx::sqlite::SqliteRow;

use super::audit::append;
use super::limits::{self, Room};
use crate::answer::Answer;
use crate::audit::Event;
use crate::ids::{IdempotencyKey, SessionId};
use crate::store::{ClaimRequest, Counted, PostCount, StoreError};

pub(super) async fn find(
    tx: &mut SqliteConnection,
    session: &SessionId,
    key: &IdempotencyKey,
) -> Result<Option<SqliteRow>, StoreError> {
    let row = sqlx::query(
        "SELECT fingerprint, status, body, location, retry_after, token_of FROM posts WHERE session_id = ? AND key = ?",
    )
    .bind(session.as_str())
    .bind(key.as_str())
    .fetch_optional(tx)
    .await?;
    Ok(row)
}

pub(super) async fn number(tx: &mut SqliteConnection, session: &SessionId) -> Result<i64, StoreError> {
    let number = sqlx::query_scalar("SELECT count(*) FROM posts WHERE session_id = ?");
    Ok(number.bind(session.as_str()).fetch_one(tx).await?)
}

pub(super) async fn insert(tx: &mut SqliteConnection, request: &ClaimRequest) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO posts (session_id, key, fingerprint, created_at) VALUES (?, ?, ?, ?)")
        .bind(request.session.as_str())
        .bind(request.key.as_str())
        .bind(request.fingerprint.as_slice())
        .bind(request.now.0)
        .execute(tx)
        .await?;
    Ok(())
}

pub(super) async fn keep_answer(
    tx: &mut SqliteConnection,
    session: &SessionId,
    key: &IdempotencyKey,
    answer: &Answer,
) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE posts SET status = ?, body = ?, location = ?, retry_after = ?, token_of = ?
         WHERE session_id = ? AND key = ?",
    )
    .bind(answer.status)
    .bind(&answer.body)
    .bind(&answer.location)
    .bind(answer.retry_after)
    .bind(answer.token_of.as_ref().map(|id| id.as_str()))
    .bind(session.as_str())
    .bind(key.as_str())
    .execute(tx)
    .await?;
    Ok(())
}

/// HRP/1 §3.15 A2: a post that was counted is not counted again.
pub(super) async fn count(tx: &mut SqliteConnection, count: PostCount) -> Result<Counted, StoreError> {
    let lease = &count.lease;
    let counted: i64 = sqlx::query_scalar("SELECT counted FROM posts WHERE session_id = ? AND key = ?")
        .bind(lease.session.as_str())
        .bind(lease.key.as_str())
        .fetch_one(&mut *tx)
        .await?;
    if counted != 0 {
        return Ok(Counted::Within);
    }
    let bucket = format!("posts/{}/{}", count.operation.as_str(), count.subject.0);
    if let Room::No { seconds, first } = limits::count(tx, &bucket, count.limit, count.now).await? {
        if first {
            append(tx, &count.note.event(Event::LimitHit).outcome("posts-per-certificate")).await?;
        }
        return Ok(Counted::Over(seconds));
    }
    sqlx::query("UPDATE posts SET counted = 1 WHERE session_id = ? AND key = ?")
        .bind(lease.session.as_str())
        .bind(lease.key.as_str())
        .execute(tx)
        .await?;
    Ok(Counted::Within)
}
