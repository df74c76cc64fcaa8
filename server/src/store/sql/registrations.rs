//! Registrations and the tokens that read them.

use crate::clock::Moment;
use crate::ids::RegistrationId;
use crate::secrets::{SubjectRef, TokenDigest};
#[cfg(feature = "sandbox")]
use crate::store::Snapshot;
use crate::store::tx::{Row, Statements, Tx, values};
use crate::store::{Access, CardState, Registration, ReleaseState, StoreError};
use crate::words::Scope;

/// A statement that reads what [`registration`] takes, from `registrations r`.
macro_rules! select_registration {
    ($($rest:literal),+) => {
        concat!(
            "SELECT r.id, r.subject_ref, r.card, r.card_at, r.portal_at, r.terms_version, r.consents, r.receipt, ",
            "r.accepted_at, r.certificate_expires_at, r.release, r.release_at",
            $($rest),+
        )
    };
}

/// The place after the columns of a registration.
const FURTHER: usize = 12;

pub(super) fn registration(row: &Row) -> Result<Registration, StoreError> {
    let release = match (row.opt_text(10)?, row.opt_int(11)?) {
        (Some(state), Some(at)) => {
            Some((ReleaseState::parse(state).ok_or(StoreError::Corrupt("state of a release"))?, Moment(at)))
        }
        _ => None,
    };
    Ok(Registration {
        id: registration_id(row.text(0)?)?,
        subject: SubjectRef(row.text(1)?.to_owned()),
        card: CardState::parse(row.text(2)?).ok_or(StoreError::Corrupt("card state"))?,
        card_at: Moment(row.int(3)?),
        portal_at: row.opt_int(4)?.map(Moment),
        release,
        terms_version: row.text(5)?.to_owned(),
        consents: serde_json::from_str(row.text(6)?).map_err(|_| StoreError::Corrupt("consents"))?,
        receipt: row.text(7)?.to_owned(),
        accepted_at: Moment(row.int(8)?),
        certificate_expires_at: Moment(row.int(9)?),
    })
}

pub(super) fn registration_id(text: &str) -> Result<RegistrationId, StoreError> {
    RegistrationId::parse(text).ok_or(StoreError::Corrupt("registration id"))
}

pub(in crate::store) fn by_token(
    db: &mut dyn Statements,
    token: &TokenDigest,
    now: Moment,
) -> Result<Option<(Registration, bool)>, StoreError> {
    let row = db.row(
        select_registration!(
            ", t.portal FROM status_tokens t JOIN registrations r ON r.id = t.registration_id
             WHERE t.token = ?1 AND t.expires_at > ?2"
        ),
        values![token.octets(), now.0],
    )?;
    row.map(|row| Ok((registration(&row)?, row.int(FURTHER)? != 0))).transpose()
}

pub(in crate::store) fn by_id(
    db: &mut dyn Statements,
    id: &RegistrationId,
) -> Result<Option<Registration>, StoreError> {
    let row = db.row(select_registration!(" FROM registrations r WHERE r.id = ?1"), values![id.as_str()])?;
    row.as_ref().map(registration).transpose()
}

/// Every registration of a certificate, the newest first. There are few: a further one follows a release or a refusal.
pub(super) fn all_of(tx: &mut Tx<'_>, subject: &SubjectRef) -> Result<Vec<Registration>, StoreError> {
    let rows = tx.rows(
        select_registration!(" FROM registrations r WHERE r.subject_ref = ?1 ORDER BY r.accepted_at DESC, r.id DESC"),
        values![subject.0.as_str()],
    )?;
    rows.iter().map(registration).collect()
}

pub(super) fn insert(tx: &mut Tx<'_>, one: &Registration) -> Result<(), StoreError> {
    let consents = serde_json::Value::from(one.consents.as_slice()).to_string();
    tx.run(
        "INSERT INTO registrations (id, subject_ref, card, card_at, portal_at, terms_version, consents, receipt,
             accepted_at, certificate_expires_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        values![
            one.id.as_str(),
            one.subject.0.as_str(),
            one.card.as_str(),
            one.card_at.0,
            one.portal_at.map(|at| at.0),
            one.terms_version.as_str(),
            consents,
            one.receipt.as_str(),
            one.accepted_at.0,
            one.certificate_expires_at.0,
        ],
    )?;
    Ok(())
}

pub(in crate::store) fn newest(
    db: &mut dyn Statements,
    subject: &SubjectRef,
) -> Result<Option<Registration>, StoreError> {
    let row = db.row(
        select_registration!(
            " FROM registrations r WHERE r.subject_ref = ?1 ORDER BY r.accepted_at DESC, r.id DESC LIMIT 1"
        ),
        values![subject.0.as_str()],
    )?;
    row.as_ref().map(registration).transpose()
}

pub(in crate::store) fn access(
    db: &mut dyn Statements,
    token: &TokenDigest,
    now: Moment,
) -> Result<Option<Access>, StoreError> {
    let row = db.row(
        "SELECT subject_ref, scope FROM access_tokens WHERE token = ?1 AND expires_at > ?2",
        values![token.octets(), now.0],
    )?;
    let read = |row: Row| {
        let scope = row.text(1)?.split(' ').map(|word| Scope::parse(word).ok_or(StoreError::Corrupt("scope")));
        Ok(Access { subject: SubjectRef(row.text(0)?.to_owned()), scope: scope.collect::<Result<_, _>>()? })
    };
    row.map(read).transpose()
}

pub(super) fn release_at(
    tx: &mut Tx<'_>,
    id: &RegistrationId,
    state: Option<ReleaseState>,
    now: Moment,
) -> Result<(), StoreError> {
    tx.run(
        "UPDATE registrations SET release = ?1, release_at = ?2 WHERE id = ?3",
        values![state.map(ReleaseState::as_str), state.map(|_| now.0), id.as_str()],
    )?;
    Ok(())
}

#[cfg(feature = "sandbox")]
pub(in crate::store) fn snapshot(db: &mut dyn Statements) -> Result<Snapshot, StoreError> {
    let rows = db.rows(select_registration!(" FROM registrations r ORDER BY r.accepted_at, r.id"), &[])?;
    Ok(Snapshot {
        registrations: rows.iter().map(registration).collect::<Result<_, _>>()?,
        proofs_seen: db.number("SELECT count(*) FROM posts", &[])?,
        sessions: db.number("SELECT count(*) FROM sessions", &[])?,
    })
}
