//! COMPUTE DIGITAL SIGNATURE (card fact sheet §4.4).

use crate::algorithm::Algorithm;
use crate::apdu::{Command, Header, Response, StatusWord};

use super::abilities::Abilities;
use super::certificate::Certificate;
use super::channel::Channel;
use super::found::CardError;
use super::profile::{self, KEY};

/// DigestInfo of a SHA-256 value, up to the value (RFC 8017 §9.2, note 1).
const SHA_256: [u8; 19] =
    [0x30, 0x31, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x01, 0x05, 0x00, 0x04, 0x20];
/// DigestInfo of a SHA-384 value, up to the value (RFC 8017 §9.2, note 1).
const SHA_384: [u8; 19] =
    [0x30, 0x41, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30];

/// Signs a hash and checks the signature with the certificate's own key, so that a bad one is made again while the card
/// is still there. `hash` is the hash of the transcript: 32 octets for RS256, 48 for ES384.
pub(super) async fn sign(
    card: &mut Channel<'_>,
    can: &mut Abilities,
    certificate: &Certificate,
    hash: &[u8],
) -> Result<Vec<u8>, CardError> {
    let mut last = CardError::Garbled("the signature is wrong");
    for form in forms(certificate.algorithm()) {
        let response = compute(card, can, *form, hash).await?;
        match response.status {
            StatusWord::OK => match certificate.accept_signature(hash, &response.data) {
                Some(signature) => return Ok(signature),
                None => can.short_key = Some(false), // perhaps it was another key that signed
            },
            status => last = CardError::Refused([0x80, 0x2A, 0x00, 0x80], status),
        }
    }
    Err(last)
}

/// What is given to the card, each in turn until a good signature comes back.
#[derive(Clone, Copy)]
enum Form {
    DigestInfo,
    Hash,
}

/// Every card takes a DigestInfo for RSA. What the next-generation card takes is not public (card fact sheet §9.1):
/// ECDSA signs a hash, so the bare hash comes first.
fn forms(algorithm: Algorithm) -> &'static [Form] {
    match algorithm {
        Algorithm::Rs256 => &[Form::DigestInfo, Form::DigestInfo],
        Algorithm::Es384 => &[Form::Hash, Form::DigestInfo],
    }
}

/// One signature: with the key named in P2 where short identifiers work, which a card that cannot refuses without cost;
/// otherwise with the key selected.
async fn compute(card: &mut Channel<'_>, can: &mut Abilities, form: Form, hash: &[u8]) -> Result<Response, CardError> {
    if can.short_read == Some(false) {
        can.short_key = Some(false);
    }
    if can.short_key != Some(false) {
        let response = transmit(card, [0x80, 0x2A, 0x00, 0x80 | KEY.short], form, hash).await?;
        if response.status == StatusWord::OK {
            can.short_key = Some(true);
            return Ok(response);
        }
        can.short_key = Some(false);
    }
    card.must_select_file(KEY).await?;
    transmit(card, [0x80, 0x2A, 0x00, 0x80], form, hash).await
}

async fn transmit(card: &mut Channel<'_>, header: Header, form: Form, hash: &[u8]) -> Result<Response, CardError> {
    let wrong = CardError::Garbled("a hash of no known length");
    let command = match (form, <&[u8; 32]>::try_from(hash), <&[u8; 48]>::try_from(hash)) {
        (Form::DigestInfo, Ok(hash), _) => Command::exchange(header, &join::<19, 32, 51>(&SHA_256, hash)),
        (Form::DigestInfo, _, Ok(hash)) => Command::exchange(header, &join::<19, 48, 67>(&SHA_384, hash)),
        (Form::Hash, _, Ok(hash)) => Command::exchange(header, hash),
        _ => return Err(wrong),
    };
    let response = card.try_transmit(command, profile::SIGN_TIMEOUT_MS).await?;
    response.ok_or(CardError::Garbled("the reader refuses short commands"))
}

fn join<const A: usize, const B: usize, const N: usize>(first: &[u8; A], second: &[u8; B]) -> [u8; N] {
    const { assert!(A + B == N) };
    let mut whole = [0; N];
    for (place, byte) in whole.iter_mut().zip(first.iter().chain(second)) {
        *place = *byte;
    }
    whole
}
