//! HRP/1 §3.7 step 10: challenge used, what was wanted, outbox, kept answer and audit lines: all or nothing.

use super::audit::append;
use super::claims::{claim, end_claim};
use super::outbox;
use super::posts::{count, keep_answer};
use super::registrations::{by_id, newest, registration, release_at, select_registration};
use crate::answer::Answer;
use crate::audit::Event;
use crate::ids::RegistrationId;
use crate::secrets::SubjectRef;
use crate::store::tx::{Statements, Tx, values};
use crate::store::{
    CardState, Claim, ClaimRequest, Counted, DeliveryKind, Effect, Foreseen, Lease, NewAccess, NewRegistration,
    NewRelease, NewStatusToken, Novelty, PostCount, Refused, Registration, ReleaseState, Settled, Settlement,
    StoreError, Taken,
};
use crate::words::Scope;

/// What an effect led to: the answer, and the audit line that tells of it.
type Done = (Answer, Option<(Event, &'static str)>);

pub(in crate::store) fn settle(tx: &mut Tx<'_>, settlement: Settlement) -> Result<Settled, StoreError> {
    if let Some(refused) = refusal(tx, &settlement)? {
        return Ok(Settled::Refused(refused));
    }
    if !end_claim(tx, &settlement.lease, "used")? {
        return Ok(Settled::ClaimLost);
    }
    let (answer, told) = match &settlement.effect {
        Effect::Register(new) => register(tx, &settlement, new)?,
        Effect::SignIn(new) => sign_in(tx, &settlement, new)?,
        Effect::Release(new) => release(tx, &settlement, new)?,
    };
    keep_answer(tx, &settlement.lease.session, &settlement.lease.key, &answer)?;
    append(tx, &settlement.note.clone().event(Event::ChallengeUsed))?;
    if let Some((event, outcome)) = told {
        append(tx, &settlement.note.event(event).outcome(outcome))?;
    }
    Ok(Settled::Stored(answer))
}

/// Steps 2 (second half) to 10 in one transaction, for a proof that was found good over what the session offered just
/// before. The claim comes first all the same, and every rule with it.
pub(in crate::store) fn take(tx: &mut Tx<'_>, request: ClaimRequest, foreseen: Foreseen) -> Result<Taken, StoreError> {
    let operation = request.operation;
    let held = match claim(tx, request)? {
        Claim::Held(held) if held.challenge == foreseen.challenge => held,
        other => return Ok(Taken::Claimed(other)),
    };
    let Foreseen { subject, limit, effect, now, note, .. } = foreseen;
    if let Some(limit) = limit {
        let (lease, subject, note) = (held.lease.clone(), subject.clone(), note.clone());
        if let Counted::Over(seconds) = count(tx, PostCount { lease, subject, operation, now, limit, note })? {
            return Ok(Taken::Over(held, seconds));
        }
    }
    let settled = settle(tx, Settlement { lease: held.lease.clone(), subject, effect, now, note })?;
    Ok(Taken::Settled(held, settled))
}

/// HRP/1 §3.15 B7. Nothing is changed here.
fn refusal(tx: &mut Tx<'_>, settlement: &Settlement) -> Result<Option<Refused>, StoreError> {
    match &settlement.effect {
        Effect::SignIn(_) => Ok(None),
        Effect::Register(_) => {
            let requested = newest(tx, &settlement.subject)?.and_then(|stored| stored.release);
            let requested = matches!(requested, Some((ReleaseState::Requested, _)));
            Ok(requested.then_some(Refused::ReleaseRequested))
        }
        Effect::Release(new) => {
            let stored = by_id(tx, &new.registration)?.filter(|stored| stored.subject == settlement.subject);
            Ok(match stored {
                None => Some(Refused::NotTheirs),
                Some(Registration { release: Some(_), .. }) => Some(Refused::ReleaseRequested),
                Some(Registration { card: CardState::NotLinked | CardState::Rejected, .. }) => Some(Refused::NotTheirs),
                Some(_) => None,
            })
        }
    }
}

fn register(tx: &mut Tx<'_>, settlement: &Settlement, new: &NewRegistration) -> Result<Done, StoreError> {
    let (stored, novelty) = match active(tx, &settlement.subject)? {
        Some(before) => (add_portal(tx, before, settlement, new)?, Novelty::Before),
        None => (insert(tx, settlement, new)?, Novelty::New),
    };
    tell(tx, &settlement.lease, &stored.id, &new.token)?;
    let outcome = match novelty {
        Novelty::New => "accepted",
        Novelty::Before => "already-registered",
    };
    Ok(((new.answer)(&stored, novelty), Some((Event::RegistrationAccepted, outcome))))
}

fn active(tx: &mut Tx<'_>, subject: &SubjectRef) -> Result<Option<Registration>, StoreError> {
    let row = tx.row(
        select_registration!(
            " FROM registrations r WHERE r.subject_ref = ?1 AND r.card IN ('processing', 'registered')
              AND (r.release IS NULL OR r.release = 'requested')"
        ),
        values![subject.0.as_str()],
    )?;
    row.as_ref().map(registration).transpose()
}

/// HRP/1 §3.15 B5: the portal part is added when it is asked for and was not there.
fn add_portal(
    tx: &mut Tx<'_>,
    mut before: Registration,
    settlement: &Settlement,
    new: &NewRegistration,
) -> Result<Registration, StoreError> {
    if new.portal && before.portal_at.is_none() {
        before.portal_at = Some(settlement.now);
        tx.run("UPDATE registrations SET portal_at = ?1 WHERE id = ?2", values![settlement.now.0, before.id.as_str()])?;
    }
    Ok(before)
}

fn insert(tx: &mut Tx<'_>, settlement: &Settlement, new: &NewRegistration) -> Result<Registration, StoreError> {
    let one = &new.registration;
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
    if let Some(sealed) = &new.delivery {
        outbox::add(tx, &one.id, DeliveryKind::Link, sealed, settlement.now)?;
    }
    Ok(one.clone())
}

fn sign_in(tx: &mut Tx<'_>, settlement: &Settlement, new: &NewAccess) -> Result<Done, StoreError> {
    let scope: Vec<&str> = new.scope.iter().copied().map(Scope::as_str).collect();
    tx.run(
        "INSERT INTO access_tokens (token, subject_ref, scope, expires_at) VALUES (?1, ?2, ?3, ?4)",
        values![new.token.octets(), settlement.subject.0.as_str(), scope.join(" "), new.expires_at.0],
    )?;
    Ok((new.answer.clone(), None))
}

fn release(tx: &mut Tx<'_>, settlement: &Settlement, new: &NewRelease) -> Result<Done, StoreError> {
    release_at(tx, &new.registration, Some(ReleaseState::Requested), settlement.now)?;
    outbox::add(tx, &new.registration, DeliveryKind::Release, &new.delivery, settlement.now)?;
    tell(tx, &settlement.lease, &new.registration, &new.token)?;
    let stored = by_id(tx, &new.registration)?.ok_or(StoreError::Corrupt("a missing registration"))?;
    Ok(((new.answer)(&stored, Novelty::New), Some((Event::DeregistrationRequested, "accepted"))))
}

/// Lets the session and a status token tell of the registration.
fn tell(tx: &mut Tx<'_>, lease: &Lease, id: &RegistrationId, token: &NewStatusToken) -> Result<(), StoreError> {
    // The portal part was asked for with this token or it was not: see HRP/1 §3.15 B5.
    let (digest, expires_at) = ((token.derive)(id), token.expires_at.0);
    tx.run(
        "INSERT INTO status_tokens (token, registration_id, portal, expires_at) VALUES (?1, ?2, ?3, ?4)",
        values![digest.octets(), id.as_str(), token.portal, expires_at],
    )?;
    tx.run("UPDATE sessions SET registration_id = ?1 WHERE id = ?2", values![id.as_str(), lease.session.as_str()])?;
    Ok(())
}
