//! The audit table.

use crate::audit::{AuditFault, AuditHead, ChainCheck, Entry, GENESIS, line_hash};
use crate::codec::hex;
use crate::store::StoreError;
use crate::store::tx::{Statements, Tx, values};

pub(in crate::store) fn append(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), StoreError> {
    let (last, prev) = match tx.audit_head {
        Some(head) => head,
        None => head(tx)?,
    };
    let seq = last + 1;
    let line = entry.line(seq, &prev);
    let hash = line_hash(&line);
    tx.run("INSERT INTO audit (seq, line, hash) VALUES (?1, ?2, ?3)", values![seq, line, hash.as_slice()])?;
    tx.audit_head = Some((seq, hash));
    Ok(())
}

fn head(tx: &mut Tx<'_>) -> Result<(i64, [u8; 32]), StoreError> {
    match tx.row("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", &[])? {
        None => Ok((0, GENESIS)),
        Some(row) => Ok((row.int(0)?, row.octets32(1)?)),
    }
}

pub(in crate::store) fn head_of(db: &mut dyn Statements) -> Result<AuditHead, StoreError> {
    let row = db.row("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", &[])?;
    let (seq, hash) = match row {
        None => (0, GENESIS),
        Some(row) => (row.int(0)?, row.octets32(1)?),
    };
    Ok(AuditHead { lines: u64::try_from(seq).unwrap_or(0), hash: hex(&hash) })
}

/// Lines that are read at once.
const PAGE: i64 = 1000;

pub(in crate::store) fn verify(db: &mut dyn Statements) -> Result<Result<AuditHead, AuditFault>, StoreError> {
    let mut check = ChainCheck::new();
    let mut after = 0;
    loop {
        let page =
            db.rows("SELECT seq, line, hash FROM audit WHERE seq > ?1 ORDER BY seq LIMIT ?2", values![after, PAGE])?;
        let Some(last) = page.last() else {
            return Ok(Ok(check.head()));
        };
        after = last.int(0)?;
        for row in &page {
            if let Err(fault) = check.take(row.int(0)?, row.text(1)?, row.blob(2)?) {
                return Ok(Err(fault));
            }
        }
    }
}
