//! Values that must never be printed, and the one-way form in which the store keeps them.

use std::fmt;
use std::hash::{Hash, Hasher};

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use hmac::{Hmac, Mac};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::time::{Timestamp, in_front};

/// A secret that does not print itself and is wiped when dropped.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Secret<T: Zeroize>(T);

impl<T: Zeroize> Secret<T> {
    /// Wraps a secret value.
    pub const fn new(value: T) -> Self {
        Self(value)
    }

    /// The value itself; every use is a place to look at in a review.
    pub const fn expose(&self) -> &T {
        &self.0
    }
}

impl<T: Zeroize> fmt::Debug for Secret<T> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[secret]")
    }
}

/// A bearer value of 256 bits (visit cookie, `state`, hand-off link, hand-back code), at least 208
/// of them random; 48 may be the time at which it was made.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Token([u8; 32]);

impl Token {
    /// From 32 bytes of a cryptographic random source.
    pub const fn from_random(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// From the time and 26 bytes of a cryptographic random source, in the order of time.
    pub fn made_at(now: Timestamp, random: [u8; 26]) -> Self {
        Self(in_front(now, random))
    }

    /// Reads the text form; `None` for anything but 43 characters of base64url without padding.
    pub fn parse(text: &str) -> Option<Self> {
        if text.len() != 43 {
            return None;
        }
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// The text form: 43 characters of base64url, fit for URLs, cookies and `state`.
    pub fn to_text(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    /// What the store keeps instead of the token.
    pub fn hash(&self) -> TokenHash {
        let digest: [u8; 32] = Sha256::digest(self.0).into();
        let mut hash = self.0;
        hash[TIME..].copy_from_slice(&digest[..32 - TIME]);
        TokenHash(hash)
    }

    /// A value derived from this token under a server key, one per `label`, so that it need not
    /// be stored (PKCE verifier, nonce).
    pub fn derive(&self, key: &DerivationKey, label: &str) -> [u8; 32] {
        key.mac(label, &self.0)
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[token]")
    }
}

/// The bytes of a token that are, or may be, the time at which it was made.
const TIME: usize = 6;

/// What the store knows of a bearer value: its first six bytes, so that what was made together lies
/// together in an index, then the first 208 bits of the SHA-256 of all of it. The other 208 bits of
/// the [`Token`] follow from nothing that is stored.
#[derive(Clone, Copy, Eq, Serialize, Deserialize)]
pub struct TokenHash(#[serde(with = "crate::octets")] pub [u8; 32]);

impl PartialEq for TokenHash {
    fn eq(&self, other: &Self) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

impl Hash for TokenHash {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.0.hash(state);
    }
}

impl fmt::Debug for TokenHash {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[token hash]")
    }
}

/// A server key for keyed hashes (HMAC-SHA-256, RFC 2104).
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct DerivationKey([u8; 32]);

impl DerivationKey {
    /// From 32 secret bytes.
    pub const fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// HMAC-SHA-256 over `label`, a zero byte and `message`; the label separates uses of one key.
    pub fn mac(&self, label: &str, message: &[u8]) -> [u8; 32] {
        let mut mac = Hmac::<Sha256>::new_from_slice(&self.0)
            .expect("HMAC takes a key of any length (RFC 2104 section 2)");
        mac.update(label.as_bytes());
        mac.update(&[0]);
        mac.update(message);
        mac.finalize().into_bytes().into()
    }
}

impl fmt::Debug for DerivationKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[key]")
    }
}

/// SHA-256 of a text, as base64url without padding (PKCE S256, RFC 7636 section 4.2).
pub fn s256(text: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(text.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r33_challenge_matches_the_example_of_rfc_7636_appendix_b() {
        assert_eq!(
            s256("dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"),
            "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"
        );
    }

    #[test]
    fn secrets_do_not_print_themselves() {
        let token = Token::from_random([7; 32]);
        let text = token.to_text();
        let printed = format!(
            "{token:?} {:?} {:?}",
            token.hash(),
            Secret::new(text.clone())
        );
        assert!(
            !printed.contains(&text),
            "a token in a log is a token given away"
        );
        assert_eq!(printed, "[token] [token hash] [secret]");
    }

    #[test]
    fn n07_a_hash_tells_when_its_token_was_made_and_nothing_else_of_it() {
        let now = Timestamp::from_millis(1_795_190_400_000);
        let (one, two) = (Token::made_at(now, [1; 26]), Token::made_at(now, [2; 26]));
        let later = Token::made_at(Timestamp::from_millis(1_795_190_400_001), [0; 26]);
        assert_eq!(one.hash().0[..6], two.hash().0[..6]);
        assert_ne!(one.hash().0[6..], two.hash().0[6..]);
        assert_ne!(one.hash().0[6..], [1; 26]);
        assert!(one.hash().0.max(two.hash().0) < later.hash().0);
        for bit in 0..256 {
            let mut other = one.0;
            other[bit / 8] ^= 1 << (bit % 8);
            assert_ne!(Token(other).hash(), one.hash(), "every bit counts: {bit}");
        }
    }

    #[test]
    fn only_the_canonical_text_form_of_a_token_is_read() {
        let text = Token::from_random([9; 32]).to_text();
        assert!(Token::parse(&text).is_some());
        for hostile in [
            "",
            "=",
            &format!("{text}="),
            &text[1..],
            &text.replace(&text[..1], "\u{ff21}"),
        ] {
            assert!(
                Token::parse(hostile).is_none(),
                "{hostile} is not a token of ours"
            );
        }
    }

    #[test]
    fn derived_values_differ_by_label_and_by_token() {
        let key = DerivationKey::new([1; 32]);
        let (a, b) = (Token::from_random([1; 32]), Token::from_random([2; 32]));
        assert_ne!(a.derive(&key, "nonce"), a.derive(&key, "pkce"));
        assert_ne!(a.derive(&key, "nonce"), b.derive(&key, "nonce"));
    }
}
