//! Log lines on standard error: none, unless `KAZASU_LOG` asks for them.

use std::io;

use tracing_subscriber::EnvFilter;

/// Starts logging as `KAZASU_LOG` says (`debug`, `kazasu=debug`).
pub fn start() {
    let Some(wanted) = std::env::var("KAZASU_LOG").ok().filter(|wanted| !wanted.is_empty()) else { return };
    let filter = EnvFilter::builder().parse_lossy(wanted);
    // The only other subscriber that could be there is one that a test has set.
    let _ = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr).with_ansi(false).try_init();
}
