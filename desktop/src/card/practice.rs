//! The keys of the practice card, which the practice server trusts.

use std::path::{Path, PathBuf};

use kazasu_virtual_card::{Authority, AuthorityError, Personality, Slot};

use super::VirtualCard;
use crate::clock;
use crate::folders::{self, NoFolder};

/// The name of the folder for practice, where none is named.
pub const FOLDER: &str = "kazasu-sandbox";

/// There is no virtual card.
#[derive(Debug, thiserror::Error)]
pub enum NoCard {
    /// No folder.
    #[error(transparent)]
    Folder(#[from] NoFolder),
    /// Nobody has made keys.
    #[error("--card virtual: there are no keys for practice in {}; run `kazasu sandbox` with that folder first", .0.display())]
    NoKeys(PathBuf),
    /// The keys cannot be used.
    #[error("--card virtual: {0}; `kazasu sandbox --fresh` makes new keys")]
    Keys(#[from] AuthorityError),
}

/// Where a folder for practice has its keys.
pub fn folder(data: &Path) -> PathBuf {
    data.join("authority")
}

/// A virtual card of that kind, with keys that the practice server of the same folder trusts.
pub fn virtual_card(data: Option<&Path>, kind: Personality) -> Result<VirtualCard, NoCard> {
    let keys = match data {
        Some(data) => folder(data),
        None => folder(&folders::state(FOLDER)?),
    };
    if !keys.exists() {
        return Err(NoCard::NoKeys(keys));
    }
    let authority = Authority::load(&keys)?;
    Ok(VirtualCard::new(Slot::new(kind, &authority, clock::unix_s())))
}
