//! Time as values: what the shell's clocks say, and Japan time for people.

use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

/// What the shell's two clocks say at an event. Durations are taken from the first; people read the server's time;
/// nothing trusts either (REQ-120).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Now {
    /// Milliseconds since some moment, never set back.
    pub monotonic_ms: u64,
    /// The device's date and time: seconds since 1970 in UTC.
    pub unix_s: i64,
}

/// Reads an RFC 3339 date-time, as seconds since 1970 in UTC.
pub fn parse_rfc3339(text: &str) -> Option<i64> {
    OffsetDateTime::parse(text, &Rfc3339).ok().map(OffsetDateTime::unix_timestamp)
}

/// A moment on a calendar and clock in Japan, which has had one offset and no summer time since 1951.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct JapanTime {
    /// Western year.
    pub year: i32,
    /// 1 to 12.
    pub month: u8,
    /// 1 to 31.
    pub day: u8,
    /// 0 to 23.
    pub hour: u8,
    /// 0 to 59.
    pub minute: u8,
}

impl JapanTime {
    /// That moment in Japan. A time beyond the calendar (years past 9999) is shown as 1970.
    pub fn at(unix_s: i64) -> Self {
        let utc = OffsetDateTime::from_unix_timestamp(unix_s).unwrap_or(OffsetDateTime::UNIX_EPOCH);
        let japan = UtcOffset::from_hms(9, 0, 0).ok().and_then(|offset| utc.checked_to_offset(offset)).unwrap_or(utc);
        Self {
            year: japan.year(),
            month: u8::from(japan.month()),
            day: japan.day(),
            hour: japan.hour(),
            minute: japan.minute(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_certificate_ends_with_the_day_in_japan() {
        let end = parse_rfc3339("2026-11-22T14:59:59Z").unwrap();
        assert_eq!(JapanTime::at(end), JapanTime { year: 2026, month: 11, day: 22, hour: 23, minute: 59 });
        assert_eq!(parse_rfc3339("2026-11-22T23:59:59.25+09:00"), Some(end));
        assert_eq!(parse_rfc3339("yesterday"), None);
        let _ = JapanTime::at(i64::MAX);
    }
}
