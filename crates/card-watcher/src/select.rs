//! The only commands that ever reach a card. All are SELECT; none reads, none verifies.

/// SELECT of the application of the public certification service (JPKI) by its name, with no
/// answer but the status (P2 = 0C). Only a My Number Card has this application.
pub(crate) const JPKI: [u8; 15] = [
    0x00, 0xA4, 0x04, 0x0C, 0x0A, 0xD3, 0x92, 0xF0, 0x00, 0x26, 0x01, 0x00, 0x00, 0x00, 0x01,
];

/// SELECT of a FeliCa service that needs no key: the history of transport cards. It is for the
/// reader, which knows FeliCa and asks the card whether it has the service (PC/SC part 3).
pub(crate) const TRANSIT: [u8; 7] = felica(0x090F);
/// The same for the service in which the common format of campus cards (FCF) has its numbers.
/// Only its being there is asked; nothing of it is read.
pub(crate) const CAMPUS: [u8; 7] = felica(0x1A8B);

const fn felica(service: u16) -> [u8; 7] {
    let [low, high] = service.to_le_bytes();
    [0xFF, 0xA4, 0x00, 0x01, 0x02, low, high]
}

/// The length of the status that ends every answer.
pub(crate) const STATUS: usize = 2;

/// True for the status of a SELECT that found what it looked for.
pub(crate) fn found(answer: &[u8]) -> bool {
    answer == [0x90, 0x00]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_command_is_a_select() {
        let all: [&[u8]; 3] = [&JPKI, &TRANSIT, &CAMPUS];
        for command in all {
            assert_eq!(command[1], 0xA4, "{command:02X?}");
        }
        assert_eq!(JPKI[3], 0x0C, "no file control information comes back");
    }

    #[test]
    fn only_the_plain_status_is_a_find() {
        for answer in [
            &[0x6A, 0x82][..],
            &[],
            &[0x90],
            &[0x00, 0x90, 0x00],
            &[0x61, 0x10],
        ] {
            assert!(!found(answer), "{answer:02X?}");
        }
        assert!(found(&[0x90, 0x00]));
    }
}
