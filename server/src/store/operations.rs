//! What can be done with a store.

use std::time::Duration;

use super::writer::WhenFull;
use super::{
    Access, Claim, ClaimRequest, Counted, Creation, Foreseen, Issue, Issued, Lease, NewSession, OutboxRow, PostCount,
    PostState, Readers, Registration, Rejection, Session, Settled, Settlement, Store, StoreError, Taken, Went, sql,
};
use crate::audit::{AuditHead, Entry};
use crate::clock::Moment;
use crate::ids::{IdempotencyKey, RegistrationId, SessionId};
use crate::secrets::{SubjectRef, TokenDigest};

impl Store {
    /// Stores a session and its first challenge, unless the address is over a limit.
    pub(crate) async fn create_session(&self, new: NewSession) -> Result<Creation, StoreError> {
        let offer = (new.id.clone(), new.token.clone(), new.challenge.octets, new.session_key);
        let creation = self.write(WhenFull::Refuse, move |tx| sql::sessions::create(tx, &new)).await?;
        if let (Creation::Created, (id, token, challenge, None)) = (creation, offer) {
            self.offers.put(id, token, challenge);
        }
        Ok(creation)
    }

    /// The challenge that a session was given with, for who holds its token. It may be out of date, and is told once;
    /// who needs more asks for the [`Store::session`].
    pub(crate) fn offer(&self, id: &SessionId, token: &TokenDigest) -> Option<[u8; 32]> {
        self.offers.take(id, token)
    }

    /// A session and its present challenge.
    pub(crate) async fn session(&self, id: &SessionId) -> Result<Option<Session>, StoreError> {
        let id = id.clone();
        self.read(move |db| sql::sessions::find(db, &id)).await
    }

    /// Ends a session: its token is dead.
    pub(crate) async fn close_session(&self, id: &SessionId, now: Moment) -> Result<(), StoreError> {
        let id = id.clone();
        self.write(WhenFull::Wait, move |tx| sql::sessions::close(tx, &id, now)).await
    }

    /// Voids the present challenge and stores a new one, unless a rule is against it.
    pub(crate) async fn issue_challenge(&self, issue: Issue) -> Result<Issued, StoreError> {
        self.write(WhenFull::Refuse, move |tx| sql::sessions::issue(tx, &issue)).await
    }

    /// Steps 2 (second half) to 4 of HRP/1 §3.7: idempotency, session open, operation, claim.
    pub(crate) async fn claim(&self, request: ClaimRequest) -> Result<Claim, StoreError> {
        self.write(WhenFull::Refuse, move |tx| sql::claims::claim(tx, &request)).await
    }

    /// Steps 2 (second half) to 10 at once, for a proof that is known to be good.
    pub(crate) async fn take(&self, request: ClaimRequest, foreseen: Foreseen) -> Result<Taken, StoreError> {
        self.write(WhenFull::Refuse, move |tx| sql::settle::take(tx, &request, &foreseen)).await
    }

    /// Where a post stands.
    pub(crate) async fn post_state(
        &self,
        session: &SessionId,
        key: &IdempotencyKey,
        now: Moment,
    ) -> Result<PostState, StoreError> {
        let (session, key) = (session.clone(), key.clone());
        self.read(move |db| sql::claims::post_state(db, &session, &key, now)).await
    }

    /// Step 8: counts the post against its certificate, once for each key.
    pub(crate) async fn count_post(&self, count: PostCount) -> Result<Counted, StoreError> {
        self.write(WhenFull::Wait, move |tx| sql::posts::count(tx, &count)).await
    }

    /// Step 10, all in one transaction.
    pub(crate) async fn settle(&self, settlement: Settlement) -> Result<Settled, StoreError> {
        self.write(WhenFull::Wait, move |tx| sql::settle::settle(tx, &settlement)).await
    }

    /// Burns the challenge and keeps the answer; `false` when the claim was lost in the meantime.
    pub(crate) async fn reject(&self, rejection: Rejection) -> Result<bool, StoreError> {
        self.write(WhenFull::Wait, move |tx| sql::claims::reject(tx, &rejection)).await
    }

