//! REQ-73, REQ-28, REQ-123: every row of the scenario table at a real terminal, with the same results, screens and effects
//! as straight through the core. Screens are read off the terminal, and what the row does is typed there; effects are told
//! by the program behind it, which a terminal performs none of: its own player, HTTP client, storage and the virtual card.
#![cfg(all(feature = "sandbox", target_os = "linux"))]
#![allow(clippy::unwrap_used)]

mod support;

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Stdio;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use kazasu_scenarios::{Memory, Scenario, Trace, table};
use kazasu_virtual_card::Authority;
use serde_json::Value;
use support::play::{Look, Played, play};
use support::screen;
use tempfile::tempdir;

/// So many rows at once: each waits for its terminal more than it works.
const AT_ONCE: usize = 4;

/// The row straight through the core, as on a PC.
fn reference(authority: &Arc<Authority>, row: &Scenario) -> Trace {
    let folder = tempdir().unwrap();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    runtime.block_on(async {
        let mut world = Memory::new(folder.path(), Arc::clone(authority)).await.unwrap();
        Trace::of(&mut world, row, "pc").await.unwrap()
    })
}

/// Keys that all plays share: making them takes seconds.
fn keys(folder: &Path) -> Arc<Authority> {
    let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs();
    Arc::new(Authority::load_or_create(&folder.join("authority"), i64::try_from(now).unwrap()).unwrap())
}

/// What differs between a play and what it should have been.
fn difference(played: &Played, reference: &Trace) -> Option<String> {
    if !played.as_it_should {
        return Some(played.complaint.clone());
    }
    (played.trace != *reference).then(|| format!("{:#?}\nbut straight through the core:\n{reference:#?}", played.trace))
}

#[test]
fn req_73_req_28_req_123_every_row_at_a_terminal_as_straight_through_the_core() {
    let home = tempdir().unwrap();
    let authority = keys(home.path());
    let rows = table().unwrap();
    let count = rows.len();
    // With colour and without, by turns: it only repeats what the words say. In folded lines and whole ones, too.
    let looks = [Look::Coloured, Look::Plain].into_iter().cycle();
    let work = Mutex::new(rows.into_iter().zip(looks));
    let wrong = Mutex::new(BTreeMap::new());
    thread::scope(|scope| {
        for _ in 0..AT_ONCE {
            scope.spawn(|| {
                while let Some((row, look)) = { work.lock().unwrap().next() } {
                    let played = play(home.path(), &row.name, look);
                    if let Some(why) = difference(&played, &reference(&authority, &row)) {
                        wrong.lock().unwrap().insert(row.name, why);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(count > 100, "{count} rows");
    assert!(wrong.is_empty(), "{} of {count} rows: {wrong:#?}", wrong.len());
}

#[test]
fn a_spoiled_reference_is_noticed() {
    let home = tempdir().unwrap();
    let authority = keys(home.path());
    let row = kazasu_scenarios::find("fresh-card").unwrap().unwrap();
    let (played, right) = (play(home.path(), &row.name, Look::Plain), reference(&authority, &row));
    assert_eq!(difference(&played, &right), None);
    let spoiled: [fn(&mut Trace); 4] = [
        |trace| drop(trace.screens.pop()),
        |trace| trace.screens.swap(0, 1),
        |trace| drop(trace.effects.pop()),
        |trace| trace.effects.push("open".into()),
    ];
    for spoil in spoiled {
        let mut trace = right.clone();
        spoil(&mut trace);
        assert!(difference(&played, &trace).is_some());
    }
}

#[test]
fn a_text_that_is_missing_on_the_terminal_is_noticed() {
    let [title, text, other] = ["==A==", "x", "y"].map(str::to_owned);
    let seen = "==A==x==B==y";
    assert_eq!(screen::find_all(seen, 0, &[&title, &text]), Ok(6));
    assert_eq!(screen::find_all(seen, 0, &[&title, &other]), Err(other.clone()), "it stands on another screen");
    assert!(screen::find_all(seen, 0, &[&text, &title]).is_err(), "they stand in another order");
    assert!(screen::without_colour("\x1b[31mred\x1b[0m\x1b[2Jgone").is_err(), "a command that is no colour");
}

/// Where nobody is at a terminal, a card is looked at all the same: no step asks anything. Two rows are missing here, since
/// a person presses something in them: `check-a-card-that-moves` and `check-a-real-card-in-the-sandbox`.
#[test]
fn req_106_a_look_at_a_card_without_a_terminal_as_straight_through_the_core() {
    let home = tempdir().unwrap();
    let authority = keys(home.path());
    let data = home.path().to_str().unwrap();
    for name in ["check-a-card", "check-an-expired-card", "check-a-locked-card", "check-some-other-card"] {
        let row = kazasu_scenarios::find(name).unwrap().unwrap();
        let card = format!("virtual:{}", row.card);
        // A session of its own has no controlling terminal.
        let mut command = std::process::Command::new("setsid");
        command.args([
            "--wait",
            env!("CARGO_BIN_EXE_kazasu"),
            "card",
            "info",
            "--json",
            "--data",
            data,
            "--card",
            &card,
        ]);
        support::clean(&mut command, home.path());
        let output = command.stdin(Stdio::null()).output().unwrap();
        let mut screens: Vec<String> = String::from_utf8(output.stdout)
            .unwrap()
            .lines()
            .map(|line| serde_json::from_str::<Value>(line).unwrap())
            .filter(|line| line["type"] == "screen")
            .map(|line| line["screen"]["id"].as_str().unwrap().to_owned())
            .collect();
        screens.dedup();
        assert_eq!(screens, reference(&authority, &row).screens, "{name}");
        assert_eq!(output.status.code(), Some(i32::from(row.expect.outcome != "shown")), "{name}");
    }
}
