//! How long the card must be held: exchanges and bytes of real traces of the core, put through the contact-time model,
//! beside the figures of other programs. Arithmetic on traces, so it is the same on every machine. And how much of that
//! time is the core's own, which is measured.
//!
//! Exits with 1 if a bar does not hold.

#![allow(clippy::print_stdout, reason = "printing is what it is for")]

mod core_time;
mod plans;
mod traces;

use std::process::ExitCode;

use kazasu_explore::shared::{Made, Shared};
use kazasu_explore::starts::{Portal, Start};
use kazasu_virtual_card::contact_time::{Rate, floor_ms, modelled_ms};
use kazasu_virtual_card::{Behaviour, Exchange, Personality};

use plans::{CERTIFICATE, MYNA_MS, OTHERS, PAYLOAD, PLANS, Plan};
use traces::trace;

const HEADS: &str = "exchanges    bar  106 ms  212 ms  424 ms  848 ms";
/// Kinds that are good for a registration: fresh, of each ability, near their ends, with few tries left, slow, ES384.
const KINDS: usize = 15;

fn main() -> ExitCode {
    let plans = PLANS.iter().map(|plan| (plan.name, "bench", plan.limit));
    let kinds = kinds().into_iter().map(|name| (name, name, (|_| ()) as fn(&mut Behaviour)));
    let shared = Shared::with(&plans.chain(kinds).collect::<Vec<Made<'_>>>());
    let contact = contact_time(&shared) && each_kind(&shared);
    println!();
    let own = core_time::print(&shared, &PLANS.map(|plan| start(&plan)));
    let good = contact && own;
    println!("{}", if good { "every bar holds" } else { "A BAR DOES NOT HOLD" });
    if good { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn start(plan: &Plan) -> Start {
    Start { card: plan.name, portal: Portal::On, ..Start::FRESH }
}

/// The table; whether its bars hold.
fn contact_time(shared: &Shared) -> bool {
    let mut good = true;
    println!("Contact time: retry query, PIN, signature, certificate of {CERTIFICATE} octets, 5 ms a host exchange.");
    println!("{:<44} {HEADS}", "");
    println!("{:<44} {:>9} {:>6} {:>7.0}", "physical floor", "-", "", floor_ms(PAYLOAD, Rate::Kbit106));
    for plan in &PLANS {
        let first = trace(shared, start(plan), None);
        good &= row(&format!("Kazasu, plan {}: {}", plan.name, plan.what), &first, plan.exchanges + plan.missing);
        if plan.missing > 0 {
            // On a second hold nothing has to be found out any more.
            let second = trace(shared, start(plan), Some(plan.signs));
            good &= row("  the same once that is known", &second, plan.exchanges);
        }
    }
    for (name, exchanges, ms) in OTHERS {
        println!("{name:<44} {exchanges:>9} {:>6} {ms:>7.0}", "");
    }
    let best = modelled_ms(&trace(shared, start(&PLANS[0]), None), Rate::Kbit106);
    let less = 100.0 - 100.0 * best / MYNA_MS;
    println!("plan A against crate myna: {less:.1} % less (bar: 15 %)");
    good && less >= 15.0
}

/// Kinds of honest cards that have one name; whether an issuer is trusted the explorer's platform does not ask.
fn kinds() -> Vec<&'static str> {
    let honest = |name: &&str| !name.starts_with("hostile-") && *name != "untrusted";
    let known = |name: &&str| name.parse::<Personality>().is_ok();
    Personality::all().into_iter().map(|(name, _)| name).filter(honest).filter(known).collect()
}

/// Each kind of card that a registration comes of, as it is issued; whether there are as many as there should be.
fn each_kind(shared: &Shared) -> bool {
    println!();
    println!(
        "Each kind of the virtual card that is registered, with its own certificate, on the hold that registers it."
    );
    println!("{:<44} {HEADS}", "");
    let mut registered = 0;
    for name in kinds() {
        let trace = trace(shared, Start { card: name, ..Start::FRESH }, None);
        if !trace.is_empty() {
            registered += 1;
            line(name, &trace, "-");
        }
    }
    registered >= KINDS
}

fn row(name: &str, trace: &[Exchange], bar: usize) -> bool {
    line(name, trace, &bar.to_string());
    !trace.is_empty() && trace.len() <= bar && modelled_ms(trace, Rate::Kbit106) < MYNA_MS
}

fn line(name: &str, trace: &[Exchange], bar: &str) {
    let rates = [Rate::Kbit106, Rate::Kbit212, Rate::Kbit424, Rate::Kbit848];
    let times: String = rates.iter().map(|rate| format!(" {:>7.0}", modelled_ms(trace, *rate))).collect();
    println!("{name:<44} {:>9} {bar:>6}{times}", trace.len());
}
