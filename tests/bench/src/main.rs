//! How long the card must be held: exchanges and bytes of real traces of the core, put through the contact-time model,
//! beside the figures of other programs. Arithmetic on traces, so it is the same on every machine.
//!
//! Exits with 1 if a bar does not hold.

#![allow(clippy::print_stdout, reason = "printing is what it is for")]

use std::process::ExitCode;
use std::sync::Arc;

use kazasu_scenarios::{Expect, Memory, Scenario, Silent, Unmet, play_with};
use kazasu_virtual_card::card::Card;
use kazasu_virtual_card::contact_time::{Rate, floor_ms, modelled_ms};
use kazasu_virtual_card::personality::DEFAULT_PIN;
use kazasu_virtual_card::{Authority, Behaviour, Exchange, Personality, Slot};

/// Octets of the table's certificate.
const CERTIFICATE: usize = 1515;
/// Octets that have to cross whatever the program: certificate, signature, DigestInfo, PIN.
const PAYLOAD: usize = CERTIFICATE + 256 + 51 + 4;
/// Modelled milliseconds of crate myna, the leanest of the others.
const MYNA_MS: f64 = 665.0;

/// Exchanges and modelled milliseconds of other programs, from the contact-time study (certificate of 1,515 octets,
/// 106 kbit/s, 5 ms a host exchange).
const OTHERS: [(&str, usize, f64); 6] = [
    ("crate myna (no retry query)", 15, MYNA_MS),
    ("myna command line (no retry query)", 18, 700.0),
    ("crate jpki (sends every APDU twice)", 26, 1287.0),
    ("OpenSC pkcs15", 80, 1359.0),
    ("OpenSC PKCS#11", 70, 1671.0),
    ("OpenSC pkcs11-tool", 140, 2994.0),
];

/// A plan of the study: what the card cannot do, and the bar.
struct Plan {
    name: &'static str,
    what: &'static str,
    exchanges: usize,
    missing: usize,
    /// Signature commands until the first signature.
    signs: usize,
    limit: fn(&mut Behaviour),
}

const PLANS: [Plan; 5] = [
    Plan { name: "A", what: "everything works", exchanges: 5, missing: 0, signs: 1, limit: |_| {} },
    Plan { name: "B", what: "no key in P2", exchanges: 6, missing: 1, signs: 2, limit: |card| card.key_in_p2 = false },
    Plan {
        name: "C",
        what: "no short identifiers",
        exchanges: 8,
        missing: 1,
        signs: 1,
        limit: |card| (card.short_identifiers, card.key_in_p2) = (false, false),
    },
    Plan {
        name: "D",
        what: "no extended length, no key in P2",
        exchanges: 11,
        missing: 2,
        signs: 2,
        limit: |card| (card.extended_length, card.key_in_p2) = (false, false),
    },
    Plan {
        name: "E",
        what: "none of these",
        exchanges: 13,
        missing: 2,
        signs: 1,
        limit: |card| (card.short_identifiers, card.key_in_p2, card.extended_length) = (false, false, false),
    },
];

#[tokio::main]
async fn main() -> Result<ExitCode, Unmet> {
    let authority = Arc::new(Authority::new());
    let mut good = true;
    println!("Contact time: retry query, PIN, signature, certificate of {CERTIFICATE} octets, 5 ms a host exchange.");
    println!("{:<44} {:>9} {:>6} {:>7} {:>7} {:>7}", "", "exchanges", "bar", "106 ms", "212 ms", "424 ms");
    println!("{:<44} {:>9} {:>6} {:>7.0}", "physical floor", "-", "", floor_ms(PAYLOAD, Rate::Kbit106));
    for plan in &PLANS {
        let first = trace(&authority, plan, 1).await?;
        let bar = plan.exchanges + plan.missing;
        good &= row(&format!("Kazasu, plan {}: {}", plan.name, plan.what), &first, bar);
        if plan.missing > 0 {
            // On a second hold nothing has to be found out any more.
            let second = trace(&authority, plan, 2).await?;
            good &= row("  the same once that is known", &second, plan.exchanges);
        }
    }
    for (name, exchanges, ms) in OTHERS {
        println!("{name:<44} {exchanges:>9} {:>6} {ms:>7.0}", "");
    }
    let best = modelled_ms(&trace(&authority, &PLANS[0], 1).await?, Rate::Kbit106);
    let less = 100.0 - 100.0 * best / MYNA_MS;
    println!("plan A against crate myna: {less:.1} % less (bar: 15 %)");
    good &= less >= 15.0;
    println!("{}", if good { "every bar holds" } else { "A BAR DOES NOT HOLD" });
    Ok(if good { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn row(name: &str, trace: &[Exchange], bar: usize) -> bool {
    let [slow, middle, fast] = [Rate::Kbit106, Rate::Kbit212, Rate::Kbit424].map(|rate| modelled_ms(trace, rate));
    println!("{name:<44} {:>9} {bar:>6} {slow:>7.0} {middle:>7.0} {fast:>7.0}", trace.len());
    trace.len() <= bar && slow < MYNA_MS
}

/// What went over the wire in the last of so many holds, in a registration that succeeds.
async fn trace(authority: &Arc<Authority>, plan: &Plan, holds: usize) -> Result<Vec<Exchange>, Unmet> {
    let bench: Personality = "bench".parse().map_err(|error| Unmet(format!("{error}")))?;
    let now = authority.created_unix();
    let (issue, mut behaviour) = bench.issue(authority, now, DEFAULT_PIN);
    (plan.limit)(&mut behaviour);
    let slot = Slot::with_cards(vec![Card::new(issue, behaviour)]);
    let folder = tempfile::tempdir().map_err(|error| Unmet(error.to_string()))?;
    let mut world = Memory::new(folder.path(), Arc::clone(authority)).await?;
    let played = play_with(&mut world, &scenario(holds, plan.signs), slot, &mut Silent).await?;
    let whole = played.slot.trace();
    let exchanges = whole.exchanges();
    let last = exchanges.iter().rposition(|exchange| exchange.command.starts_with(&[0x00, 0xA4, 0x04])).unwrap_or(0);
    Ok(exchanges.get(last..).unwrap_or_default().to_vec())
}

/// A registration in which the card is held once, or a second time because the answer to the signature was lost.
fn scenario(holds: usize, lost_sign: usize) -> Scenario {
    use kazasu_scenarios::{Fault, Then};
    // The last answer to the first hold is lost, when all that can be found out has been.
    let lost = Fault { at: "sign".into(), nth: lost_sign, times: 1, then: Then::LostAfter };
    let faults = if holds > 1 { vec![lost] } else { vec![] };
    let expect = Expect {
        outcome: "registered".into(),
        verifies: holds,
        registrations: 1,
        tries_left: 3,
        holds: Some(holds),
        ..Expect::default()
    };
    Scenario { faults, expect, ..Scenario::sensible("bench") }
}
