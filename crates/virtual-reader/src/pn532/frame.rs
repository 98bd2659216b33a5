//! Frames of the chip's serial line (PN532 User Manual, section 6.2).

/// The acknowledgement; from the host it also ends the command that runs.
pub(crate) const ACK: [u8; 6] = [0x00, 0x00, 0xFF, 0x00, 0xFF, 0x00];
/// The refusal of a frame.
pub(crate) const NACK: [u8; 6] = [0x00, 0x00, 0xFF, 0xFF, 0x00, 0x00];
/// The frame for a command that the chip does not understand.
pub(crate) const ERROR: [u8; 8] = [0x00, 0x00, 0xFF, 0x01, 0xFF, 0x7F, 0x81, 0x00];

const FROM_HOST: u8 = 0xD4;
const FROM_CHIP: u8 = 0xD5;

/// What the host sent.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Heard {
    /// A command and its arguments.
    Command(Vec<u8>),
    /// The end of the command that runs.
    Ack,
    /// Something that does not add up.
    Broken,
}

/// Bytes of the host, until they make a frame.
#[derive(Debug, Default)]
pub(crate) struct Parser {
    bytes: Vec<u8>,
}

impl Parser {
    pub(crate) fn push(&mut self, bytes: &[u8]) {
        self.bytes.extend_from_slice(bytes);
    }

    /// The next frame, if it is complete. What stands before it (the host wakes the chip with
    /// bytes of no meaning) is dropped.
    pub(crate) fn next(&mut self) -> Option<Heard> {
        let start = self
            .bytes
            .windows(2)
            .position(|pair| pair == [0x00, 0xFF])?;
        self.bytes.drain(..start);
        let body = &self.bytes[2..];
        let (&length, &check) = (body.first()?, body.get(1)?);
        match (length, check) {
            (0x00, 0xFF) => {
                self.bytes.drain(..4);
                Some(Heard::Ack)
            }
            (0xFF, 0xFF) => {
                let (&high, &low) = (body.get(2)?, body.get(3)?);
                let adds_up = high.wrapping_add(low).wrapping_add(*body.get(4)?) == 0;
                self.take(7, usize::from(high) << 8 | usize::from(low), adds_up)
            }
            _ => self.take(4, usize::from(length), length.wrapping_add(check) == 0),
        }
    }

    /// Takes a frame with so many bytes before and in its body; its checksum follows.
    fn take(&mut self, before: usize, length: usize, adds_up: bool) -> Option<Heard> {
        if !adds_up || length == 0 {
            self.bytes.drain(..2);
            return Some(Heard::Broken);
        }
        let end = before + length + 1;
        if self.bytes.len() < end {
            return None;
        }
        let frame: Vec<u8> = self.bytes.drain(..end).collect();
        let sum = frame[before..]
            .iter()
            .fold(0_u8, |sum, byte| sum.wrapping_add(*byte));
        if sum != 0 || frame[before] != FROM_HOST {
            return Some(Heard::Broken);
        }
        Some(Heard::Command(frame[before + 1..end - 1].to_vec()))
    }
}

/// The chip's frame for an answer of up to 254 bytes.
pub(crate) fn encode(answer: &[u8]) -> Vec<u8> {
    let length = u8::try_from(answer.len() + 1).expect("no answer of this chip is longer");
    let mut frame = vec![0x00, 0x00, 0xFF, length, length.wrapping_neg(), FROM_CHIP];
    frame.extend_from_slice(answer);
    let sum = answer
        .iter()
        .fold(FROM_CHIP, |sum, byte| sum.wrapping_add(*byte));
    frame.extend([sum.wrapping_neg(), 0x00]);
    frame
}

#[cfg(test)]
mod tests {
    use super::*;

    /// GetFirmwareVersion, as in the manual.
    const FIRMWARE: [u8; 9] = [0x00, 0x00, 0xFF, 0x02, 0xFE, 0xD4, 0x02, 0x2A, 0x00];

    fn all(parser: &mut Parser) -> Vec<Heard> {
        std::iter::from_fn(|| parser.next()).collect()
    }

    #[test]
    fn a_frame_is_found_behind_the_wake_up_however_it_is_cut() {
        let mut sent = vec![0x55, 0x55];
        sent.extend([0; 14]);
        sent.extend(FIRMWARE);
        sent.extend(ACK);
        for cut in 0..sent.len() {
            let mut parser = Parser::default();
            parser.push(&sent[..cut]);
            let mut heard = all(&mut parser);
            parser.push(&sent[cut..]);
            heard.extend(all(&mut parser));
            assert_eq!(
                heard,
                [Heard::Command(vec![0x02]), Heard::Ack],
                "cut at {cut}"
            );
        }
    }

    #[test]
    fn a_long_frame_is_read() {
        let mut body = vec![FROM_HOST, 0x40];
        body.extend([0x11; 300]);
        let [high, low] = u16::try_from(body.len()).expect("short").to_be_bytes();
        let check = high.wrapping_add(low).wrapping_neg();
        let mut sent = vec![0x00, 0x00, 0xFF, 0xFF, 0xFF, high, low, check];
        sent.extend(&body);
        sent.push(
            body.iter()
                .fold(0_u8, |sum, byte| sum.wrapping_add(*byte))
                .wrapping_neg(),
        );
        let mut parser = Parser::default();
        parser.push(&sent);
        assert_eq!(all(&mut parser), [Heard::Command(body[1..].to_vec())]);
    }

    #[test]
    fn what_does_not_add_up_is_broken_and_the_next_frame_is_read() {
        let mut sent = FIRMWARE.to_vec();
        sent[7] ^= 1;
        sent.extend(FIRMWARE);
        let mut parser = Parser::default();
        parser.push(&sent);
        assert_eq!(
            all(&mut parser),
            [Heard::Broken, Heard::Command(vec![0x02])]
        );
    }

    #[test]
    fn answers_have_the_form_of_the_manual() {
        let version = encode(&[0x03, 0x32, 0x01, 0x06, 0x07]);
        let expected = [
            0x00, 0x00, 0xFF, 0x06, 0xFA, 0xD5, 0x03, 0x32, 0x01, 0x06, 0x07, 0xE8, 0x00,
        ];
        assert_eq!(version, expected);
    }
}
