//! A temporary password that can be read from a screen and typed on a phone.

use ident_core::secret::Secret;
use zeroize::Zeroizing;

use crate::entropy::Entropy;

/// No look-alikes (`0 O o`, `1 l I`), nothing that a keyboard hides or a page swallows. 64
/// characters: six bits each, so that no letter is more likely than another.
const LETTERS: &[u8; 64] = b"ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789!#%+-=?@";
const LENGTH: usize = 16;

/// 16 characters of four classes, 95 bits.
pub(super) fn temporary(entropy: Entropy) -> Secret<String> {
    loop {
        let bytes = Zeroizing::new(entropy.bytes::<LENGTH>());
        let letters = bytes.iter().map(|byte| LETTERS[usize::from(byte % 64)]);
        let password: String = letters.map(char::from).collect();
        // A draw without one of the classes is put back; three of four draws have all.
        if has_all_classes(&password) {
            return Secret::new(password);
        }
        drop(Secret::new(password));
    }
}

fn has_all_classes(password: &str) -> bool {
    let any = |of: fn(&u8) -> bool| password.as_bytes().iter().any(of);
    any(u8::is_ascii_uppercase)
        && any(u8::is_ascii_lowercase)
        && any(u8::is_ascii_digit)
        && any(u8::is_ascii_punctuation)
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::*;

    #[test]
    fn every_password_has_four_classes_and_nothing_that_is_taken_for_something_else() {
        let mut seen = HashSet::new();
        let mut letters = HashSet::new();
        for _ in 0..20_000 {
            let password = temporary(Entropy).expose().clone();
            assert_eq!(password.len(), 16);
            assert!(has_all_classes(&password), "{password}");
            assert!(!password.contains(['0', 'O', 'o', '1', 'l', 'I', ' ', '"', '.', '\\']));
            letters.extend(password.bytes());
            assert!(seen.insert(password), "no two alike");
        }
        assert_eq!(letters.len(), 64, "every letter comes up");
    }
}
