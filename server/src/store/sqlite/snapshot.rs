//! What is stored, for tests.

use sqlx::SqlitePool;

use super::rows::{registration, registration_columns};
use crate::store::{Snapshot, StoreError};

pub(super) async fn take(readers: &SqlitePool) -> Result<Snapshot, StoreError> {
    let rows =
        sqlx::query(concat!("SELECT ", registration_columns!(), " FROM registrations r ORDER BY r.accepted_at, r.id"))
            .fetch_all(readers)
            .await?;
    Ok(Snapshot {
        registrations: rows.iter().map(registration).collect::<Result<_, _>>()?,
        proofs_seen: sqlx::query_scalar("SELECT count(*) FROM posts").fetch_one(readers).await?,
        sessions: sqlx::query_scalar("SELECT count(*) FROM sessions").fetch_one(readers).await?,
    })
}
