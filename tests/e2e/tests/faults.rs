//! Every place where something can be lost, each alone, on the main road: the card at every exchange, the network at
//! every request, storage at every save, the app killed at each of them, the person changing their mind.
//!
//! The player checks what always holds: at most one VERIFY per PIN typed, the query before it, no radio before the
//! PIN, no PIN outside VERIFY. Here it is checked that a sensible person still gets registered, once.

#![allow(clippy::unwrap_used, clippy::print_stderr)]

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use kazasu_core::flow::Outcome;
use kazasu_scenarios::{Fault, Memory, Played, Scenario, Silent, Then, play_through};
use kazasu_virtual_card::card::Pin;
use kazasu_virtual_card::{Authority, Slot};

fn scenario(card: &str, faults: Vec<Fault>) -> Scenario {
    Scenario { faults, ..Scenario::sensible(card) }
}

fn fault(at: &str, nth: usize, then: Then) -> Vec<Fault> {
    vec![Fault { at: at.into(), nth, times: 1, then }]
}

async fn run(authority: &Arc<Authority>, card: &str, faults: Vec<Fault>) -> Played {
    let label = format!("{card}: {faults:?}");
    let folder = tempfile::tempdir().unwrap();
    let mut world = Memory::new(folder.path(), Arc::clone(authority)).await.unwrap();
    let now = i64::try_from(SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_secs()).unwrap();
    let slot = Slot::new(card.parse().unwrap(), authority, now);
    match play_through(&mut world, &scenario(card, faults), slot, &mut Silent).await {
        Ok(played) => {
            let good = matches!(played.outcome, Outcome::Registered | Outcome::AlreadyRegistered);
            assert!(good && played.registrations.len() == 1, "{label}: {:?}", played.outcome);
            assert_eq!(played.slot.tries_left(Pin::User), 3, "{label}");
            assert!(!played.pending, "{label}: a record is left");
            played
        }
        Err(error) => panic!("{label}: {error}"),
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn req_54_req_52_card_lost_at_every_exchange() {
    let authority = Arc::new(Authority::new());
    let mut runs = 0;
    for card in ["fresh", "plain", "no-extended", "no-short-ids", "next-generation", "one-try-left"] {
        let clean = run(&authority, card, vec![]).await.slot.trace().exchanges().len();
        for nth in 1..=clean {
            for then in [
                Then::LostBefore,
                Then::LostAfter,
                Then::KillBefore,
                Then::KillAfter,
                Then::Press("cancel".into()),
                Then::Answers("6F00".into()),
                Then::Answers(String::new()),
            ] {
                // A last try that was sent and lost is answered by the card: one PIN, one VERIFY. The sensible person
                // confirms and types again.
                run(&authority, card, fault("exchange", nth, then)).await;
                runs += 1;
            }
        }
    }
    eprintln!("{runs} runs with one fault on the card");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn req_118_network_lost_at_every_request() {
    let authority = Arc::new(Authority::new());
    let requests = [
        "GET /.well-known/hrp-configuration",
        "GET /v1/service-status",
        "GET /v1/terms/current",
        "POST /v1/sessions",
        "POST /v1/registrations",
        "GET /v1/registrations",
        "DELETE /v1/sessions",
    ];
    let mut runs = 0;
    for at in requests {
        for then in [
            Then::LostBefore,
            Then::LostAfter,
            Then::KillBefore,
            Then::KillAfter,
            Then::Insecure,
            Then::Stranger(200),
            Then::Stranger(302),
            Then::Stranger(404),
            Then::Stranger(502),
        ] {
            let played = run(&authority, "fresh", fault(at, 1, then.clone())).await;
            let killed = matches!(then, Then::KillBefore | Then::KillAfter);
            // Once signed, neither card nor PIN is needed again, whatever happens to the network or the app. After the
            // definite answer the record is gone (HRP/1 §3.11): killed then, a person who starts over is told that the
            // card is registered already.
            let over = killed && (at.starts_with("DELETE") || at.starts_with("GET /v1/registrations"));
            let signatures = if over && played.outcome == Outcome::AlreadyRegistered { 2 } else { 1 };
            assert_eq!(played.slot.trace().signatures(), signatures, "{at} {then:?}");
            runs += 1;
        }
    }
    eprintln!("{runs} runs with one fault on the network");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn req_118_storage_fails_or_the_app_is_killed_at_every_save() {
    let authority = Arc::new(Authority::new());
    for at in ["load pending", "save pending", "save receipt", "save status"] {
        for then in [Then::Fails, Then::KillBefore, Then::KillAfter] {
            run(&authority, "fresh", fault(at, 1, then)).await;
        }
    }
}
