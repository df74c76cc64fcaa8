//! Practice on the page: the product's screens, and the tools beside them.

use std::path::PathBuf;
use std::sync::Arc;

use axum::Router;
use kazasu_core::words::Language;
use kazasu_virtual_card::{Authority, Personality};

use super::platform::Platform;
use super::reception::Setup;
use super::stand::Stand;
use super::tools::Tools;
use crate::exit::Exit;
use crate::page::{self, Offer};
use crate::start::CannotStart;

/// What a practice on the page needs.
pub(super) struct OnPage {
    pub(super) authority: Arc<Authority>,
    pub(super) kind: Personality,
    /// The practice server's paths.
    pub(super) server: Router,
    /// The platform, at the practice server's address.
    pub(super) platform: kazasu_core::platform::Platform,
    pub(super) folder: PathBuf,
    pub(super) language: Language,
    pub(super) browser: bool,
    pub(super) reception: Setup,
}

/// Runs it until nobody wants it any more.
pub(super) async fn practise(practice: OnPage) -> Result<Exit, CannotStart> {
    let stand = Stand::new(practice.authority, practice.kind);
    let tools = Tools::new(stand.clone(), Platform::new(practice.server), practice.reception);
    let offer = Offer {
        platform: Arc::new(practice.platform),
        reader: Box::new(move || Ok(stand.reader())),
        folder: practice.folder,
        language: practice.language,
        browser: practice.browser,
    };
    let further = tools.further();
    page::serve_with(offer, further, |hub| tools.keep_shown(hub)).await
}
