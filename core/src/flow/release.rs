//! Releasing a registration: explained first, then asked for under a signature of its own (REQ-103).

use crate::effect::{End, Intent, Io};
use crate::failure::Failure;
use crate::registration::{CallError, Calls, Operation, Retry, Scope};
use crate::screen::{ActionId, Around, Page, ReleasePage};

use super::Outcome;
use super::prepare::{Service, prepare};
use super::prove::is_ready;
use super::records;
use super::sign_in::{SignIn, Signed, not_answered, sign, sign_in};
use super::signing::{Signing, What, open};
use super::status::status;
use super::trouble::{Turn, failure_of, trouble};

pub(super) async fn release(io: &mut Io) -> Result<End, Turn> {
    let service = prepare(io).await?;
    let offered = service.operations.contains(&Operation::Deregister);
    let mut page = ReleasePage { offered, understood: false, asked_too_early: false, stopped: false };
    let mut kept = the_only_one(io).await;
    loop {
        match io.ask(Page::Around(Around::Release(page))).await {
            Intent::Set { on, .. } => (page.understood, page.asked_too_early) = (on, false),
            Intent::Press(ActionId::RequestRelease) if !page.understood => page.asked_too_early = true,
            Intent::Press(ActionId::RequestRelease) if !is_ready(io).await? => {}
            Intent::Press(ActionId::RequestRelease) => {
                let id = match kept.take() {
                    Some(id) => Some(id),
                    None => by_card(io).await?,
                };
                let Some(registration_id) = id else { return Ok(End::shown()) };
                match ask_for(io, &service, registration_id).await? {
                    Asked::Accepted => return accepted(io).await,
                    Asked::Stopped(id) => (page.stopped, kept) = (true, Some(id)),
                    Asked::OtherCard => trouble(io, Failure::OtherRegistration).await?,
                }
            }
            _ => return Ok(End::shown()),
        }
    }
}

/// The registration that this device keeps, if it keeps exactly one.
async fn the_only_one(io: &mut Io) -> Option<String> {
    io.show(Page::Loading);
    let mut kept = records::statuses(io).await.ok()?.into_iter();
    let only = kept.next()?;
    kept.next().is_none().then(|| only.registration_id.clone())
}

/// The registration of the card that signs in. None: the person stopped, or there is none, which was said.
async fn by_card(io: &mut Io) -> Result<Option<String>, Turn> {
    let Some(access) = sign_in(io, Scope::Status, SignIn::default()).await? else { return Ok(None) };
    loop {
        io.show(Page::Loading);
        match Calls::on(io).my_registration(&access).await {
            Ok(settled) => return Ok(Some(settled.registration.registration_id)),
            Err(CallError::Problem(problem)) if problem.code == "not-found" => {
                let as_of = io.server_time().unwrap_or(io.now().unix_s);
                io.ask(Page::Around(Around::NotRegistered { as_of })).await;
                return Ok(None);
            }
            Err(error) => not_answered(io, error).await?,
        }
    }
}

enum Asked {
    Accepted,
    /// Before the card had signed.
    Stopped(String),
    /// The card that signed has no such registration.
    OtherCard,
}

async fn ask_for(io: &mut Io, service: &Service, registration_id: String) -> Result<Asked, Turn> {
    let what = What::Release { registration_id: registration_id.clone() };
    let session = open(io, &what, service.keyed).await?;
    let mut signing = Signing { what, session, childs: false };
    match sign(io, service, &mut signing).await? {
        None => Ok(Asked::Stopped(registration_id)),
        Some(signed) => send(io, &signing, &signed).await,
    }
}

async fn send(io: &mut Io, signing: &Signing, signed: &Signed) -> Result<Asked, Turn> {
    let mut may_be_known = false; // the platform may have taken it in without saying so
    loop {
        io.show(Page::Sending { unsaved: false });
        match Calls::on(io).deregister(&signed.request(signing)).await {
            Ok(settled) => {
                // The answer carries a token that reads how the release stands.
                records::keep(io, &settled.registration, settled.status_token.as_ref()).await;
                return Ok(Asked::Accepted);
            }
            Err(CallError::Problem(problem)) if problem.code == "statement-mismatch" => return Ok(Asked::OtherCard),
            Err(error) => {
                let says = what_it_says(&error);
                may_be_known |= says == Says::Nothing;
                match says {
                    Says::No if may_be_known => return Err(unsure(io, &error).await),
                    Says::Nothing | Says::NotYet if may_be_known => trouble(io, Failure::AnswerLost).await?,
                    _ => not_answered(io, error).await?,
                }
            }
        }
    }
}

/// What an answer that is no yes says of a release.
#[derive(PartialEq, Eq)]
enum Says {
    /// It may have been taken in.
    Nothing,
    /// This sending of it was not taken in; the same one can come again.
    NotYet,
    /// This sending of it was not taken in, and cannot be any more.
    No,
}

fn what_it_says(error: &CallError) -> Says {
    match error {
        CallError::Problem(problem) if problem.retry != Retry::SameRequest => Says::No,
        CallError::Problem(problem) if !matches!(&*problem.code, "internal" | "request-in-progress") => Says::NotYet,
        _ => Says::Nothing,
    }
}

/// A refusal after a sending that may have been taken in: only the status can say what came of it.
async fn unsure(io: &mut Io, error: &CallError) -> Turn {
    let failure = match failure_of(io, error) {
        Some(Failure::ReleaseRequested) => Failure::ReleaseRequested,
        _ => Failure::Unsure,
    };
    trouble(io, failure).await.err().unwrap_or(Turn::StartAgain)
}

async fn accepted(io: &mut Io) -> Result<End, Turn> {
    if let Intent::Press(ActionId::Status) = io.ask(Page::Around(Around::ReleaseAccepted)).await {
        status(io).await?;
    }
    Ok(End { outcome: Outcome::ReleaseRequested, page: None })
}
