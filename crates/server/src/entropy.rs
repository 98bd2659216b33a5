//! Random values from the operating system's cryptographic source.

use aws_lc_rs::rand;
use ident_core::secret::Token;
use ident_core::time::Timestamp;

/// Crockford's base32: no I, L, O and U, so that a reference survives being read aloud.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/// A source of random values.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entropy;

impl Entropy {
    /// `N` random bytes.
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        rand::fill(&mut bytes)
            .expect("the operating system's random source cannot fail once seeded");
        bytes
    }

    /// A bearer value.
    pub fn token(&self, now: Timestamp) -> Token {
        Token::made_at(now, self.bytes())
    }

    /// The bytes of an identifier.
    pub fn id16(&self) -> [u8; 16] {
        self.bytes()
    }

    /// A short reference that a person can tell to support: eight characters, 40 bits.
    pub fn reference(&self) -> String {
        let bytes: [u8; 8] = self.bytes();
        bytes
            .iter()
            .map(|byte| char::from(ALPHABET[usize::from(byte % 32)]))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn r04_a_hundred_thousand_tokens_of_one_moment_are_all_different() {
        let now = Timestamp::from_seconds(1);
        let tokens: HashSet<_> = (0..100_000).map(|_| Entropy.token(now).to_text()).collect();
        assert_eq!(tokens.len(), 100_000);
    }

    #[test]
    fn a_reference_has_no_letters_that_are_taken_for_digits() {
        for _ in 0..1_000 {
            let reference = Entropy.reference();
            assert_eq!(reference.len(), 8);
            assert!(!reference.contains(['I', 'L', 'O', 'U']), "{reference}");
        }
    }
}
