//! The server's own keys. Each use has a key of its own, derived from a numbered root
//! (HKDF-SHA-256, RFC 5869); the highest number is used for what is made now, the others only
//! to recognise and open what was made before a rotation.

mod sealing;

use aws_lc_rs::hkdf::{HKDF_SHA256, KeyType, Salt};
use ident_core::account::AccountKey;
use ident_core::identity::{CardName, Identity, PersonKey, Sealed};
use ident_core::secret::DerivationKey;
use thiserror::Error;
use zeroize::{Zeroize, Zeroizing};

use crate::config::KeysConfig;
use crate::entropy::Entropy;
use sealing::Sealing;

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
    network: DerivationKey,
    /// Newest first, never empty.
    rings: Vec<Ring>,
}

/// The keys of one root under which something is stored.
struct Ring {
    number: u16,
    flow: DerivationKey,
    person: DerivationKey,
    notice: DerivationKey,
    alumni: DerivationKey,
    mail_code: DerivationKey,
    name: Sealing,
    text: Sealing,
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

    /// For values derived from `state`, for links that are offered, and for the six digits.
    pub fn flow(&self) -> &DerivationKey {
        &self.newest().flow
    }

    /// The same key under the number it was used with; the newest when that number is unknown.
    pub fn flow_of(&self, number: u16) -> &DerivationKey {
        &self.ring(number).unwrap_or_else(|| self.newest()).flow
    }

    /// All keys for what belongs to flows, newest first: what was made before a rotation still
    /// fits one of them.
    pub fn flows(&self) -> impl Iterator<Item = &DerivationKey> {
        self.rings.iter().map(|ring| &ring.flow)
    }

    /// The number of the keys under which everything is made now.
    pub fn number(&self) -> u16 {
        self.newest().number
    }

    /// For the links of notices.
    pub fn notice(&self) -> &DerivationKey {
        &self.newest().notice
    }

    /// All keys for the links of notices, newest first.
    pub fn notices(&self) -> impl Iterator<Item = &DerivationKey> {
        self.rings.iter().map(|ring| &ring.notice)
    }

    /// For the codes in mails, under the number they were made with; the newest when that number
    /// is unknown.
    pub fn mail_code(&self, number: u16) -> &DerivationKey {
        &self.ring(number).unwrap_or_else(|| self.newest()).mail_code
    }

    /// For the names under which alumni services know people. The oldest key there is, so that the
    /// names stay the same over a rotation for as long as that key is kept.
    pub fn alumni(&self) -> &DerivationKey {
        &self.rings.last().unwrap_or_else(|| self.newest()).alumni
    }

    fn newest(&self) -> &Ring {
        self.rings.first().expect("there is at least one root key")
    }

    fn ring(&self, number: u16) -> Option<&Ring> {
        self.rings.iter().find(|ring| ring.number == number)
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
        let ring = self.newest();
        Sealed {
            key: ring.number,
            bytes: ring.name.seal(name.expose(), &person.mac, *entropy),
        }
    }

    /// Decrypts a name; `None` when it was altered, belongs to another person, or its key is gone.
    pub fn open(&self, sealed: &Sealed, person: &PersonKey) -> Option<CardName> {
        let ring = self.ring(sealed.key)?;
        CardName::parse(&ring.name.open(&sealed.bytes, &person.mac)?)
    }

    /// Encrypts a text, such as a mail address, so that it opens only beside the same account.
    pub fn seal_text(&self, text: &str, account: &AccountKey, entropy: &Entropy) -> Sealed {
        let ring = self.newest();
        Sealed {
            key: ring.number,
            bytes: ring.text.seal(text, &beside(account), *entropy),
        }
    }

    /// Decrypts a text; `None` when it was altered, belongs to another account, or its key is
    /// gone.
    pub fn open_text(&self, sealed: &Sealed, account: &AccountKey) -> Option<Zeroizing<String>> {
        let ring = self.ring(sealed.key)?;
        ring.text.open(&sealed.bytes, &beside(account))
    }
}

/// Two GUIDs in their text form, of fixed length.
fn beside(account: &AccountKey) -> Vec<u8> {
    [account.tenant.as_bytes(), &[0], account.object.as_bytes()].concat()
}

impl std::fmt::Debug for Keys {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("[keys]")
    }
}

impl Ring {
    fn new(number: u16, root: &[u8; 32]) -> Self {
        let key = |purpose| DerivationKey::new(derive(root, purpose));
        Self {
            number,
            flow: key("flow"),
            person: key("person"),
            notice: key("notice"),
            alumni: key("alumni"),
            mail_code: key("mail code"),
            name: Sealing::new(derive(root, "name")),
            text: Sealing::new(derive(root, "text")),
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
mod tests;
