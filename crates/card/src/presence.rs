//! The six words.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What lies on the reader. There is nothing more to know: no id, no number, no serial.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Presence {
    /// A reader works, and no card that it can use lies on it.
    None,
    /// A card that answers to the application of the public certification service (JPKI).
    MyNumber,
    /// A FeliCa card of the kinds that this installation takes for student and staff cards.
    FelicaStudent,
    /// A FeliCa card for public transport.
    FelicaTransit,
    /// Any other card or phone, also one that cannot be read.
    Other,
    /// No reader works at present, or there has never been one.
    ReaderLost,
}

impl Presence {
    /// All words.
    pub const ALL: [Self; 6] = [
        Self::None,
        Self::MyNumber,
        Self::FelicaStudent,
        Self::FelicaTransit,
        Self::Other,
        Self::ReaderLost,
    ];

    /// The word, as on the wire and for the user interface.
    pub fn word(self) -> &'static str {
        match self {
            Self::None => "none",
            Self::MyNumber => "my-number",
            Self::FelicaStudent => "felica-student",
            Self::FelicaTransit => "felica-transit",
            Self::Other => "other",
            Self::ReaderLost => "reader-lost",
        }
    }

    /// True when something lies on the reader.
    pub fn is_card(self) -> bool {
        !matches!(self, Self::None | Self::ReaderLost)
    }
}

impl fmt::Display for Presence {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_word_is_the_one_on_the_wire() {
        for presence in Presence::ALL {
            let json = serde_json::to_value(presence).expect("JSON");
            assert_eq!(json, presence.word());
        }
    }

    #[test]
    fn only_cards_count_as_cards() {
        let cards = Presence::ALL.into_iter().filter(|word| word.is_card());
        assert_eq!(cards.count(), 4);
        assert!(!Presence::None.is_card() && !Presence::ReaderLost.is_card());
    }
}
