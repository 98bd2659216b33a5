//! What a row of rounds means. Pure: no reader, no clock.

use ident_card::Presence;

/// How a card is spoken to over the air.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Air {
    /// ISO/IEC 14443 Type A.
    A,
    /// ISO/IEC 14443 Type B.
    B,
    /// JIS X 6319-4.
    Felica,
}

/// What follows from a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Step {
    /// This is what lies there.
    Say(Presence),
    /// The chip has to be opened anew.
    Lost,
}

/// So many rounds without the card are a card that was taken off; a card that lies badly is missed
/// now and then.
const MISSES: u8 = 3;
/// So many rounds in trouble are a reader that is lost, for the person.
const PATIENCE: u8 = 2;
/// So many are one that does not recover by itself.
const TROUBLES: u8 = 3;

/// The memory of the rounds before.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Tracker {
    said: Presence,
    /// What was there in the last round, without a gap since it was classified.
    known: Option<(Air, Presence)>,
    misses: u8,
    troubles: u8,
}

impl Default for Tracker {
    fn default() -> Self {
        Self {
            said: Presence::None,
            known: None,
            misses: 0,
            troubles: 0,
        }
    }
}

impl Tracker {
    /// True when a card of this kind was there in the round before: it is the same card, since
    /// nobody exchanges cards within a quarter of a second.
    pub(crate) fn knows(self, air: Air) -> bool {
        self.known.is_some_and(|(known, _)| known == air)
    }

    /// The kind of that card.
    pub(crate) fn kind(self) -> Option<Presence> {
        self.known.map(|(_, kind)| kind)
    }

    /// A card is there.
    pub(crate) fn card(&mut self, air: Air, kind: Presence) -> Step {
        *self = Self {
            said: kind,
            known: Some((air, kind)),
            ..Self::default()
        };
        Step::Say(kind)
    }

    /// No card is there. It is asked again should it come back: it may be another one.
    pub(crate) fn nothing(&mut self) -> Step {
        self.known = None;
        self.troubles = 0;
        self.misses = self.misses.saturating_add(1);
        if self.misses >= MISSES || !self.said.is_card() {
            self.said = Presence::None;
        }
        Step::Say(self.said)
    }

    /// The chip did not answer, or not in a way that means something.
    pub(crate) fn trouble(&mut self) -> Step {
        self.known = None;
        self.troubles = self.troubles.saturating_add(1);
        if self.troubles >= TROUBLES {
            return Step::Lost;
        }
        if self.troubles >= PATIENCE {
            self.said = Presence::ReaderLost;
        }
        Step::Say(self.said)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Presence::{FelicaStudent, MyNumber, None, ReaderLost};

    #[test]
    fn a_card_that_is_missed_once_or_twice_still_lies_there() {
        let mut tracker = Tracker::default();
        tracker.card(Air::B, MyNumber);
        assert_eq!(tracker.nothing(), Step::Say(MyNumber));
        assert_eq!(tracker.nothing(), Step::Say(MyNumber));
        assert_eq!(tracker.nothing(), Step::Say(None));
    }

    #[test]
    fn a_card_that_comes_back_after_a_gap_is_asked_again() {
        let mut tracker = Tracker::default();
        tracker.card(Air::B, MyNumber);
        assert!(tracker.knows(Air::B) && !tracker.knows(Air::Felica));
        tracker.nothing();
        assert!(!tracker.knows(Air::B));
    }

    #[test]
    fn a_card_of_another_kind_replaces_the_first_at_once() {
        let mut tracker = Tracker::default();
        tracker.card(Air::Felica, FelicaStudent);
        assert_eq!(tracker.card(Air::B, MyNumber), Step::Say(MyNumber));
    }

    #[test]
    fn one_bad_round_is_not_told_two_are_and_three_end_the_chip() {
        let mut tracker = Tracker::default();
        tracker.card(Air::B, MyNumber);
        assert_eq!(tracker.trouble(), Step::Say(MyNumber));
        assert_eq!(tracker.trouble(), Step::Say(ReaderLost));
        assert_eq!(tracker.trouble(), Step::Lost);
    }

    #[test]
    fn a_reader_that_recovers_says_at_once_what_lies_there() {
        let mut tracker = Tracker::default();
        tracker.trouble();
        tracker.trouble();
        assert_eq!(tracker.nothing(), Step::Say(None));
        tracker.trouble();
        tracker.trouble();
        assert_eq!(tracker.card(Air::B, MyNumber), Step::Say(MyNumber));
        assert_eq!(
            tracker.trouble(),
            Step::Say(MyNumber),
            "the count began anew"
        );
    }
}
