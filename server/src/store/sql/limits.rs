//! Counters, and erasing what is held no longer.

use std::time::Duration;

use crate::clock::Moment;
use crate::ids::RegistrationId;
use crate::store::tx::{Statements, Tx, values};
use crate::store::{StoreError, Window};

const DAY: Duration = Duration::from_secs(24 * 3600);
const YEAR: Duration = Duration::from_secs(366 * 24 * 3600);

/// What one more does to a counter.
pub(super) enum Room {
    /// There was room for it.
    Yes,
    /// There is none for so many seconds; `first` is set for the first one of the window that was refused.
    No { seconds: u32, first: bool },
}

/// Counts one more in the present window.
pub(super) fn count(tx: &mut Tx<'_>, bucket: &str, window: Window, now: Moment) -> Result<Room, StoreError> {
    let starts_at = now.seconds().div_euclid(window.length_s) * window.length_s;
    let ends_at = starts_at + window.length_s;
    let n = tx.number(
        "INSERT INTO counters (bucket, starts_at, ends_at, n) VALUES (?1, ?2, ?3, 1)
         ON CONFLICT (bucket, starts_at) DO UPDATE SET n = counters.n + 1 RETURNING n",
        values![bucket, starts_at, ends_at],
    )?;
    let at_most = i64::from(window.at_most);
    if n <= at_most {
        return Ok(Room::Yes);
    }
    Ok(Room::No { seconds: now.retry_seconds_until(Moment(ends_at * 1000)), first: n == at_most + 1 })
}

/// Lets a poll through, or says when the next one may come.
pub(in crate::store) fn admit_poll(
    tx: &mut Tx<'_>,
    id: &RegistrationId,
    now: Moment,
    interval: Duration,
) -> Result<Option<Moment>, StoreError> {
    let next = now + interval;
    // A clock that was set back must not shut anybody out.
    let admitted = tx.run(
        "INSERT INTO polls (registration_id, next_at) VALUES (?1, ?2)
         ON CONFLICT (registration_id) DO UPDATE SET next_at = ?2 WHERE polls.next_at <= ?3 OR polls.next_at > ?2",
        values![id.as_str(), next.0, now.0],
    )?;
    if admitted == 1 {
        return Ok(None);
    }
    let next = tx.number("SELECT next_at FROM polls WHERE registration_id = ?1", values![id.as_str()])?;
    Ok(Some(Moment(next)))
}

/// Whether a name is used for the first time.
pub(in crate::store) fn first_use(tx: &mut Tx<'_>, name: &str, until: Moment) -> Result<bool, StoreError> {
    let new = tx.run(
        "INSERT INTO counters (bucket, starts_at, ends_at, n) VALUES (?1, 0, ?2, 1) ON CONFLICT DO NOTHING",
        values![name, until.seconds()],
    )?;
    Ok(new == 1)
}

/// Whether the database answers.
pub(in crate::store) fn answers(db: &mut dyn Statements) -> Result<(), StoreError> {
    db.rows("SELECT seq FROM audit ORDER BY seq DESC LIMIT 1", &[]).map(|_| ())
}

/// HRP/1 §3.11: sessions 24 h past their end, counters, which are for a day at most, and tokens at theirs, the reference to a certificate
/// a year and the registration five years past its end.
pub(in crate::store) fn purge(tx: &mut Tx<'_>, now: Moment) -> Result<(), StoreError> {
    tx.erases = true;
    let day_ago = now - DAY;
    tx.run("DELETE FROM sessions WHERE ends_at < ?1", values![day_ago.0])?;
    tx.run("DELETE FROM posts WHERE created_at < ?1", values![day_ago.0])?;
    tx.run("DELETE FROM counters WHERE ends_at <= ?1", values![now.seconds()])?;
    tx.run("DELETE FROM polls WHERE next_at < ?1", values![now.0])?;
    tx.run("DELETE FROM status_tokens WHERE expires_at < ?1", values![now.0])?;
    tx.run("DELETE FROM access_tokens WHERE expires_at < ?1", values![now.0])?;
    let (year_ago, five_years_ago) = (now - YEAR, now - YEAR * 5);
    tx.run(
        "UPDATE registrations SET subject_ref = '' WHERE release = 'released' AND release_at < ?1 AND subject_ref <> ''",
        values![year_ago.0],
    )?;
    tx.run(
        "UPDATE registrations SET subject_ref = ''
         WHERE card IN ('not-linked', 'rejected') AND card_at < ?1 AND subject_ref <> ''",
        values![year_ago.0],
    )?;
    tx.run("DELETE FROM registrations WHERE release = 'released' AND release_at < ?1", values![five_years_ago.0])?;
    tx.run(
        "DELETE FROM registrations WHERE card IN ('not-linked', 'rejected') AND card_at < ?1",
        values![five_years_ago.0],
    )?;
    Ok(())
}
