//! Registrations after they were stored: status and delivery.

use sqlx::{Row, SqliteConnection, SqlitePool};

use super::audit::append;
use super::rows::{registration, registration_columns, registration_id};
use crate::audit::Entry;
use crate::clock::Moment;
use crate::ids::RegistrationId;
use crate::secrets::{SubjectRef, TokenDigest};
use crate::store::{CardState, OutboxRow, Registration, StoreError};

pub(super) async fn by_token(
    readers: &SqlitePool,
    token: &TokenDigest,
    now: Moment,
) -> Result<Option<(Registration, bool)>, StoreError> {
    let row = sqlx::query(concat!(
        "SELECT ",
        registration_columns!(),
        ", t.portal FROM status_tokens t JOIN registrations r ON r.id = t.registration_id
         WHERE t.token = ? AND t.expires_at > ?"
    ))
    .bind(token.octets())
    .bind(now.0)
    .fetch_optional(readers)
    .await?;
    let Some(row) = row else { return Ok(None) };
    Ok(Some((registration(&row)?, row.try_get("portal")?)))
}

pub(super) async fn due(readers: &SqlitePool, now: Moment, at_most: u32) -> Result<Vec<OutboxRow>, StoreError> {
    let rows = sqlx::query(
        "SELECT o.registration_id, o.sealed, o.attempts, r.subject_ref, r.accepted_at
         FROM outbox o JOIN registrations r ON r.id = o.registration_id
         WHERE o.next_at <= ? ORDER BY o.next_at LIMIT ?",
    )
    .bind(now.0)
    .bind(at_most)
    .fetch_all(readers)
    .await?;
    let read = |row: sqlx::sqlite::SqliteRow| {
        Ok(OutboxRow {
            registration: registration_id(row.try_get("registration_id")?)?,
            subject: SubjectRef(row.try_get("subject_ref")?),
            sealed: row.try_get("sealed")?,
            accepted_at: Moment(row.try_get("accepted_at")?),
            attempts: row.try_get("attempts")?,
        })
    };
    rows.into_iter().map(read).collect()
}

pub(super) async fn next_due(readers: &SqlitePool) -> Result<Option<Moment>, StoreError> {
    let next: Option<i64> = sqlx::query_scalar("SELECT min(next_at) FROM outbox").fetch_one(readers).await?;
    Ok(next.map(Moment))
}

pub(super) async fn complete(
    tx: &mut SqliteConnection,
    id: RegistrationId,
    result: CardState,
    now: Moment,
    note: Entry,
) -> Result<(), StoreError> {
    let erased =
        sqlx::query("DELETE FROM outbox WHERE registration_id = ?").bind(id.as_str()).execute(&mut *tx).await?;
    if erased.rows_affected() == 0 {
        return Ok(());
    }
    sqlx::query("UPDATE registrations SET card = ?, card_at = ? WHERE id = ?")
        .bind(result.as_str())
        .bind(now.0)
        .bind(id.as_str())
        .execute(&mut *tx)
        .await?;
    append(tx, &note).await
}

pub(super) async fn postpone(
    tx: &mut SqliteConnection,
    id: RegistrationId,
    until: Moment,
    failed: bool,
) -> Result<(), StoreError> {
    sqlx::query("UPDATE outbox SET next_at = ?, attempts = attempts + ? WHERE registration_id = ?")
        .bind(until.0)
        .bind(failed)
        .bind(id.as_str())
        .execute(tx)
        .await?;
    Ok(())
}
