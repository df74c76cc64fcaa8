//! Delivers registrations to the eligibility back end, and erases what belongs to the past.

use std::sync::Arc;
use std::time::Duration;

use tokio::sync::watch;
use tokio::task::JoinSet;

use crate::app::App;
use crate::audit::{Entry, Event};
use crate::clock::Moment;
use crate::eligibility::{Delivery, DeliveryError, Progress, Verdict};
use crate::ids::TraceId;
use crate::store::{CardState, DeliveryKind, Next, OutboxRow, Outcome, StoreError, Went};

const AT_ONCE: u32 = 64;
const LONGEST_SLEEP: Duration = Duration::from_secs(30);
const LONGEST_BACKOFF: Duration = Duration::from_secs(300);
const DELIVERY_BUDGET: Duration = Duration::from_secs(30);
const PURGE_EVERY: Duration = Duration::from_secs(60);

/// Runs until `stop` turns true.
pub(crate) async fn deliver_all(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    loop {
        // A delivery that is broken off here comes again after the next start.
        let delivered = tokio::select! {
            delivered = deliver_due(&app) => delivered,
            _ = stop.wait_for(|stop| *stop) => return,
        };
        let pause = delivered.unwrap_or_else(|error| {
            tracing::error!(%error, "the outbox could not be read or written");
            Duration::from_secs(1)
        });
        tokio::select! {
            () = app.outbox.notified() => {}
            () = tokio::time::sleep(pause) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
    }
}

/// Erases by schedule until `stop` turns true.
pub(crate) async fn purge_all(app: Arc<App>, mut stop: watch::Receiver<bool>) {
    let mut told = None;
    loop {
        told = tell_audit_head(&app, told).await;
        tokio::select! {
            () = tokio::time::sleep(PURGE_EVERY) => {}
            _ = stop.wait_for(|stop| *stop) => return,
        }
        if let Err(error) = app.store.purge(app.now()).await {
            tracing::error!(%error, "old rows could not be erased");
        }
    }
}

/// HRP/1 §3.12: once a day (UTC) the end of the audit log goes to the program's log, from where it can be published.
/// Gives the day that was told of last.
async fn tell_audit_head(app: &App, told: Option<i64>) -> Option<i64> {
    let today = app.now().seconds().div_euclid(86_400);
    if told == Some(today) {
        return told;
    }
    match app.store.audit_head().await {
        Ok(head) => {
            tracing::info!(lines = head.lines, hash = head.hash, "audit head of the day");
            Some(today)
        }
        Err(error) => {
            tracing::error!(%error, "the audit log could not be read");
            told
        }
    }
}

/// Delivers what is due and says how long nothing else will be.
async fn deliver_due(app: &Arc<App>) -> Result<Duration, StoreError> {
    let mut deliveries = JoinSet::new();
    let now = app.now();
    for row in app.store.due(now, now + DELIVERY_BUDGET + DELIVERY_BUDGET, AT_ONCE).await? {
        let app = app.clone();
        deliveries.spawn(async move { deliver(&app, row).await });
    }
    while let Some(first) = deliveries.join_next().await {
        let others = std::iter::from_fn(|| deliveries.try_join_next());
        let went: Result<Vec<Went>, _> = std::iter::once(first).chain(others).collect();
        store(app, went.map_err(|_| StoreError::Closed)?).await?;
    }
    let Some(Moment(next)) = app.store.next_due().await? else {
        return Ok(LONGEST_SLEEP);
    };
    let left = u64::try_from(next - app.now().0).unwrap_or(0);
    Ok(Duration::from_millis(left.max(5)).min(LONGEST_SLEEP))
}

/// What came back together is stored together. Where that fails, one bad row must not hold up the others.
async fn store(app: &App, went: Vec<Went>) -> Result<(), StoreError> {
    match app.store.went(went.clone(), app.now()).await {
        Err(StoreError::Corrupt(_) | StoreError::Database(_)) if went.len() > 1 => {}
        result => return result,
    }
    let mut result = Ok(());
    for one in went {
        result = app.store.went(vec![one], app.now()).await.and(result);
    }
    result
}

async fn deliver(app: &App, row: OutboxRow) -> Went {
    let next = next(app, &row).await;
    Went { registration: row.registration, kind: row.kind, next }
}

async fn next(app: &App, row: &OutboxRow) -> Next {
    let later = |pause, failed| Next::Later { at: app.now() + pause, failed };
    let Some(delivery) = open(app, row) else {
        tracing::error!("an outbox row cannot be opened: it was written under another server key");
        return later(LONGEST_BACKOFF, true);
    };
    let answer = tokio::time::timeout(DELIVERY_BUDGET, app.settings.eligibility.deliver(&delivery)).await;
    match answer.unwrap_or_else(|_| Err(DeliveryError("no answer in time".to_owned()))) {
        Ok(Progress::Done(verdict)) => match outcome(row.kind, verdict) {
            Some((outcome, event)) => Next::Decided(outcome, note(app, row, event, verdict)),
            None => {
                tracing::warn!(verdict = verdict.as_str(), "a back end's verdict does not fit what it was asked");
                later(backoff(row.attempts), true)
            }
        },
        Ok(Progress::Pending(pause)) => later(pause, false),
        Err(error) => {
            tracing::warn!(%error, attempts = row.attempts, "a delivery failed and is tried again");
            later(backoff(row.attempts), true)
        }
    }
}

fn open(app: &App, row: &OutboxRow) -> Option<Delivery> {
    let plain = app.secrets.unseal(&row.registration, &row.sealed)?;
    let (issuer_der, serial) = unpack(&plain)?;
    Some(Delivery {
        registration: row.registration.clone(),
        kind: row.kind,
        issuer_der,
        serial,
        asked_at: row.asked_at,
        now: app.now(),
    })
}

/// What a verdict means for what was asked; `None` when it makes no sense there.
fn outcome(kind: DeliveryKind, verdict: Verdict) -> Option<(Outcome, Event)> {
    match (kind, verdict) {
        (DeliveryKind::Link, Verdict::Linked) => {
            Some((Outcome::Card(CardState::Registered), Event::RegistrationCompleted))
        }
        (DeliveryKind::Link, Verdict::NotLinked) => {
            Some((Outcome::Card(CardState::NotLinked), Event::RegistrationFailed))
        }
        (DeliveryKind::Link, Verdict::Rejected) => {
            Some((Outcome::Card(CardState::Rejected), Event::RegistrationFailed))
        }
        (DeliveryKind::Release, Verdict::Released) => Some((Outcome::Released, Event::DeregistrationCompleted)),
        (DeliveryKind::Release, Verdict::Rejected) => Some((Outcome::ReleaseRefused, Event::DeregistrationCompleted)),
        (DeliveryKind::Link, Verdict::Released) | (DeliveryKind::Release, Verdict::Linked | Verdict::NotLinked) => None,
    }
}

fn note(app: &App, row: &OutboxRow, event: Event, verdict: Verdict) -> Entry {
    Entry::new(event, app.now(), &TraceId::random()).subject(&row.subject.0).outcome(verdict.as_str())
}

fn backoff(attempts: u32) -> Duration {
    Duration::from_secs(1_u64 << attempts.min(9)).min(LONGEST_BACKOFF)
}

/// Issuer and serial as one run of octets.
pub(crate) fn pack(issuer_der: &[u8], serial: &[u8]) -> Vec<u8> {
    let length = u32::try_from(issuer_der.len()).unwrap_or(u32::MAX);
    [&length.to_be_bytes(), issuer_der, serial].concat()
}

fn unpack(plain: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let (length, rest) = plain.split_first_chunk::<4>()?;
    let (issuer, serial) = rest.split_at_checked(usize::try_from(u32::from_be_bytes(*length)).ok()?)?;
    Some((issuer.to_vec(), serial.to_vec()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn issuer_and_serial_come_back_as_they_were() {
        assert_eq!(unpack(&pack(b"issuer", b"\x12\x34")), Some((b"issuer".to_vec(), b"\x12\x34".to_vec())));
        assert_eq!(unpack(b"\0\0\0\x09short"), None);
    }

    #[test]
    fn backoff_grows_to_five_minutes() {
        assert_eq!([0, 1, 3, 40].map(|n| backoff(n).as_secs()), [1, 2, 8, 300]);
    }
}
