//! The enrolment code: eight characters that a clerk reads from one screen and types on another.

use crate::refusal::Refusal;
use crate::secret::{DerivationKey, TokenHash};

/// Without letters and digits that are taken for each other (0 O, 1 I L, 2 Z, 5 S, 8 B, U V).
const ALPHABET: &[u8] = b"34679ACDEFGHJKMNPQRTVWXY";
/// How many characters a code has: 24^8, 36 bits. With the allowance for tries in all, the chance to
/// hit one of ten open codes stays under a millionth in a day.
pub const CODE_LENGTH: usize = 8;

/// A code from random bytes. The remainder favours some characters by less than one in 2^59.
pub fn code_from(random: [u64; CODE_LENGTH]) -> String {
    let count = ALPHABET.len() as u64;
    let letter = |number: u64| {
        let place = usize::try_from(number % count).unwrap_or_default();
        char::from(ALPHABET[place])
    };
    random.into_iter().map(letter).collect()
}

/// Reads a code as it was typed: case, width, blanks and hyphens do not matter.
///
/// # Errors
/// `KioskCodeWrong`.
pub fn read_code(typed: &str) -> Result<String, Refusal> {
    let mut code = String::with_capacity(CODE_LENGTH);
    for letter in typed.chars().map(half_width) {
        match letter.to_ascii_uppercase() {
            ' ' | '-' => {}
            letter if letter.is_ascii() && ALPHABET.contains(&(letter as u8)) => {
                code.push(letter);
            }
            _ => return Err(Refusal::KioskCodeWrong),
        }
        if code.len() > CODE_LENGTH {
            return Err(Refusal::KioskCodeWrong);
        }
    }
    if code.len() == CODE_LENGTH {
        Ok(code)
    } else {
        Err(Refusal::KioskCodeWrong)
    }
}

/// Under which hash a code is kept: keyed, because 36 bits could be guessed from a copy of the
/// database.
pub fn hash_of(code: &str, key: &DerivationKey) -> TokenHash {
    TokenHash(key.mac("kiosk code", code.as_bytes()))
}

/// A Japanese keyboard may be left in its wide mode (U+FF01 to U+FF5E, U+3000).
fn half_width(letter: char) -> char {
    match letter {
        '\u{3000}' => ' ',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(letter) - 0xfee0).unwrap_or(letter),
        _ => letter,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_read_however_it_was_typed() {
        let code = code_from([0, 5, 6, 7, 8, 9, 10, 23]);
        assert_eq!(code, "3ACDEFGY");
        for typed in ["3ACDEFGY", "3acd-efgy", " 3ACD EFGY ", "３ＡＣＤ　ｅｆｇｙ"] {
            assert_eq!(read_code(typed).as_deref(), Ok("3ACDEFGY"), "{typed}");
        }
    }

    #[test]
    fn a16_other_texts_are_wrong_codes_and_nothing_worse() {
        let long = "3".repeat(100_000);
        for typed in [
            "",
            "3ACDEFG",
            "3ACDEFGYY",
            "0ACDEFGY",
            "3ACDEF\u{0}Y",
            "東京大学東京大学",
            &long,
        ] {
            assert_eq!(read_code(typed), Err(Refusal::KioskCodeWrong));
        }
    }

    #[test]
    fn a16_a_day_of_guesses_finds_an_open_code_with_less_than_a_millionth() {
        let codes = f64::from(24_u32).powi(8);
        // The usual allowance of the whole service: 60 tries an hour, ten codes open all day.
        assert!(60.0 * 24.0 * 10.0 / codes < 1e-6);
    }

    #[test]
    fn r50_a_code_is_kept_under_a_keyed_hash() {
        let (one, other) = (DerivationKey::new([1; 32]), DerivationKey::new([2; 32]));
        assert_ne!(hash_of("3ACDEFGY", &one), hash_of("3ACDEFGY", &other));
        assert_ne!(hash_of("3ACDEFGY", &one), hash_of("4ACDEFGY", &one));
    }
}
