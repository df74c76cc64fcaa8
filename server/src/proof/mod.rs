//! A post with a proof: what the server does, in this order (HRP/1 §3.7).

mod answer;
mod claim;
mod examine;
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
use crate::audit::Entry;
use crate::codec::Sha256;
use crate::problem::{Code, Problem};
use crate::revocation::Revocation;
use crate::store::{Foreseen, Held, Lease, Refused, Rejection, Session, Settled, Settlement};
use claim::Claimed;
use examine::{Examined, Offered, Refusal, examine, first_note, judge, query};
use statement::Passed;

/// Steps 2 to 11. Step 1, limits and schemas, is done by whoever made the [`Post`].
pub(crate) async fn take<S: Statement>(app: Arc<App>, call: Call, post: Post<S>) -> Result<Given, Problem> {
    let offered = claim::offer(&app, &call, &post);
    let mut foreseen = offered.and_then(|challenge| foresee(&app, &call, &post, &challenge, None));
    if foreseen.is_none() {
        let Session { fresh, session_key, .. } = claim::owner(&app, &call, &post).await?;
        foreseen = fresh.and_then(|challenge| foresee(&app, &call, &post, &challenge, session_key.as_ref()));
    }
    let held = match claim::claim(&app, &call, &post, foreseen).await? {
        Claimed::Before(answer) => return Ok(Given::Again(answer)),
        Claimed::TooLate(answer) => return Ok(Given::Refused(answer, Code::ChallengeExpired)),
        Claimed::Settled(held, settled, note) => return conclude(&app, &call, held, settled, note).await,
        Claimed::Over(held, seconds, note) => {
            return release(&app, &held.lease, Problem::new(Code::RateLimited).after(seconds), note).await;
        }
        Claimed::Now(held) => held,
    };
    let offered = Offered::of(&held);
    let mut note = first_note(&app, &call, &post, &offered);
    match examine(&app, &post, &held, &mut note).await {
        Ok(examined) => settle(&app, &call, post, held, examined, note).await,
        Err(Refusal::Burn(problem)) => burn(&app, &call, held, problem, note).await,
        Err(Refusal::GiveBack(problem)) => release(&app, &held.lease, problem, note).await,
    }
}

/// What a proof comes to when everything that can be known before the claim is good: then claim, limit and step 10 are
/// one transaction. What is not good, and what somebody must be asked about, waits for the claim.
fn foresee<S: Statement>(
    app: &Arc<App>,
    call: &Call,
    post: &Post<S>,
    challenge: &[u8; 32],
    session_key: Option<&Sha256>,
) -> Option<Foreseen> {
    #[cfg(feature = "sandbox")]
    if call.stop_before_commit {
        return None;
    }
    let offered = Offered { session: &post.session, challenge, session_key };
    let mut note = first_note(app, call, post, &offered);
    let Examined { certificate, subject } = judge(app, post, &offered, &mut note).ok()?;
    let now = app.now();
    let evidence = app.settings.revocation.at_hand(&query(&certificate, now))?;
    if evidence.result != Revocation::Good {
        return None;
    }
    let passed = Passed { session: post.session.clone(), certificate, subject, now };
    let effect = post.statement.effect(app, &passed).ok()?;
    let (challenge, note) = (*challenge, note.revocation(&evidence));
    Some(Foreseen { challenge, subject: passed.subject, limit: S::limit(app), effect, now, note })
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
        Ok(settled) => conclude(app, call, held, settled, note).await,
        Err(error) => release(app, &lease, error.into(), note).await,
    }
}

/// Step 11.
async fn conclude(app: &App, call: &Call, held: Held, settled: Settled, note: Entry) -> Result<Given, Problem> {
    match settled {
        Settled::Stored(answer) => {
            app.outbox.notify_one();
            Ok(Given::First(call.with_token(app, answer, &held.lease.session)))
        }
        Settled::ClaimLost => Err(Problem::new(Code::RequestInProgress).after(1)),
        Settled::Refused(Refused::ReleaseRequested) => {
            burn(app, call, held, Problem::new(Code::ReleaseAlreadyRequested), note).await
        }
        Settled::Refused(Refused::NotTheirs) => {
            burn(app, call, held, Problem::new(Code::StatementMismatch), note).await
        }
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
