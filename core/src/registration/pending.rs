//! A signed request that has no definite answer yet, as it is kept (HRP/1 §3.8).

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::secret::Secret;

use super::SessionKey;

/// An idempotency key of 16 random octets, as it stands in the header, quotation marks included (HRP/1 §3.8).
pub(crate) fn idempotency_key(octets: &[u8]) -> String {
    use base64ct::{Base64UrlUnpadded, Encoding};
    format!("\"{}\"", Base64UrlUnpadded::encode_string(octets))
}

/// Everything that sending again needs: no card and no PIN. It never holds the PIN.
#[derive(Serialize, Deserialize)]
pub(crate) struct Pending {
    version: u8,
    pub(crate) origin: String,
    pub(crate) session_id: String,
    pub(crate) session_token: Zeroizing<String>,
    /// What each sending is proven with, where the platform demands that.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(crate) session_key: Option<SessionKey>,
    /// As it stands in the header, quotation marks included.
    pub(crate) idempotency_key: String,
    /// The body, to the octet.
    pub(crate) body: Zeroizing<String>,
    /// Until when it may arrive, by the server's time.
    pub(crate) submit_by: i64,
    /// Whether the portal part was asked for (REQ-69).
    pub(crate) portal: bool,
    /// The certificate's end, if it is near (REQ-106).
    pub(crate) expiring: Option<i64>,
}

impl Pending {
    /// The layout of the record.
    const VERSION: u8 = 1;

    /// Puts a record together. `key` are 16 random octets.
    pub(crate) fn new(session_id: String, session_token: String, key: &[u8], body: Vec<u8>) -> Self {
        Self {
            version: Self::VERSION,
            origin: String::new(),
            session_id,
            session_token: Zeroizing::new(session_token),
            session_key: None,
            idempotency_key: idempotency_key(key),
            body: Zeroizing::new(String::from_utf8(body).unwrap_or_default()),
            submit_by: 0,
            portal: false,
            expiring: None,
        }
    }

    /// The octets to keep.
    pub(crate) fn to_bytes(&self) -> Secret {
        let mut bytes = Vec::with_capacity(self.body.len() + 2048); // never regrown: a regrown Vec leaves a copy behind
        let _ = serde_json::to_writer(&mut bytes, self);
        Secret::new(bytes)
    }

    /// Reads what was kept.
    pub(crate) fn read(bytes: &Secret) -> Option<Self> {
        let pending: Self = serde_json::from_slice(bytes.expose()).ok()?;
        let valid = pending.version == Self::VERSION
            && super::is_id("ses_", &pending.session_id)
            && super::is_token(&pending.session_token)
            && pending.idempotency_key.is_ascii();
        valid.then_some(pending)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FORMER: &str = r#"{"version":1,"origin":"https://sandbox.example","session_id":"ses_00000000000000000000000000","session_token":"dG9rZW4","idempotency_key":"\"a2V5\"","body":"{}","submit_by":7,"portal":true,"expiring":null}"#;

    #[test]
    fn req_118_a_record_from_before_session_keys_is_read_and_written_as_it_was() {
        let pending = Pending::read(&Secret::new(FORMER.as_bytes().to_vec())).unwrap();
        assert!(pending.session_key.is_none() && pending.portal && pending.submit_by == 7);
        assert_eq!(pending.to_bytes().expose(), FORMER.as_bytes());
    }

    #[test]
    fn b18_the_session_key_is_in_the_record() {
        let mut pending = Pending::read(&Secret::new(FORMER.as_bytes().to_vec())).unwrap();
        pending.session_key = SessionKey::new(&Secret::new(vec![7; 32]));
        let thumbprint = pending.session_key.as_ref().map(SessionKey::thumbprint);
        let again = Pending::read(&pending.to_bytes()).unwrap();
        assert!(thumbprint.is_some() && again.session_key.as_ref().map(SessionKey::thumbprint) == thumbprint);
    }

    #[test]
    fn a_record_with_anything_of_another_shape_is_not_read() {
        for (was, is) in
            [("\"version\":1", "\"version\":2"), ("ses_0", "sess_0"), ("dG9rZW4", "dG9r ZW4"), ("a2V5", "a2V5é")]
        {
            assert!(Pending::read(&Secret::new(FORMER.replacen(was, is, 1).into_bytes())).is_none(), "{is}");
        }
    }
}
