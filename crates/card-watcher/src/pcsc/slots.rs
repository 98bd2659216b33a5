//! The readers, what lies on each, and the one word for all of them.

use std::ffi::{CStr, CString};
use std::time::Duration;

use ident_card::Presence;
use pcsc::{Context, Error, ReaderState, State};

/// After so many failures a card is one that cannot be read.
const TRIES: u8 = 3;

/// What ended a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Woken {
    /// Something changed.
    Change,
    /// Nothing changed for the whole time. Now a card that could not be asked is asked again: one
    /// that is being lifted is noticed meanwhile.
    Quiet,
}

/// All readers of the service.
#[derive(Default)]
pub(super) struct Slots {
    /// As the service fills them in.
    states: Vec<ReaderState>,
    /// What was found out about each, in the same order.
    known: Vec<Known>,
}

/// What is known of the card in one reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Known {
    /// The service counts insertions and removals.
    count: u32,
    kind: Option<Presence>,
    failures: u8,
}

impl Slots {
    pub(super) fn is_empty(&self) -> bool {
        self.states.is_empty()
    }

    /// Keeps the readers with these names, and adds those that are new.
    pub(super) fn keep(&mut self, names: Vec<CString>) {
        let states = std::mem::take(&mut self.states);
        let known = std::mem::take(&mut self.known);
        for (state, known) in states.into_iter().zip(known) {
            if names.iter().any(|name| name.as_c_str() == state.name()) {
                self.states.push(state);
                self.known.push(known);
            }
        }
        for name in names {
            if !self
                .states
                .iter()
                .any(|state| state.name() == name.as_c_str())
            {
                self.states.push(ReaderState::new(name, State::UNAWARE));
                self.known.push(Known::default());
            }
        }
    }

    /// Waits until something changes, or so long.
    pub(super) fn wait(&mut self, context: &Context, limit: Duration) -> Result<Woken, Error> {
        match context.get_status_change(limit, &mut self.states) {
            Ok(()) => {
                let states = self.states.iter_mut();
                states.for_each(ReaderState::sync_current_state);
                Ok(Woken::Change)
            }
            Err(Error::Timeout) => Ok(Woken::Quiet),
            Err(error) => Err(error),
        }
    }

    /// The word for all readers; `classify` is asked about cards that are not known yet.
    pub(super) fn look(
        &mut self,
        woken: Woken,
        mut classify: impl FnMut(&CStr, &[u8]) -> Result<Presence, Error>,
    ) -> Presence {
        let slots = self.states.iter().zip(&mut self.known);
        let words = slots.map(|(slot, known)| {
            known.note(slot.event_state(), slot.event_count());
            known.word(slot.event_state(), woken, || {
                classify(slot.name(), slot.atr())
            })
        });
        merge(words)
    }
}

impl Known {
    /// Forgets the card that was there when another one came, or none is there.
    fn note(&mut self, state: State, count: u32) {
        if self.count != count || !state.contains(State::PRESENT) {
            *self = Self {
                count,
                ..Self::default()
            };
        }
    }

    /// The word for one reader in this state.
    fn word(
        &mut self,
        state: State,
        woken: Woken,
        classify: impl FnOnce() -> Result<Presence, Error>,
    ) -> Presence {
        if state.intersects(State::UNKNOWN | State::UNAVAILABLE | State::IGNORE) {
            return Presence::ReaderLost;
        }
        if !state.contains(State::PRESENT) {
            return Presence::None;
        }
        if let Some(kind) = self.kind {
            return kind;
        }
        // A card that another program speaks with is not disturbed, and not waited for.
        let is_used = state.intersects(State::INUSE | State::EXCLUSIVE);
        let is_early = self.failures > 0 && woken == Woken::Change;
        if is_used || is_early {
            return Presence::None;
        }
        // Something without power is upside down, broken, or just being lifted.
        let is_mute = state.contains(State::MUTE);
        let outcome = if is_mute {
            Err(Error::UnresponsiveCard)
        } else {
            classify()
        };
        match outcome {
            Ok(kind) => self.kind = Some(kind),
            Err(Error::SharingViolation) => {}
            Err(_) => {
                self.failures += 1;
                self.kind = (self.failures >= TRIES).then_some(Presence::Other);
            }
        }
        self.kind.unwrap_or(Presence::None)
    }
}

