//! COMPUTE DIGITAL SIGNATURE (card fact sheet §4.4; P-384 after §9.1).

use std::ops::RangeInclusive;

use p384::SecretKey;
use p384::ecdsa::signature::hazmat::PrehashSigner;
use p384::ecdsa::{Signature, SigningKey};
use rsa::{Pkcs1v15Sign, PrivateKey, Pss};
use sha2::{Digest, Sha256};

use super::Card;
use super::apdu::{Command, Outcome};
use super::behaviour::{EcdsaInput, EcdsaOutput};
use super::files::{File, Pin};
use super::status::StatusWord;
use crate::authority::Key;

/// Most octets PKCS #1 v1.5 can pad to 256 (RFC 8017 §9.2).
const LONGEST_PADDED: usize = 245;
/// Most octets of a message that the card hashes itself.
const LONGEST_MESSAGE: usize = 255;

/// What precedes a SHA-384 hash in a DigestInfo (RFC 8017 §9.2, note 1).
const SHA384_DIGEST_INFO: [u8; 19] =
    [0x30, 0x41, 0x30, 0x0D, 0x06, 0x09, 0x60, 0x86, 0x48, 0x01, 0x65, 0x03, 0x04, 0x02, 0x02, 0x05, 0x00, 0x04, 0x30];

impl Card {
    pub(super) fn compute_signature(&mut self, command: &Command) -> Outcome {
        let pin = self.named_key(command.p2)?;
        let lengths = self.input_lengths(pin, command.p1).ok_or(StatusWord::WRONG_PARAMETERS)?;
        if !self.reference(pin).verified {
            return Err(StatusWord::NOT_VERIFIED);
        }
        let wanted = command.le.ok_or(StatusWord::WRONG_LENGTH)?;
        if !lengths.contains(&command.data.len()) {
            return Err(self.behaviour.wrong_signing_length);
        }
        let signature = match self.signing_key(pin) {
            Key::Rsa(key) => sign_rsa(key, command.p1, command.data),
            Key::P384(key) => self.sign_p384(key, command.data),
        }?;
        if wanted < signature.len() { Err(StatusWord::WRONG_LENGTH) } else { Ok(signature) }
    }

    /// The PIN that guards the key P2 names: 80 the current file, else a short identifier.
    fn named_key(&mut self, p2: u8) -> Result<Pin, StatusWord> {
        let file = match p2 {
            0x80 => self.session.current(&self.files)?,
            _ if !self.behaviour.key_in_p2 => return Err(StatusWord::WRONG_PARAMETERS),
            _ => {
                let short_id = self.short_id(p2)?;
                self.session.by_short_id(&self.files, short_id)?
            }
        };
        match file {
            File::Key(pin) => Ok(pin),
            _ => Err(self.behaviour.wrong_file_kind),
        }
    }

    fn signing_key(&self, pin: Pin) -> &Key {
        match (pin, &self.wrong_key) {
            (Pin::User, Some(wrong)) => wrong,
            (Pin::User, None) => &self.user_key,
            (Pin::Signature, _) => &self.signature_key,
        }
    }

    fn input_lengths(&self, pin: Pin, p1: u8) -> Option<RangeInclusive<usize>> {
        let plain_only = self.behaviour.plain_signing_only || matches!(self.signing_key(pin), Key::P384(_));
        match p1 {
            0x00 => Some(1..=LONGEST_PADDED),
            _ if plain_only => None,
            0x01 | 0x03 | 0x05 => Some(1..=LONGEST_MESSAGE),
            0x02 | 0x04 => Some(32..=32),
            _ => None,
        }
    }

    fn sign_p384(&self, key: &SecretKey, input: &[u8]) -> Outcome {
        let refusal = self.behaviour.wrong_signing_length;
        let bare = Some(input).filter(|input| input.len() == 48);
        let hash = match self.behaviour.ecdsa_input {
            EcdsaInput::Hash => bare,
            EcdsaInput::DigestInfo => in_digest_info(input),
            EcdsaInput::HashOrDigestInfo => bare.or_else(|| in_digest_info(input)),
        };
        let signature: Signature =
            SigningKey::from(key).sign_prehash(hash.ok_or(refusal)?).map_err(|_| StatusWord::FAILURE)?;
        Ok(match self.behaviour.ecdsa_output {
            EcdsaOutput::Raw => signature.to_bytes().to_vec(),
            EcdsaOutput::Der => signature.to_der().as_bytes().to_vec(),
        })
    }
}

/// P1 says what the card adds to the input (card fact sheet §4.4).
fn sign_rsa(key: &PrivateKey, p1: u8, input: &[u8]) -> Outcome {
    let verbatim = Pkcs1v15Sign::new_unprefixed;
    let digest_info = Pkcs1v15Sign::new::<Sha256>;
    let signature = match p1 {
        0x00 => key.sign(verbatim(), input),
        0x01 => key.sign(verbatim(), &Sha256::digest(input)),
        0x02 => key.sign(digest_info(), input),
        0x03 => key.sign(digest_info(), &Sha256::digest(input)),
        0x04 => key.sign(Pss::<Sha256>::new(), input),
        _ => key.sign(Pss::<Sha256>::new(), &Sha256::digest(input)),
    };
    signature.map_err(|_| StatusWord::FAILURE)
}

fn in_digest_info(input: &[u8]) -> Option<&[u8]> {
    input.strip_prefix(&SHA384_DIGEST_INFO).filter(|hash| hash.len() == 48)
}
