//! What the OP keeps: its client, its keys, attempts under way, codes and access tokens.

use std::sync::Mutex;

use aws_lc_rs::hmac;

use crate::clock::Seconds;
use crate::digital_id::Attempt;
use crate::encoding::base64url;
use crate::key::{Algorithm, KeyError, KeyRing, Vault};
use crate::lock::locked;
use crate::oauth::{AccessTokens, Grants};
use crate::options::TokenAlgorithm;
use crate::swept::Swept;
use crate::world::Client;

/// The state of the Digital Agency's OP.
#[derive(Debug)]
pub(crate) struct Agency {
    pub(crate) client: Client,
    pub(crate) keys: KeyRing,
    pub(crate) grants: Grants,
    pub(crate) access: AccessTokens,
    pairwise: hmac::Key,
    attempts: Mutex<Swept<Attempt>>,
    nonces: Mutex<[String; 2]>,
}

impl Agency {
    const REMEMBERED: Seconds = 600;

    pub(crate) fn new(
        client: Client,
        vault: &Vault,
        algorithm: TokenAlgorithm,
    ) -> Result<Self, KeyError> {
        let algorithm = match algorithm {
            TokenAlgorithm::Es256 => Algorithm::Es256,
            TokenAlgorithm::Rs256 => Algorithm::Rs256,
        };
        let secret = vault.secret("digital-id-pairwise")?;
        Ok(Self {
            client,
            keys: KeyRing::open("digital-id", vault, algorithm)?,
            grants: Grants::default(),
            access: AccessTokens::default(),
            pairwise: hmac::Key::new(hmac::HMAC_SHA256, &secret),
            attempts: Mutex::default(),
            nonces: Mutex::default(),
        })
    }

    /// The pairwise identifier of the person behind `seed` for our client (OIDC Core 8.1).
    pub(crate) fn subject(&self, seed: &str) -> String {
        let input = format!("{}|{seed}", self.client.id);
        base64url(hmac::sign(&self.pairwise, input.as_bytes()).as_ref())
    }

    /// Keeps a new attempt.
    pub(crate) fn keep(&self, attempt: Attempt, now: Seconds) {
        self.remember_nonce(&attempt.request.nonce);
        let alive = |attempt: &Attempt| attempt.deadline + Self::REMEMBERED > now;
        locked(&self.attempts).insert(attempt.id.clone(), attempt, alive);
    }

    /// Works on the attempt of that id.
    pub(crate) fn with<T>(&self, id: &str, work: impl FnOnce(&mut Attempt) -> T) -> Option<T> {
        locked(&self.attempts).get_mut(id).map(work)
    }

    /// Forgets an attempt that nobody will come back to.
    pub(crate) fn forget(&self, id: &str) {
        locked(&self.attempts).remove(id);
    }

    /// Id of the attempt that fits.
    pub(crate) fn find(&self, fits: impl Fn(&Attempt) -> bool) -> Option<String> {
        let attempts = locked(&self.attempts);
        attempts
            .values()
            .find(|attempt| fits(attempt))
            .map(|attempt| attempt.id.clone())
    }

    /// What `look` sees in every attempt.
    pub(crate) fn look<T>(&self, look: impl Fn(&Attempt) -> Option<T>) -> Vec<T> {
        locked(&self.attempts).values().filter_map(look).collect()
    }

    /// The nonce of the request before the one with `nonce`.
    pub(crate) fn other_nonce(&self, nonce: &str) -> String {
        let nonces = locked(&self.nonces);
        nonces
            .iter()
            .find(|known| *known != nonce)
            .cloned()
            .unwrap_or_default()
    }

    fn remember_nonce(&self, nonce: &str) {
        let mut nonces = locked(&self.nonces);
        nonces.swap(0, 1);
        nonce.clone_into(&mut nonces[1]);
    }

    /// Forgets everything but keys and secrets.
    pub(crate) fn clear(&self) {
        *locked(&self.attempts) = Swept::default();
        *locked(&self.nonces) = <[String; 2]>::default();
        self.grants.clear();
        self.access.clear();
    }
}
