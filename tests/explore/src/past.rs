//! What a registration left behind, for runs that begin after one.

use std::collections::BTreeMap;

use crate::drive::{ONCE, Run, honest};
use crate::server::Server;
use crate::shared::Shared;
use crate::starts::Start;

/// Server, storage and clock after a registration.
pub(crate) struct Past {
    pub(crate) server: Server,
    pub(crate) stored: BTreeMap<String, Vec<u8>>,
    pub(crate) monotonic_ms: u64,
}

impl Past {
    /// Registers the card of that start.
    pub(crate) fn of(shared: &Shared, start: Start) -> Self {
        let mut run = Run::new(shared, start, ONCE);
        let broken = run.whole(&mut honest).err();
        let world = run.world;
        assert!(broken.is_none() && world.server.registered(0) == 1, "{start:?} is not registered: {broken:?}");
        Self { server: world.server.later(), stored: world.stored, monotonic_ms: world.monotonic_ms }
    }
}
