//! Step 2: apply, PIN, card.

use crate::card::Certificate;
use crate::effect::{End, Intent, Io, Readiness};
use crate::registration::{CallError, Calls, Pending, signed_request};
use crate::screen::{ActionId, ApplyPage, Page, PinNote, PinPage};
use crate::secret::Pin;

use super::Outcome;
use super::prepare::Service;
use super::random::draw;
use super::reading::{Reading, read};
use super::signing::{Signing, open};
use super::trouble::{Turn, call_failed, failure_of, trouble};
use crate::failure::Failure;

/// A certificate that ends within so many seconds is worth a word: 90 days (REQ-106).
const SOON_S: i64 = 90 * 86_400;
/// Octets of an idempotency key (HRP/1 §3.8).
pub(super) const IDEMPOTENCY_KEY: usize = 16;

/// Brings the signed request, or `None` when the person goes back to step 1.
pub(super) async fn prove(io: &mut Io, service: &Service, agreed: &mut Signing) -> Result<Option<Pending>, Turn> {
    io.show(Page::Loading);
    let Some(key) = draw(io, IDEMPOTENCY_KEY).await? else { return Ok(None) };
    let mut stopped = false;
    loop {
        let page = ApplyPage { portal: agreed.what.portal(), stopped, childs: agreed.childs };
        match io.ask(Page::Apply(page)).await {
            Intent::Press(ActionId::Apply) => {}
            Intent::Set { on, .. } => {
                agreed.childs = on;
                continue;
            }
            Intent::Press(ActionId::WhatIsPin) => {
                io.ask(Page::PinHelp).await;
                continue;
            }
            _ => return Ok(None),
        }
        if !is_ready(io).await? {
            continue;
        }
        match read(io, service, agreed).await? {
            Reading::Stopped { at_card } => stopped = at_card,
            Reading::Signed { certificate, signature } => {
                let body = signed_body(agreed, &certificate, &signature);
                let session = &mut agreed.session;
                let mut pending =
                    Pending::new(session.id.clone(), session.token.expose().to_owned(), key.expose(), body);
                pending.session_key = session.key.take();
                io.surroundings().platform.origin().clone_into(&mut pending.origin);
                pending.submit_by = session.challenge.submit_by;
                pending.portal = agreed.what.portal().unwrap_or(false);
                let end = certificate.not_after();
                pending.expiring = io.server_time().filter(|now| end - now <= SOON_S).map(|_| end);
                return Ok(Some(pending));
            }
        }
    }
}

/// The body of the request that carries the signature.
pub(super) fn signed_body(signing: &Signing, certificate: &Certificate, signature: &[u8]) -> Vec<u8> {
    let statement = signing.what.statement();
    signed_request(&signing.session.id, &statement, certificate.algorithm(), certificate.der(), signature)
}

/// Says what this device lacks to read a card now, before a PIN is typed (REQ-16, REQ-19, REQ-59). `false`: it could not,
/// and the person wants to try again.
pub(super) async fn is_ready(io: &mut Io) -> Result<bool, Turn> {
    match io.surroundings().facts.readiness.and_then(Readiness::fault) {
        Some(fault) => trouble(io, Failure::CardNotFound(fault)).await.map(|()| false),
        None => Ok(true),
    }
}

/// Asks for the PIN until four digits come. `None`: the person stopped.
pub(super) async fn ask_pin(io: &mut Io, signing: &Signing, mut note: PinNote) -> Option<Pin> {
    let (portal, childs) = (signing.what.portal(), signing.childs);
    loop {
        match io.ask(Page::Pin(PinPage { portal, note, childs })).await {
            Intent::EnterPin(typed) => match Pin::parse(&typed) {
                Ok(pin) => return Some(pin),
                Err(_) => note = PinNote::NotAPin, // nothing was sent to the card (REQ-51)
            },
            Intent::Press(ActionId::WhatIsPin) => {
                io.ask(Page::PinHelp).await;
            }
            _ => return None,
        }
    }
}

/// One try is left: nothing is sent before the person has agreed to that. Stopping is the default.
pub(super) async fn confirm_last_try(io: &mut Io, after_wrong: bool) -> Result<(), Turn> {
    match io.ask(Page::LastTry { after_wrong }).await {
        Intent::Press(ActionId::UseLastTry) => Ok(()),
        _ => Err(Turn::End(End { outcome: Outcome::Cancelled, page: Some(Page::Cancelled) })),
    }
}

/// A challenge that is old is renewed just before the card; a session that is over is opened anew, for the terms that
/// were agreed to. `false`: the person stopped.
pub(super) async fn refresh(io: &mut Io, agreed: &mut Signing) -> Result<bool, Turn> {
    while !agreed.session.challenge.is_fresh(io.now().monotonic_ms) {
        io.show(Page::Loading);
        match Calls::on(io).renew_challenge(&agreed.session).await {
            Ok(challenge) => agreed.session.challenge = challenge,
            Err(CallError::Stopped(_)) => return Ok(false),
            Err(error) if failure_of(io, &error) == Some(Failure::SessionExpired) => {
                agreed.session = match open(io, &agreed.what, agreed.session.key.is_some()).await {
                    Err(Turn::End(End { outcome: Outcome::Cancelled, .. })) => return Ok(false),
                    session => session?,
                };
            }
            Err(error) => call_failed(io, error).await?,
        }
    }
    Ok(true)
}
