//! The keys of one OP: the present one, those it still publishes, and those only faults use.

use std::sync::{Arc, Mutex, OnceLock};

use serde_json::{Value, json};

use crate::key::signing::decoy_jwk;
use crate::key::{Algorithm, KeyError, SigningKey, Vault};
use crate::lock::locked;
use crate::random;

/// The keys of one OP.
#[derive(Debug)]
pub(crate) struct KeyRing {
    name: &'static str,
    vault: Vault,
    algorithm: Algorithm,
    present: Mutex<Arc<SigningKey>>,
    former: Mutex<Vec<Arc<SigningKey>>>,
    other: OnceLock<Arc<SigningKey>>,
    stranger: OnceLock<Arc<SigningKey>>,
}

/// What a published key set has besides the present key.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Extras {
    /// The key of the other algorithm.
    pub(crate) other: bool,
    /// A second, valid key of the same algorithm.
    pub(crate) second: bool,
    /// Keys that look fitting and are not.
    pub(crate) decoys: bool,
}

impl KeyRing {
    /// Opens the ring, making its key on first use.
    pub(crate) fn open(
        name: &'static str,
        vault: &Vault,
        algorithm: Algorithm,
    ) -> Result<Self, KeyError> {
        Ok(Self {
            name,
            vault: vault.clone(),
            algorithm,
            present: Mutex::new(Arc::new(vault.key(name, algorithm)?)),
            former: Mutex::default(),
            other: OnceLock::new(),
            stranger: OnceLock::new(),
        })
    }

    /// The algorithm the OP registered.
    pub(crate) fn algorithm(&self) -> Algorithm {
        self.algorithm
    }

    /// The key that signs now.
    pub(crate) fn present(&self) -> Arc<SigningKey> {
        Arc::clone(&locked(&self.present))
    }

    /// The OP's key of the other algorithm.
    pub(crate) fn other(&self) -> Arc<SigningKey> {
        Arc::clone(
            self.other
                .get_or_init(|| Self::fresh(self.algorithm.other())),
        )
    }

    /// A key the OP does not own: an attacker's.
    pub(crate) fn stranger(&self) -> Arc<SigningKey> {
        Arc::clone(self.stranger.get_or_init(|| Self::fresh(self.algorithm)))
    }

    /// Takes a fresh key; the former stays published when `keep` says so.
    pub(crate) fn rotate(&self, keep: bool) -> Result<(), KeyError> {
        let fresh = Arc::new(self.vault.renew_key(self.name, self.algorithm)?);
        let old = std::mem::replace(&mut *locked(&self.present), fresh);
        let mut former = locked(&self.former);
        former.clear();
        if keep {
            former.push(old);
        }
        Ok(())
    }

    /// The key set as published (RFC 7517 section 5).
    pub(crate) fn jwks(&self, extras: Extras) -> Value {
        let present = self.present();
        let mut keys = Vec::new();
        if extras.decoys {
            // Same key id, other use: a client that looks at `kid` alone takes the wrong key.
            keys.push(decoy_jwk(&present.kid, "enc"));
            keys.push(decoy_jwk(&random::token()[..16], "sig"));
        }
        keys.push(present.jwk());
        keys.extend(locked(&self.former).iter().map(|key| key.jwk()));
        if extras.other {
            keys.push(self.other().jwk());
        }
        if extras.second {
            keys.push(self.stranger().jwk());
        }
        json!({ "keys": keys })
    }

    fn fresh(algorithm: Algorithm) -> Arc<SigningKey> {
        Arc::new(SigningKey::ephemeral(algorithm).expect("the system can make keys"))
    }
}
