//! The server's one clock. Everything else is told the time as an argument.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

use ident_core::time::{Span, Timestamp};

/// Tells the time.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    /// The system's time. It follows the wall clock forward but never runs backward or stands
    /// still: after a step back it goes on at the pace of the monotonic clock, so that no
    /// deadline that has passed is alive again (F-10).
    pub fn system() -> Self {
        let started = Instant::now();
        let steady = Steady::new();
        Self(Arc::new(move || {
            steady.read(wall_millis(), millis(started.elapsed().as_millis()))
        }))
    }

    /// A clock that stands where it is put, and the hand that moves it.
    pub fn fixed(start: Timestamp) -> (Self, ClockHand) {
        let millis = Arc::new(AtomicI64::new(start.millis()));
        let hand = ClockHand(Arc::clone(&millis));
        let read = move || Timestamp::from_millis(millis.load(Ordering::SeqCst));
        (Self(Arc::new(read)), hand)
    }

    /// The time now.
    pub fn now(&self) -> Timestamp {
        (self.0)()
    }
}

impl std::fmt::Debug for Clock {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Clock")
    }
}

/// Moves a fixed clock, in tests.
#[derive(Clone, Debug)]
pub struct ClockHand(Arc<AtomicI64>);

impl ClockHand {
    /// Moves the clock forward.
    pub fn advance(&self, span: Span) {
        self.0.fetch_add(span.millis(), Ordering::SeqCst);
    }

    /// Puts the clock to a point in time.
    pub fn set(&self, to: Timestamp) {
        self.0.store(to.millis(), Ordering::SeqCst);
    }
}

/// The greatest distance seen between the wall clock and the monotonic clock. The sum of a value
/// that never shrinks and a clock that never goes back never goes back.
struct Steady(AtomicI64);

impl Steady {
    const fn new() -> Self {
        Self(AtomicI64::new(i64::MIN))
    }

    fn read(&self, wall: i64, elapsed: i64) -> Timestamp {
        let ahead = wall.saturating_sub(elapsed);
        let greatest = self.0.fetch_max(ahead, Ordering::SeqCst).max(ahead);
        Timestamp::from_millis(greatest.saturating_add(elapsed))
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one clock")]
fn wall_millis() -> i64 {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    millis(since.as_millis())
}

fn millis(count: u128) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn f10_a_step_back_of_the_wall_clock_revives_nothing() {
        let steady = Steady::new();
        assert_eq!(steady.read(10_000_000, 0).millis(), 10_000_000);
        let hour_back = 10_000_000 - 3_600_000;
        assert_eq!(steady.read(hour_back + 1_000, 1_000).millis(), 10_001_000);
        assert_eq!(
            steady.read(hour_back + 5_000, 5_000).millis(),
            10_005_000,
            "time goes on"
        );
    }

    #[test]
    fn f10_a_step_forward_is_followed() {
        let steady = Steady::new();
        steady.read(10_000_000, 0);
        assert_eq!(steady.read(13_601_000, 1_000).millis(), 13_601_000);
    }

    #[test]
    fn the_system_clock_is_in_this_century() {
        let year_2020 = Timestamp::from_seconds(1_577_836_800);
        assert!(Clock::system().now() > year_2020);
    }

    #[test]
    fn a_fixed_clock_moves_only_by_its_hand() {
        let (clock, hand) = Clock::fixed(Timestamp::from_seconds(100));
        assert_eq!(clock.now(), Timestamp::from_seconds(100));
        hand.advance(Span::seconds(5));
        assert_eq!(clock.clone().now(), Timestamp::from_seconds(105));
    }
}
