//! A provider's published keys, and which of them fit a token.

use ident_core::refusal::Refusal;
use openidconnect::{JsonWebKey, JsonWebKeySet};

use crate::alg::Alg;
use crate::json;
use crate::key::verifying::VerifyingKey;

/// The largest JWK Set that is read, in bytes.
pub(crate) const MAX_JWKS_BYTES: usize = 64 * 1024;

/// A JWK Set (RFC 7517 section 5) with its keys parsed.
#[derive(Debug)]
pub(crate) struct KeySet(JsonWebKeySet<VerifyingKey>);

impl KeySet {
    /// Reads a JWK Set; keys of other kinds than ours are skipped, duplicate members are not.
    ///
    /// # Errors
    /// `KeysUnavailable`.
    pub(crate) fn parse(body: &[u8]) -> Result<Self, Refusal> {
        let object = json::parse_object(body).ok_or(Refusal::KeysUnavailable)?;
        let set = serde_json::from_value(object.into()).map_err(|_| Refusal::KeysUnavailable)?;
        Ok(Self(set))
    }

    /// The keys that may have signed: by `kid` if the token names one, else all of the right kind
    /// (C-06, C-07). Decoys of another kind, use or algorithm are left out.
    pub(crate) fn fitting(&self, kid: Option<&str>, alg: Alg) -> Vec<VerifyingKey> {
        let named = |key: &&VerifyingKey| {
            kid.is_none_or(|kid| key.key_id().is_some_and(|id| id.as_str() == kid))
        };
        self.0
            .keys()
            .iter()
            .filter(named)
            .filter(|key| key.serves(alg))
            .cloned()
            .collect()
    }
}
