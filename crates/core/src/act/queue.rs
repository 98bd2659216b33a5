//! The queue of acts under the directory's write budget. A place in it is a point in time: the
//! generic cell rate algorithm (ITU-T I.371) as virtual scheduling, without any burst. One number,
//! the last place given out, is all that is stored, so places survive a restart and hold for all
//! nodes together (F-29).

use serde::{Deserialize, Serialize};

use crate::time::{Span, Timestamp};

/// How long a person has from the place in the queue on.
pub const TURN: Span = Span::minutes(10);

/// How fast acts may follow one another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// How many writes the directory takes in a window, for one credential.
    pub writes: u32,
    /// The length of the window.
    pub window: Span,
}

impl Pace {
    /// The distance between two places, rounded up to a millisecond: an act of `writes` writes
    /// uses up that part of the window. A twentieth of the budget stays free, because acts that
    /// come late to their place meet those that are on time.
    pub fn step(self, writes: u32) -> Span {
        let budget = i64::from(self.writes.max(1)) * 19;
        let part = self.window.millis().max(0) * i64::from(writes) * 20;
        (Timestamp::from_millis((part + budget - 1) / budget)) - Timestamp::from_millis(0)
    }

    /// The next place of a queue whose last place was `end`.
    pub fn place(self, writes: u32, end: Option<Timestamp>, now: Timestamp) -> Timestamp {
        end.map_or(now, |end| (end + self.step(writes)).max(now))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The budget of the directory's documentation: 3,000 writes in 150 seconds.
    const PACE: Pace = Pace {
        writes: 3_000,
        window: Span::seconds(150),
    };

    fn at(millis: i64) -> Timestamp {
        Timestamp::from_millis(millis)
    }

    #[test]
    fn an_empty_queue_gives_a_place_at_once_and_a_long_past_one_too() {
        assert_eq!(PACE.place(1, None, at(5)), at(5));
        assert_eq!(PACE.place(1, Some(at(0)), at(5_000)), at(5_000));
    }

    #[test]
    fn f29_places_follow_one_another_at_the_pace_of_the_budget() {
        assert_eq!(PACE.place(1, Some(at(1_000)), at(1_000)), at(1_053));
        assert_eq!(PACE.place(2, Some(at(1_000)), at(1_000)), at(1_106));
        let thirds = Pace {
            writes: 3,
            window: Span::seconds(1),
        };
        assert_eq!(thirds.place(1, Some(at(0)), at(0)), at(351), "rounded up");
    }

    #[test]
    fn f29_ten_thousand_in_a_minute_are_through_within_nine_minutes() {
        let mut end = None;
        for count in 0..10_000_i64 {
            end = Some(PACE.place(1, end, at(count * 6)));
        }
        let last = end.expect("places were given");
        assert!(last < at(9 * 60_000), "{last:?}");
    }

    #[test]
    fn f29_with_sessions_ended_apart_twice_as_many_are_served() {
        let drain = |apart| PACE.step(crate::act::ActKind::Pass.writes(apart)).millis() * 10_000;
        assert_eq!(drain(true), 530_000, "eight minutes and fifty seconds");
        assert_eq!(drain(false), 1_060_000);
    }

    #[test]
    fn no_window_of_the_budget_holds_more_writes_than_it_allows() {
        let (mut end, mut places) = (None, Vec::new());
        for count in 0..5_000_i64 {
            let place = PACE.place(2, end, at(count));
            end = Some(place);
            places.push(place);
        }
        for pair in places.windows(1_501) {
            assert!(
                pair[1_500] - pair[0] >= PACE.window,
                "1,501 acts of 2 writes"
            );
        }
    }
}
