//! The one clock of the sandbox, which tests may put wrong on purpose.

use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

use time::format_description::well_known::Rfc3339;
use time::{OffsetDateTime, UtcOffset};

/// Seconds since 1970 (UTC).
pub(crate) type Seconds = i64;

/// System time plus a skew in seconds.
#[derive(Debug, Default)]
pub(crate) struct Clock {
    skew: AtomicI64,
}

impl Clock {
    /// Now, in seconds since 1970, skew included.
    pub(crate) fn now(&self) -> Seconds {
        self.now_ms() / 1000
    }

    /// Now, in milliseconds since 1970, skew included.
    #[expect(
        clippy::disallowed_methods,
        reason = "this is the adapter the rule speaks of"
    )]
    pub(crate) fn now_ms(&self) -> i64 {
        let elapsed = SystemTime::now()
            .duration_since(UNIX_EPOCH)
            .unwrap_or_default();
        let real = i64::try_from(elapsed.as_millis()).unwrap_or(i64::MAX);
        real.saturating_add(self.skew.load(Ordering::Relaxed).saturating_mul(1000))
    }

    /// Puts the clock wrong by `seconds` (negative: behind).
    pub(crate) fn set_skew(&self, seconds: i64) {
        self.skew.store(seconds, Ordering::Relaxed);
    }

    /// The present skew in seconds.
    pub(crate) fn skew(&self) -> i64 {
        self.skew.load(Ordering::Relaxed)
    }
}

/// RFC 3339 text of a moment.
pub(crate) fn rfc3339(at: Seconds) -> String {
    OffsetDateTime::from_unix_timestamp(at)
        .ok()
        .and_then(|moment| moment.format(&Rfc3339).ok())
        .unwrap_or_default()
}

/// The moment in RFC 3339, in seconds since 1970.
pub(crate) fn from_rfc3339(text: &str) -> Option<Seconds> {
    let moment = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    Some(moment.unix_timestamp())
}

/// Midnight in Japan at the beginning of the month that `at` lies in.
pub(crate) fn start_of_month_in_japan(at: Seconds) -> Seconds {
    month_in_japan(at).map_or(at, |(start, _)| start)
}

/// Midnight in Japan at the end of the month that `at` lies in.
pub(crate) fn end_of_month_in_japan(at: Seconds) -> Seconds {
    month_in_japan(at).map_or(at, |(_, end)| end)
}

fn month_in_japan(at: Seconds) -> Option<(Seconds, Seconds)> {
    let japan = UtcOffset::from_hms(9, 0, 0).ok()?;
    let local = OffsetDateTime::from_unix_timestamp(at)
        .ok()?
        .to_offset(japan);
    let first = local.date().replace_day(1).ok()?;
    let days = i64::from(first.month().length(first.year()));
    let start = first.midnight().assume_offset(japan).unix_timestamp();
    Some((start, start + days * 24 * 60 * 60))
}

#[cfg(test)]
mod tests {
    use super::{end_of_month_in_japan, from_rfc3339, rfc3339, start_of_month_in_japan};

    #[test]
    fn months_begin_and_end_at_midnight_in_japan() {
        // 31 January 15:00 UTC is 1 February 00:00 in Japan.
        let at = from_rfc3339("2028-01-31T15:00:00Z").unwrap();
        assert_eq!(rfc3339(start_of_month_in_japan(at)), "2028-01-31T15:00:00Z");
        assert_eq!(rfc3339(end_of_month_in_japan(at)), "2028-02-29T15:00:00Z");
        let before = from_rfc3339("2028-01-31T14:59:59Z").unwrap();
        assert_eq!(end_of_month_in_japan(before), at);
    }
}
