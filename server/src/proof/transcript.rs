//! The octets that are signed (HRP/1 §3.3).

use ring::digest::{self, Algorithm as Hash, Context};

use crate::codec::Sha256;
use crate::ids::SessionId;
use crate::words::{Algorithm, Operation};

/// What goes into a transcript. Origin, challenge and session come from the server's own store, never from the client.
pub(crate) struct Transcript<'a> {
    pub(crate) operation: Operation,
    pub(crate) algorithm: Algorithm,
    pub(crate) origin: &'a str,
    pub(crate) challenge: &'a [u8; 32],
    pub(crate) session: &'a SessionId,
    pub(crate) session_key: Option<&'a Sha256>,
    pub(crate) statement: &'a [u8],
    pub(crate) certificate: &'a [u8],
}

impl Transcript<'_> {
    /// T: seven hashes, 224 octets for RS256 and 336 for ES384.
    pub(crate) fn octets(&self) -> Vec<u8> {
        let hash = hash_of(self.algorithm);
        let ctx = format!("hrp/1 {} {}", self.operation.as_str(), self.algorithm.as_str());
        let mut session = self.session.as_str().as_bytes().to_vec();
        session.push(0);
        session.extend(self.session_key.into_iter().flatten());
        let channel: &[u8] = &[];
        let fields = [
            ctx.as_bytes(),
            self.origin.as_bytes(),
            self.challenge,
            &session,
            self.statement,
            self.certificate,
            channel,
        ];
        fields.iter().flat_map(|field| digest_of(hash, field)).collect()
    }
}

fn hash_of(algorithm: Algorithm) -> &'static Hash {
    match algorithm {
        Algorithm::Rs256 => &digest::SHA256,
        Algorithm::Es384 => &digest::SHA384,
    }
}

fn digest_of(hash: &'static Hash, octets: &[u8]) -> Vec<u8> {
    let mut context = Context::new(hash);
    context.update(octets);
    context.finish().as_ref().to_vec()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used)]
    use super::*;
    use crate::codec::{hex, sha256};

    const STATEMENT: &str = concat!(
        r#"{"type":"hrp.register.v1","terms_version":"2026-11-01","terms_digest":"47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU","#,
        r#""terms_lang":"ja","consents":["hrp.consent.cert-serial-to-eligibility","hrp.consent.link-insured-number"],"#,
        r#""portal_user_registration":false}"#
    );

    fn transcript(algorithm: Algorithm, keyed: bool) -> Vec<u8> {
        let challenge = std::array::from_fn(|i| u8::try_from(i).unwrap());
        let thumbprint = sha256(b"example session key thumbprint input");
        Transcript {
            operation: Operation::Register,
            algorithm,
            origin: "https://sandbox.example",
            challenge: &challenge,
            session: &SessionId::parse("ses_00000000000000000000000000").unwrap(),
            session_key: keyed.then_some(&thumbprint),
            statement: STATEMENT.as_bytes(),
            certificate: &[0x30, 0x03, 0x02, 0x01, 0x05],
        }
        .octets()
    }

    #[test]
    fn t24_transcript_vectors_rs256_with_session_key() {
        assert_eq!(STATEMENT.len(), 255);
        let octets = transcript(Algorithm::Rs256, true);
        let fields = [
            "c35b975755bd495a0ce8f606d4f57e94c02096f5f48d39f7015b04c952f12e17",
            "05b9ef7e701eca1f90a7bd66d256e8634aff874e655bb406a9d59ebed02893c8",
            "630dcd2966c4336691125448bbb25b4ff412a49c732db2c8abc1b8581bd710dd",
            "156ae28216b6a3ad99da2cf8d53b56feaddf97923a938f0ff81d88413149c76e",
            "b0aafa262a01d6ee5f53154dc4c42bd96d2deae059915072adeddc2bc3e54280",
            "417c7763c4e320a6b747b3cb0c6d22f93741b29a32b48594b8eb4c144fe6d729",
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
        ];
        assert_eq!(octets.chunks(32).map(hex).collect::<Vec<_>>(), fields);
        assert_eq!(hex(&sha256(&octets)), "65ba379973d08485c1ee384a56186155ee65b52bd41cf822106610cc93e3f550");
    }

    #[test]
    fn t24_transcript_vectors_rs256_without_session_key() {
        let octets = transcript(Algorithm::Rs256, false);
        assert_eq!(hex(&octets[96..128]), "5c86a49a213e212b647984c151a294d538b8cd6e5d8bbe43dda0648ddeb91f78");
        assert_eq!(hex(&sha256(&octets)), "1cb550741b1032f83927d184eac2b6e12a360c77f9e50974ae35537a558f4294");
    }

    #[test]
    fn t24_transcript_vectors_es384() {
        let octets = transcript(Algorithm::Es384, true);
        assert_eq!(octets.len(), 336);
        let expected = "047a130e25de59f327a2659061ae9be6b39c0e9b0e6f0483c0880a9ea2ff2175\
                        5a7c0db05edc0e06a8096b7b0bc24fa9";
        assert_eq!(hex(&digest_of(&digest::SHA384, &octets)), expected);
    }
}
