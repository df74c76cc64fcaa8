//! Runs the tests with one change in force, until one of them notices it.

use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use crate::build::Tests;

/// Names the change that is in force; none if it is 0.
pub(crate) const CHOSEN: &str = "KAZASU_MUTANT";
/// After which a change counts as noticed: it made something wait for ever.
const PATIENCE: Duration = Duration::from_secs(300);
/// KiB of memory and seconds of CPU for the tests: a change may make them allocate or go on without end.
const LIMITS: &str = "ulimit -v 6000000; ulimit -t 60; exec \"$@\"";

/// What noticed a change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Noticed {
    /// That test failed, or the program with it ended otherwise.
    By(String),
    /// The tests came to no end.
    Endless,
}

/// Runs the programs one after the other; `None` if everything passes.
pub(crate) fn run(tests: &[Tests], number: u32) -> std::io::Result<Option<Noticed>> {
    for program in tests {
        if let Some(noticed) = one(program, number)? {
            return Ok(Some(noticed));
        }
    }
    Ok(None)
}

fn one(tests: &Tests, number: u32) -> std::io::Result<Option<Noticed>> {
    let mut child = Command::new("sh")
        .args(["-c", LIMITS, "sh"])
        .arg(&tests.program)
        .current_dir(&tests.folder)
        .env(CHOSEN, number.to_string())
        .env("RUST_BACKTRACE", "0")
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()?;
    let noticed = watch(&mut child, tests);
    let _ = child.kill();
    let _ = child.wait();
    noticed
}

/// Reads what the tests say until one fails.
fn watch(child: &mut Child, tests: &Tests) -> std::io::Result<Option<Noticed>> {
    let Some(output) = child.stdout.take() else { return Ok(None) };
    let (lines, heard) = channel();
    std::thread::spawn(move || {
        for line in BufReader::new(output).lines().map_while(Result::ok) {
            if lines.send(line).is_err() {
                return;
            }
        }
    });
    let began = Instant::now();
    loop {
        match heard.recv_timeout(PATIENCE.saturating_sub(began.elapsed())) {
            Ok(line) => {
                let failed = line.strip_prefix("test ").and_then(|line| line.strip_suffix(" ... FAILED"));
                if let Some(test) = failed {
                    return Ok(Some(Noticed::By(format!("{}::{test}", tests.name))));
                }
            }
            Err(RecvTimeoutError::Timeout) => return Ok(Some(Noticed::Endless)),
            Err(RecvTimeoutError::Disconnected) => break,
        }
    }
    let status = child.wait()?;
    Ok((!status.success()).then(|| Noticed::By(format!("{} ({status})", tests.name))))
}
