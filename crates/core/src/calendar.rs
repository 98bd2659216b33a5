//! Dates in Japan: the day on which an account ends, and the last day on which something is
//! possible. Japan has been nine hours ahead of UTC, without summer time, since 1952.

use time::macros::{format_description, offset};
use time::{Date, Duration, Month, OffsetDateTime, UtcOffset};

use crate::policy::SALVAGE_WINDOW;
use crate::time::Timestamp;

const JAPAN: UtcOffset = offset!(+9);

/// A day in Japan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Day(Date);

impl Day {
    /// The day in Japan at a point in time; `None` outside of the years that the calendar knows
    /// (-9999 to 9999).
    pub fn at(at: Timestamp) -> Option<Self> {
        let utc = OffsetDateTime::from_unix_timestamp(at.seconds()).ok()?;
        utc.checked_to_offset(JAPAN).map(|there| Self(there.date()))
    }

    /// The midnight with which the day begins in Japan.
    pub fn begins(self) -> Timestamp {
        let midnight = self.0.midnight().assume_offset(JAPAN);
        Timestamp::from_seconds(midnight.unix_timestamp())
    }

    /// The text form, `2026-11-21` (ISO 8601, RFC 3339 `full-date`).
    pub fn text(self) -> String {
        self.0
            .format(format_description!("[year]-[month]-[day]"))
            .unwrap_or_default()
    }

    /// The first day of the month after this day's.
    fn next_month(self) -> Option<Self> {
        let month = self.0.month().next();
        let year = self.0.year() + i32::from(month == Month::January);
        Date::from_calendar_date(year, month, 1).ok().map(Self)
    }
}

/// When the account of a graduate ends: the midnight in Japan with which the month after the
/// conferral begins (procedures AA). A point in time that the calendar does not know stays as it is.
pub fn end_of_conferral_month(conferred: Timestamp) -> Timestamp {
    let next = Day::at(conferred).and_then(Day::next_month);
    next.map_or(conferred, Day::begins)
}

/// The last day in Japan on the whole of which cloud data can still be applied for. The window is
/// 180 times 24 hours long; where it does not end at midnight, its last hours are left over as a
/// reserve, because a date alone must never promise too much.
pub fn last_whole_salvage_day(revoked: Timestamp) -> Option<Day> {
    let end = Day::at(revoked + SALVAGE_WINDOW)?;
    end.0.checked_sub(Duration::days(1)).map(Day)
}

#[cfg(test)]
mod tests {
    use time::format_description::well_known::Rfc3339;

    use super::*;

    fn at(text: &str) -> Timestamp {
        let at = OffsetDateTime::parse(text, &Rfc3339).expect("a time");
        Timestamp::from_seconds(at.unix_timestamp())
    }

    #[test]
    fn a_day_in_japan_begins_nine_hours_before_that_of_utc() {
        let day = |text: &str| Day::at(at(text)).expect("a day").text();
        assert_eq!(day("2026-03-31T14:59:59Z"), "2026-03-31");
        assert_eq!(day("2026-03-31T15:00:00Z"), "2026-04-01");
        assert_eq!(day("2026-12-31T15:00:00Z"), "2027-01-01");
        assert_eq!(day("2028-02-28T15:00:00Z"), "2028-02-29");
        let today = Day::at(at("2026-11-21T12:00:00+09:00")).expect("a day");
        assert_eq!(today.begins(), at("2026-11-21T00:00:00+09:00"));
    }

    #[test]
    fn the_account_of_a_graduate_ends_with_the_month_of_conferral_in_japan() {
        for (conferred, ends) in [
            ("2026-03-24T00:00:00+09:00", "2026-04-01T00:00:00+09:00"),
            ("2026-03-31T23:59:59+09:00", "2026-04-01T00:00:00+09:00"),
            ("2026-04-01T00:00:00+09:00", "2026-05-01T00:00:00+09:00"),
            // The last of the month in UTC is the first of the next in Japan.
            ("2026-03-31T15:00:00Z", "2026-05-01T00:00:00+09:00"),
            ("2026-03-31T14:59:59Z", "2026-04-01T00:00:00+09:00"),
            ("2026-12-31T00:00:00+09:00", "2027-01-01T00:00:00+09:00"),
            ("2027-02-10T00:00:00+09:00", "2027-03-01T00:00:00+09:00"),
            ("2028-02-29T23:00:00+09:00", "2028-03-01T00:00:00+09:00"),
        ] {
            assert_eq!(
                end_of_conferral_month(at(conferred)),
                at(ends),
                "{conferred}"
            );
        }
    }

    #[test]
    fn a_time_beyond_the_calendar_stays_as_it_is() {
        let beyond = Timestamp::from_millis(i64::MAX);
        assert_eq!(end_of_conferral_month(beyond), beyond);
        assert_eq!(Day::at(beyond), None);
        assert_eq!(last_whole_salvage_day(beyond), None);
        let last = at("9999-12-31T10:00:00Z");
        assert_eq!(end_of_conferral_month(last), last);
    }

    #[test]
    fn on_the_last_day_one_can_apply_from_its_first_moment_to_its_last() {
        for revoked in [
            "2026-04-01T00:00:00+09:00",
            "2026-04-01T17:30:00+09:00",
            "2027-10-01T00:00:00+09:00",
            "2028-01-15T23:59:59+09:00",
        ] {
            let revoked = at(revoked);
            let last = last_whole_salvage_day(revoked).expect("a day");
            let end = revoked + SALVAGE_WINDOW;
            let after = Day(last.0.next_day().expect("a day"));
            assert!(
                after.begins() <= end,
                "{last:?} is promised to its last moment"
            );
            assert!(end - after.begins() < crate::time::Span::minutes(24 * 60));
        }
        let told = |text: &str| last_whole_salvage_day(at(text)).expect("a day").text();
        assert_eq!(told("2026-04-01T00:00:00+09:00"), "2026-09-27");
        assert_eq!(told("2026-03-31T15:00:00Z"), "2026-09-27");
        // Over the leap day.
        assert_eq!(told("2027-10-01T00:00:00+09:00"), "2028-03-28");
        assert_eq!(told("2026-10-01T00:00:00+09:00"), "2027-03-29");
    }
}
