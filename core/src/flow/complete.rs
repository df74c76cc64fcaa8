//! Step 3: what came of it, kept and shown; followed while it is still under way.

use crate::effect::{Effect, Either, End, Io, Slot};
use crate::failure::Failure;
use crate::registration::{CallError, Calls, PartState, Pending, Registration, Settled};
use crate::screen::{DonePage, Page};
use crate::secret::SecretText;

use super::Outcome;
use super::records::keep;
use super::trouble::{Turn, trouble};

/// Seconds between two questions for the status, unless the server says otherwise.
const POLL_S: u32 = 2;
/// The longest such pause.
const LONGEST_POLL_S: u32 = 60;

/// Keeps receipt and status token, forgets the record, closes the session, shows the rows.
pub(super) async fn complete(io: &mut Io, pending: &Pending, settled: Settled) -> Result<End, Turn> {
    let Settled { registration, status_token, retry_after } = settled;
    let kept = keep(io, &registration, status_token.as_ref()).await;
    io.tell(Effect::Forget { slot: Slot::Pending });
    Calls::on(io).close_session(pending);
    if registration.portal_user.is_some() && !pending.portal {
        // REQ-69: a server that answers what was not asked for does not keep to the protocol.
        return trouble(io, Failure::Unsure).await.map(|()| ended(&registration));
    }
    let page = DonePage { registration, expiring: pending.expiring, unsaved: !kept };
    Ok(follow(io, page, status_token, retry_after).await)
}

/// Shows the rows until the person finishes, and asks for the status while it is under way.
async fn follow(io: &mut Io, mut page: DonePage, token: Option<SecretText>, retry_after: Option<u32>) -> End {
    let mut pause = retry_after.unwrap_or(POLL_S).clamp(POLL_S, LONGEST_POLL_S);
    loop {
        let Some(token) = token.as_ref().filter(|_| page.registration.insurance_card.is_under_way()) else {
            io.ask(Page::Done(Box::new(page.clone()))).await;
            return ended(&page.registration);
        };
        io.show(Page::Done(Box::new(page.clone())));
        if let Either::Intent(_) = io.pause(pause * 1000).await {
            return ended(&page.registration);
        }
        match Calls::on(io).registration(&page.registration.registration_id, token).await {
            Ok(settled) => {
                let receipt = page.registration.receipt.take();
                page.registration = settled.registration;
                page.registration.receipt = page.registration.receipt.or(receipt);
                pause = settled.retry_after.unwrap_or(pause).clamp(POLL_S, LONGEST_POLL_S);
            }
            Err(CallError::Stopped(_)) => return ended(&page.registration),
            Err(_) => pause = (pause * 2).min(LONGEST_POLL_S),
        }
    }
}

fn ended(registration: &Registration) -> End {
    let outcome = match (registration.application.state, registration.insurance_card.state) {
        (PartState::AlreadyRegistered, _) => Outcome::AlreadyRegistered,
        (_, PartState::Registered | PartState::AlreadyRegistered) => Outcome::Registered,
        (_, PartState::Accepted | PartState::Processing) => Outcome::Accepted,
        _ => Outcome::NotCompleted,
    };
    End { outcome, page: None }
}
