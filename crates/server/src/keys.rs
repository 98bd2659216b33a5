//! The server's own keys. Each use has a key of its own, derived from a numbered root
//! (HKDF-SHA-256, RFC 5869); the highest number is used for what is made now, the others only
//! to recognise and open what was made before a rotation.

use aws_lc_rs::aead::{AES_256_GCM, Aad, LessSafeKey, NONCE_LEN, Nonce, UnboundKey};
use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use ident_core::identity::{CardName, Identity, PersonKey, Sealed};
use ident_core::secret::DerivationKey;
use thiserror::Error;
use zeroize::Zeroize;

use crate::config::KeysConfig;
use crate::entropy::Entropy;

/// Separates this program's keys from those of any other that would use the same root.
const SALT: &[u8] = b"ident/1";

/// Why the keys could not be read.
#[derive(Debug, Error)]
pub enum KeysError {
    /// A key file cannot be read.
    #[error("cannot read the root key file {path}")]
    Unreadable {
        /// Which file.
        path: String,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A key file is not a key.
    #[error("the root key file {path} must hold exactly 32 bytes, not {length}")]
    Length {
        /// Which file.
        path: String,
        /// Its length in bytes.
        length: usize,
    },
}

/// All derived keys.
pub struct Keys {
    flow: DerivationKey,
    network: DerivationKey,
    /// Newest first, never empty.
    rings: Vec<Ring>,
}

/// The keys of one root under which something is stored.
struct Ring {
    number: u16,
    person: DerivationKey,
    name: LessSafeKey,
}

impl Keys {
    /// Reads the root key files.
    ///
    /// # Errors
    /// When a file cannot be read or does not hold 32 bytes.
    pub fn load(config: &KeysConfig) -> Result<Self, KeysError> {
        let roots: Result<Vec<_>, _> = config
            .roots
            .iter()
            .map(|root| Ok((root.number, read_root(&root.file)?)))
            .collect();
        Ok(Self::from_roots(roots?))
    }

    /// Derives all keys from numbered roots.
    ///
    /// # Panics
    /// Without any root; the configuration refuses an empty list.
    pub fn from_roots(mut roots: Vec<(u16, [u8; 32])>) -> Self {
        roots.sort_by_key(|(number, _)| std::cmp::Reverse(*number));
        let newest = &roots
            .first()
            .expect("the configuration names at least one root key")
            .1;
        let keys = Self {
            flow: DerivationKey::new(derive(newest, "flow")),
            network: DerivationKey::new(derive(newest, "network")),
            rings: roots
                .iter()
                .map(|(number, root)| Ring::new(*number, root))
                .collect(),
        };
        for (_, root) in &mut roots {
            root.zeroize();
        }
        keys
    }

    /// For values derived from `state`, and for the six digits.
    pub fn flow(&self) -> &DerivationKey {
        &self.flow
    }

    /// For the keyed hash of a client's network prefix.
    pub fn network(&self) -> &DerivationKey {
        &self.network
    }

    /// The keyed hashes under which a person may be known: the present key's first.
    pub fn persons(&self, identity: &Identity) -> Vec<PersonKey> {
        self.rings
            .iter()
            .map(|ring| identity.person(ring.number, &ring.person))
            .collect()
    }

    /// Encrypts a name (AES-256-GCM) so that it opens only beside the same person's hash.
    pub fn seal(&self, name: &CardName, person: &PersonKey, entropy: &Entropy) -> Sealed {
        let ring = self.rings.first().expect("there is at least one root key");
        let nonce: [u8; NONCE_LEN] = entropy.bytes();
        let mut sealed = name.expose().as_bytes().to_vec();
        ring.name
            .seal_in_place_append_tag(
                Nonce::assume_unique_for_key(nonce),
                Aad::from(person.mac),
                &mut sealed,
            )
            .expect("a name is far shorter than what one nonce can encrypt");
        Sealed {
            key: ring.number,
            bytes: [nonce.as_slice(), &sealed].concat(),
        }
    }

    /// Decrypts a name; `None` when it was altered, belongs to another person, or its key is gone.
    pub fn open(&self, sealed: &Sealed, person: &PersonKey) -> Option<CardName> {
        let ring = self.rings.iter().find(|ring| ring.number == sealed.key)?;
        let (nonce, text) = sealed.bytes.split_at_checked(NONCE_LEN)?;
        let nonce = Nonce::try_assume_unique_for_key(nonce).ok()?;
        let mut text = text.to_vec();
        let plain = ring
            .name
            .open_in_place(nonce, Aad::from(person.mac), &mut text)
            .ok()?;
        let name = std::str::from_utf8(plain).ok().and_then(CardName::parse);
        text.zeroize();
        name
    }
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("[keys]")
    }
}

