//! A post with a proof: what the server does, in this order (HRP/1 §3.7).

mod answer;
mod claim;
mod post;
mod register;
mod release;
mod sign_in;
mod statement;
mod transcript;

pub(crate) use answer::{poll_seconds, status_json};
pub(crate) use post::{Body, Call, Given, Post};
pub(crate) use register::RegisterStatement;
pub(crate) use release::DeregisterStatement;
pub(crate) use sign_in::AuthenticateStatement;
pub(crate) use statement::Statement;

use std::sync::Arc;

use crate::app::App;
use crate::audit::{Entry, Event};
use crate::certificate::{self, Accepted};
use crate::problem::{Code, Problem};
use crate::revocation::{Revocation, RevocationQuery, check_within};
use crate::secrets::SubjectRef;
use crate::store::{Counted, Held, Lease, PostCount, Refused, Rejection, Settled, Settlement};
use claim::Claimed;
use statement::Passed;
use transcript::Transcript;

/// Steps 2 to 11. Step 1, limits and schemas, is done by whoever made the [`Post`].
pub(crate) async fn take<S: Statement>(app: Arc<App>, call: Call, post: Post<S>) -> Result<Given, Problem> {
    let held = match claim::claim(&app, &call, &post).await? {
        Claimed::Before(answer) => return Ok(Given::Again(answer)),
        Claimed::TooLate(answer) => return Ok(Given::Refused(answer, Code::ChallengeExpired)),
        Claimed::Now(held) => held,
    };
    let mut note = Entry::new(Event::ProofRejected, app.now(), &call.trace)
        .session(&held.lease.session)
        .operation(S::OPERATION)
        .algorithm(post.proof.algorithm)
        .challenge(&held.challenge);
    match examine(&app, &post, &held, &mut note).await {
        Ok(examined) => settle(&app, &call, post, held, examined, note).await,
        Err(Refusal::Burn(problem)) => burn(&app, &call, held, problem, note).await,
        Err(Refusal::GiveBack(problem)) => release(&app, &held.lease, problem, note).await,
    }
}

/// Why a proof is refused, and with that what becomes of its challenge.
enum Refusal {
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
struct Examined {
    certificate: Accepted,
    subject: SubjectRef,
}

/// Steps 5 to 9: nothing is changed here but a counter.
async fn examine<S: Statement>(app: &App, post: &Post<S>, held: &Held, note: &mut Entry) -> Result<Examined, Refusal> {
    // 5. Statement
    post.statement.judge(app).map_err(Refusal::burn)?;
    *note = post.statement.noted(note.clone());

    // 6. Certificate
    let (environment, anchors) = (app.settings.environment, &app.settings.anchors);
    let der = &post.proof.certificate;
    let certificate = certificate::judge(der, environment, anchors, app.now()).map_err(Refusal::burn)?;
    let algorithm = post.proof.algorithm;
    if !app.settings.algorithms.contains(&algorithm) || !certificate.key.fits(algorithm) {
        return Err(Refusal::burn(Code::AlgorithmUnsupported));
    }

    // 7. Signature over the transcript that the server rebuilds
    let transcript = Transcript {
        operation: S::OPERATION,
        algorithm,
        origin: &app.settings.origin,
        challenge: &held.challenge,
        session: &held.lease.session,
        session_key: held.session_key.as_ref(),
        statement: &post.statement_octets,
        certificate: der,
    };
    if !certificate.key.verifies(&transcript.octets(), &post.proof.signature) {
        return Err(Refusal::burn(Code::SignatureInvalid));
    }
    let subject = app.secrets.subject_ref(&certificate.issuer_der, &certificate.serial);
    *note = note.clone().subject(&subject.0).proof(&post.proof.signature);

    // 8. Limit for each certificate
    count::<S>(app, held, &subject, note).await?;

    // 9. Revocation
    check_revocation(app, &certificate, note).await?;
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
    let query = RevocationQuery {
        issuer_der: certificate.issuer_der.clone(),
        issuer_key_id: certificate.issuer_key_id.clone(),
        serial: certificate.serial.clone(),
        now: app.now(),
    };
    let evidence = check_within(app.settings.times.revocation_budget, &*app.settings.revocation, &query).await;
    *note = note.clone().revocation(&evidence);
    match evidence.result {
        Revocation::Good => Ok(()),
        Revocation::Revoked => Err(Refusal::burn(Code::CertificateRevoked)),
        Revocation::Suspended => Err(Refusal::burn(Code::CertificateSuspended)),
        Revocation::Unavailable => Err(Refusal::GiveBack(Problem::new(Code::RevocationUnavailable).after(5))),
    }
}

/// Steps 10 and 11.
async fn settle<S: Statement>(
    app: &Arc<App>,
    call: &Call,
    post: Post<S>,
    held: Held,
    examined: Examined,
    note: Entry,
) -> Result<Given, Problem> {
    #[cfg(feature = "sandbox")]
    if call.stop_before_commit {
        return release(app, &held.lease, Problem::internal(), note).await;
    }
    let lease = held.lease.clone();
    let Examined { certificate, subject } = examined;
    let passed = Passed { session: lease.session.clone(), certificate, subject, now: app.now() };
    let effect = match post.statement.effect(app, &passed) {
        Ok(effect) => effect,
        Err(error) => return release(app, &lease, error.into(), note).await,
    };
    let Passed { subject, now, .. } = passed;
    let settlement = Settlement { lease: lease.clone(), subject, effect, now, note: note.clone() };
    match app.store.settle(settlement).await {
        Ok(Settled::Stored(answer)) => {
            app.outbox.notify_one();
            Ok(Given::First(call.with_token(app, answer, &lease.session)))
        }
        Ok(Settled::ClaimLost) => Err(Problem::new(Code::RequestInProgress).after(1)),
        Ok(Settled::Refused(Refused::ReleaseRequested)) => {
            burn(app, call, held, Problem::new(Code::ReleaseAlreadyRequested), note).await
        }
        Ok(Settled::Refused(Refused::NotTheirs)) => {
            burn(app, call, held, Problem::new(Code::StatementMismatch), note).await
        }
        Err(error) => release(app, &lease, error.into(), note).await,
    }
}

async fn burn(app: &App, call: &Call, held: Held, problem: Problem, note: Entry) -> Result<Given, Problem> {
    let now = app.now();
    let answer = problem.answer(&call.trace, &call.instance, now);
    let rejection = Rejection {
        lease: held.lease.clone(),
        answer: problem.code.definite().then(|| answer.clone()),
        ends_session: problem.code == Code::StatementMismatch,
        now,
        note: note.code(problem.code.as_str()),
    };
    match app.store.reject(rejection).await {
        Ok(true) => Ok(Given::Refused(answer, problem.code)),
        Ok(false) => Err(Problem::new(Code::RequestInProgress).after(1)),
        Err(error) => Err(error.into()),
    }
}

async fn release(app: &App, lease: &Lease, problem: Problem, note: Entry) -> Result<Given, Problem> {
    app.store.release(lease, note.code(problem.code.as_str())).await?;
    Err(problem)
}
