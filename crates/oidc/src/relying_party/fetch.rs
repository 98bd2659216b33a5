//! What the relying party fetches and remembers: metadata and the provider's keys.

use std::sync::Arc;

use ident_core::refusal::Refusal;

use super::{Clock, RelyingParty};
use crate::http::Media;
use crate::key::set::{KeySet, MAX_JWKS_BYTES};
use crate::key::verifying::VerifyingKey;
use crate::metadata::Metadata;
use crate::remembered::Kept;

impl RelyingParty {
    pub(super) async fn metadata(&self, clock: Clock<'_>) -> Result<Arc<Metadata>, Refusal> {
        if let Some(metadata) = &self.pinned {
            return Ok(metadata.clone());
        }
        let discover = async {
            let found = Metadata::discover(&self.profile, &self.http).await;
            self.report("metadata", found.as_ref().err());
            found.map(Arc::new)
        };
        Ok(self.discovered.get(clock, discover).await?.value.clone())
    }

    pub(super) async fn keys(
        &self,
        metadata: &Metadata,
        clock: Clock<'_>,
    ) -> Result<Arc<Kept<KeySet>>, Refusal> {
        self.keys.get(clock, self.fetch_keys(metadata)).await
    }

    /// The keys that fit a token; an unknown one has them fetched again (C-19, C-20, R-40).
    pub(super) async fn fitting(
        &self,
        kid: Option<&str>,
        metadata: &Metadata,
        clock: Clock<'_>,
    ) -> Result<Fitting, Refusal> {
        let seen = self.keys(metadata, clock).await?;
        let keys = seen.value.fitting(kid, self.profile.id_token_alg);
        if !keys.is_empty() {
            return Ok(Fitting { keys, seen });
        }
        self.fitting_newer(kid, &seen, metadata, clock).await
    }

    pub(super) async fn fitting_newer(
        &self,
        kid: Option<&str>,
        seen: &Arc<Kept<KeySet>>,
        metadata: &Metadata,
        clock: Clock<'_>,
    ) -> Result<Fitting, Refusal> {
        let seen = self
            .keys
            .newer(seen, clock, self.fetch_keys(metadata))
            .await?;
        let keys = seen.value.fitting(kid, self.profile.id_token_alg);
        Ok(Fitting { keys, seen })
    }

    async fn fetch_keys(&self, metadata: &Metadata) -> Result<KeySet, Refusal> {
        let answer = self.http.get(&metadata.jwks, MAX_JWKS_BYTES).await;
        let keys = match &answer {
            Ok(answer) if answer.status == 200 && answer.media.is_key_set() => {
                KeySet::parse(&answer.body)
            }
            _ => Err(Refusal::KeysUnavailable),
        };
        self.report("keys", keys.as_ref().err());
        keys
    }

    /// Metadata and keys are renewed behind the scenes: their failures are told to whoever runs
    /// this service, here and nowhere else.
    fn report(&self, what: &'static str, failure: Option<&Refusal>) {
        let provider = self.profile.provider;
        if let Some(refusal) = failure {
            let refusal = refusal.code();
            tracing::warn!(provider.name = ?provider, what, refusal, "provider.fetch.failed");
        } else {
            tracing::info!(provider.name = ?provider, what, "provider.fetched");
        }
    }
}

/// Keys that fit a token, and the set they are from.
pub(super) struct Fitting {
    pub(super) keys: Vec<VerifyingKey>,
    pub(super) seen: Arc<Kept<KeySet>>,
}

impl Media {
    const fn is_key_set(self) -> bool {
        matches!(self, Self::Json | Self::JwkSet)
    }
}
