//! How a registration stands: by what is kept on this device, or by a sign-in with the card (REQ-25, REQ-71, REQ-101).

use crate::effect::{Either, End, Intent, Io};
use crate::failure::Failure;
use crate::registration::{CallError, Calls, Registration, Scope};
use crate::screen::{ActionId, Around, Page, StatusPage};
use crate::secret::SecretText;

use super::records::{self, Unreadable};
use super::register::register;
use super::sign_in::{SignIn, not_answered, sign_in};
use super::trouble::{Turn, call_failed, cancelled, trouble};

/// Seconds that are waited without a word.
const SHORT_WAIT_S: u32 = 5;

pub(super) async fn status(io: &mut Io) -> Result<End, Turn> {
    io.show(Page::Loading);
    let mut kept = match records::statuses(io).await {
        Ok(kept) => kept,
        Err(Unreadable) => match trouble(io, Failure::StoreUnreadable).await {
            Ok(()) | Err(Turn::StartAgain) => Vec::new(), // the card can say it too
            Err(turn) => return Err(turn),
        },
    };
    let mut at = 0;
    while let Some(status) = kept.get(at) {
        let Some(registration) = by_token(io, &status.registration_id, &status.token()).await? else {
            kept.remove(at);
            if at == kept.len() {
                return by_card(io, SignIn::because_the_kept_is_old()).await;
            }
            continue;
        };
        let page = StatusPage { registration, older: at + 1 < kept.len(), newer: at > 0, kept: true };
        match io.ask(Page::Around(Around::Status(Box::new(page)))).await {
            Intent::Press(ActionId::Refresh) => {}
            Intent::Press(ActionId::Older) => at += 1,
            Intent::Press(ActionId::Newer) => at = at.saturating_sub(1),
            Intent::Press(ActionId::SignIn) => return by_card(io, SignIn::default()).await,
            _ => return Ok(End::shown()),
        }
    }
    by_card(io, SignIn::because_nothing_is_kept()).await
}

/// What the platform says of the card that signs in.
async fn by_card(io: &mut Io, why: SignIn) -> Result<End, Turn> {
    let Some(access) = sign_in(io, Scope::Status, why).await? else { return Ok(End::shown()) };
    let registration = loop {
        io.show(Page::Loading);
        match Calls::on(io).my_registration(&access).await {
            Ok(settled) => break settled.registration,
            Err(CallError::Problem(problem)) if problem.code == "not-found" => return not_registered(io).await,
            Err(error) => not_answered(io, error).await?,
        }
    };
    let page = StatusPage { registration, older: false, newer: false, kept: false };
    io.ask(Page::Around(Around::Status(Box::new(page)))).await;
    Ok(End::shown())
}

async fn not_registered(io: &mut Io) -> Result<End, Turn> {
    let as_of = io.server_time().unwrap_or(io.now().unix_s);
    match io.ask(Page::Around(Around::NotRegistered { as_of })).await {
        Intent::Press(ActionId::Register) => Ok(register(io).await),
        _ => Ok(End::shown()),
    }
}

/// None: the token reads nothing any more.
async fn by_token(io: &mut Io, id: &str, token: &SecretText) -> Result<Option<Registration>, Turn> {
    let mut waited = false;
    loop {
        io.show(Page::Loading);
        match Calls::on(io).registration(id, token).await {
            Ok(settled) => return Ok(Some(settled.registration)),
            Err(CallError::Problem(problem)) if matches!(&*problem.code, "session-invalid" | "not-found") => {
                return Ok(None);
            }
            // A status may be asked for every few seconds: that is no trouble to speak of.
            Err(CallError::Problem(problem))
                if !waited && problem.retry_after.is_some_and(|seconds| seconds <= SHORT_WAIT_S) =>
            {
                waited = true;
                let ms = problem.retry_after.unwrap_or(0) * 1000;
                if let Either::Intent(_) = io.pause(ms).await {
                    return Err(cancelled());
                }
            }
            Err(error) => call_failed(io, error).await?,
        }
    }
}
