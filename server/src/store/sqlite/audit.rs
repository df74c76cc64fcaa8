//! The audit table.

use sqlx::SqliteConnection;

use crate::audit::{AuditFault, AuditHead, ChainCheck, Entry, GENESIS, line_hash};
use crate::store::StoreError;

pub(super) async fn append(tx: &mut SqliteConnection, entry: &Entry) -> Result<(), StoreError> {
    let last: Option<(i64, Vec<u8>)> =
        sqlx::query_as("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1").fetch_optional(&mut *tx).await?;
    let (seq, prev) = match last {
        None => (1, GENESIS),
        Some((seq, hash)) => (seq + 1, hash.try_into().map_err(|_| StoreError::Corrupt("audit hash"))?),
    };
    let line = entry.line(seq, &prev);
    let hash = line_hash(&line);
    sqlx::query("INSERT INTO audit (seq, line, hash) VALUES (?, ?, ?)")
        .bind(seq)
        .bind(line)
        .bind(hash.as_slice())
        .execute(tx)
        .await?;
    Ok(())
}

/// Lines that are read at once.
const PAGE: i64 = 1000;

pub(super) async fn verify(connection: &mut SqliteConnection) -> Result<Result<AuditHead, AuditFault>, sqlx::Error> {
    let mut check = ChainCheck::new();
    let mut after = 0;
    loop {
        let page: Vec<(i64, String, Vec<u8>)> =
            sqlx::query_as("SELECT seq, line, hash FROM audit WHERE seq > ? ORDER BY seq LIMIT ?")
                .bind(after)
                .bind(PAGE)
                .fetch_all(&mut *connection)
                .await?;
        let Some((last, ..)) = page.last() else {
            return Ok(Ok(check.head()));
        };
        after = *last;
        if let Err(fault) = page.iter().try_for_each(|(seq, line, hash)| check.take(*seq, line, hash)) {
            return Ok(Err(fault));
        }
    }
}
