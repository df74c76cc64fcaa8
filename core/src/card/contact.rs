//! One contact with the card, from tap to lift.

use crate::algorithm::Algorithm;
use crate::effect::Io;
use crate::platform::Platform;
use crate::screen::KeypadPage;
use crate::secret::Pin;

use super::abilities::Abilities;
use super::certificate::Certificate;
use super::channel::{Channel, Progress};
use super::closing::closing;
use super::found::{CardError, Found};
use super::keypad::{self, Keypad};
use super::read::read_certificate;
use super::sign::sign;
use super::verify::{Verified, query, reference, verify};

/// What one contact leaves for the next. The retry counter is not in it: it is asked of the card every time.
#[derive(Default)]
pub(crate) struct Visit {
    /// The PIN that was typed and has not been sent. VERIFY takes it out: nothing can send it twice.
    pub(crate) pin: Option<Pin>,
    /// The person has agreed to use the last try with this PIN. Taken out by the VERIFY that it was given for.
    pub(crate) last_try_confirmed: bool,
    /// A VERIFY has been sent in this run.
    pub(crate) tried: bool,
    /// What is known of the reader's keypad.
    pub(crate) keypad: Keypad,
    /// The DER octets of the first certificate that was read: every later one has to be the same.
    certificate: Option<Vec<u8>>,
    can: Abilities,
}

/// What a contact is for.
pub(crate) struct Contact<'a> {
    pub(crate) platform: &'a Platform,
    /// The algorithms that the platform takes.
    pub(crate) algorithms: &'a [Algorithm],
    /// The server's time, in seconds since 1970.
    pub(crate) server_time: i64,
    /// What is shown while the PIN is typed on the reader's keypad; nothing where it is not to be typed there.
    pub(crate) keypad: Option<KeypadPage>,
    /// The hash of what is to be signed, over the certificate that is there.
    pub(crate) transcript_hash: &'a (dyn Fn(&[u8], Algorithm) -> Vec<u8> + Send + Sync),
}

/// SELECT, certificate, tries left, VERIFY once, sign, close (design §4). The PIN is taken out of the visit when it is
/// sent, and not before.
pub(crate) async fn contact(io: &mut Io, visit: &mut Visit, what: &Contact<'_>) -> Result<Found, CardError> {
    let mut card = Channel::open(io).await?;
    let found = speak(&mut card, visit, what).await;
    card.close_with(closing(&found), matches!(found, Ok(Found::Signed { .. })));
    found
}

async fn speak(card: &mut Channel<'_>, visit: &mut Visit, what: &Contact<'_>) -> Result<Found, CardError> {
    visit.keypad.learn(card.facts().keypad);
    card.select_application().await?;
    card.at(Progress(8));
    let certificate = match read_certificate(card, &mut visit.can).await {
        Err(CardError::Lost) if visit.can.extended.is_none() => {
            visit.can.extended = Some(false); // seen: a stack that drops the card at an extended command
            return Err(CardError::Lost);
        }
        read => Certificate::parse(read?),
    };
    let certificate = match certificate {
        Ok(certificate) => certificate,
        Err(fault) => return Ok(Found::Unusable(fault)),
    };
    if visit.certificate.get_or_insert_with(|| certificate.der().to_vec()) != certificate.der() {
        return Ok(Found::OtherCard);
    }
    if let Err(fault) = certificate.check(what.platform, what.server_time) {
        return Ok(Found::Unusable(fault));
    }
    if !what.algorithms.contains(&certificate.algorithm()) {
        return Ok(Found::UnlistedAlgorithm);
    }
    card.at(Progress(62));
    let tries = match query(card, &mut visit.can).await? {
        0 => return Ok(Found::Blocked),
        tries => tries,
    };
    let agreed = tries > 1 || std::mem::take(&mut visit.last_try_confirmed);
    let pin = visit.pin.take().filter(|_| agreed);
    let keypad = what.keypad.filter(|_| agreed && visit.keypad == Keypad::There);
    card.at(Progress(66));
    let verified = match (pin, keypad) {
        (Some(pin), _) => verify(card, reference(&visit.can), pin).await,
        (None, Some(page)) => keypad::verify(card, reference(&visit.can), KeypadPage { tries, ..page }).await,
        (None, None) => return Ok(Found::Tries(tries)),
    };
    visit.last_try_confirmed = false;
    visit.tried |= !matches!(verified, Ok(Verified::NotTyped(_) | Verified::NoKeypad));
    match verified {
        Ok(Verified::Right) => {}
        Ok(Verified::NotTyped(why)) => return Ok(Found::NotTyped(why)),
        Ok(Verified::NoKeypad) => {
            visit.keypad = Keypad::Refuses;
            return Ok(Found::Tries(tries));
        }
        Ok(Verified::Wrong(left)) => return Ok(Found::Wrong(left)),
        Ok(Verified::Blocked) => return Ok(Found::Blocked),
        Ok(Verified::Unknown) | Err(CardError::Garbled(_)) => return Ok(Found::VerifyUnknown { lost: false }),
        Err(CardError::Lost) => return Ok(Found::VerifyUnknown { lost: true }),
        Err(error) => return Err(error),
    }
    card.at(Progress(75));
    let hash = (what.transcript_hash)(certificate.der(), certificate.algorithm());
    match sign(card, &mut visit.can, &certificate, &hash).await {
        Ok(signature) => {
            card.at(Progress(100));
            Ok(Found::Signed { certificate, signature })
        }
        Err(error) => Ok(Found::Unsigned(error)),
    }
}
