//! What this process offered lately, so that a proof can be judged before the database is asked. It is a hint: what holds
//! is decided in the transaction that claims.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use crate::ids::SessionId;
use crate::secrets::TokenDigest;

/// About one megabyte. Ids begin with the time, so the first one is the oldest.
const AT_MOST: usize = 4096;

/// Challenges of sessions without a key.
#[derive(Default)]
pub(super) struct Offers(Mutex<BTreeMap<SessionId, (TokenDigest, [u8; 32])>>);

impl Offers {
    pub(super) fn put(&self, session: SessionId, token: TokenDigest, challenge: [u8; 32]) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.insert(session, (token, challenge));
        if all.len() > AT_MOST {
            all.pop_first();
        }
    }

    /// The challenge, once, for who holds the token.
    pub(super) fn take(&self, session: &SessionId, token: &TokenDigest) -> Option<[u8; 32]> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let (right, challenge) = all.get(session)?;
        let challenge = right.same(token).then_some(*challenge)?;
        all.remove(session);
        Some(challenge)
    }
}