/// The most telling word of several readers: a machine may have one for contacts as well.
fn merge(words: impl Iterator<Item = Presence>) -> Presence {
    let rank = |word: &Presence| match word {
        Presence::ReaderLost => 0,
        Presence::None => 1,
        Presence::Other => 2,
        Presence::FelicaTransit => 3,
        Presence::FelicaStudent => 4,
        Presence::MyNumber => 5,
    };
    words.max_by_key(rank).unwrap_or(Presence::ReaderLost)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn never() -> Result<Presence, Error> {
        panic!("the card was asked")
    }

    /// A change that shows this state.
    fn see(
        known: &mut Known,
        state: State,
        count: u32,
        classify: impl FnOnce() -> Result<Presence, Error>,
    ) -> Presence {
        known.note(state, count);
        known.word(state, Woken::Change, classify)
    }

    #[test]
    fn a_card_is_asked_once_for_each_time_it_is_put_on() {
        let mut known = Known::default();
        let seen = see(&mut known, State::PRESENT, 1, || Ok(Presence::MyNumber));
        assert_eq!(seen, Presence::MyNumber);
        assert_eq!(
            see(&mut known, State::PRESENT, 1, never),
            Presence::MyNumber
        );
        assert_eq!(see(&mut known, State::EMPTY, 2, never), Presence::None);
        let seen = see(&mut known, State::PRESENT, 3, || Ok(Presence::Other));
        assert_eq!(seen, Presence::Other);
    }

    #[test]
    fn a_quick_exchange_of_cards_is_noticed() {
        let mut known = Known::default();
        see(&mut known, State::PRESENT, 1, || Ok(Presence::MyNumber));
        let seen = see(&mut known, State::PRESENT, 3, || {
            Ok(Presence::FelicaStudent)
        });
        assert_eq!(seen, Presence::FelicaStudent);
    }

    #[test]
    fn a_card_that_cannot_be_read_is_another_card_after_three_tries_with_time_between() {
        let mut known = Known::default();
        let fails = || Err(Error::NotTransacted);
        assert_eq!(see(&mut known, State::PRESENT, 1, fails), Presence::None);
        assert_eq!(
            see(&mut known, State::PRESENT, 1, never),
            Presence::None,
            "too early"
        );
        let mut later = || known.word(State::PRESENT, Woken::Quiet, fails);
        assert_eq!([later(), later()], [Presence::None, Presence::Other]);
        assert_eq!(see(&mut known, State::PRESENT, 1, never), Presence::Other);
    }

    #[test]
    fn a_card_in_use_is_left_alone_until_it_is_free() {
        let mut known = Known::default();
        for used in [State::INUSE, State::EXCLUSIVE] {
            let seen = see(&mut known, State::PRESENT | used, 1, never);
            assert_eq!(seen, Presence::None);
        }
        for _ in 0..9 {
            let busy = || Err(Error::SharingViolation);
            assert_eq!(see(&mut known, State::PRESENT, 1, busy), Presence::None);
        }
        let seen = see(&mut known, State::PRESENT, 1, || Ok(Presence::MyNumber));
        assert_eq!(seen, Presence::MyNumber);
    }

    #[test]
    fn states_without_a_card_have_their_words() {
        let mut known = Known::default();
        for lost in [State::UNKNOWN, State::UNAVAILABLE] {
            assert_eq!(see(&mut known, lost, 0, never), Presence::ReaderLost);
        }
        assert_eq!(see(&mut known, State::EMPTY, 0, never), Presence::None);
    }

    #[test]
    fn something_without_a_sign_of_life_is_another_card_unless_it_was_just_lifted() {
        let mut known = Known::default();
        let mute = State::PRESENT | State::MUTE;
        assert_eq!(see(&mut known, mute, 1, never), Presence::None);
        assert_eq!(see(&mut known, State::EMPTY, 2, never), Presence::None);
        assert_eq!(see(&mut known, mute, 3, never), Presence::None);
        let mut later = || known.word(mute, Woken::Quiet, never);
        assert_eq!([later(), later()], [Presence::None, Presence::Other]);
    }

    #[test]
    fn the_most_telling_reader_speaks_for_all() {
        let all = [
            Presence::ReaderLost,
            Presence::None,
            Presence::MyNumber,
            Presence::Other,
        ];
        assert_eq!(merge(all.into_iter()), Presence::MyNumber);
        assert_eq!(merge(all[..2].iter().copied()), Presence::None);
        assert_eq!(merge([].into_iter()), Presence::ReaderLost);
    }
}
