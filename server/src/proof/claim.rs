//! Steps 2 to 4: whose post it is, whether it was seen before, and the claim of the challenge.

use tokio::time::{Duration, Instant, sleep};

use super::post::{Call, Post};
use super::statement::Statement;
use crate::answer::{Answer, TokenOf};
use crate::app::App;
use crate::audit::{Entry, Event};
use crate::json::Fault;
use crate::problem::{Code, Problem, Retry};
use crate::secrets::TokenDigest;
use crate::session::{check_session_key, session_of};
use crate::store::{Claim, ClaimRequest, Foreseen, Held, PostState, Session, Settled, Taken};

const LOOK_EVERY: Duration = Duration::from_millis(25);

/// What a post found.
pub(super) enum Claimed {
    /// It was answered before.
    Before(Answer),
    /// It is to be looked at now.
    Now(Held),
    /// It came past `submit_by`; that answer was kept (HRP/1 §3.15 B4).
    TooLate(Answer),
    /// It was foreseen, and is settled.
    Settled(Held, Settled, Entry),
    /// It was foreseen, and its certificate had its posts for so many seconds.
    Over(Held, u32, Entry),
}

/// What the session offered, without asking the database. Whether the session is still good the claim says.
pub(super) fn offer<S>(app: &App, call: &Call, post: &Post<S>) -> Option<[u8; 32]> {
    app.store.offer(&post.session, &TokenDigest::of(call.token.as_deref()?))
}

/// Step 2, first half: the session, for who holds its token and, where that is demanded, its key.
pub(super) async fn owner<S>(app: &App, call: &Call, post: &Post<S>) -> Result<Session, Problem> {
    let session = session_of(app, &post.session, call.token.as_deref()).await?;
    check_session_key(app, &session, call.token.as_deref().unwrap_or_default(), &call.dpop).await?;
    Ok(session)
}

/// HRP/1 §3.15 A3: a duplicate waits for the post that runs, and takes over when that one ends without an answer.
pub(super) async fn claim<S: Statement>(
    app: &App,
    call: &Call,
    post: &Post<S>,
    mut foreseen: Option<Foreseen>,
) -> Result<Claimed, Problem> {
    let patience = Instant::now() + app.settings.times.duplicate_wait;
    loop {
        let request = request(app, call, post);
        let claim = match foreseen.take() {
            None => app.store.claim(request).await?,
            Some(foreseen) => {
                let note = foreseen.note.clone();
                match app.store.take(request, foreseen).await? {
                    Taken::Claimed(claim) => claim,
                    Taken::Over(held, seconds) => return Ok(Claimed::Over(held, seconds, note)),
                    Taken::Settled(held, settled) => return Ok(Claimed::Settled(held, settled, note)),
                }
            }
        };
        let problem = match claim {
            Claim::Replay(answer) => return again(app, call, answer, post).await,
            Claim::Held(held) => return Ok(Claimed::Now(held)),
            Claim::TooLate(answer) => return Ok(Claimed::TooLate(answer)),
            Claim::InProgress => {
                wait(app, post, patience).await?;
                continue;
            }
            Claim::Reused => Problem::new(Code::IdempotencyKeyReused),
            Claim::Closed => Problem::new(Code::SessionInvalid),
            Claim::Expired => Problem::new(Code::SessionExpired),
            Claim::WrongOperation => Problem::malformed(Fault::at("/session_id", "is a session for another operation")),
            Claim::InUse => Problem::new(Code::ChallengeInUse),
            Claim::SpentAll => Problem::new(Code::RateLimited).retry(Retry::NewSession),
        };
        return Err(problem);
    }
}

fn request<S: Statement>(app: &App, call: &Call, post: &Post<S>) -> ClaimRequest {
    let operation = S::OPERATION;
    let now = app.now();
    ClaimRequest {
        session: post.session.clone(),
        key: post.key.clone(),
        fingerprint: post.fingerprint,
        operation,
        now,
        lease_until: now + app.settings.times.claim_lease,
        at_most: app.settings.limits.posts_per_session,
        too_late: Problem::new(Code::ChallengeExpired).answer(&call.trace, &call.instance, now),
        note: Entry::new(Event::ChallengeClaimed, now, &call.trace).session(&post.session).operation(operation),
    }
}

/// HRP/1 §3.15 A4: an access token keeps its first end; past it there is nothing to replay.
async fn again<S>(app: &App, call: &Call, answer: Answer, post: &Post<S>) -> Result<Claimed, Problem> {
    if answer.token_of == Some(TokenOf::Access) {
        let digest = app.secrets.access_token(&post.session).digest();
        if app.store.access(&digest, app.now()).await?.is_none() {
            return Err(Problem::new(Code::SessionExpired));
        }
    }
    Ok(Claimed::Before(call.with_token(app, answer, &post.session)))
}

async fn wait<S>(app: &App, post: &Post<S>, patience: Instant) -> Result<(), Problem> {
    while Instant::now() < patience {
        sleep(LOOK_EVERY).await;
        if app.store.post_state(&post.session, &post.key, app.now()).await? == PostState::Still {
            return Ok(());
        }
    }
    Err(Problem::new(Code::RequestInProgress).after(2))
}
