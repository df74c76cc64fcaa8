//! The audit table.

use std::sync::LazyLock;

use crate::audit::{AuditFault, AuditHead, ChainCheck, Entry, GENESIS, line_hash};
use crate::codec::hex;
use crate::store::StoreError;
use crate::store::tx::{Statements, Tx, Value, values};

/// Lines that one statement stores.
const AT_ONCE: usize = 24;
const ONE: &str = "INSERT INTO audit (seq, line, hash) VALUES (?1, ?2, ?3)";
static MANY: LazyLock<String> = LazyLock::new(|| {
    let rows = (0..AT_ONCE).map(|row| format!("(?{}, ?{}, ?{})", row * 3 + 1, row * 3 + 2, row * 3 + 3));
    format!("INSERT INTO audit (seq, line, hash) VALUES {}", rows.collect::<Vec<_>>().join(", "))
});

/// Puts a line at the end of the chain. [`store`] writes it with the others of the transaction.
pub(in crate::store) fn append(tx: &mut Tx<'_>, entry: &Entry) -> Result<(), StoreError> {
    append_numbered(tx, entry).map(|_| ())
}

/// The same; gives the number of the line.
pub(super) fn append_numbered(tx: &mut Tx<'_>, entry: &Entry) -> Result<i64, StoreError> {
    let (last, prev) = match tx.audit_head {
        Some(head) => head,
        None => head(tx)?,
    };
    let seq = last + 1;
    let line = entry.line(seq, &prev);
    let hash = line_hash(&line);
    tx.audit_head = Some((seq, hash));
    tx.audit_lines.push((seq, line, hash));
    Ok(seq)
}

/// Writes the lines of a transaction, just before its end.
pub(in crate::store) fn store(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    let mut values: Vec<Value> = Vec::with_capacity(tx.audit_lines.len() * 3);
    for (seq, line, hash) in std::mem::take(&mut tx.audit_lines) {
        values.extend([seq.into(), line.into(), hash.as_slice().into()]);
    }
    let whole = values.chunks_exact(AT_ONCE * 3);
    let rest = whole.remainder();
    for many in whole {
        tx.run(MANY.as_str(), many)?;
    }
    rest.chunks_exact(3).try_for_each(|one| tx.run(ONE, one).map(|_| ()))
}

fn head(db: &mut dyn Statements) -> Result<(i64, [u8; 32]), StoreError> {
    match db.row("SELECT seq, hash FROM audit ORDER BY seq DESC LIMIT 1", &[])? {
        None => Ok((0, GENESIS)),
        Some(row) => Ok((row.int(0)?, row.octets32(1)?)),
    }
}

pub(in crate::store) fn head_of(db: &mut dyn Statements) -> Result<AuditHead, StoreError> {
    let (seq, hash) = head(db)?;
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
