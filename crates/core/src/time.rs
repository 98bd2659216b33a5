//! Points in time and lifetimes, always handed in as arguments.

use std::ops::{Add, Sub};

use serde::{Deserialize, Serialize};

/// A point in time: milliseconds since 1970-01-01T00:00:00Z, from the server's one clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From milliseconds since the Unix epoch.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// From seconds since the Unix epoch (the unit of JWT claims, RFC 7519 section 2).
    pub const fn from_seconds(seconds: i64) -> Self {
        Self(seconds.saturating_mul(1000))
    }

    /// Milliseconds since the Unix epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds since the Unix epoch, rounded down.
    pub const fn seconds(self) -> i64 {
        self.0.div_euclid(1000)
    }

    /// Whether this point is reached at `now`; a deadline counts as passed at its own instant.
    pub fn is_past(self, now: Self) -> bool {
        now >= self
    }
}

/// The time in 48 bits (milliseconds, until the year 10889), then `random`.
pub(crate) fn in_front<const RANDOM: usize, const ALL: usize>(
    now: Timestamp,
    random: [u8; RANDOM],
) -> [u8; ALL] {
    const { assert!(RANDOM + 6 == ALL, "six bytes of time") };
    let mut bytes = [0; ALL];
    let (time, rest) = bytes.split_at_mut(6);
    time.copy_from_slice(&now.millis().to_be_bytes()[2..]);
    rest.copy_from_slice(&random);
    bytes
}

/// A length of time in milliseconds, never negative by construction from the unsigned helpers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Span(i64);

impl Span {
    /// A span of whole seconds.
    pub const fn seconds(seconds: u32) -> Self {
        Self(seconds as i64 * 1000)
    }

    /// A span of whole minutes.
    pub const fn minutes(minutes: u32) -> Self {
        Self::seconds(minutes * 60)
    }

    /// A span of whole milliseconds; one below zero counts as none.
    pub const fn millis_of(millis: i64) -> Self {
        Self(if millis < 0 { 0 } else { millis })
    }

    /// Milliseconds of the span.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Whole seconds of the span, rounded up, never below zero (the unit of `Retry-After`).
    pub fn whole_seconds_up(self) -> u32 {
        u32::try_from((self.0.max(0) + 999) / 1000).unwrap_or(u32::MAX)
    }
}

impl Add<Span> for Timestamp {
    type Output = Self;
    fn add(self, span: Span) -> Self {
        Self(self.0.saturating_add(span.0))
    }
}

impl Sub<Span> for Timestamp {
    type Output = Self;
    fn sub(self, span: Span) -> Self {
        Self(self.0.saturating_sub(span.0))
    }
}

impl Sub for Timestamp {
    type Output = Span;
    fn sub(self, earlier: Self) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_deadline_is_past_at_its_own_instant_and_not_a_millisecond_before() {
        let deadline = Timestamp::from_seconds(10);
        assert!(!deadline.is_past(Timestamp::from_millis(9_999)));
        assert!(deadline.is_past(Timestamp::from_millis(10_000)));
    }

    #[test]
    fn a_wait_is_rounded_up_so_that_nobody_comes_back_too_early() {
        assert_eq!(
            (Timestamp::from_millis(1_001) - Timestamp::from_millis(0)).whole_seconds_up(),
            2
        );
        assert_eq!(
            (Timestamp::from_millis(0) - Timestamp::from_millis(5)).whole_seconds_up(),
            0
        );
    }
}
