//! What is left on the device: receipts, and what reads the status of a registration (REQ-70, REQ-126, REQ-130).
//!
//! Sealed storage cannot be listed, so an index names them. It is written before what it names: whatever a crash cuts
//! off, an id without a record is passed over, and no record is left that nobody can find and delete.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use crate::effect::{Answer, Effect, Io, Slot};
use crate::registration::{self, Registration};
use crate::secret::{Secret, SecretText};

/// The most registrations that one device keeps: a family's, many times over.
const MOST: usize = 50;

/// The index, oldest first.
#[derive(Serialize, Deserialize)]
struct Index {
    version: u8,
    ids: Vec<String>,
}

/// A receipt, as it is kept.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct KeptReceipt {
    pub(super) registration_id: String,
    platform: String,
    pub(super) receipt: ReceiptRecord,
}

/// What stands on it.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct ReceiptRecord {
    pub(super) number: String,
    pub(super) terms_version: String,
    pub(super) consents: Vec<String>,
    /// In seconds since 1970.
    pub(super) accepted_at: i64,
}

/// What reads a status, as it is kept.
#[derive(Serialize, Deserialize)]
pub(super) struct KeptStatus {
    pub(super) registration_id: String,
    platform: String,
    status_token: Zeroizing<String>,
}

/// Storage did not work.
pub(super) struct Unreadable;

impl KeptStatus {
    pub(super) fn token(&self) -> SecretText {
        SecretText::new(self.status_token.to_string())
    }
}

/// Keeps receipt and status token of a registration. `false`: not everything could be kept.
pub(super) async fn keep(io: &mut Io, registration: &Registration, token: Option<&SecretText>) -> bool {
    let id = &registration.registration_id;
    let platform = io.surroundings().platform.origin().to_owned();
    let mut kept = enter(io, id).await;
    if let Some(receipt) = &registration.receipt {
        let record = KeptReceipt {
            registration_id: id.clone(),
            platform: platform.clone(),
            receipt: ReceiptRecord {
                number: receipt.number.clone(),
                terms_version: receipt.terms_version.clone(),
                consents: receipt.consents.clone(),
                accepted_at: receipt.accepted_at,
            },
        };
        kept &= save(io, Slot::Receipt(id.clone()), &record).await;
    }
    if let Some(token) = token {
        let status_token = Zeroizing::new(token.expose().to_owned());
        let record = KeptStatus { registration_id: id.clone(), platform, status_token };
        kept &= save(io, Slot::Status(id.clone()), &record).await;
    }
    kept
}

/// The receipts for this platform, newest first.
pub(super) async fn receipts(io: &mut Io) -> Result<Vec<KeptReceipt>, Unreadable> {
    let mut all = Vec::new();
    for id in ids(io).await? {
        let kept: Option<KeptReceipt> = load(io, Slot::Receipt(id.clone())).await?;
        all.extend(kept.filter(|kept| kept.registration_id == id && is_here(io, &kept.platform)));
    }
    Ok(all)
}

/// What reads the status of the registrations with this platform, newest first.
pub(super) async fn statuses(io: &mut Io) -> Result<Vec<KeptStatus>, Unreadable> {
    let mut all = Vec::new();
    for id in ids(io).await? {
        let kept: Option<KeptStatus> = load(io, Slot::Status(id.clone())).await?;
        let good = |kept: &KeptStatus| {
            kept.registration_id == id && registration::is_token(&kept.status_token) && is_here(io, &kept.platform)
        };
        all.extend(kept.filter(good));
    }
    Ok(all)
}

/// Deletes what is kept of a registration. The index goes last: until then it can be deleted again.
pub(super) async fn forget(io: &mut Io, id: &str) -> bool {
    io.tell(Effect::Forget { slot: Slot::Receipt(id.to_owned()) });
    io.tell(Effect::Forget { slot: Slot::Status(id.to_owned()) });
    let Ok(mut ids) = ids(io).await else { return false };
    ids.retain(|known| known != id);
    ids.reverse();
    save(io, Slot::Records, &Index { version: 1, ids }).await
}

/// Puts an id into the index, as the newest.
async fn enter(io: &mut Io, id: &str) -> bool {
    let Ok(mut ids) = ids(io).await else { return false };
    if ids.first().is_some_and(|newest| newest == id) {
        return true;
    }
    ids.retain(|known| known != id);
    ids.insert(0, id.to_owned());
    for old in ids.drain(MOST.min(ids.len())..) {
        io.tell(Effect::Forget { slot: Slot::Receipt(old.clone()) });
        io.tell(Effect::Forget { slot: Slot::Status(old) });
    }
    ids.reverse();
    save(io, Slot::Records, &Index { version: 1, ids }).await
}

/// The ids in the index, newest first. A damaged index is an empty one: what it named cannot be found again.
async fn ids(io: &mut Io) -> Result<Vec<String>, Unreadable> {
    let index: Option<Index> = load(io, Slot::Records).await?;
    let mut ids = index.filter(|index| index.version == 1).map(|index| index.ids).unwrap_or_default();
    ids.retain(|id| registration::is_id("reg_", id));
    ids.reverse();
    Ok(ids)
}

fn is_here(io: &Io, platform: &str) -> bool {
    io.surroundings().platform.origin() == platform
}

/// Reads a record; one that is damaged counts as none.
async fn load<T: DeserializeOwned>(io: &mut Io, slot: Slot) -> Result<Option<T>, Unreadable> {
    let loaded = io.request(Effect::Load { slot }, |answer| match answer {
        Answer::Loaded(bytes) => Some(Ok(bytes)),
        Answer::StoreFailed => Some(Err(Unreadable)),
        _ => None,
    });
    Ok(loaded.await?.and_then(|bytes| serde_json::from_slice(bytes.expose()).ok()))
}

async fn save(io: &mut Io, slot: Slot, record: &(impl Serialize + Sync)) -> bool {
    let mut bytes = Zeroizing::new(Vec::with_capacity(4096)); // never regrown: a regrown Vec leaves a copy behind
    if serde_json::to_writer(&mut *bytes, record).is_err() {
        return false;
    }
    io.request(Effect::Save { slot, bytes: Secret::new(std::mem::take(&mut bytes)) }, |answer| match answer {
        Answer::Stored => Some(true),
        Answer::StoreFailed => Some(false),
        _ => None,
    })
    .await
}
