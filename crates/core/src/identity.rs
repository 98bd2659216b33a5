//! What a card check says about a person, and the form in which it is kept.

use std::fmt;

use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::secret::DerivationKey;
use crate::time::Timestamp;

/// The outcome of a card check as the Digital Agency's service states it. Lives in memory only.
#[derive(Clone)]
pub struct Identity {
    /// The issuer, exactly as configured.
    pub issuer: String,
    /// The pairwise id (連携ID, PPID): 1 to 255 ASCII characters (OIDC Core 2).
    pub subject: Subject,
    /// The card-face name, where the purpose asked for it.
    pub name: Option<CardName>,
    /// When the card was read, if the token says so (`auth_time`).
    pub auth_time: Option<Timestamp>,
}

impl Identity {
    /// The keyed hash under which this person is known; never the name, mail or a hash of them
    ///
    pub fn person(&self, key_id: u16, key: &DerivationKey) -> PersonKey {
        let message = [self.issuer.as_bytes(), &[0], self.subject.0.as_bytes()].concat();
        PersonKey {
            key: key_id,
            mac: key.mac("person", &message),
        }
    }
}

impl fmt::Debug for Identity {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[identity]")
    }
}

/// A pairwise subject identifier; never printed, never stored as it is.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Subject(String);

impl Subject {
    /// Accepts 1 to 255 printable ASCII characters (OIDC Core 2, `sub`).
    pub fn parse(text: &str) -> Option<Self> {
        let fits = (1..=255).contains(&text.len())
            && text.bytes().all(|byte| (0x20..0x7f).contains(&byte));
        fits.then(|| Self(text.to_owned()))
    }

    /// The text itself, for comparing the two answers of one provider (OIDC Core 5.3.2).
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Subject {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[subject]")
    }
}

/// The name on the card face. Shown to the person, never compared with a directory's name.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct CardName(String);

impl CardName {
    /// The longest name that is kept, in bytes of UTF-8.
    pub const MAX_BYTES: usize = 400;

    /// Accepts a non-blank text without control characters.
    pub fn parse(text: &str) -> Option<Self> {
        let trimmed = text.trim();
        let fits = !trimmed.is_empty()
            && trimmed.len() <= Self::MAX_BYTES
            && !trimmed.chars().any(char::is_control);
        fits.then(|| Self(trimmed.to_owned()))
    }

    /// The name itself, for the one screen that shows it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for CardName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[name]")
    }
}

/// HMAC-SHA-256 of (issuer, subject) under a numbered server key.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct PersonKey {
    /// Which server key made it; keys can be rotated.
    pub key: u16,
    /// The keyed hash.
    #[serde(with = "crate::octets")]
    pub mac: [u8; 32],
}

impl fmt::Debug for PersonKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[person]")
    }
}

/// A text encrypted by the server (AEAD), with the number of the key that opens it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sealed {
    /// Which server key opens it.
    pub key: u16,
    /// Nonce, ciphertext and tag.
    #[serde(with = "crate::octets")]
    pub bytes: Vec<u8>,
}

impl fmt::Debug for Sealed {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[sealed]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn identity(issuer: &str, subject: &str) -> Identity {
        Identity {
            issuer: issuer.to_owned(),
            subject: Subject::parse(subject).expect("a subject"),
            name: None,
            auth_time: None,
        }
    }

    #[test]
    fn r39_the_person_key_depends_on_issuer_and_subject_and_cannot_be_shifted_between_them() {
        let key = DerivationKey::new([1; 32]);
        let known = identity("https://a", "bc").person(1, &key);
        assert_eq!(known, identity("https://a", "bc").person(1, &key));
        assert_ne!(known, identity("https://ab", "c").person(1, &key));
        assert_ne!(known, identity("https://a", "bd").person(1, &key));
    }

    #[test]
    fn r36_a_subject_is_one_to_255_ascii_characters() {
        assert!(Subject::parse(&"x".repeat(255)).is_some());
        for wrong in [
            String::new(),
            "x".repeat(256),
            "ｘ".to_owned(),
            "a\nb".to_owned(),
        ] {
            assert!(
                Subject::parse(&wrong).is_none(),
                "{wrong:?} is not a subject"
            );
        }
    }

    #[test]
    fn rare_characters_of_names_are_kept_and_control_characters_refused() {
        for name in ["髙﨑 𠮷乃", "MARIA DA CONCEIÇÃO", "葛󠄀城"] {
            assert_eq!(CardName::parse(name).expect("a name").expose(), name);
        }
        for wrong in ["", "   ", "a\u{0}b", &"長".repeat(200)] {
            assert!(CardName::parse(wrong).is_none());
        }
    }

    #[test]
    fn personal_values_do_not_print_themselves() {
        let name = CardName::parse("見本 花子").expect("a name");
        let printed = format!("{name:?} {:?}", identity("https://a", "secret-sub"));
        assert_eq!(printed, "[name] [identity]");
    }
}
