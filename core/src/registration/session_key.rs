//! The session key: proof that whoever sends a session's token is the one who opened it (DPoP, RFC 9449, with ES256).

use base64ct::{Base64UrlUnpadded, Encoding};
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use crate::effect::Method;
use crate::secret::Secret;

/// A private key on P-256. It is wiped on drop, and no copy of it can be made but into the sealed record.
pub(crate) struct SessionKey(SigningKey);

/// What one proof is about (RFC 9449 §4.2).
pub(crate) struct Posted<'a> {
    pub(crate) method: Method,
    /// The platform's origin and the path: what the server knows itself by, whatever way the request goes.
    pub(crate) url: &'a str,
    pub(crate) token: &'a str,
    /// By the server's time, in seconds since 1970.
    pub(crate) at: i64,
    /// Names the proof: no two of one key may be alike.
    pub(crate) id: &'a str,
}

/// The public key. The members stand in the order of RFC 7638 §3, so that its JSON is what the thumbprint hashes.
#[derive(Serialize)]
pub(crate) struct Jwk {
    crv: &'static str,
    kty: &'static str,
    x: String,
    y: String,
}

impl SessionKey {
    /// Octets of the private key.
    pub(crate) const OCTETS: usize = 32;

    /// The key of these octets; none for the one in 2³² draws that is no number of the curve.
    pub(crate) fn new(octets: &Secret) -> Option<Self> {
        let octets = <&[u8; Self::OCTETS]>::try_from(octets.expose()).ok()?;
        SigningKey::from_bytes(octets.into()).ok().map(Self)
    }

    /// The public key.
    pub(crate) fn jwk(&self) -> Jwk {
        let point = self.0.verifying_key().to_sec1_point(false);
        let text = |octets: Option<&p256::FieldBytes>| {
            octets.map(|octets| Base64UrlUnpadded::encode_string(octets)).unwrap_or_default()
        };
        Jwk { crv: "P-256", kty: "EC", x: text(point.x()), y: text(point.y()) }
    }

    /// RFC 7638: what names the key in the transcript.
    pub(crate) fn thumbprint(&self) -> [u8; 32] {
        Sha256::digest(json(&self.jwk())).into()
    }

    /// A JWT for the header `DPoP`, good for one request.
    pub(crate) fn proof(&self, posted: &Posted<'_>) -> String {
        #[derive(Serialize)]
        struct Head {
            typ: &'static str,
            alg: &'static str,
            jwk: Jwk,
        }
        #[derive(Serialize)]
        struct Claims<'a> {
            jti: &'a str,
            htm: &'static str,
            htu: &'a str,
            iat: i64,
            ath: String,
        }
        let head = Head { typ: "dpop+jwt", alg: "ES256", jwk: self.jwk() };
        let claims = Claims {
            jti: posted.id,
            htm: posted.method.name(),
            htu: posted.url,
            iat: posted.at,
            ath: Base64UrlUnpadded::encode_string(&Sha256::digest(posted.token)),
        };
        let text = |octets: Vec<u8>| Base64UrlUnpadded::encode_string(&octets);
        let signed = format!("{}.{}", text(json(&head)), text(json(&claims)));
        let signature: Signature = self.0.sign(signed.as_bytes());
        format!("{signed}.{}", Base64UrlUnpadded::encode_string(&signature.to_bytes()))
    }
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).unwrap_or_default()
}

/// For the sealed record alone.
impl Serialize for SessionKey {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let octets = Zeroizing::new(<[u8; Self::OCTETS]>::from(self.0.to_bytes()));
        let text = Zeroizing::new(Base64UrlUnpadded::encode_string(&*octets));
        serializer.serialize_str(&text)
    }
}

impl<'de> Deserialize<'de> for SessionKey {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = Zeroizing::new(String::deserialize(deserializer)?);
        let octets = Base64UrlUnpadded::decode_vec(&text).ok().map(Secret::new);
        octets.and_then(|octets| Self::new(&octets)).ok_or_else(|| serde::de::Error::custom("no session key"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use p256::ecdsa::VerifyingKey;
    use p256::ecdsa::signature::Verifier;
    use serde_json::Value;

    /// The key of RFC 7515 appendix A.3.
    const SECRET: &str = "jpsQnnGQmL-YBIffH1136cspYG6-0iY7X1fCE9-E9LI";
    const X: &str = "f83OJ3D2xF1Bg8vub9tLe1gHMzV76e8Tus9uPHvRVEU";
    const Y: &str = "x_FEzRu9m36HLN_tue659LNpXW6pCyStikYjKIWI5a0";

    fn key() -> SessionKey {
        serde_json::from_value(Value::from(SECRET)).unwrap()
    }

    fn decoded(part: &str) -> Value {
        serde_json::from_slice(&Base64UrlUnpadded::decode_vec(part).unwrap()).unwrap()
    }

    #[test]
    fn b18_public_key_and_thumbprint() {
        let key = key();
        let jwk = String::from_utf8(json(&key.jwk())).unwrap();
        assert_eq!(jwk, format!(r#"{{"crv":"P-256","kty":"EC","x":"{X}","y":"{Y}"}}"#));
        assert_eq!(key.thumbprint(), <[u8; 32]>::from(Sha256::digest(jwk)));
        assert_eq!(serde_json::to_value(&key).unwrap(), SECRET);
    }

    #[test]
    fn b18_a_proof_says_what_rfc_9449_wants_and_verifies() {
        let posted = Posted { method: Method::Post, url: "https://a.example/v1", token: "t", at: 7, id: "once" };
        let proof = key().proof(&posted);
        let [head, claims, signature] = proof.split('.').collect::<Vec<_>>().try_into().unwrap();
        assert_eq!(
            decoded(head),
            serde_json::json!({"typ": "dpop+jwt", "alg": "ES256", "jwk": {"kty": "EC", "crv": "P-256", "x": X, "y": Y}})
        );
        assert_eq!(
            decoded(claims),
            serde_json::json!({
                "jti": "once", "htm": "POST", "htu": "https://a.example/v1", "iat": 7,
                "ath": "47mKTaMaEn1L3m5DAz9muidMqw636xxw7EFAK_YnPdg",
            })
        );
        let signature = Signature::from_slice(&Base64UrlUnpadded::decode_vec(signature).unwrap()).unwrap();
        let public = VerifyingKey::from(&key().0);
        public.verify(format!("{head}.{claims}").as_bytes(), &signature).unwrap();
    }

    #[test]
    fn octets_that_are_no_key_are_none() {
        for octets in [vec![], vec![0; 32], vec![0xFF; 32], vec![1; 31], vec![1; 33]] {
            assert!(SessionKey::new(&Secret::new(octets)).is_none());
        }
    }
}
