//! Dates of certificates.

use std::time::Duration;

use der::DateTime;
use der::asn1::UtcTime;
use x509_cert::time::Time;

/// Seconds of a day.
pub(crate) const DAY: i64 = 86_400;

/// 14:59:59Z is the last second of a day in Japan; certificates end there (card fact sheet §7.2).
const END_OF_DAY: i64 = 14 * 3600 + 59 * 60 + 59;

/// The end of the Japanese day that contains `unix`.
pub(crate) fn day_end(unix: i64) -> i64 {
    unix + (END_OF_DAY - unix).rem_euclid(DAY)
}

/// A moment as certificates write it. UTCTime ends with 2049 (RFC 5280 §4.1.2.5).
pub(super) fn time(unix: i64) -> Time {
    let since_epoch = Duration::from_secs(u64::try_from(unix).unwrap_or(0));
    let moment = DateTime::from_unix_duration(since_epoch).unwrap_or(DateTime::INFINITY);
    UtcTime::from_date_time(moment).map_or_else(|_| Time::GeneralTime(moment.into()), Time::UtcTime)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn day_ends_just_before_midnight_in_japan() {
        let end = 1_800_000_000 / DAY * DAY + END_OF_DAY;
        assert_eq!(day_end(end), end);
        assert_eq!(day_end(end + 1), end + DAY);
        assert_eq!(day_end(end - DAY + 1), end);
    }

    #[test]
    fn times_after_2049_are_generalised() {
        assert!(matches!(time(2_524_607_999), Time::UtcTime(_)));
        assert!(matches!(time(2_524_608_000), Time::GeneralTime(_)));
    }
}
