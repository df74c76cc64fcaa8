//! Signing in with the card, so that the platform says what it knows of it.

use crate::effect::{End, Intent, Io};
use crate::failure::Failure;
use crate::registration::{Access, CallError, Calls, Operation, Request, Retry, Scope};
use crate::screen::{ActionId, Around, Page, SignInPage};

use super::prepare::{Service, prepare};
use super::prove::{IDEMPOTENCY_KEY, is_ready, signed_body};
use super::random::draw;
use super::reading::{Reading, read};
use super::signing::{Signing, What, open};
use super::trouble::{Turn, failure_of, trouble};

/// Why a sign-in is asked for.
#[derive(Clone, Copy, Default)]
pub(super) struct SignIn {
    nothing_kept: bool,
    kept_is_old: bool,
}

impl SignIn {
    /// There is nothing on this device that reads a status.
    pub(super) fn because_nothing_is_kept() -> Self {
        Self { nothing_kept: true, kept_is_old: false }
    }

    /// What this device keeps reads no status any more.
    pub(super) fn because_the_kept_is_old() -> Self {
        Self { nothing_kept: false, kept_is_old: true }
    }
}

/// Signs in. `None`: the person went back before the PIN.
pub(super) async fn sign_in(io: &mut Io, scope: Scope, why: SignIn) -> Result<Option<Access>, Turn> {
    let service = prepare(io).await?;
    if !service.operations.contains(&Operation::Authenticate) {
        io.ask(Page::Around(Around::NotOffered)).await;
        return Ok(None);
    }
    let mut stopped = false;
    loop {
        let page = SignInPage { nothing_kept: why.nothing_kept, kept_is_old: why.kept_is_old, stopped };
        match io.ask(Page::Around(Around::SignIn(page))).await {
            Intent::Press(ActionId::SignIn) => {}
            Intent::Press(ActionId::WhatIsPin) => {
                io.ask(Page::PinHelp).await;
                continue;
            }
            _ => return Ok(None),
        }
        if !is_ready(io).await? {
            continue;
        }
        let what = What::SignIn { scope };
        let session = open(io, &what, service.keyed).await?;
        let mut signing = Signing { what, session, childs: false };
        match sign(io, &service, &mut signing).await? {
            None => stopped = true,
            Some(signed) => return access(io, &signing, &signed).await.map(Some),
        }
    }
}

/// A signed request, ready to be sent.
pub(super) struct Signed {
    /// The idempotency key, as it stands in the header.
    key: String,
    body: String,
}

impl Signed {
    pub(super) fn request<'a>(&'a self, signing: &'a Signing) -> Request<'a> {
        Request { session: &signing.session, key: &self.key, body: &self.body }
    }
}

/// PIN and card. `None`: the person stopped.
pub(super) async fn sign(io: &mut Io, service: &Service, signing: &mut Signing) -> Result<Option<Signed>, Turn> {
    io.show(Page::Loading);
    let Some(key) = draw(io, IDEMPOTENCY_KEY).await? else { return Ok(None) };
    Ok(match read(io, service, signing).await? {
        Reading::Stopped { .. } => None,
        Reading::Signed { certificate, signature } => {
            // JSON is UTF-8.
            let body = String::from_utf8(signed_body(signing, &certificate, &signature)).unwrap_or_default();
            Some(Signed { key: crate::registration::idempotency_key(key.expose()), body })
        }
    })
}

async fn access(io: &mut Io, signing: &Signing, signed: &Signed) -> Result<Access, Turn> {
    loop {
        io.show(Page::Loading);
        match Calls::on(io).authenticate(&signed.request(signing)).await {
            Ok(access) => return Ok(access),
            Err(error) => not_answered(io, error).await?,
        }
    }
}

/// A signed request that was not answered well. `Ok`: the same one is to be sent again.
pub(super) async fn not_answered(io: &mut Io, error: CallError) -> Result<(), Turn> {
    let again = match &error {
        CallError::Net(_) | CallError::Down(_) | CallError::Broken(_) => return trouble(io, Failure::AnswerLost).await,
        CallError::Stopped(_) => return Err(Turn::End(End::shown())),
        CallError::Problem(problem) => problem.retry == Retry::SameRequest,
        CallError::Mismatch(_) => false,
    };
    let failure = failure_of(io, &error).unwrap_or(Failure::Unsure);
    trouble(io, failure).await?;
    if again { Ok(()) } else { Err(Turn::StartAgain) }
}
