//! The bytes that are signed (HRP/1 §3.3).

use crate::algorithm::Algorithm;

/// What a signature is about. Each field is hashed first, so that no two different inputs give the same transcript.
#[derive(Debug, Clone, Copy)]
pub struct Transcript<'a> {
    /// `register`, `authenticate` or `deregister`.
    pub operation: &'a str,
    /// The platform's serialised origin: the client's own constant.
    pub origin: &'a str,
    /// 32 octets from the server.
    pub challenge: &'a [u8; 32],
    /// The session's id.
    pub session_id: &'a str,
    /// The thumbprint of the session key (RFC 7638), if one was sent.
    pub session_key: Option<&'a [u8; 32]>,
    /// The exact octets that are sent as the statement.
    pub statement: &'a [u8],
    /// The certificate's DER octets.
    pub certificate: &'a [u8],
}

impl Transcript<'_> {
    /// T: 224 octets for RS256, 336 for ES384. The channel field is empty.
    pub fn bytes(&self, algorithm: Algorithm) -> Vec<u8> {
        let context = format!("hrp/1 {} {}", self.operation, algorithm.name());
        let mut session = self.session_id.as_bytes().to_vec();
        session.push(0);
        session.extend(self.session_key.into_iter().flatten());
        let fields: [&[u8]; 7] = [
            context.as_bytes(),
            self.origin.as_bytes(),
            self.challenge,
            &session,
            self.statement,
            self.certificate,
            &[],
        ];
        fields.into_iter().flat_map(|field| algorithm.hash(field)).collect()
    }

    /// The hash of T, which is what the card signs.
    pub fn hash(&self, algorithm: Algorithm) -> Vec<u8> {
        algorithm.hash(&self.bytes(algorithm))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use sha2::{Digest, Sha256};

    const STATEMENT: &str = r#"{"type":"hrp.register.v1","terms_version":"2026-11-01","terms_digest":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU","terms_lang":"ja","consents":["hrp.consent.cert-serial-to-eligibility","hrp.consent.link-insured-number"],"portal_user_registration":false}"#;

    fn hex(bytes: &[u8]) -> String {
        bytes.iter().map(|byte| format!("{byte:02x}")).collect()
    }

    fn with<R>(change: impl FnOnce(&mut Transcript<'_>) -> R) -> R {
        let challenge: [u8; 32] = std::array::from_fn(|at| at as u8);
        let thumbprint: [u8; 32] = Sha256::digest(b"example session key thumbprint input").into();
        let id = format!("ses_{}", "0".repeat(26));
        change(&mut Transcript {
            operation: "register",
            origin: "https://sandbox.example",
            challenge: &challenge,
            session_id: &id,
            session_key: Some(&thumbprint),
            statement: STATEMENT.as_bytes(),
            certificate: &[0x30, 0x03, 0x02, 0x01, 0x05],
        })
    }

    /// The vectors printed in HRP/1 §3.3.
    #[test]
    fn t24_vectors() {
        assert_eq!(STATEMENT.len(), 255);
        let whole = with(|transcript| transcript.bytes(Algorithm::Rs256));
        let fields = [
            "c35b975755bd495a0ce8f606d4f57e94c02096f5f48d39f7015b04c952f12e17",
            "05b9ef7e701eca1f90a7bd66d256e8634aff874e655bb406a9d59ebed02893c8",
            "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd",
            "156ae28216b6a3ad99da2cf8d53b56feaddf97923a938f0ff81d88413149c76e",
            "b0aafa262a01d6ee5f53154dc4c42bd96d2deae059915072adeddc2bc3e54280",
            "417c7763c4e320a6b747b3cb0c6d22f93741b29a32b48594b8eb4c144fe6d729",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ];
        assert_eq!(hex(&whole), fields.concat());
        assert_eq!(
            hex(&with(|transcript| transcript.hash(Algorithm::Rs256))),
            "65ba379973d08485c1ee384a56186155ee65b52bd41cf822106610cc93e3f550"
        );
        assert_eq!(
            hex(&with(|transcript| {
                transcript.session_key = None;
                transcript.hash(Algorithm::Rs256)
            })),
            "1cb550741b1032f83927d184eac2b6e12a360c77f9e50974ae35537a558f4294"
        );
        assert_eq!(
            hex(&with(|transcript| transcript.hash(Algorithm::Es384))),
            "047a130e25de59f327a2659061ae9be6b39c0e9b0e6f0483c0880a9ea2ff21755a7c0db05edc0e06a8096b7b0bc24fa9"
        );
    }

    #[test]
    fn t24_any_changed_field_changes_the_hash() {
        let mut seen = std::collections::HashSet::new();
        let mut new = |hash: Vec<u8>| assert!(seen.insert(hash));
        new(with(|transcript| transcript.hash(Algorithm::Rs256)));
        new(with(|transcript| transcript.hash(Algorithm::Es384)));
        new(with(|transcript| (transcript.operation = "deregister", transcript.hash(Algorithm::Rs256)).1));
        new(with(|transcript| (transcript.origin = "https://sandbox.exampl", transcript.hash(Algorithm::Rs256)).1));
        new(with(|transcript| (transcript.session_id = "ses_1", transcript.hash(Algorithm::Rs256)).1));
        new(with(|transcript| (transcript.session_key = None, transcript.hash(Algorithm::Rs256)).1));
        new(with(|transcript| (transcript.challenge = &[7; 32], transcript.hash(Algorithm::Rs256)).1));
        for at in 0..STATEMENT.len() {
            let mut flipped = STATEMENT.as_bytes().to_vec();
            flipped[at] ^= 1;
            let flipped = flipped.leak();
            new(with(|transcript| (transcript.statement = flipped, transcript.hash(Algorithm::Rs256)).1));
        }
        for at in 0..5 {
            let mut flipped = vec![0x30, 0x03, 0x02, 0x01, 0x05];
            flipped[at] ^= 1;
            let flipped = flipped.leak();
            new(with(|transcript| (transcript.certificate = flipped, transcript.hash(Algorithm::Rs256)).1));
        }
    }
}
