//! One contact with the card, from tap to lift.

use crate::algorithm::Algorithm;
use crate::apdu::{Command, Header, StatusWord};
use crate::effect::Io;
use crate::platform::Platform;
use crate::screen::KeypadPage;
use crate::secret::Pin;

use super::abilities::Abilities;
use super::certificate::{Certificate, CertificateFault};
use super::channel::{CardError, Channel, Progress};
use super::closing::closing;
use super::keypad::{self, Keypad, NotTyped};
use super::profile::PIN;
use super::read::read_certificate;
use super::sign::sign;

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

/// What a contact came to.
pub(crate) enum Found {
    /// Signed, and the signature is good.
    Signed { certificate: Certificate, signature: Vec<u8> },
    /// Nothing was sent to be verified: there was no PIN, or this would be the last try and nobody has agreed to that.
    Tries(u8),
    /// The PIN was not typed on the reader's keypad, and no try was used.
    NotTyped(NotTyped),
    /// The PIN was wrong; so many tries are left.
    Wrong(u8),
    /// The PIN is blocked.
    Blocked,
    /// Not the card of the contact before.
    OtherCard,
    /// The platform would not take the certificate.
    Unusable(CertificateFault),
    /// The platform does not take the card's algorithm.
    UnlistedAlgorithm,
    /// VERIFY was sent, and what came of it is unknown: the counter must be looked at.
    VerifyUnknown {
        /// The card left; otherwise it answered what says nothing.
        lost: bool,
    },
    /// The PIN was right, but no good signature came of it.
    Unsigned(CardError),
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

/// How many tries are left, without using one: four bytes and nothing after them (card fact sheet §4.3, REQ-110).
///
/// Named by short identifier, only 63Cx with x > 0 counts as an answer; anything else is confirmed by the plain form
/// before anybody is told that a PIN is blocked.
pub(super) async fn query(card: &mut Channel<'_>, can: &mut Abilities) -> Result<u8, CardError> {
    if can.short_read == Some(false) {
        can.short_pin = Some(false);
    }
    if can.short_pin != Some(false) {
        let answer = card.transmit(Command::bare([0x00, 0x20, 0x00, 0x80 | PIN.short])).await?.status;
        match answer.tries() {
            Some(tries @ 1..) => {
                can.short_pin = Some(true);
                return Ok(tries);
            }
            _ => can.short_pin = Some(false),
        }
    }
    const QUERY: Header = [0x00, 0x20, 0x00, 0x80];
    card.must_select_file(PIN).await?;
    match card.transmit(Command::bare(QUERY)).await?.status {
        status if status.is_blocked() => Ok(0),
        status => status.tries().ok_or(CardError::Refused(QUERY, status)),
    }
}

/// What a VERIFY came to.
pub(super) enum Verified {
    Right,
    Wrong(u8),
    Blocked,
    /// An answer that does not say: the counter must be looked at.
    Unknown,
    /// The PIN was not typed on the keypad; nothing was sent.
    NotTyped(NotTyped),
    /// The reader does not use its keypad for this; nothing was sent.
    NoKeypad,
}

impl Verified {
    /// By the card's answer.
    pub(super) fn of(status: StatusWord) -> Self {
        match status {
            StatusWord::OK => Self::Right,
            status if status.is_blocked() => Self::Blocked,
            status => status.tries().map_or(Self::Unknown, Self::Wrong),
        }
    }
}

/// The PIN's name in VERIFY: as in the query, which has just shown that this works; so nothing falls back, and no second
/// VERIFY can follow.
fn reference(can: &Abilities) -> u8 {
    if can.short_pin == Some(true) { 0x80 | PIN.short } else { 0x80 }
}

/// VERIFY, once.
async fn verify(card: &mut Channel<'_>, reference: u8, pin: Pin) -> Result<Verified, CardError> {
    let command = Command::with_pin([0x00, 0x20, 0x00, reference], pin);
    Ok(Verified::of(card.transmit(command).await?.status))
}
