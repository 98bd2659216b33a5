//! The system's keychain: one entry for each server.

use keyring::{Entry, Error};
use zeroize::Zeroizing;

use super::Place;

/// The name under which the system shows our entries.
const NAME: &str = "jp.ac.u-tokyo.ident";

/// The keychain is not there, is locked, or refuses; which of them is not ours to tell.
#[derive(Debug, thiserror::Error)]
#[error("the keychain cannot be used")]
pub(crate) struct Closed;

/// One entry of a keychain. Calls wait for the system, and for the person who unlocks it.
pub(crate) trait Keychain: Send + Sync {
    /// Where secrets would be kept.
    fn place(&self) -> Place;

    /// # Errors
    /// [`Closed`].
    fn read(&self) -> Result<Option<Zeroizing<String>>, Closed>;

    /// # Errors
    /// [`Closed`].
    fn write(&self, text: &str) -> Result<(), Closed>;
}

/// Secret Service, Keychain or Credential Manager.
pub(crate) struct System {
    entry: String,
}

impl System {
    /// The entry of one server.
    pub(crate) fn of_server(origin: &str) -> Self {
        Self {
            entry: origin.to_owned(),
        }
    }

    /// The entry of the kiosk's own key, for one server.
    pub(crate) fn of_kiosk(origin: &str) -> Self {
        Self {
            entry: format!("kiosk {origin}"),
        }
    }

    fn entry(&self) -> Result<Entry, Closed> {
        Entry::new(NAME, &self.entry).map_err(|_| Closed)
    }
}

impl Keychain for System {
    fn place(&self) -> Place {
        Place::Keychain
    }

    fn read(&self) -> Result<Option<Zeroizing<String>>, Closed> {
        match self.entry()?.get_password() {
            Ok(text) => Ok(Some(Zeroizing::new(text))),
            Err(Error::NoEntry) => Ok(None),
            Err(_) => Err(Closed),
        }
    }

    fn write(&self, text: &str) -> Result<(), Closed> {
        self.entry()?.set_password(text).map_err(|_| Closed)
    }
}

/// Nothing is kept: the policy says so, or a test does.
pub(crate) struct NoKeychain;

impl Keychain for NoKeychain {
    fn place(&self) -> Place {
        Place::Forbidden
    }

    fn read(&self) -> Result<Option<Zeroizing<String>>, Closed> {
        Err(Closed)
    }

    fn write(&self, _text: &str) -> Result<(), Closed> {
        Err(Closed)
    }
}
