//! What survives the end of the program: the visit's token and a result that is on its way back,
//! in the system's keychain. Where there is none, in memory only, and the person is told.

mod kept;
mod keychain;
#[cfg(test)]
pub(crate) mod tests;

use std::sync::{Arc, Mutex, PoisonError};

use reqwest::header::HeaderValue;
use serde::Serialize;
use tokio::sync::OnceCell;
use zeroize::Zeroizing;

pub(crate) use kept::Expected;
use kept::Kept;
pub(crate) use keychain::{Closed, Keychain, NoKeychain, System};

/// Where secrets are kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Place {
    /// The system's keychain: the app goes on where it was, also after a crash.
    Keychain,
    /// Memory: closing the app forgets them. There is no keychain, it is locked, or it refuses.
    Memory,
    /// The same, because the machine's policy says so.
    Forbidden,
}

/// The secrets of one server.
pub(crate) struct Vault {
    keychain: Arc<dyn Keychain>,
    kept: Mutex<Kept>,
    place: OnceCell<()>,
    now: Mutex<Place>,
    /// One write after the other, each with the newest state.
    writing: tokio::sync::Mutex<()>,
}

impl Vault {
    /// Asks the keychain nothing yet.
    pub(crate) fn new(keychain: Arc<dyn Keychain>) -> Self {
        let now = Mutex::new(keychain.place());
        Self {
            keychain,
            kept: Mutex::default(),
            place: OnceCell::new(),
            now,
            writing: tokio::sync::Mutex::new(()),
        }
    }

    /// Reads what an earlier run has kept, once. The keychain may ask the person to unlock it.
    pub(crate) async fn open(&self) -> Place {
        self.place.get_or_init(|| self.read()).await;
        self.place()
    }

    async fn read(&self) {
        if self.place() != Place::Keychain {
            return;
        }
        let keychain = self.keychain.clone();
        let read = move || {
            let found = keychain.read()?;
            // Some keychains can be read and not written; only a write tells.
            keychain.write(found.as_deref().map_or("{}", String::as_str))?;
            Ok::<_, keychain::Closed>(found)
        };
        match tokio::task::spawn_blocking(read).await {
            Ok(Ok(found)) => {
                if let Some(kept) = found.and_then(|text| serde_json::from_str(&text).ok()) {
                    *self.lock() = kept;
                }
            }
            _ => self.fall_back(),
        }
    }

    /// Where secrets are kept at this moment.
    pub(crate) fn place(&self) -> Place {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// For the `Authorization` header; marked so that nothing prints it.
    pub(crate) fn bearer(&self) -> Option<HeaderValue> {
        let text = Zeroizing::new(format!("Bearer {}", self.lock().visit.as_deref()?));
        let mut header = HeaderValue::from_str(&text).ok()?;
        header.set_sensitive(true);
        Some(header)
    }

    /// Takes the token that the server gave; a visit that was rotated has a new one.
    pub(crate) async fn keep_visit(&self, header: &HeaderValue) {
        if self.lock().take_visit(header) {
            self.write().await;
        }
    }

    /// Forgets the visit and everything that belongs to it.
    pub(crate) async fn forget(&self) {
        *self.lock() = Kept::default();
        self.write().await;
    }

    /// The result that is on its way back, if there is one.
    pub(crate) fn expected(&self) -> Option<Expected> {
        self.lock().expected.clone()
    }

    /// Says what is expected back; nothing but the newest is.
    pub(crate) async fn expect(&self, expected: Option<Expected>) {
        self.lock().expected = expected;
        self.write().await;
    }

    async fn write(&self) {
        let _turn = self.writing.lock().await;
        if self.place() != Place::Keychain {
            return;
        }
        let Ok(text) = serde_json::to_string(&*self.lock()).map(Zeroizing::new) else {
            return;
        };
        let keychain = self.keychain.clone();
        let written = tokio::task::spawn_blocking(move || keychain.write(&text)).await;
        if !matches!(written, Ok(Ok(()))) {
            self.fall_back();
        }
    }

    fn fall_back(&self) {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner) = Place::Memory;
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl std::fmt::Debug for Vault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Vault({:?}, …)", self.place())
    }
}
