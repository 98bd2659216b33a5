//! Encrypting a text beside something it belongs to (AES-256-GCM): it opens there and nowhere else.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use zeroize::{Zeroize, Zeroizing};

use crate::entropy::Entropy;

/// A key for one kind of text.
pub(super) struct Sealing(LessSafeKey);

impl Sealing {
    pub(super) fn new(mut key: [u8; 32]) -> Self {
        let unbound = UnboundKey::new(&AES_256_GCM, &key).expect("the key is 32 bytes long");
        key.zeroize();
        Self(LessSafeKey::new(unbound))
    }

    /// Nonce, ciphertext and tag.
    pub(super) fn seal(&self, text: &str, beside: &[u8], entropy: Entropy) -> Vec<u8> {
        let nonce: [u8; NONCE_LEN] = entropy.bytes();
        let mut sealed = text.as_bytes().to_vec();
        self.0
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(beside),
                &mut sealed,
            )
            .expect("a text of ours is far shorter than what one nonce can encrypt");
        [nonce.as_slice(), &sealed].concat()
    }

    /// `None` when it was altered, belongs beside something else, or is no text.
    pub(super) fn open(&self, sealed: &[u8], beside: &[u8]) -> Option<Zeroizing<String>> {
        let (nonce, text) = sealed.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut text = Zeroizing::new(text.to_vec());
        let plain = self
            .0
            .open_in_place(nonce, Aad::from(beside), &mut text)
            .ok()?;
        let plain = std::str::from_utf8(plain).ok()?;
        Some(Zeroizing::new(plain.to_owned()))
    }
}
