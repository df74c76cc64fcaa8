//! Rows to values.

use sqlx::Row;
use sqlx::sqlite::SqliteRow;

use crate::answer::Answer;
use crate::clock::Moment;
use crate::ids::RegistrationId;
use crate::secrets::SubjectRef;
use crate::store::{CardState, Registration, StoreError};

/// Columns that [`registration`] reads.
macro_rules! registration_columns {
    () => {
        "r.id, r.subject_ref, r.card, r.card_at, r.portal_at, r.terms_version, r.consents, r.receipt, r.accepted_at, \
         r.certificate_expires_at"
    };
}
pub(super) use registration_columns;

pub(super) fn registration(row: &SqliteRow) -> Result<Registration, StoreError> {
    let consents: String = row.try_get("consents")?;
    Ok(Registration {
        id: registration_id(row.try_get("id")?)?,
        subject: SubjectRef(row.try_get("subject_ref")?),
        card: CardState::parse(row.try_get("card")?).ok_or(StoreError::Corrupt("card state"))?,
        card_at: Moment(row.try_get("card_at")?),
        portal_at: row.try_get::<Option<i64>, _>("portal_at")?.map(Moment),
        terms_version: row.try_get("terms_version")?,
        consents: serde_json::from_str(&consents).map_err(|_| StoreError::Corrupt("consents"))?,
        receipt: row.try_get("receipt")?,
        accepted_at: Moment(row.try_get("accepted_at")?),
        certificate_expires_at: Moment(row.try_get("certificate_expires_at")?),
    })
}

pub(super) fn registration_id(text: &str) -> Result<RegistrationId, StoreError> {
    RegistrationId::parse(text).ok_or(StoreError::Corrupt("registration id"))
}

/// The kept answer of a row of `posts`, once there is one.
pub(super) fn answer(row: &SqliteRow) -> Result<Option<Answer>, StoreError> {
    let Some(status) = row.try_get::<Option<u16>, _>("status")? else {
        return Ok(None);
    };
    let token_of: Option<String> = row.try_get("token_of")?;
    Ok(Some(Answer {
        status,
        body: row.try_get("body")?,
        location: row.try_get("location")?,
        retry_after: row.try_get("retry_after")?,
        token_of: token_of.map(|id| registration_id(&id)).transpose()?,
    }))
}

pub(super) fn octets32(octets: Vec<u8>) -> Result<[u8; 32], StoreError> {
    octets.try_into().map_err(|_| StoreError::Corrupt("32 octets"))
}
