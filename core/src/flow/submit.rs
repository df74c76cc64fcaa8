//! After the card: save, then send until there is a definite answer, without card and without PIN (REQ-118).

use crate::effect::{Answer, Effect, Either, End, Intent, Io, Slot};
use crate::failure::Failure;
use crate::registration::{CallError, Calls, Pending, Problem, Retry, Settled};
use crate::screen::{ActionId, Page};

use super::Outcome;
use super::trouble::{Turn, failure_of, failure_of_problem, trouble};

/// Milliseconds of the first pause; each is twice the one before, up to the longest (HRP/1 §3.8).
const FIRST_PAUSE_MS: u32 = 1_000;
const LONGEST_PAUSE_MS: u32 = 30_000;

/// Whether a copy of the request is kept on the device.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Copy {
    /// Yes: it outlives the app.
    Kept,
    /// No: it goes on from memory, and the person is told.
    InMemoryOnly,
}

/// Saves the request before it is sent.
pub(super) async fn save(io: &mut Io, pending: &Pending) -> Copy {
    io.show(Page::Sending { unsaved: false });
    io.request(Effect::Save { slot: Slot::Pending, bytes: pending.to_bytes() }, |answer| match answer {
        Answer::Stored => Some(Copy::Kept),
        Answer::StoreFailed => Some(Copy::InMemoryOnly),
        _ => None,
    })
    .await
}

/// Settles the request of an earlier run: asks whether it arrived, else sends it again.
pub(super) async fn resume(io: &mut Io, pending: &Pending) -> Result<Settled, Turn> {
    io.show(Page::Resuming);
    if let Ok(standing) = Calls::on(io).session(pending).await
        && !standing.arrived()
        && standing.server_time > pending.submit_by
    {
        return Err(over(io, Failure::ResendExpired).await);
    }
    deliver(io, pending, Copy::Kept, Page::Resuming).await
}

/// Sends the request until there is a definite answer.
pub(super) async fn submit(io: &mut Io, pending: &Pending, copy: Copy) -> Result<Settled, Turn> {
    deliver(io, pending, copy, sending(copy)).await
}

async fn deliver(io: &mut Io, pending: &Pending, copy: Copy, first: Page) -> Result<Settled, Turn> {
    let mut pause = FIRST_PAUSE_MS;
    io.show(first.clone());
    loop {
        let (because, wait) = match Calls::on(io).register(pending).await {
            Ok(settled) => {
                io.show(first); // what is kept now is not to be stopped: no button that would do nothing
                return Ok(settled);
            }
            Err(CallError::Stopped(Intent::Press(ActionId::Resend))) => {
                io.show(sending(copy));
                continue;
            }
            Err(CallError::Stopped(_)) => return Err(left_unsent()),
            Err(error) => match verdict(io, &error) {
                Verdict::Definite(failure) => return Err(over(io, failure).await),
                Verdict::Open(failure, after_s) => {
                    let asked = after_s.unwrap_or(0).saturating_mul(1000);
                    (failure, asked.clamp(jittered(pause, pending), 10 * LONGEST_PAUSE_MS))
                }
            },
        };
        pause = (pause * 2).min(LONGEST_PAUSE_MS);
        if io.server_time().is_some_and(|now| now > pending.submit_by)
            && let Ok(standing) = Calls::on(io).session(pending).await
            && !standing.arrived()
        {
            return Err(over(io, Failure::ResendExpired).await);
        }
        let unsaved = copy == Copy::InMemoryOnly;
        io.show(Page::Unsent { until: pending.submit_by, unsaved, because, again_s: wait / 1000 });
        match io.pause(wait).await {
            Either::Answer(()) => {}
            Either::Intent(Intent::Press(ActionId::Resend)) => io.show(sending(copy)),
            Either::Intent(_) => return Err(left_unsent()),
        }
    }
}

/// What an answer says of a request that was sent.
enum Verdict {
    /// It is settled, and not as it should be; sending it again changes nothing.
    Definite(Failure),
    /// It may have arrived or not: the same request goes out again, after so many seconds if the server says so.
    Open(Option<Failure>, Option<u32>),
}

fn verdict(io: &Io, error: &CallError) -> Verdict {
    match error {
        CallError::Problem(problem) => verdict_of_problem(io, problem),
        error => Verdict::Open(failure_of(io, error), None),
    }
}

fn verdict_of_problem(io: &Io, problem: &Problem) -> Verdict {
    let failure = failure_of_problem(io, problem);
    match problem.code.as_str() {
        // The token is dead: an answer to an earlier sending can no longer be asked for (HRP/1 §3.15 A5).
        "session-invalid" => Verdict::Definite(Failure::Unsure),
        "challenge-expired" => Verdict::Definite(Failure::ResendExpired),
        _ if problem.retry == Retry::SameRequest => Verdict::Open(Some(failure), problem.retry_after),
        _ => Verdict::Definite(failure),
    }
}

/// A definite answer that is no success: the record has done its work.
async fn over(io: &mut Io, failure: Failure) -> Turn {
    io.tell(Effect::Forget { slot: Slot::Pending });
    match trouble(io, failure).await {
        Ok(()) => Turn::StartAgain,
        Err(turn) => turn,
    }
}

/// The person leaves before there is a definite answer; the record stays.
fn left_unsent() -> Turn {
    Turn::End(End { outcome: Outcome::Unsent, page: None })
}

fn sending(copy: Copy) -> Page {
    Page::Sending { unsaved: copy == Copy::InMemoryOnly }
}

/// A pause shortened by up to a quarter, by the request's own random key: many clients that lost the same server do not
/// come back at the same moment.
fn jittered(pause_ms: u32, pending: &Pending) -> u32 {
    let dice =
        pending.idempotency_key.bytes().fold(0_u32, |sum, byte| sum.wrapping_mul(31).wrapping_add(u32::from(byte)));
    pause_ms - pause_ms / 4 * (dice % 16) / 16
}
