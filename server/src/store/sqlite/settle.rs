//! HRP/1 §3.7 step 10.

use sqlx::SqliteConnection;

use super::audit::append;
use super::claims::end_claim;
use super::posts::keep_answer;
use super::rows::{registration, registration_columns};
use crate::audit::Event;
use crate::clock::Moment;
use crate::store::{Novelty, Registration, Settled, Settlement, StoreError};

/// Challenge used, registration, outbox, kept answer and audit lines: all or nothing.
pub(super) async fn settle(tx: &mut SqliteConnection, settlement: Settlement) -> Result<Settled, StoreError> {
    if !end_claim(tx, &settlement.lease, "used").await? {
        return Ok(Settled::ClaimLost);
    }
    let (stored, novelty) = match active(tx, &settlement.registration).await? {
        Some(before) => (add_portal(tx, before, &settlement).await?, Novelty::Before),
        None => (insert(tx, &settlement).await?, Novelty::New),
    };
    insert_token(tx, &stored, &settlement).await?;
    sqlx::query("UPDATE sessions SET registration_id = ? WHERE id = ?")
        .bind(stored.id.as_str())
        .bind(settlement.lease.session.as_str())
        .execute(&mut *tx)
        .await?;
    let answer = (settlement.answer)(&stored, novelty);
    keep_answer(tx, &settlement.lease.session, &settlement.lease.key, &answer).await?;
    let outcome = match novelty {
        Novelty::New => "accepted",
        Novelty::Before => "already-registered",
    };
    append(tx, &settlement.note.clone().event(Event::ChallengeUsed)).await?;
    append(tx, &settlement.note.event(Event::RegistrationAccepted).outcome(outcome)).await?;
    Ok(Settled::Stored(answer))
}

async fn active(tx: &mut SqliteConnection, wanted: &Registration) -> Result<Option<Registration>, StoreError> {
    let row = sqlx::query(concat!(
        "SELECT ",
        registration_columns!(),
        " FROM registrations r WHERE r.subject_ref = ? AND r.card IN ('processing', 'registered')"
    ))
    .bind(&wanted.subject.0)
    .fetch_optional(tx)
    .await?;
    row.as_ref().map(registration).transpose()
}

/// HRP/1 §3.15 B5: the portal part is added when it is asked for and was not there.
async fn add_portal(
    tx: &mut SqliteConnection,
    mut before: Registration,
    settlement: &Settlement,
) -> Result<Registration, StoreError> {
    if settlement.portal && before.portal_at.is_none() {
        before.portal_at = Some(settlement.now);
        sqlx::query("UPDATE registrations SET portal_at = ? WHERE id = ?")
            .bind(settlement.now.0)
            .bind(before.id.as_str())
            .execute(tx)
            .await?;
    }
    Ok(before)
}

async fn insert(tx: &mut SqliteConnection, settlement: &Settlement) -> Result<Registration, StoreError> {
    let new = &settlement.registration;
    sqlx::query(
        "INSERT INTO registrations (id, subject_ref, card, card_at, portal_at, terms_version, consents, receipt,
             accepted_at, certificate_expires_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
    )
    .bind(new.id.as_str())
    .bind(&new.subject.0)
    .bind(new.card.as_str())
    .bind(new.card_at.0)
    .bind(new.portal_at.map(|at| at.0))
    .bind(&new.terms_version)
    .bind(serde_json::Value::from(new.consents.as_slice()).to_string())
    .bind(&new.receipt)
    .bind(new.accepted_at.0)
    .bind(new.certificate_expires_at.0)
    .execute(&mut *tx)
    .await?;
    if let Some(sealed) = &settlement.delivery {
        let Moment(now) = settlement.now;
        sqlx::query("INSERT INTO outbox (registration_id, sealed, next_at) VALUES (?, ?, ?)")
            .bind(new.id.as_str())
            .bind(sealed.as_slice())
            .bind(now)
            .execute(tx)
            .await?;
    }
    Ok(new.clone())
}

async fn insert_token(
    tx: &mut SqliteConnection,
    stored: &Registration,
    settlement: &Settlement,
) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO status_tokens (token, registration_id, portal, expires_at) VALUES (?, ?, ?, ?)")
        .bind((settlement.token)(&stored.id).octets())
        .bind(stored.id.as_str())
        .bind(settlement.portal)
        .bind(settlement.token_expires_at.0)
        .execute(tx)
        .await?;
    Ok(())
}
