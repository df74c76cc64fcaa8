//! The whole scenario table through the core, with the virtual card and the server in memory.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::sync::Arc;

use kazasu_scenarios::{Memory, Silent, play, table};
use kazasu_virtual_card::Authority;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn req_73_every_scenario_through_the_core() {
    let authority = Arc::new(Authority::new());
    let rows = table().unwrap();
    let only = std::env::var("SCENARIO").ok();
    let mut unmet = Vec::new();
    let mut played = 0;
    for scenario in rows.iter().filter(|row| only.as_ref().is_none_or(|name| row.name == *name)) {
        let folder = tempfile::tempdir().unwrap();
        let mut world = Memory::new(folder.path(), Arc::clone(&authority)).await.unwrap();
        played += 1;
        if let Err(error) = play(&mut world, scenario, &mut Silent).await {
            unmet.push(format!("{}: {error}", scenario.name));
        }
    }
    eprintln!("{played} scenarios played, {} unmet", unmet.len());
    assert!(unmet.is_empty() && played > 0, "\n{}", unmet.join("\n"));
}

#[test]
fn names_are_unique_and_every_row_says_what_it_shows() {
    let rows = table().unwrap();
    let mut names: Vec<_> = rows.iter().map(|row| row.name.as_str()).collect();
    names.sort_unstable();
    let before = names.len();
    names.dedup();
    assert_eq!(names.len(), before);
    assert!(rows.iter().all(|row| row.says.ends_with('.')));
}
