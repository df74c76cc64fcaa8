//! Everything around a registration, with every request, exchange and record lost in turn: it still comes to its end,
//! no PIN try is lost, and nothing of the insurance stays on the device.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use kazasu_core::flow::Outcome;
use kazasu_core::screen::{Block, Screen};
use kazasu_scenarios::{Fault, Memory, Observer, Played, Scenario, Silent, Then, World as _, find, play, play_through};
use kazasu_virtual_card::card::Pin;
use kazasu_virtual_card::{Authority, Slot};

fn now() -> i64 {
    i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap()
}

fn entry(name: &str, faults: Vec<Fault>) -> Scenario {
    Scenario { entry: name.into(), faults, ..Scenario::sensible("fresh") }
}

/// Registers a card, then visits an entry with something going wrong.
async fn visit(authority: &Arc<Authority>, name: &str, faults: Vec<Fault>) -> Played {
    let label = format!("{name}: {faults:?}");
    let folder = tempfile::tempdir().unwrap();
    let mut world = Memory::new(folder.path(), Arc::clone(authority)).await.unwrap();
    let slot = Slot::new("fresh".parse().unwrap(), authority, now());
    let registered = play_through(&mut world, &entry("register", vec![]), slot.clone(), &mut Silent).await;
    assert_eq!(registered.unwrap().outcome, Outcome::Registered, "{label}");
    // What was polled a moment ago may not be polled again at once.
    world.control("PUT", "/sandbox/v1/clock", Some("{\"offset_s\":3}".into())).await.unwrap();
    let played = play_through(&mut world, &entry(name, faults), slot, &mut Silent).await;
    let played = played.unwrap_or_else(|error| panic!("{label}: {error}"));
    assert_eq!(played.slot.tries_left(Pin::User), 3, "{label}");
    assert_eq!(played.registrations.len(), 1, "{label}");
    played
}

fn fault(at: &str, nth: usize, then: Then) -> Vec<Fault> {
    vec![Fault { at: at.into(), nth, times: 1, then }]
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_entry_comes_to_its_end_whatever_is_lost_once() {
    let authority = Arc::new(Authority::new());
    let mut runs = 0;
    // How many requests, posts and exchanges each takes, and one more.
    let (status, insurance, release, look) = ([2, 0, 0], [4, 3, 6], [3, 3, 6], [0, 0, 5]);
    for (name, counts, outcome) in [
        ("status", status, Outcome::Shown),
        ("insurance", insurance, Outcome::Shown),
        ("release", release, Outcome::ReleaseRequested),
        ("check-card", look, Outcome::Shown),
        ("receipts", [0; 3], Outcome::Shown),
    ] {
        assert_eq!(visit(&authority, name, vec![]).await.outcome, outcome, "{name}");
        for (at, most) in ["GET ", "POST ", "exchange"].into_iter().zip(counts) {
            for nth in 1..=most {
                for then in [Then::LostBefore, Then::LostAfter] {
                    // A status that was told is not told again within two seconds, and the server's clock stands here.
                    if at == "GET " && then == Then::LostAfter {
                        continue;
                    }
                    let played = visit(&authority, name, fault(at, nth, then)).await;
                    assert_eq!(played.outcome, outcome, "{name}: {at}{nth}");
                    runs += 1;
                }
            }
        }
        for at in ["load ", "save ", "open"] {
            visit(&authority, name, fault(at, 1, Then::Fails)).await;
            runs += 1;
        }
    }
    eprintln!("{runs} runs");
}

/// Takes note of every fact that an insurance page shows.
#[derive(Default)]
struct Reader {
    facts: Vec<String>,
}

impl Observer for Reader {
    fn screen(&mut self, screen: &Screen) {
        if screen.id == "insurance" {
            for block in &screen.blocks {
                if let Block::Facts { facts } = block {
                    self.facts.extend(facts.iter().map(|(_, value)| value.written()));
                }
            }
        }
    }

    fn act(&mut self, _: &str) {}

    fn exchange(&mut self, _: &str) {}
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn req_112_nothing_of_the_insurance_is_kept() {
    let folder = tempfile::tempdir().unwrap();
    let mut world = Memory::new(folder.path(), Arc::new(Authority::new())).await.unwrap();
    let scenario = find("registered-from-home").unwrap().unwrap();
    let mut reader = Reader::default();
    play(&mut world, &scenario, &mut reader).await.unwrap();
    assert_eq!(reader.facts.len(), 3, "{:?}", reader.facts);
    for (slot, bytes) in world.stored() {
        for fact in &reader.facts {
            assert!(!bytes.windows(fact.len()).any(|window| window == fact.as_bytes()), "{slot}");
        }
    }
    // The receipt was deleted: what read its status went with it.
    let mut slots: Vec<_> = world.stored().keys().cloned().collect();
    slots.sort();
    assert_eq!(slots, ["records"]);
}
