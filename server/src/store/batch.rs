//! Jobs that share one transaction.

use super::StoreError;
use super::sql::audit;
use super::tx::{Engine, Statements, Tx};

/// A piece of work in a transaction.
pub(super) trait Job: Send {
    /// Does it; an error says that nothing of it may stay. It may be asked again after its work was undone.
    fn run(&mut self, tx: &mut Tx<'_>) -> Result<(), StoreError>;

    /// It has no transaction to run in.
    fn lose(&mut self, error: &StoreError);

    /// Tells who waits, once it is known whether the transaction is durable.
    fn answer(self: Box<Self>, committed: Result<(), StoreError>);
}

/// Every job gets its turn, or learns why not. A job that fails is as rare as a fault of the database, so first they all
/// run without a way back for each; when one fails, all is undone and done again with such a way.
pub(super) fn run_batch(engine: &mut dyn Engine, batch: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    let together = begin(engine, batch).and_then(|mut tx| {
        let failed = batch.iter_mut().find_map(|job| job.run(&mut tx).err());
        failed.map_or_else(|| end(&mut tx).map(|()| true), |_| Ok(false))
    });
    match together {
        Ok(true) => Ok(()),
        Ok(false) => {
            engine.rollback();
            apart(engine, batch)
        }
        Err(error) => Err(error),
    }
}

fn begin<'a>(engine: &'a mut dyn Engine, batch: &mut [Box<dyn Job>]) -> Result<Tx<'a>, StoreError> {
    match engine.begin() {
        Ok(()) => Ok(Tx::new(engine)),
        Err(error) => {
            batch.iter_mut().for_each(|job| job.lose(&error));
            Err(error)
        }
    }
}

fn end(tx: &mut Tx<'_>) -> Result<(), StoreError> {
    audit::store(tx)?;
    tx.engine.commit()?;
    if tx.erases {
        tx.engine.erased();
    }
    Ok(())
}

fn apart(engine: &mut dyn Engine, batch: &mut [Box<dyn Job>]) -> Result<(), StoreError> {
    let mut tx = begin(engine, batch)?;
    let mut state = Ok(());
    for job in batch {
        match &state {
            Ok(()) => state = run_alone(&mut tx, job.as_mut()),
            Err(error) => job.lose(error),
        }
    }
    state.and_then(|()| end(&mut tx))
}

/// An error says that the whole transaction is lost.
fn run_alone(tx: &mut Tx<'_>, job: &mut dyn Job) -> Result<(), StoreError> {
    if let Err(error) = tx.run("SAVEPOINT job", &[]) {
        job.lose(&error);
        return Err(error);
    }
    let (head, lines) = (tx.audit_head, tx.audit_lines.len());
    if job.run(tx).is_ok() {
        return tx.run("RELEASE job", &[]).map(|_| ());
    }
    tx.audit_head = head;
    tx.audit_lines.truncate(lines);
    // SQLite ends the whole transaction by itself when the disk is full, and then has no savepoint any more.
    tx.run("ROLLBACK TO job", &[]).map(|_| ())
}
