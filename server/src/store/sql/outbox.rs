//! Deliveries to the eligibility back end.

use super::audit::append;
use super::registrations::{registration_id, release_at};
use crate::audit::Entry;
use crate::clock::Moment;
use crate::ids::RegistrationId;
use crate::secrets::SubjectRef;
use crate::store::tx::{Row, Statements, Tx, values};
use crate::store::{DeliveryKind, Next, OutboxRow, Outcome, ReleaseState, StoreError, Went};

/// A release waits until the link that came before it is decided.
pub(in crate::store) fn due(db: &mut dyn Statements, now: Moment, at_most: u32) -> Result<Vec<OutboxRow>, StoreError> {
    let rows = db.rows(
        "SELECT o.registration_id, o.kind, o.sealed, o.asked_at, o.attempts, r.subject_ref
         FROM outbox o JOIN registrations r ON r.id = o.registration_id
         WHERE o.next_at <= ?1 AND (o.kind = 'link' OR NOT EXISTS
             (SELECT 1 FROM outbox l WHERE l.registration_id = o.registration_id AND l.kind = 'link'))
         ORDER BY o.next_at LIMIT ?2",
        values![now.0, at_most],
    )?;
    rows.iter().map(delivery).collect()
}

/// As [`due`], and puts what it gives off until `until`, so that no other process takes it too.
pub(in crate::store) fn take(
    tx: &mut Tx<'_>,
    now: Moment,
    until: Moment,
    at_most: u32,
) -> Result<Vec<OutboxRow>, StoreError> {
    let rows = due(tx, now, at_most)?;
    for row in &rows {
        postpone(tx, &row.registration, row.kind, until, false)?;
    }
    Ok(rows)
}

fn delivery(row: &Row) -> Result<OutboxRow, StoreError> {
    Ok(OutboxRow {
        registration: registration_id(row.text(0)?)?,
        kind: DeliveryKind::parse(row.text(1)?).ok_or(StoreError::Corrupt("kind of delivery"))?,
        sealed: row.blob(2)?.to_vec(),
        asked_at: Moment(row.int(3)?),
        attempts: u32::try_from(row.int(4)?).unwrap_or(u32::MAX),
        subject: SubjectRef(row.text(5)?.to_owned()),
    })
}

pub(in crate::store) fn next_due(db: &mut dyn Statements) -> Result<Option<Moment>, StoreError> {
    let row = db.row("SELECT min(next_at) FROM outbox", &[])?;
    Ok(row.map(|row| row.opt_int(0)).transpose()?.flatten().map(Moment))
}

pub(super) fn add(
    tx: &mut Tx<'_>,
    id: &RegistrationId,
    kind: DeliveryKind,
    sealed: &[u8],
    now: Moment,
) -> Result<(), StoreError> {
    tx.run(
        "INSERT INTO outbox (registration_id, kind, sealed, asked_at, next_at) VALUES (?1, ?2, ?3, ?4, ?4)",
        values![id.as_str(), kind.as_str(), sealed, now.0],
    )?;
    Ok(())
}

pub(in crate::store) fn went(tx: &mut Tx<'_>, went: &Went, now: Moment) -> Result<(), StoreError> {
    match &went.next {
        Next::Decided(outcome, note) => complete(tx, &went.registration, *outcome, now, note),
        Next::Later { at, failed } => postpone(tx, &went.registration, went.kind, *at, *failed),
    }
}

fn complete(
    tx: &mut Tx<'_>,
    id: &RegistrationId,
    outcome: Outcome,
    now: Moment,
    note: &Entry,
) -> Result<(), StoreError> {
    let erased = tx.run(
        "DELETE FROM outbox WHERE registration_id = ?1 AND kind = ?2",
        values![id.as_str(), outcome.kind().as_str()],
    )?;
    if erased == 0 {
        return Ok(());
    }
    match outcome {
        Outcome::Card(card) => {
            tx.run(
                "UPDATE registrations SET card = ?1, card_at = ?2 WHERE id = ?3",
                values![card.as_str(), now.0, id.as_str()],
            )?;
        }
        Outcome::Released => release_at(tx, id, Some(ReleaseState::Released), now)?,
        Outcome::ReleaseRefused => release_at(tx, id, None, now)?,
    }
    append(tx, note)
}

fn postpone(
    tx: &mut Tx<'_>,
    id: &RegistrationId,
    kind: DeliveryKind,
    until: Moment,
    failed: bool,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE outbox SET next_at = ?1, attempts = attempts + ?2 WHERE registration_id = ?3 AND kind = ?4",
        values![until.0, failed, id.as_str(), kind.as_str()],
    )?;
    Ok(())
}
