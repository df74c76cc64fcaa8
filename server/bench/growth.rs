//! How the figures change with what is stored already. Rows are put into the database directly.

use rusqlite::Connection;

use crate::load::Load;
use crate::platform::{Database, Platform};

pub async fn print(quick: bool, two: f64) {
    let sizes: &[u32] = if quick { &[10_000, 100_000] } else { &[10_000, 100_000, 1_000_000] };
    println!("\nSQLite with so many registrations stored before, 64 clients");
    println!(" stored  registrations/s   p50 ms   p99 ms   CPU µs   ratio   memory MB   file MB");
    for stored in sizes {
        let platform = Platform::start(&Database::Sqlite).await;
        let folder = platform.stop().await;
        fill(&folder.path().join("data/kazasu.sqlite3"), *stored);
        let platform = Platform::start_in(&Database::Sqlite, folder).await;
        let figures = Load::prepare(&platform, 1000, 64).await.run(&platform).await;
        let file = std::fs::metadata(platform.folder.path().join("data/kazasu.sqlite3")).unwrap().len();
        println!(
            "{stored:>7}  {:>15.0}  {:>7.1}  {:>7.1}  {:>7.0}  {:>6.2}  {:>10.1}  {:>8.1}",
            figures.per_second,
            figures.p50_ms,
            figures.p99_ms,
            figures.cpu_each * 1e6,
            figures.cpu_each / two,
            platform.memory_mb(),
            file as f64 / 1e6,
        );
    }
}

/// Registrations, their status tokens and their audit lines, as many as the platform itself would have left.
fn fill(file: &std::path::Path, number: u32) {
    let db = Connection::open(file).unwrap();
    let numbers = format!(
        "CREATE TEMP TABLE n AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {number})
         SELECT i FROM n"
    );
    let statements = [
        "BEGIN",
        &numbers,
        "INSERT INTO registrations (id, subject_ref, card, card_at, terms_version, consents, receipt, accepted_at,
             certificate_expires_at)
         SELECT 'reg_' || upper(hex(randomblob(13))), hex(randomblob(21)) || 'x', 'registered', 0, '2026-11-01',
             '[\"hrp.consent.a\",\"hrp.consent.b\",\"hrp.consent.c\"]',
             printf('%04d-%04d-%04d', i / 100000000, i / 10000 % 10000, i % 10000), 0, 4102444800000 FROM n",
        "INSERT INTO status_tokens (token, registration_id, portal, expires_at)
         SELECT CAST(substr(id, 5, 9) || hex(randomblob(16)) AS BLOB), id, 0, 4102444800000 FROM registrations",
        "INSERT INTO audit (seq, line, hash) SELECT i + 1000000, hex(randomblob(300)), randomblob(32) FROM n",
        "COMMIT",
    ];
    for statement in statements {
        db.execute_batch(statement).unwrap();
    }
}
