//! What a play needs around the core, and who looks on.

use std::future::Future;
use std::sync::Arc;

use kazasu_core::effect::{HttpAnswer, HttpRequest, Intent, NetFault, Slot as Place};
use kazasu_core::platform::Platform;
use kazasu_core::screen::Screen;
use kazasu_core::words::Language;
use kazasu_virtual_card::Authority;

use crate::Unmet;
use crate::table::Do;

/// Where effects are performed, card aside.
pub trait World {
    /// The platform that the app is made for.
    fn platform(&self) -> Arc<Platform>;
    /// The hierarchy that the server trusts.
    fn authority(&self) -> Arc<Authority>;
    /// One HTTP exchange.
    fn send(&mut self, request: HttpRequest) -> impl Future<Output = Result<HttpAnswer, NetFault>>;
    /// One request to the server's sandbox controls; gives status and body.
    fn control(
        &mut self,
        method: &str,
        path: &str,
        body: Option<String>,
    ) -> impl Future<Output = Result<(u16, String), Unmet>>;
    /// Writes to sealed storage.
    fn save(&mut self, place: &Place, bytes: &[u8]) -> bool;
    /// Reads sealed storage.
    fn load(&mut self, place: &Place) -> Option<Vec<u8>>;
    /// Removes from sealed storage.
    fn forget(&mut self, place: &Place);
    /// Random bytes.
    fn random(&mut self, bytes: usize) -> Vec<u8>;
    /// Lets time go by; a world without a clock of its own does nothing.
    fn wait(&mut self, ms: u32) -> impl Future<Output = ()>;
}

/// Somebody who looks on.
pub trait Observer {
    /// A screen is shown.
    fn screen(&mut self, screen: &Screen);
    /// The person does something. Never the PIN.
    fn act(&mut self, act: &str);
    /// Something goes over a wire, or goes wrong. Never the PIN.
    fn exchange(&mut self, line: &str);
    /// An effect begins, by its name in the table.
    fn effect(&mut self, _name: &str) {}
    /// Does it in the player's stead, at a real shell: gives what the app was told there.
    fn hands(&mut self, _: &Screen, _: &Do) -> impl Future<Output = Result<Option<Deed>, Unmet>> {
        async { Ok(None) }
    }
}

/// What an app is told by the person's hands.
pub enum Deed {
    /// Something that a screen offers.
    Intent(Intent),
    /// Another language.
    Language(Language),
}

/// Looks away.
pub struct Silent;

impl Observer for Silent {
    fn screen(&mut self, _: &Screen) {}
    fn act(&mut self, _: &str) {}
    fn exchange(&mut self, _: &str) {}
}
