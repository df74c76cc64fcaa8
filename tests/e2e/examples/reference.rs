//! `reference SHELL OUT`: every row of the scenario table straight through the core, drawn for that kind of shell, as JSON
//! (`kazasu_scenarios::Trace`). Players in other languages are compared with it.

#![allow(clippy::print_stderr, reason = "a program that says what it did")]

use std::collections::BTreeMap;
use std::sync::Arc;

use kazasu_scenarios::{Memory, Trace, table};
use kazasu_virtual_card::Authority;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut arguments = std::env::args().skip(1);
    let (Some(shell), Some(out), None) = (arguments.next(), arguments.next(), arguments.next()) else {
        return Err("usage: reference pc|android|ios OUT".into());
    };
    let authority = Arc::new(Authority::new());
    let mut traces = BTreeMap::new();
    // No phone has a reader with a keypad.
    for row in table()?.into_iter().filter(|row| shell == "pc" || row.keypad.is_empty()) {
        let folder = tempfile::tempdir()?;
        let mut world = Memory::new(folder.path(), Arc::clone(&authority)).await?;
        let trace = Trace::of(&mut world, &row, &shell).await.map_err(|unmet| format!("{}: {unmet}", row.name))?;
        traces.insert(row.name, trace);
    }
    eprintln!("reference: {} rows as on {shell}", traces.len());
    std::fs::write(out, serde_json::to_vec_pretty(&traces)?)?;
    Ok(())
}
