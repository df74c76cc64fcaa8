//! PIN and card, as often as it takes. Every round waits for the person.

use crate::algorithm::Algorithm;
use crate::card::{CardError, Certificate, Contact, Found, NotTyped, Visit, contact};
use crate::effect::{Intent, Io};
use crate::failure::Failure;
use crate::registration::SessionKey;
use crate::registration::transcript::Transcript;
use crate::screen::{ActionId, HoldPage, KeypadPage, Page, PinNote};

use super::prepare::Service;
use super::prove::{ask_pin, confirm_last_try, refresh};
use super::signing::Signing;
use super::trouble::{Turn, failure_of_card, failure_of_certificate, trouble};

/// What a reading came to.
pub(super) enum Reading {
    /// Signed.
    Signed { certificate: Certificate, signature: Vec<u8> },
    /// The person stopped.
    Stopped {
        /// While the card was looked for or read.
        at_card: bool,
    },
}

/// From the PIN to a good signature. The order is PIN, challenge, card: nothing is asked of person or network while the
/// card is held (REQ-40). Where the reader has a keypad the PIN is typed there, while the card is held (REQ-128).
pub(super) async fn read(io: &mut Io, service: &Service, agreed: &mut Signing) -> Result<Reading, Turn> {
    let mut visit = Visit::default();
    let mut note = PinNote::None;
    let mut count_first = false; // a VERIFY went out and its answer is not known: look at the counter first
    let mut tips = false;
    loop {
        let needed = visit.pin.is_none() && !count_first;
        let on_keypad = needed && visit.keypad.is_to_be_used(io.surroundings().facts);
        if needed && !on_keypad {
            let Some(pin) = ask_pin(io, agreed, note).await else {
                return Ok(Reading::Stopped { at_card: false });
            };
            visit.pin = Some(pin);
        }
        if !refresh(io, agreed).await? {
            return Ok(Reading::Stopped { at_card: false });
        }
        let keypad = on_keypad.then_some(KeypadPage { portal: agreed.what.portal(), note, tries: 0 });
        let failure = match hold(io, service, agreed, &mut visit, tips, keypad).await {
            Ok(Found::Signed { certificate, signature }) => return Ok(Reading::Signed { certificate, signature }),
            Ok(Found::Tries(1)) => {
                count_first = false;
                confirm_last_try(io, false).await?;
                (visit.last_try_confirmed, note) = (true, PinNote::None);
                continue;
            }
            Ok(Found::Tries(left)) => {
                count_first = false;
                note = if left < 3 { PinNote::Left(left) } else { PinNote::None };
                continue;
            }
            Ok(Found::Wrong(1)) => {
                confirm_last_try(io, true).await?;
                (visit.last_try_confirmed, note) = (true, PinNote::None);
                continue;
            }
            Ok(Found::Wrong(left @ 2..)) if on_keypad => {
                note = PinNote::None;
                match io.ask(Page::KeypadWrong { left }).await {
                    Intent::Press(ActionId::Retry) => continue,
                    _ => return Ok(Reading::Stopped { at_card: false }),
                }
            }
            Ok(Found::Wrong(left @ 2..)) => {
                note = PinNote::Wrong(left);
                continue;
            }
            Ok(Found::Wrong(0) | Found::Blocked) if visit.tried => Failure::PinLocked,
            Ok(Found::Wrong(0) | Found::Blocked) => Failure::PinUnusable,
            Ok(Found::NotTyped(NotTyped::Cancelled)) => return Ok(Reading::Stopped { at_card: true }),
            Ok(Found::NotTyped(NotTyped::TimedOut)) => Failure::KeypadTimedOut,
            Ok(Found::NotTyped(NotTyped::WrongLength)) => Failure::KeypadLength,
            Ok(Found::OtherCard) => Failure::CardChanged,
            Ok(Found::Unusable(fault)) => failure_of_certificate(fault, io.surroundings().platform.environment()),
            Ok(Found::UnlistedAlgorithm) => Failure::UpgradeRequired,
            Ok(Found::VerifyUnknown { lost }) => {
                count_first = true;
                if lost { Failure::CardMovedDuringVerify } else { Failure::CardGarbled }
            }
            Ok(Found::Unsigned(error)) => {
                note = PinNote::WasRight;
                match error {
                    CardError::Stopped(_) => return Ok(Reading::Stopped { at_card: true }),
                    CardError::Lost => Failure::CardMovedAfterVerify,
                    _ => Failure::CardRefused,
                }
            }
            Err(CardError::Stopped(Intent::Press(ActionId::ShowTips))) => {
                tips = true;
                continue;
            }
            Err(error) => match failure_of_card(&error) {
                Some(failure) => failure,
                None => return Ok(Reading::Stopped { at_card: true }),
            },
        };
        tips = true; // REQ-60: after the first failure
        trouble(io, failure).await?;
    }
}

/// One contact, over the transcript of the present challenge.
async fn hold(
    io: &mut Io,
    service: &Service,
    agreed: &Signing,
    visit: &mut Visit,
    tips: bool,
    keypad: Option<KeypadPage>,
) -> Result<Found, CardError> {
    let platform = io.surroundings().platform;
    let statement = agreed.what.statement();
    let session = &agreed.session;
    let thumbprint = session.key.as_ref().map(SessionKey::thumbprint);
    let transcript_hash = |certificate: &[u8], algorithm: Algorithm| {
        let transcript = Transcript {
            operation: agreed.what.operation().name(),
            origin: platform.origin(),
            challenge: &session.challenge.bytes,
            session_id: &session.id,
            session_key: thumbprint.as_ref(),
            statement: &statement,
            certificate,
        };
        transcript.hash(algorithm)
    };
    let what = Contact {
        platform: &platform,
        algorithms: &service.algorithms,
        server_time: io.server_time().unwrap_or(io.now().unix_s),
        keypad,
        transcript_hash: &transcript_hash,
    };
    io.show(Page::Hold(HoldPage { progress: None, tips }));
    contact(io, visit, &what).await
}
