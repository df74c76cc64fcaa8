//! What a proof that passed changes, and the rules about what stands already.

use super::audit::{append, append_numbered};
use super::outbox;
use super::registrations::{self, all_of, by_id, release_at};
use crate::answer::Answer;
use crate::audit::{Entry, Event};
use crate::clock::Moment;
use crate::ids::{RegistrationId, SessionId, receipt_number};
use crate::secrets::SubjectRef;
use crate::store::tx::{Statements, Tx, values};
use crate::store::{
    CardState, DeliveryKind, Effect, NewAccess, NewRegistration, NewRelease, NewStatusToken, Novelty, Refused,
    Registration, ReleaseState, StoreError,
};
use crate::words::Scope;

/// What is stored of a certificate, seen from what is wanted.
pub(super) enum Standing {
    /// Nothing is against it; the registration that it is about, if there is one.
    Fits(Option<Registration>),
    /// A rule is against it (HRP/1 §3.15 B7).
    Against(Refused),
}

/// Nothing is changed here.
pub(super) fn standing(tx: &mut Tx<'_>, subject: &SubjectRef, effect: &Effect) -> Result<Standing, StoreError> {
    match effect {
        Effect::SignIn(_) => Ok(Standing::Fits(None)),
        Effect::Register(_) => {
            let mut all = all_of(tx, subject)?;
            Ok(match all.first().and_then(|newest| newest.release) {
                Some((ReleaseState::Requested, _)) => Standing::Against(Refused::ReleaseRequested),
                _ => Standing::Fits(all.iter().position(is_active).map(|place| all.swap_remove(place))),
            })
        }
        Effect::Release(new) => {
            let stored = by_id(tx, &new.registration)?.filter(|stored| stored.subject == *subject);
            Ok(match stored {
                None => Standing::Against(Refused::NotTheirs),
                Some(Registration { release: Some(_), .. }) => Standing::Against(Refused::ReleaseRequested),
                Some(Registration { card: CardState::NotLinked | CardState::Rejected, .. }) => {
                    Standing::Against(Refused::NotTheirs)
                }
                stored => Standing::Fits(stored),
            })
        }
    }
}

/// The rule of `one_active_registration`.
fn is_active(stored: &Registration) -> bool {
    matches!(stored.card, CardState::Processing | CardState::Registered)
        && !matches!(stored.release, Some((ReleaseState::Released, _)))
}

/// Who changes what is registered, and when.
pub(super) struct Change<'a> {
    pub(super) session: &'a SessionId,
    pub(super) subject: &'a SubjectRef,
    pub(super) now: Moment,
    pub(super) note: &'a Entry,
}

impl Change<'_> {
    pub(super) fn make(
        &self,
        tx: &mut Tx<'_>,
        effect: &Effect,
        stands: Option<Registration>,
    ) -> Result<Answer, StoreError> {
        match effect {
            Effect::Register(new) => self.register(tx, new, stands),
            Effect::SignIn(new) => self.sign_in(tx, new),
            Effect::Release(new) => self.release(tx, new),
        }
    }

    fn register(
        &self,
        tx: &mut Tx<'_>,
        new: &NewRegistration,
        stands: Option<Registration>,
    ) -> Result<Answer, StoreError> {
        let novelty = if stands.is_some() { Novelty::Before } else { Novelty::New };
        let line = self.note.clone().event(Event::RegistrationAccepted).outcome(match novelty {
            Novelty::Before => "already-registered",
            Novelty::New => "accepted",
        });
        let line = append_numbered(tx, &line)?;
        let stored = match stands {
            Some(before) => self.add_portal(tx, before, new)?,
            None => self.insert(tx, new, line)?,
        };
        self.tell(tx, &stored.id, &new.token)?;
        Ok((new.answer)(&stored, novelty))
    }

    /// HRP/1 §3.15 B5: the portal part is added when it is asked for and was not there.
    fn add_portal(
        &self,
        tx: &mut Tx<'_>,
        mut before: Registration,
        new: &NewRegistration,
    ) -> Result<Registration, StoreError> {
        if new.portal && before.portal_at.is_none() {
            before.portal_at = Some(self.now);
            let values = values![self.now.0, before.id.as_str()];
            tx.run("UPDATE registrations SET portal_at = ?1 WHERE id = ?2", values)?;
        }
        Ok(before)
    }

    fn insert(&self, tx: &mut Tx<'_>, new: &NewRegistration, line: i64) -> Result<Registration, StoreError> {
        let registration = (new.registration)(receipt_number(line));
        registrations::insert(tx, &registration)?;
        if let Some(sealed) = &new.delivery {
            outbox::add(tx, &registration.id, DeliveryKind::Link, sealed, self.now)?;
        }
        Ok(registration)
    }

    fn sign_in(&self, tx: &mut Tx<'_>, new: &NewAccess) -> Result<Answer, StoreError> {
        let scope: Vec<&str> = new.scope.iter().copied().map(Scope::as_str).collect();
        tx.run(
            "INSERT INTO access_tokens (token, subject_ref, scope, expires_at) VALUES (?1, ?2, ?3, ?4)",
            values![new.token.octets(), self.subject.0.as_str(), scope.join(" "), new.expires_at.0],
        )?;
        Ok(new.answer.clone())
    }

    fn release(&self, tx: &mut Tx<'_>, new: &NewRelease) -> Result<Answer, StoreError> {
        release_at(tx, &new.registration, Some(ReleaseState::Requested), self.now)?;
        outbox::add(tx, &new.registration, DeliveryKind::Release, &new.delivery, self.now)?;
        self.tell(tx, &new.registration, &new.token)?;
        let stored = by_id(tx, &new.registration)?.ok_or(StoreError::Corrupt("a missing registration"))?;
        append(tx, &self.note.clone().event(Event::DeregistrationRequested).outcome("accepted"))?;
        Ok((new.answer)(&stored, Novelty::New))
    }

    /// Lets the session and a status token tell of the registration.
    fn tell(&self, tx: &mut Tx<'_>, id: &RegistrationId, token: &NewStatusToken) -> Result<(), StoreError> {
        // The portal part was asked for with this token or it was not: see HRP/1 §3.15 B5.
        let (digest, expires_at) = ((token.derive)(id), token.expires_at.0);
        tx.run(
            "INSERT INTO status_tokens (token, registration_id, portal, expires_at) VALUES (?1, ?2, ?3, ?4)",
            values![digest.octets(), id.as_str(), token.portal, expires_at],
        )?;
        let values = values![id.as_str(), self.session.as_str()];
        tx.run("UPDATE sessions SET registration_id = ?1 WHERE id = ?2", values)?;
        Ok(())
    }
}
