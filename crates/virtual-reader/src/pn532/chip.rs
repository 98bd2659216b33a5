//! What the chip answers (PN532 User Manual, section 7), as far as libnfc asks it.

use crate::card::Air;
use crate::{Card, Fault, Pad};

/// Status of an exchange: the card did not answer.
const CARD_IS_GONE: u8 = 0x01;
/// Status with the highest bit, which the manual does not define.
const UNDEFINED_STATUS: u8 = 0x80;
/// The system code that every FeliCa card answers to.
const ANY_SYSTEM: u16 = 0xFFFF;

/// The chip's memory.
#[derive(Debug, Default)]
pub(crate) struct Chip {
    /// The card that was activated, as a placing: another one on its place is not activated.
    active: Option<u64>,
}

impl Chip {
    /// The answer to a command, beginning with its code; `None` where the chip keeps silent.
    pub(crate) fn answer(&mut self, command: &[u8], pad: &Pad) -> Option<Vec<u8>> {
        let (&code, arguments) = command.split_first()?;
        pad.note_command();
        let mut answer = vec![code.wrapping_add(1)];
        match code {
            // Diagnose gives back what it was given.
            0x00 => answer.extend(arguments),
            // GetFirmwareVersion: a PN532, version 1.6, for ISO 14443 A, B and ISO 18092.
            0x02 => answer.extend([0x32, 0x01, 0x06, 0x07]),
            // ReadRegister: one byte for each address.
            0x06 => answer.extend(vec![0; arguments.len() / 2]),
            // WriteRegister, SetParameters, SAMConfiguration: nothing to say.
            0x08 | 0x12 | 0x14 => {}
            // RFConfiguration. A field that goes off forgets the card.
            0x32 => {
                if let [0x01, field] = arguments
                    && field & 1 == 0
                {
                    self.active = None;
                }
            }
            // PowerDown.
            0x16 => answer.push(0x00),
            // InDeselect, InRelease.
            0x44 | 0x52 => {
                self.active = None;
                answer.push(0x00);
            }
            0x40 => answer.extend(self.exchange(arguments.get(1..)?, pad)),
            0x4A => answer.extend(self.list(arguments, pad)),
            _ => return None,
        }
        Some(answer)
    }

    /// InDataExchange: status, then what the card says.
    fn exchange(&mut self, apdu: &[u8], pad: &Pad) -> Vec<u8> {
        let is_active = pad.placed().map(|(_, placing)| placing) == self.active;
        if !is_active || self.active.is_none() {
            return vec![CARD_IS_GONE];
        }
        if pad.fault() == Some(Fault::AbortStatus) {
            return vec![UNDEFINED_STATUS];
        }
        match pad.transmit(apdu) {
            Some(said) => [vec![0x00], said].concat(),
            None => vec![CARD_IS_GONE],
        }
    }

    /// InListPassiveTarget: how many cards, and what the one says.
    fn list(&mut self, arguments: &[u8], pad: &Pad) -> Vec<u8> {
        let [_, kind, initial @ ..] = arguments else {
            return vec![0x00];
        };
        let system = match (kind, initial) {
            (0x01 | 0x02, [_, high, low, ..]) => Some(u16::from_be_bytes([*high, *low])),
            _ => None,
        };
        if let Some(system) = system {
            pad.note_system(system);
        }
        let found = pad.placed().and_then(|(card, placing)| {
            let said = target(card, *kind, system, pad.fault())?;
            Some((placing, said))
        });
        let Some((placing, said)) = found else {
            return vec![0x00];
        };
        self.active = Some(placing);
        [vec![0x01, 0x01], said].concat()
    }
}

/// What a card says to the polling of one kind, if it hears that kind.
fn target(card: Card, kind: u8, system: Option<u16>, fault: Option<Fault>) -> Option<Vec<u8>> {
    match (card.air(), kind) {
        (Air::A, 0x00) => {
            let ats: &[u8] = match fault {
                Some(Fault::EmptyAts) => &[0x00],
                _ => &[0x05, 0x78, 0x80, 0x70, 0x02],
            };
            let length = u8::try_from(card.id().len()).expect("an id is short");
            Some([card.greeting(), &[length], card.id(), ats].concat())
        }
        (Air::B, 0x03) => Some([&[0x50], card.id(), card.greeting(), &[0x01, 0x00]].concat()),
        (Air::Felica, 0x01 | 0x02) => {
            let system = system?;
            let known = card.systems().contains(&system) || system == ANY_SYSTEM;
            let manufacture = [0x01, 0x20, 0x22, 0x04, 0x27, 0x67, 0x4E, 0xFF];
            known.then(|| {
                let first = card.systems()[0].to_be_bytes();
                [&[0x14, 0x01], card.id(), &manufacture, &first].concat()
            })
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST_B: [u8; 4] = [0x4A, 0x01, 0x03, 0x00];
    const ASK: [u8; 4] = [0x40, 0x01, 0x00, 0xB0];

    fn felica(system: u16) -> Vec<u8> {
        let [high, low] = system.to_be_bytes();
        vec![0x4A, 0x01, 0x01, 0x00, high, low, 0x01, 0x00]
    }

    #[test]
    fn an_empty_pad_has_no_card_of_any_kind() {
        let (mut chip, pad) = (Chip::default(), Pad::new());
        for kind in 0..4 {
            let answer = chip.answer(&[0x4A, 0x01, kind, 0x00, 0xFF, 0xFF, 0x01, 0x00], &pad);
            assert_eq!(answer, Some(vec![0x4B, 0x00]));
        }
    }

    #[test]
    fn a_felica_card_is_silent_for_a_foreign_system() {
        let (mut chip, pad) = (Chip::default(), Pad::new());
        pad.put(Card::Transit);
        let found = |chip: &mut Chip, system| chip.answer(&felica(system), &pad).expect("one")[1];
        assert_eq!(found(&mut chip, 0x88B4), 0);
        assert_eq!(found(&mut chip, 0x0003), 1);
        assert_eq!(found(&mut chip, ANY_SYSTEM), 1);
        assert_eq!(pad.systems(), [0x88B4, 0x0003, ANY_SYSTEM]);
    }

    #[test]
    fn only_the_card_that_was_activated_is_spoken_to() {
        let (mut chip, pad) = (Chip::default(), Pad::new());
        pad.put(Card::MyNumber);
        assert_eq!(chip.answer(&ASK, &pad), Some(vec![0x41, CARD_IS_GONE]));
        chip.answer(&LIST_B, &pad);
        assert_eq!(chip.answer(&ASK, &pad), Some(vec![0x41, 0x00, 0x6D, 0x00]));
        pad.put(Card::MyNumber);
        assert_eq!(
            chip.answer(&ASK, &pad),
            Some(vec![0x41, CARD_IS_GONE]),
            "another card"
        );
        chip.answer(&LIST_B, &pad);
        chip.answer(&[0x32, 0x01, 0x00], &pad);
        assert_eq!(
            chip.answer(&ASK, &pad),
            Some(vec![0x41, CARD_IS_GONE]),
            "the field was off"
        );
        assert_eq!(pad.apdus(), [[0x00, 0xB0]]);
    }
}
