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

use kazasu_explore::starts::{Portal, Shared, Start};
use kazasu_virtual_card::Exchange;
use kazasu_virtual_card::contact_time::{Rate, floor_ms, modelled_ms};

use plans::{CERTIFICATE, MYNA_MS, OTHERS, PAYLOAD, PLANS, Plan};
use traces::trace;

fn main() -> ExitCode {
    let cards: Vec<_> = PLANS.iter().map(|plan| (plan.name, "bench", plan.limit)).collect();
    let shared = Shared::with(&cards);
    let contact = contact_time(&shared);
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
    println!("{:<44} {:>9} {:>6} {:>7} {:>7} {:>7}", "", "exchanges", "bar", "106 ms", "212 ms", "424 ms");
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

fn row(name: &str, trace: &[Exchange], bar: usize) -> bool {
    let [slow, middle, fast] = [Rate::Kbit106, Rate::Kbit212, Rate::Kbit424].map(|rate| modelled_ms(trace, rate));
    println!("{name:<44} {:>9} {bar:>6} {slow:>7.0} {middle:>7.0} {fast:>7.0}", trace.len());
    !trace.is_empty() && trace.len() <= bar && slow < MYNA_MS
}
