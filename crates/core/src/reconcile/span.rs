//! Which part of the directory's log is read next.

use crate::time::{Span, Timestamp};

/// Entries come late and not in order: each reading begins so long before the end of the last one.
pub const OVERLAP: Span = Span::minutes(5);
/// Once an hour a day is read again, for what came later than that.
pub const LOOK_BACK: Span = Span::minutes(24 * 60);
/// How often.
const LOOK_BACK_EVERY: Span = Span::minutes(60);

/// A part of the directory's log.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ReadSpan {
    /// From when on.
    pub from: Timestamp,
    /// Until when.
    pub to: Timestamp,
    /// Whether it is a look at the whole last day.
    pub looks_back: bool,
}

impl ReadSpan {
    /// What to read now, after a reading that ended at `read_to` and a look back at
    /// `looked_back_at`, while something since `oldest` is still waited for. The first reading of
    /// all begins `OVERLAP` before now: what was before, no act of ours explains.
    pub fn next(
        read_to: Option<Timestamp>,
        looked_back_at: Option<Timestamp>,
        oldest: Option<Timestamp>,
        now: Timestamp,
    ) -> Self {
        let looks_back = looked_back_at.is_some_and(|at| (at + LOOK_BACK_EVERY).is_past(now));
        let usual = read_to.unwrap_or(now).min(now) - OVERLAP;
        let waited_for = oldest.map_or(usual, |oldest| oldest - OVERLAP);
        let floor = now - LOOK_BACK;
        let from = if looks_back {
            floor
        } else {
            waited_for.max(floor)
        };
        Self {
            // A pause longer than a day is read from where it began.
            from: usual.min(from),
            to: now,
            looks_back,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(minutes: u32) -> Timestamp {
        Timestamp::from_seconds(1_795_000_000) + Span::minutes(minutes)
    }

    #[test]
    fn r70_a_reading_begins_before_the_end_of_the_last_one() {
        let span = ReadSpan::next(Some(at(9)), Some(at(0)), None, at(10));
        assert_eq!((span.from, span.to), (at(4), at(10)));
        assert!(!span.looks_back);
    }

    #[test]
    fn r70_what_is_waited_for_is_read_again_for_a_day_at_most() {
        let day = 24 * 60;
        let from = |oldest| {
            let now = at(2 * day);
            ReadSpan::next(Some(now), Some(now), Some(oldest), now).from
        };
        assert_eq!(from(at(2 * day - 30)), at(2 * day - 35));
        assert_eq!(from(at(0)), at(day));
    }

    #[test]
    fn r70_once_an_hour_a_day_is_read_again() {
        let day = 24 * 60;
        let looked = |minutes| {
            let span = ReadSpan::next(Some(at(day)), Some(at(day - minutes)), None, at(day));
            (span.looks_back, span.from)
        };
        assert_eq!(looked(59), (false, at(day - 5)));
        assert_eq!(looked(60), (true, at(0)));
    }

    #[test]
    fn r70_a_pause_of_days_leaves_no_gap() {
        let days = 5 * 24 * 60;
        let span = ReadSpan::next(Some(at(5)), Some(at(5)), None, at(days));
        assert_eq!(span.from, at(0));
    }

    #[test]
    fn r70_the_first_reading_and_a_clock_that_was_put_back_begin_before_now() {
        let first = ReadSpan::next(None, None, None, at(10));
        assert_eq!((first.from, first.looks_back), (at(5), false));
        let back = ReadSpan::next(Some(at(30)), Some(at(30)), None, at(10));
        assert_eq!(back.from, at(5));
    }
}
