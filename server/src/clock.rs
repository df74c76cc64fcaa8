//! Server time: the only time that counts (HRP/1 §3.10).

use std::fmt;
use std::ops::{Add, Sub};
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A point in time, in milliseconds since 1970-01-01T00:00:00Z.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(pub i64);

impl Moment {
    /// Whole seconds since 1970, rounded down.
    pub fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// From `self` until `later`, in whole seconds rounded up, and at least one: a value for `Retry-After`.
    pub fn retry_seconds_until(self, later: Moment) -> u32 {
        let left = (later.0 - self.0).max(1);
        u32::try_from((left + 999) / 1000).unwrap_or(u32::MAX)
    }
}

impl Add<Duration> for Moment {
    type Output = Moment;
    fn add(self, more: Duration) -> Moment {
        Moment(self.0.saturating_add(millis(more)))
    }
}

impl Sub<Duration> for Moment {
    type Output = Moment;
    fn sub(self, less: Duration) -> Moment {
        Moment(self.0.saturating_sub(millis(less)))
    }
}

/// RFC 3339, UTC, whole seconds.
impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let seconds = u64::try_from(self.seconds()).unwrap_or(0);
        match der::DateTime::from_unix_duration(Duration::from_secs(seconds)) {
            Ok(time) => write!(f, "{time}"),
            Err(_) => f.write_str("9999-12-31T23:59:59Z"),
        }
    }
}

fn millis(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

/// The system's clock and, in a sandbox, an offset to it.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    offset_ms: AtomicI64,
}

impl Clock {
    pub(crate) fn now(&self) -> Moment {
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        Moment(millis(since).saturating_add(self.offset_ms.load(Ordering::Relaxed)))
    }

    #[cfg(feature = "sandbox")]
    pub(crate) fn set_offset(&self, seconds: i64) {
        self.offset_ms.store(seconds.saturating_mul(1000), Ordering::Relaxed);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn time_is_written_as_rfc_3339_in_utc() {
        assert_eq!(Moment(1_793_491_200_999).to_string(), "2026-11-01T00:00:00Z");
        assert_eq!(Moment(0).to_string(), "1970-01-01T00:00:00Z");
    }

    #[test]
    fn retry_seconds_are_rounded_up_and_never_zero() {
        assert_eq!(Moment(0).retry_seconds_until(Moment(1001)), 2);
        assert_eq!(Moment(5000).retry_seconds_until(Moment(0)), 1);
    }
}
