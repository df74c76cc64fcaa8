//! What a run needs before it can start, at the terminal or on the page.

use std::io;
use std::path::Path;

use kazasu_core::http::NoHttp;
use kazasu_core::platform::PlatformError;

use crate::card::{Pcsc, Reader};
use crate::cli::CardSpec;
use crate::folders::NoFolder;
use crate::platform::BadPlatform;
use crate::store::StoreError;

/// Why a run cannot start. Each says what to do.
#[derive(Debug, thiserror::Error)]
pub enum CannotStart {
    /// The platform file.
    #[error(transparent)]
    Platform(#[from] BadPlatform),
    /// The server's address.
    #[error("--server: {0}")]
    Server(#[from] PlatformError),
    /// No folder.
    #[error(transparent)]
    NoFolder(#[from] NoFolder),
    /// The folder cannot be used.
    #[error("records cannot be kept: {0}; name another folder with --data")]
    Store(#[from] StoreError),
    /// No HTTP.
    #[error(transparent)]
    Http(#[from] NoHttp),
    /// No runtime.
    #[error("the program cannot start its work: {0}")]
    Runtime(#[from] io::Error),
    /// No address for the page.
    #[error("no random numbers for the page's address: {0}")]
    Random(#[from] getrandom::Error),
    /// The virtual card.
    #[cfg(feature = "sandbox")]
    #[error(transparent)]
    Card(#[from] crate::card::practice::NoCard),
}

/// What the card lies on.
pub fn reader(card: &CardSpec, data: Option<&Path>) -> Result<Box<dyn Reader>, CannotStart> {
    #[cfg(not(feature = "sandbox"))]
    let _ = data; // only a virtual card has something in there
    Ok(match card {
        CardSpec::Pcsc(name) => Box::new(Pcsc::new(name.clone())),
        #[cfg(feature = "sandbox")]
        CardSpec::Tcp(address) => Box::new(crate::card::Tcp::new(address.clone())),
        #[cfg(feature = "sandbox")]
        CardSpec::Virtual(kind) => Box::new(crate::card::practice::virtual_card(data, *kind)?),
    })
}
