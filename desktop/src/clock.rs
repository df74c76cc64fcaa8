//! The PC's two clocks.

use std::sync::LazyLock;
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use kazasu_core::time::Now;

static START: LazyLock<Instant> = LazyLock::new(Instant::now);

/// What the clocks say.
pub fn now() -> Now {
    let monotonic_ms = u64::try_from(START.elapsed().as_millis()).unwrap_or(u64::MAX);
    Now { monotonic_ms, unix_s: unix_s() }
}

/// Seconds since 1970. A clock set to before that is taken for 1970.
pub fn unix_s() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    i64::try_from(since.as_secs()).unwrap_or(i64::MAX)
}
