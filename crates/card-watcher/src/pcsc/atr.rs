//! What the answer to reset tells (PC/SC part 3, section 3.1.3.2.3). It is only looked at here,
//! and never kept: the one of some readers contains the card's id.

/// How to go on with a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Way {
    /// A card with applications: ask for the one.
    Applications,
    /// FeliCa.
    Felica,
    /// A memory card of another kind; it has no applications.
    Memory,
}

/// The registered application provider of PC/SC, as it stands before standard and card name.
const STORAGE: [u8; 8] = [0x80, 0x4F, 0x0C, 0xA0, 0x00, 0x00, 0x03, 0x06];
/// The standard FeliCa, and the card name that some readers give in its place.
const FELICA_STANDARD: u8 = 0x11;
const FELICA_NAME: [u8; 2] = [0x00, 0x3B];
/// How readers of SCM and Identiv begin the historical bytes of a FeliCa card; its id follows.
const FELICA_SCM: [u8; 3] = [0x04, 0x43, 0xFD];

/// What to do with a card that gave this answer to reset.
pub(crate) fn way(atr: &[u8]) -> Way {
    // Contactless: 3B 8n 80 01, n historical bytes, a checksum.
    let [0x3B, count, 0x80, 0x01, rest @ ..] = atr else {
        return Way::Applications;
    };
    let history = rest.get(..usize::from(count & 0x0F)).unwrap_or(rest);
    if count & 0xF0 != 0x80 {
        return Way::Applications;
    }
    if history.len() == 12 && history.starts_with(&FELICA_SCM) {
        return Way::Felica;
    }
    match history.strip_prefix(&STORAGE) {
        Some([FELICA_STANDARD, ..]) => Way::Felica,
        Some([_, name @ ..]) if name.starts_with(&FELICA_NAME) => Way::Felica,
        Some(_) => Way::Memory,
        None => Way::Applications,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn bytes(text: &str) -> Vec<u8> {
        let digits: Vec<u8> = text.bytes().filter(|byte| *byte != b' ').collect();
        let pairs = digits.chunks(2);
        let byte = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).expect("text"), 16);
        pairs.map(|pair| byte(pair).expect("hexadecimal")).collect()
    }

    #[test]
    fn known_cards_go_their_way() {
        let table = [
            ("3B 88 80 01 00 00 05 E0 B3 81 A1 00 7F", Way::Applications), // My Number, contactless
            ("3B E0 00 FF 81 31 FE 45 14", Way::Applications),             // its contacts
            ("3B 88 80 01 00 00 00 00 91 81 C1 00 D8", Way::Applications), // a driving licence
            ("3B 80 80 01 01", Way::Applications),                         // a phone
            (
                "3B 8F 80 01 80 4F 0C A0 00 00 03 06 11 00 3B 00 00 00 00 42",
                Way::Felica,
            ),
            (
                "3B 8F 80 01 80 4F 0C A0 00 00 03 06 FF 00 3B 00 00 00 00 AC",
                Way::Felica,
            ),
            (
                "3B 8F 80 01 80 4F 0C A0 00 00 03 06 03 00 01 00 00 00 00 6A",
                Way::Memory,
            ),
            (
                "3B 8C 80 01 04 43 FD 01 12 5A 1D C0 DE 00 04 00 00 00",
                Way::Felica,
            ),
        ];
        for (atr, expected) in table {
            assert_eq!(way(&bytes(atr)), expected, "{atr}");
        }
    }

    #[test]
    fn no_answer_to_reset_of_any_length_is_too_odd() {
        let whole = bytes("3B 8F 80 01 80 4F 0C A0 00 00 03 06 11 00 3B 00 00 00 00 42");
        for end in 0..whole.len() {
            let cut = way(&whole[..end]);
            assert!(cut != Way::Memory || end == 12, "{end}");
        }
        for first in 0..=u8::MAX {
            assert_eq!(way(&[first]), Way::Applications);
        }
    }
}