    /// Gives the challenge back, bound to its idempotency key.
    pub(crate) async fn release(&self, lease: &Lease, note: Entry) -> Result<(), StoreError> {
        let lease = lease.clone();
        self.write(WhenFull::Wait, move |tx| sql::claims::release(tx, &lease, &note)).await
    }

    /// The registration that a status token opens, and whether the portal part was asked for with it.
    pub(crate) async fn registration(
        &self,
        token: &TokenDigest,
        now: Moment,
    ) -> Result<Option<(Registration, bool)>, StoreError> {
        let token = token.clone();
        self.read(move |db| sql::registrations::by_token(db, &token, now)).await
    }

    /// A registration by its id.
    pub(crate) async fn registration_by_id(&self, id: &RegistrationId) -> Result<Option<Registration>, StoreError> {
        let id = id.clone();
        self.read(move |db| sql::registrations::by_id(db, &id)).await
    }

    /// The newest registration of a certificate.
    pub(crate) async fn newest(&self, subject: &SubjectRef) -> Result<Option<Registration>, StoreError> {
        let subject = subject.clone();
        self.read(move |db| sql::registrations::newest(db, &subject)).await
    }

    /// What an access token opens.
    pub(crate) async fn access(&self, token: &TokenDigest, now: Moment) -> Result<Option<Access>, StoreError> {
        let token = token.clone();
        self.read(move |db| sql::registrations::access(db, &token, now)).await
    }

    /// Lets a poll of a registration through (`None`), or says when the next one may come.
    pub(crate) async fn admit_poll(
        &self,
        id: &RegistrationId,
        now: Moment,
        interval: Duration,
    ) -> Result<Option<Moment>, StoreError> {
        let id = id.clone();
        self.write(WhenFull::Refuse, move |tx| sql::limits::admit_poll(tx, &id, now, interval)).await
    }

    /// Deliveries that are due, oldest first. Who takes them has the time until `until` for them.
    pub(crate) async fn due(&self, now: Moment, until: Moment, at_most: u32) -> Result<Vec<OutboxRow>, StoreError> {
        match &self.readers {
            // One process owns a file, so nobody else can take them.
            Readers::Sqlite(_) => self.read(move |db| sql::outbox::due(db, now, at_most)).await,
            Readers::Postgres(_) => {
                self.write(WhenFull::Wait, move |tx| sql::outbox::take(tx, now, until, at_most)).await
            }
        }
    }

    /// When the next delivery is due.
    pub(crate) async fn next_due(&self) -> Result<Option<Moment>, StoreError> {
        self.read(|db| sql::outbox::next_due(db)).await
    }

    /// Stores how deliveries went: a verdict erases the outbox row, serial included.
    pub(crate) async fn went(&self, went: Vec<Went>, now: Moment) -> Result<(), StoreError> {
        self.write(WhenFull::Wait, move |tx| went.iter().try_for_each(|one| sql::outbox::went(tx, one, now))).await
    }

    /// Appends to the audit log.
    pub(crate) async fn note(&self, note: Entry) -> Result<(), StoreError> {
        self.write(WhenFull::Wait, move |tx| sql::audit::append(tx, &note)).await
    }

    /// The end of the audit log: number and hash of its last line.
    pub(crate) async fn audit_head(&self) -> Result<AuditHead, StoreError> {
        self.read(|db| sql::audit::head_of(db)).await
    }

    /// Erases what HRP/1 §3.11 says is held no longer.
    pub(crate) async fn purge(&self, now: Moment) -> Result<(), StoreError> {
        self.write(WhenFull::Wait, move |tx| sql::limits::purge(tx, now)).await
    }

    /// Whether a name is used for the first time; it is remembered until `until` at least.
    pub(crate) async fn first_use(&self, name: &str, until: Moment) -> Result<bool, StoreError> {
        let name = name.to_owned();
        self.write(WhenFull::Refuse, move |tx| sql::limits::first_use(tx, &name, until)).await
    }

    /// Whether the database answers.
    pub(crate) async fn ready(&self) -> Result<(), StoreError> {
        self.read(|db| sql::limits::answers(db)).await
    }

    /// Everything that is registered, and how many proofs and sessions there are: for tests.
    #[cfg(feature = "sandbox")]
    pub(crate) async fn snapshot(&self) -> Result<super::Snapshot, StoreError> {
        self.read(|db| sql::registrations::snapshot(db)).await
    }
}
