//! Counters, and erasing what is held no longer.

use std::time::Duration;

use sqlx::SqliteConnection;

use crate::clock::Moment;
use crate::store::{StoreError, Window};

const DAY: Duration = Duration::from_secs(24 * 3600);

/// What one more does to a counter.
pub(super) enum Room {
    /// There was room for it.
    Yes,
    /// There is none for so many seconds; `first` is set for the first one of the window that was refused.
    No { seconds: u32, first: bool },
}

/// Counts one more in the present window.
pub(super) async fn count(
    tx: &mut SqliteConnection,
    bucket: &str,
    window: Window,
    now: Moment,
) -> Result<Room, StoreError> {
    let starts_at = now.seconds().div_euclid(window.length_s) * window.length_s;
    let ends_at = starts_at + window.length_s;
    let n: i64 = sqlx::query_scalar(
        "INSERT INTO counters (bucket, starts_at, ends_at, n) VALUES (?, ?, ?, 1)
         ON CONFLICT (bucket, starts_at) DO UPDATE SET n = n + 1 RETURNING n",
    )
    .bind(bucket)
    .bind(starts_at)
    .bind(ends_at)
    .fetch_one(tx)
    .await?;
    let at_most = i64::from(window.at_most);
    if n <= at_most {
        return Ok(Room::Yes);
    }
    Ok(Room::No { seconds: now.retry_seconds_until(Moment(ends_at * 1000)), first: n == at_most + 1 })
}

/// HRP/1 §3.11: sessions 24 h past their end, counters 24 h past theirs, status tokens at theirs.
pub(super) async fn purge(tx: &mut SqliteConnection, now: Moment) -> Result<(), StoreError> {
    let day_ago = now - DAY;
    sqlx::query("DELETE FROM sessions WHERE ends_at < ?").bind(day_ago.0).execute(&mut *tx).await?;
    sqlx::query("DELETE FROM posts WHERE created_at < ?").bind(day_ago.0).execute(&mut *tx).await?;
    sqlx::query("DELETE FROM counters WHERE ends_at < ?").bind(day_ago.seconds()).execute(&mut *tx).await?;
    sqlx::query("DELETE FROM status_tokens WHERE expires_at < ?").bind(now.0).execute(&mut *tx).await?;
    Ok(())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::audit::{Entry, Event};
    use crate::ids::{SessionId, TraceId};
    use crate::secrets::TokenDigest;
    use crate::store::sqlite::SqliteStore;
    use crate::store::{Creation, NewChallenge, NewSession, Store};
    use crate::words::Operation;

    #[tokio::test]
    async fn t31_sessions_and_counters_are_erased_a_day_past_their_end() {
        let folder = tempfile::tempdir().unwrap();
        let store = SqliteStore::open(folder.path()).await.unwrap();
        let (id, now) = (SessionId::random().unwrap(), Moment(1_793_491_200_000));
        let ends_at = now + Duration::from_secs(1800);
        let new = NewSession {
            id: id.clone(),
            token: TokenDigest::of("t"),
            operation: Operation::Register,
            session_key: None,
            now,
            ends_at,
            challenge: NewChallenge { octets: [1; 32], submit_by: ends_at },
            address: "192.0.2.1/32".to_owned(),
            limits: vec![Window { length_s: 60, at_most: 1 }],
            note: Entry::new(Event::SessionCreated, now, &TraceId::random()),
        };
        assert_eq!(store.create_session(new).await.unwrap(), Creation::Created);
        let counters = async || {
            let number = sqlx::query_scalar::<_, i64>("SELECT count(*) FROM counters").fetch_one(&store.readers);
            number.await.unwrap()
        };
        store.purge(ends_at + DAY).await.unwrap();
        assert!(store.session(&id).await.unwrap().is_some());
        store.purge(ends_at + DAY + Duration::from_secs(1)).await.unwrap();
        assert!(store.session(&id).await.unwrap().is_none());
        assert_eq!(counters().await, 0);
        store.close().await.unwrap();
    }
}
