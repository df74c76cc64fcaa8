//! Measures the platform as a program: registrations a second, CPU for each, syncs, memory, and how that grows.
//!
//! `cargo run --release -p kazasu-server --features sandbox --example bench-server [-- brief|quick|postgres]`. The program under
//! test is built beside it. CPU time is the server's own (`/proc`), so that a busy machine changes little.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::print_stdout, missing_docs)]

mod growth;
mod load;
mod platform;
#[path = "../tests/support/mod.rs"]
mod support;
mod verify;

/// Which database `support` opens platforms on.
const ON_POSTGRES: bool = false;

use load::{Figures, Load};
use platform::{Database, Platform};

#[tokio::main]
async fn main() {
    let asked = |word: &str| std::env::args().any(|argument| argument == word);
    let (quick, brief) = (asked("quick"), asked("brief"));
    // Fewer would measure how the platform warms up.
    let number = 4000;
    let two = verify::cpu_of_two_verifications();
    println!("two RSA-2048 verifications with ring: {:.1} µs of CPU", two * 1e6);
    let mut databases = Vec::new();
    if !asked("postgres") {
        databases.push(Database::Sqlite);
    }
    if !quick && !brief {
        databases.push(Database::postgres());
    }
    for database in &databases {
        println!("\n{}", database.name());
        println!("clients  registrations/s   p50 ms   p99 ms   CPU µs   ratio   KiB written   syncs each");
        let rows: &[usize] = if brief { &[64, 64, 64] } else { &[1, 8, 64] };
        for &clients in rows {
            let share = if clients == 1 { number / 4 } else { number };
            let platform = Platform::start(database).await;
            let figures = Load::prepare(&platform, share, clients).await.run(&platform).await;
            let syncs = if brief { None } else { syncs(database, share / 4, clients).await };
            print_row(clients, &figures, two, syncs);
        }
        if brief {
            continue;
        }
        let platform = Platform::start(database).await;
        let idle = platform.memory_mb();
        let load = Load::prepare(&platform, 500, 64).await;
        let open = platform.memory_mb();
        println!("memory: {idle:.1} MB idle, {open:.1} MB with 500 open sessions");
        load.run(&platform).await;
        println!("memory: {:.1} MB after 500 registrations", platform.memory_mb());
    }
    if !asked("postgres") && !brief {
        growth::print(quick, two).await;
    }
}

fn print_row(clients: usize, figures: &Figures, two: f64, syncs: Option<f64>) {
    let syncs = syncs.map_or("not counted".to_owned(), |syncs| format!("{syncs:.3}"));
    println!(
        "{clients:>7}  {:>15.0}  {:>7.1}  {:>7.1}  {:>7.0}  {:>6.2}  {:>12.1}  {syncs:>11}",
        figures.per_second,
        figures.p50_ms,
        figures.p99_ms,
        figures.cpu_each * 1e6,
        figures.cpu_each / two,
        figures.kib_written_each,
    );
}

/// Counted in a run of its own: a traced program is slower.
async fn syncs(database: &Database, number: usize, clients: usize) -> Option<f64> {
    let platform = Platform::start_traced(database).await?;
    let load = Load::prepare(&platform, number, clients).await;
    let before = platform.syncs().await;
    load.run(&platform).await;
    Some((platform.syncs().await - before) as f64 / number as f64)
}
