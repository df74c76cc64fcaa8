//! The signature algorithms that HRP/1 knows, and their hashes (HRP/1 §3.3).

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256, Sha384};

/// What a card signs with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Algorithm {
    /// RSASSA-PKCS1-v1_5 with SHA-256: every card of today.
    #[serde(rename = "RS256")]
    Rs256,
    /// ECDSA on P-384 with SHA-384: the next-generation card (REQ-116).
    #[serde(rename = "ES384")]
    Es384,
}

impl Algorithm {
    /// The name in the protocol.
    pub fn name(self) -> &'static str {
        match self {
            Self::Rs256 => "RS256",
            Self::Es384 => "ES384",
        }
    }

    /// The hash of this algorithm over `bytes`: 32 octets for RS256, 48 for ES384.
    pub fn hash(self, bytes: &[u8]) -> Vec<u8> {
        match self {
            Self::Rs256 => Sha256::digest(bytes).to_vec(),
            Self::Es384 => Sha384::digest(bytes).to_vec(),
        }
    }
}
