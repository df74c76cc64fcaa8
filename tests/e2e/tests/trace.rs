//! The reference that players in other languages are compared with.

#![allow(clippy::unwrap_used)]

use std::sync::Arc;

use kazasu_scenarios::{Memory, Trace, find};
use kazasu_virtual_card::Authority;

async fn trace(authority: &Arc<Authority>, name: &str, shell: &str) -> Trace {
    let folder = tempfile::tempdir().unwrap();
    let mut world = Memory::new(folder.path(), Arc::clone(authority)).await.unwrap();
    Trace::of(&mut world, &find(name).unwrap().unwrap(), shell).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn req_73_the_same_play_leaves_the_same_trace() {
    let authority = Arc::new(Authority::new());
    for name in ["fresh-card", "moved-during-verify-answer-lost", "answer-lost-after-signing"] {
        let first = trace(&authority, name, "ios").await;
        assert_eq!(first, trace(&authority, name, "ios").await);
        assert!(first.effects.len() > 10, "{name}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_trace_names_what_is_shown_and_what_is_asked_for() {
    let authority = Arc::new(Authority::new());
    let trace = trace(&authority, "fresh-card", "android").await;
    assert_eq!(trace.screens, ["loading", "terms", "loading", "apply", "pin", "hold", "reading", "sending", "done"]);
    let card: Vec<_> = trace.effects.iter().map(String::as_str).skip_while(|name| *name != "open").collect();
    assert_eq!(card[..2], ["open", "select"]);
    assert!(card.contains(&"close") && card.contains(&"save pending") && card.contains(&"forget pending"));
    assert!(card.contains(&"POST /v1/registrations"), "{card:?}");
}
