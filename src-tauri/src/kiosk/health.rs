//! How the kiosk is: what the page shows when something is out of order.

use ident_card::Presence;
use serde::Serialize;

/// Whether there is a way to the server.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Reach {
    #[default]
    Ok,
    /// This kiosk has no network.
    Offline,
    /// The server does not answer.
    Server,
}

/// Whether this machine's clock agrees with the server's.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Clock {
    #[default]
    Ok,
    Wrong,
}

/// The card reader.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReaderState {
    Ready,
    /// There was one since the start, and it does not answer.
    Lost,
    #[default]
    Absent,
}

/// The printer. There is none yet.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PaperState {
    #[default]
    Absent,
}

/// All of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub(crate) struct Health {
    pub(crate) reach: Reach,
    pub(crate) clock: Clock,
    pub(crate) reader: ReaderState,
    pub(crate) paper: PaperState,
    pub(crate) revoked: bool,
}

impl Health {
    /// At the start of the program, after what a former life has left.
    pub(super) fn after(revoked: bool, had_reader: bool) -> Self {
        let reader = if had_reader {
            // Until the helper says that it is there.
            ReaderState::Lost
        } else {
            ReaderState::Absent
        };
        Self {
            reader,
            revoked,
            ..Self::default()
        }
    }

    /// Whether there was a reader at any time.
    pub(super) fn had_reader(self) -> bool {
        self.reader != ReaderState::Absent
    }
}

impl ReaderState {
    /// After the helper has said its word.
    pub(crate) fn after(self, presence: Presence) -> Self {
        match (presence, self) {
            (Presence::ReaderLost, Self::Absent) => Self::Absent,
            (Presence::ReaderLost, _) => Self::Lost,
            _ => Self::Ready,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_life_knows_that_there_was_a_reader() {
        assert!(!Health::after(false, false).had_reader());
        let next = Health::after(false, true);
        assert!(next.had_reader());
        assert_eq!(next.reader, ReaderState::Lost);
        assert_eq!(next.reader.after(Presence::None), ReaderState::Ready);
    }

    #[test]
    fn a_reader_is_lost_only_when_there_was_one() {
        let absent = ReaderState::default().after(Presence::ReaderLost);
        assert_eq!(absent, ReaderState::Absent);
        let ready = absent.after(Presence::None);
        assert_eq!(ready, ReaderState::Ready);
        let lost = ready.after(Presence::ReaderLost);
        assert_eq!(lost, ReaderState::Lost);
        assert_eq!(lost.after(Presence::MyNumber), ReaderState::Ready);
    }
}