impl Ring {
    fn new(number: u16, root: &[u8; 32]) -> Self {
        let mut name = derive(root, "name");
        let unbound = UnboundKey::new(&AES_256_GCM, &name).expect("the key is 32 bytes long");
        name.zeroize();
        Self {
            number,
            person: DerivationKey::new(derive(root, "person")),
            name: LessSafeKey::new(unbound),
        }
    }
}

struct Key32;

impl KeyType for Key32 {
    fn len(&self) -> usize {
        32
    }
}

fn derive(root: &[u8; 32], purpose: &str) -> [u8; 32] {
    let mut key = [0; 32];
    Salt::new(HKDF_SHA256, SALT)
        .extract(root)
        .expand(&[purpose.as_bytes()], Key32)
        .and_then(|output| output.fill(&mut key))
        .expect("HKDF-SHA-256 gives up to 8160 bytes");
    key
}

fn read_root(path: &std::path::Path) -> Result<[u8; 32], KeysError> {
    let shown = || path.display().to_string();
    let mut bytes = std::fs::read(path).map_err(|source| KeysError::Unreadable {
        path: shown(),
        source,
    })?;
    let length = bytes.len();
    let root = <[u8; 32]>::try_from(bytes.as_slice());
    bytes.zeroize();
    root.map_err(|_| KeysError::Length {
        path: shown(),
        length,
    })
}

#[cfg(test)]
mod tests {
    use ident_core::identity::Subject;

    use super::*;

    fn identity() -> Identity {
        Identity {
            issuer: "https://op.example".to_owned(),
            subject: Subject::parse("pairwise-1").expect("a subject"),
            name: None,
            auth_time: None,
        }
    }

    fn name() -> CardName {
        CardName::parse("見本 花子").expect("a name")
    }

    #[test]
    fn after_a_rotation_a_person_is_still_recognised_under_the_old_key() {
        let before = Keys::from_roots(vec![(1, [1; 32])]);
        let after = Keys::from_roots(vec![(1, [1; 32]), (2, [2; 32])]);
        let (old, known) = (before.persons(&identity()), after.persons(&identity()));
        assert_eq!(known.len(), 2);
        assert_eq!(
            known[0].key, 2,
            "what is made now is made under the newest key"
        );
        assert_eq!(known[1], old[0]);
    }

    #[test]
    fn a_name_opens_beside_its_person_and_nowhere_else() {
        let keys = Keys::from_roots(vec![(1, [1; 32])]);
        let person = keys.persons(&identity())[0];
        let stranger = PersonKey {
            mac: [9; 32],
            ..person
        };
        let sealed = keys.seal(&name(), &person, &Entropy);
        let opened = keys.open(&sealed, &person).expect("the name");
        assert_eq!(opened.expose(), "見本 花子");
        assert!(keys.open(&sealed, &stranger).is_none());
    }

    #[test]
    fn an_altered_or_cut_name_does_not_open() {
        let keys = Keys::from_roots(vec![(1, [1; 32])]);
        let person = keys.persons(&identity())[0];
        let sealed = keys.seal(&name(), &person, &Entropy);
        for index in 0..sealed.bytes.len() {
            let mut altered = sealed.clone();
            altered.bytes[index] ^= 1;
            assert!(keys.open(&altered, &person).is_none(), "byte {index}");
            let cut = Sealed {
                bytes: sealed.bytes[..index].to_vec(),
                ..sealed.clone()
            };
            assert!(keys.open(&cut, &person).is_none(), "cut at {index}");
        }
    }

    #[test]
    fn an_old_name_opens_after_a_rotation_and_not_once_its_key_is_gone() {
        let before = Keys::from_roots(vec![(1, [1; 32])]);
        let person = before.persons(&identity())[0];
        let sealed = before.seal(&name(), &person, &Entropy);
        let rotated = Keys::from_roots(vec![(2, [2; 32]), (1, [1; 32])]);
        assert!(rotated.open(&sealed, &person).is_some());
        assert!(
            Keys::from_roots(vec![(2, [2; 32])])
                .open(&sealed, &person)
                .is_none()
        );
    }

    #[test]
    fn two_encryptions_of_one_name_differ_and_uses_have_different_keys() {
        let keys = Keys::from_roots(vec![(1, [1; 32])]);
        let person = keys.persons(&identity())[0];
        let seal = || keys.seal(&name(), &person, &Entropy);
        assert_ne!(seal().bytes, seal().bytes);
        assert_ne!(keys.flow().mac("x", b"y"), keys.network().mac("x", b"y"));
    }
}
