//! The end of the process between two statements, as `kill -9` would bring it: for tests of what is left behind.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::StoreError;
use super::tx::{Engine, Row, Statements, Value};

/// Counts down. Zero means that no cut is to come.
#[derive(Clone, Default)]
pub(crate) struct PowerCut(Arc<AtomicU64>);

impl PowerCut {
    /// The process ends just before the statement with this number, counted from here; a commit counts as two, so that
    /// there is one place between it and the answer.
    pub(crate) fn at(&self, statement: u64) {
        self.0.store(statement, Ordering::SeqCst);
    }

    fn pass(&self) {
        let counted = self.0.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |left| left.checked_sub(1));
        if counted == Ok(1) {
            // Nothing is unwound, flushed or closed.
            std::process::abort();
        }
    }
}

/// An engine that a power cut may strike.
pub(super) struct Struck {
    pub(super) engine: Box<dyn Engine>,
    pub(super) cut: PowerCut,
}

impl Statements for Struck {
    fn run(&mut self, sql: &'static str, values: &[Value]) -> Result<u64, StoreError> {
        self.cut.pass();
        self.engine.run(sql, values)
    }

    fn rows(&mut self, sql: &'static str, values: &[Value]) -> Result<Vec<Row>, StoreError> {
        self.cut.pass();
        self.engine.rows(sql, values)
    }
}

impl Engine for Struck {
    fn begin(&mut self) -> Result<(), StoreError> {
        self.cut.pass();
        self.engine.begin()
    }

    fn commit(&mut self) -> Result<(), StoreError> {
        self.cut.pass();
        let committed = self.engine.commit();
        self.cut.pass();
        committed
    }

    fn erased(&mut self) {
        self.engine.erased();
    }

    fn rollback(&mut self) {
        self.engine.rollback();
    }
}
