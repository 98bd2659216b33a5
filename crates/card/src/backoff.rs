//! How long to wait before the helper is started again.

use std::time::Duration;

/// The pause after a first early end.
const FIRST: Duration = Duration::from_millis(250);
/// No pause is longer: somebody may have repaired the reader meanwhile.
const LONGEST: Duration = Duration::from_secs(30);
/// A helper that lived this long was well; its end starts a new count.
const STEADY: Duration = Duration::from_mins(1);

/// The memory of how often the helper ended early, one after the other.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Backoff {
    early: u32,
}

impl Backoff {
    /// What to remember, and how long to wait, when a helper ended that lived for `lived`.
    #[must_use]
    pub fn after(self, lived: Duration) -> (Self, Duration) {
        let before = if lived >= STEADY { 0 } else { self.early };
        let pause = FIRST.saturating_mul(1 << before.min(16)).min(LONGEST);
        let early = before.saturating_add(1);
        (Self { early }, pause)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The pauses, in milliseconds, after lives of so many seconds.
    fn pauses(lives: &[u64]) -> Vec<u128> {
        let mut backoff = Backoff::default();
        let mut pauses = Vec::new();
        for lived in lives {
            let (next, pause) = backoff.after(Duration::from_secs(*lived));
            backoff = next;
            pauses.push(pause.as_millis());
        }
        pauses
    }

    #[test]
    fn early_ends_double_the_pause_up_to_half_a_minute() {
        let expected = [250, 500, 1000, 2000, 4000, 8000, 16000, 30000, 30000];
        assert_eq!(pauses(&[0; 9]), expected);
    }

    #[test]
    fn a_long_life_starts_a_new_count() {
        assert_eq!(pauses(&[0, 59, 60, 0]), [250, 500, 250, 500]);
    }

    #[test]
    fn no_number_of_ends_overflows() {
        let worst = Backoff { early: u32::MAX };
        let (next, pause) = worst.after(Duration::ZERO);
        assert_eq!((next, pause), (worst, LONGEST));
    }
}
