//! The cards. Their ids are invented, and are known here so that tests can look for them.

use serde::{Deserialize, Serialize};

/// A card that can be put on the reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Card {
    /// A My Number Card: Type B, answers to the application of JPKI.
    MyNumber,
    /// A driving licence: Type B as well, but without that application.
    DrivingLicence,
    /// A student card: FeliCa with a system of the issuer and the common area.
    Student,
    /// A card for trains: FeliCa with the system of public transport.
    Transit,
    /// A FeliCa Lite-S tag.
    FelicaTag,
    /// A card for payments: Type A.
    Bank,
}

/// How a card is spoken to over the air.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Air {
    A,
    B,
    Felica,
}

/// SELECT of the JPKI application, as the public documentation of the card has it.
const SELECT_JPKI: [u8; 15] = [
    0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01,
];
/// FeliCa behind PC/SC, by the rules of PC/SC part 3 for storage cards.
const FELICA_ATR: [u8; 20] = [
    0x3B, 0x8F, 0x80, 0x01, 0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06, 0x11, 0x00, 0x3B, 0x00,
    0x00, 0x00, 0x00, 0x42,
];

impl Card {
    /// All cards.
    pub const ALL: [Self; 6] = [
        Self::MyNumber,
        Self::DrivingLicence,
        Self::Student,
        Self::Transit,
        Self::FelicaTag,
        Self::Bank,
    ];

    /// Its name, as in the interface for scripts.
    pub fn name(self) -> &'static str {
        match self {
            Self::MyNumber => "my-number",
            Self::DrivingLicence => "driving-licence",
            Self::Student => "student",
            Self::Transit => "transit",
            Self::FelicaTag => "felica-tag",
            Self::Bank => "bank",
        }
    }

    /// What would tell this card from every other one; nothing of it may ever be seen outside.
    pub fn id(self) -> &'static [u8] {
        match self {
            Self::MyNumber => &[0x5A, 0x1D, 0xC0, 0x01],
            Self::DrivingLicence => &[0x5A, 0x1D, 0xC0, 0x02],
            Self::Student => &[0x01, 0x14, 0x5A, 0x1D, 0xC0, 0xDE, 0x00, 0x03],
            Self::Transit => &[0x01, 0x12, 0x5A, 0x1D, 0xC0, 0xDE, 0x00, 0x04],
            Self::FelicaTag => &[0x01, 0x2E, 0x5A, 0x1D, 0xC0, 0xDE, 0x00, 0x05],
            Self::Bank => &[0x08, 0x5A, 0x1D, 0x06],
        }
    }

    pub(crate) fn air(self) -> Air {
        match self {
            Self::MyNumber | Self::DrivingLicence => Air::B,
            Self::Student | Self::Transit | Self::FelicaTag => Air::Felica,
            Self::Bank => Air::A,
        }
    }

    /// The first bytes that a Type B card says (ATQB without its id, and the length of its answer
    /// to ATTRIB), or a Type A card (ATQA, SAK).
    pub(crate) fn greeting(self) -> &'static [u8] {
        match self {
            Self::MyNumber => &[0x00, 0x00, 0x05, 0xE0, 0xB3, 0x81, 0xA1],
            Self::DrivingLicence => &[0x00, 0x00, 0x00, 0x00, 0x91, 0x81, 0xC1],
            _ => &[0x00, 0x04, 0x20],
        }
    }

    /// System codes of a FeliCa card; it is silent for all others. The first is the one that it
    /// names when it is asked for any.
    pub(crate) fn systems(self) -> &'static [u16] {
        match self {
            Self::Student => &[0x8277, 0xFE00],
            Self::Transit => &[0x0003, 0xFE00],
            Self::FelicaTag => &[0x88B4],
            _ => &[],
        }
    }

    /// Services of a FeliCa card that need no key, which some readers let one select.
    fn services(self) -> &'static [u16] {
        match self {
            Self::Student => &[0x1A8B],
            Self::Transit => &[0x090F],
            _ => &[],
        }
    }

    /// The answer to reset that a PC/SC reader makes for the card.
    pub fn atr(self) -> &'static [u8] {
        match self {
            Self::MyNumber => &[
                0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x05, 0xE0, 0xB3, 0x81, 0xA1, 0x00, 0x7F,
            ],
            Self::DrivingLicence => &[
                0x3B, 0x88, 0x80, 0x01, 0x00, 0x00, 0x00, 0x00, 0x91, 0x81, 0xC1, 0x00, 0xD8,
            ],
            Self::Student | Self::Transit | Self::FelicaTag => &FELICA_ATR,
            Self::Bank => &[0x3B, 0x80, 0x80, 0x01, 0x01],
        }
    }

    /// The card's answer, or that of a reader which knows FeliCa.
    pub(crate) fn answer(self, apdu: &[u8]) -> Vec<u8> {
        let selects_jpki = apdu == SELECT_JPKI && self == Self::MyNumber;
        let selects_service = match apdu {
            [0xFF, 0xA4, 0x00, 0x01, 0x02, low, high] => {
                self.services().contains(&u16::from_le_bytes([*low, *high]))
            }
            _ => false,
        };
        match apdu {
            _ if selects_jpki || selects_service => vec![0x90, 0x00],
            // What nobody may ask for is answered, so that asking would be seen in the output.
            [0xFF, 0xCA, ..] => [self.id(), &[0x90, 0x00]].concat(),
            [_, 0xA4, ..] => vec![0x6A, 0x82],
            _ => vec![0x6D, 0x00],
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_name_is_the_one_of_the_interface() {
        for card in Card::ALL {
            assert_eq!(serde_json::to_value(card).expect("JSON"), card.name());
        }
    }

    #[test]
    fn every_atr_adds_up() {
        for card in Card::ALL {
            let sum = card.atr()[1..].iter().fold(0, |sum, byte| sum ^ byte);
            assert_eq!(sum, 0, "{card:?}");
        }
    }

    #[test]
    fn only_a_my_number_card_answers_to_its_application() {
        for card in Card::ALL {
            let known = card.answer(&SELECT_JPKI) == [0x90, 0x00];
            assert_eq!(known, card == Card::MyNumber, "{card:?}");
        }
    }
}
