//! Registering a card, or settling what an earlier run left.

use crate::effect::{Answer, Effect, Either, End, Io, Slot};
use crate::failure::Failure;
use crate::platform::Purpose;
use crate::registration::Pending;
use crate::screen::Page;
use crate::secret::Secret;

use super::complete::complete;
use super::consent::{Choices, agree};
use super::prepare::{Service, prepare};
use super::prove::prove;
use super::submit::{resume, save, submit};
use super::trouble::{Turn, cancelled, trouble};

/// The whole flow, from the first request to the last screen.
pub(super) async fn register(io: &mut Io) -> End {
    io.set_purpose(Purpose::Registering);
    loop {
        match run(io).await {
            Ok(end) | Err(Turn::End(end)) => return end,
            Err(Turn::StartAgain | Turn::ReviewTerms) => {} // the person asked for it
        }
    }
}

async fn run(io: &mut Io) -> Result<End, Turn> {
    if let Some(end) = settle(io).await? {
        return Ok(end);
    }
    let service = prepare(io).await?;
    let mut choices = Choices::default();
    loop {
        match apply(io, &service, &mut choices).await {
            Err(Turn::ReviewTerms) => choices.forget_terms(),
            ended => return ended,
        }
    }
}

/// Settles what an earlier run left unsettled, if anything (REQ-118).
pub(super) async fn settle(io: &mut Io) -> Result<Option<End>, Turn> {
    match unsettled(io).await? {
        Some(pending) => {
            io.set_purpose(Purpose::Registering);
            let settled = resume(io, &pending).await?;
            complete(io, &pending, settled).await.map(Some)
        }
        None => Ok(None),
    }
}

/// Steps 1 to 3. What is signed is saved before it is sent, and from then on needs neither card nor PIN.
async fn apply(io: &mut Io, service: &Service, choices: &mut Choices) -> Result<End, Turn> {
    let pending = loop {
        let mut agreed = agree(io, service, choices).await?;
        match prove(io, service, &mut agreed).await? {
            Some(pending) => break pending,
            None => choices.keep(agreed), // back to step 1
        }
    };
    let saved = save(io, &pending).await;
    let settled = submit(io, &pending, saved).await?;
    complete(io, &pending, settled).await
}

/// The record of an earlier run, if there is one for this platform.
async fn unsettled(io: &mut Io) -> Result<Option<Pending>, Turn> {
    io.show(Page::Loading);
    let bytes = match io.either(Effect::Load { slot: Slot::Pending }, loaded).await {
        Either::Answer(Some(Some(bytes))) => bytes,
        Either::Answer(Some(None)) => return Ok(None),
        Either::Answer(None) => return go_on_without(io).await,
        Either::Intent(_) => return Err(cancelled()),
    };
    match Pending::read(&bytes) {
        Some(pending) if pending.origin == io.surroundings().platform.origin() => Ok(Some(pending)),
        Some(_) => Ok(None),
        None => {
            io.tell(Effect::Forget { slot: Slot::Pending });
            go_on_without(io).await
        }
    }
}

/// Says that the record cannot be read; the person may go on all the same.
async fn go_on_without(io: &mut Io) -> Result<Option<Pending>, Turn> {
    match trouble(io, Failure::StoreUnreadable).await {
        Ok(()) | Err(Turn::StartAgain) => Ok(None),
        Err(turn) => Err(turn),
    }
}

fn loaded(answer: Answer) -> Option<Option<Option<Secret>>> {
    match answer {
        Answer::Loaded(bytes) => Some(Some(bytes)),
        Answer::StoreFailed => Some(None),
        _ => None,
    }
}
