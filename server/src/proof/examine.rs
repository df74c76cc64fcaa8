//! Steps 5 to 9: whether a proof is good.

use super::post::{Call, Post};
use super::statement::Statement;
use super::transcript::Transcript;
use crate::app::App;
use crate::audit::{Entry, Event};
use crate::certificate::{self, Accepted};
use crate::clock::Moment;
use crate::codec::Sha256;
use crate::ids::SessionId;
use crate::problem::{Code, Problem};
use crate::revocation::{Revocation, RevocationQuery, check_within};
use crate::secrets::SubjectRef;
use crate::store::{Counted, Held, PostCount};

/// Why a proof is refused, and with that what becomes of its challenge.
pub(super) enum Refusal {
    /// Another proof is needed.
    Burn(Problem),
    /// The same request may come again.
    GiveBack(Problem),
}

impl Refusal {
    fn burn(code: Code) -> Self {
        Self::Burn(Problem::new(code))
    }
}

/// A proof that passed.
pub(super) struct Examined {
    pub(super) certificate: Accepted,
    pub(super) subject: SubjectRef,
}

/// What the session offers a proof to be made over, from the server's own store.
pub(super) struct Offered<'a> {
    pub(super) session: &'a SessionId,
    pub(super) challenge: &'a [u8; 32],
    pub(super) session_key: Option<&'a Sha256>,
}

impl<'a> Offered<'a> {
    pub(super) fn of(held: &'a Held) -> Self {
        Self { session: &held.lease.session, challenge: &held.challenge, session_key: held.session_key.as_ref() }
    }
}

/// The audit line of a proof, before anything is known of it.
pub(super) fn first_note<S: Statement>(app: &App, call: &Call, post: &Post<S>, offered: &Offered<'_>) -> Entry {
    Entry::new(Event::ProofRejected, app.now(), &call.trace)
        .session(offered.session)
        .operation(S::OPERATION)
        .algorithm(post.proof.algorithm)
        .challenge(offered.challenge)
}

/// Steps 5 to 9: nothing is changed here but a counter.
pub(super) async fn examine<S: Statement>(
    app: &App,
    post: &Post<S>,
    held: &Held,
    note: &mut Entry,
) -> Result<Examined, Refusal> {
    let examined = judge(app, post, &Offered::of(held), note).map_err(Refusal::burn)?;

    // 8. Limit for each certificate
    count::<S>(app, held, &examined.subject, note).await?;

    // 9. Revocation
    check_revocation(app, &examined.certificate, note).await?;
    Ok(examined)
}

/// Steps 5 to 7: nothing is changed and nobody is asked.
pub(super) fn judge<S: Statement>(
    app: &App,
    post: &Post<S>,
    offered: &Offered<'_>,
    note: &mut Entry,
) -> Result<Examined, Code> {
    // 5. Statement
    post.statement.judge(app)?;
    *note = post.statement.noted(note.clone());

    // 6. Certificate
    let (environment, anchors) = (app.settings.environment, &app.settings.anchors);
    let der = &post.proof.certificate;
    let certificate = certificate::judge(der, environment, anchors, app.now())?;
    let algorithm = post.proof.algorithm;
    if !app.settings.algorithms.contains(&algorithm) || !certificate.key.fits(algorithm) {
        return Err(Code::AlgorithmUnsupported);
    }

    // 7. Signature over the transcript that the server rebuilds
    let transcript = Transcript {
        operation: S::OPERATION,
        algorithm,
        origin: &app.settings.origin,
        challenge: offered.challenge,
        session: offered.session,
        session_key: offered.session_key,
        statement: &post.statement_octets,
        certificate: der,
    };
    if !certificate.key.verifies(&transcript.octets(), &post.proof.signature) {
        return Err(Code::SignatureInvalid);
    }
    let subject = app.secrets.subject_ref(&certificate.issuer_der, &certificate.serial);
    *note = note.clone().subject(&subject.0).proof(&post.proof.signature);
    Ok(Examined { certificate, subject })
}

async fn count<S: Statement>(app: &App, held: &Held, subject: &SubjectRef, note: &Entry) -> Result<(), Refusal> {
    let Some(limit) = S::limit(app) else { return Ok(()) };
    let count = PostCount {
        lease: held.lease.clone(),
        subject: subject.clone(),
        operation: S::OPERATION,
        now: app.now(),
        limit,
        note: note.clone(),
    };
    match app.store.count_post(count).await {
        Ok(Counted::Within) => Ok(()),
        Ok(Counted::Over(seconds)) => Err(Refusal::GiveBack(Problem::new(Code::RateLimited).after(seconds))),
        Err(error) => Err(Refusal::GiveBack(error.into())),
    }
}

async fn check_revocation(app: &App, certificate: &Accepted, note: &mut Entry) -> Result<(), Refusal> {
    let query = query(certificate, app.now());
    let evidence = check_within(app.settings.times.revocation_budget, &*app.settings.revocation, &query).await;
    *note = note.clone().revocation(&evidence);
    match evidence.result {
        Revocation::Good => Ok(()),
        Revocation::Revoked => Err(Refusal::burn(Code::CertificateRevoked)),
        Revocation::Suspended => Err(Refusal::burn(Code::CertificateSuspended)),
        Revocation::Unavailable => Err(Refusal::GiveBack(Problem::new(Code::RevocationUnavailable).after(5))),
    }
}

/// What is asked of a source of revocation.
pub(super) fn query(certificate: &Accepted, now: Moment) -> RevocationQuery {
    RevocationQuery {
        issuer_der: certificate.issuer_der.clone(),
        issuer_key_id: certificate.issuer_key_id.clone(),
        serial: certificate.serial.clone(),
        now,
    }
}
