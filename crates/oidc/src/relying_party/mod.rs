//! One provider, as its relying party sees it.

mod exchange;
mod fetch;

use std::fmt;
use std::sync::Arc;

use ident_core::purpose::Provider;
use ident_core::refusal::Refusal;
use ident_core::time::{Span, Timestamp};

use crate::address::pinned;
use crate::http::Http;
use crate::key::client::ClientKey;
use crate::key::set::KeySet;
use crate::metadata::Metadata;
use crate::profile::Profile;
use crate::provider_error::classify_error;
use crate::remembered::{Remembered, Shelf};
use crate::request::{AuthorizationRequest, RequestSecrets};

/// The server's one clock.
pub type Clock<'a> = &'a (dyn Fn() -> Timestamp + Sync);

/// Metadata is good for an hour, and for another when it cannot be renewed (F-08).
const METADATA: Shelf = Shelf {
    fresh: Span::minutes(60),
    usable: Span::minutes(120),
};
/// Signing keys are good for an hour, and for a day when they cannot be renewed (F-07).
const KEYS: Shelf = Shelf {
    fresh: Span::minutes(60),
    usable: Span::minutes(24 * 60),
};

/// What came back with a browser.
#[derive(Clone, Copy, Debug)]
pub struct CodeAnswer<'a> {
    /// The one-time code.
    pub code: &'a str,
    /// The `iss` parameter, if it came.
    pub iss: Option<&'a str>,
}

/// What the answer has to fit.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// The secrets of the request that is answered.
    pub secrets: &'a RequestSecrets,
    /// Whether the name was asked for; its absence is then refused. Implies `userinfo`.
    pub name: bool,
    /// Whether UserInfo is read at all.
    pub userinfo: bool,
    /// When the browser was sent off: an older `auth_time` of a card check is no new reading of
    /// the card, and nothing more is asked for then.
    pub issued_at: Timestamp,
}

/// The relying party of one provider. Made once, shared by all requests.
pub struct RelyingParty {
    profile: Profile,
    key: ClientKey,
    http: Http,
    /// Where configuration pins the endpoints, nothing is ever discovered.
    pinned: Option<Arc<Metadata>>,
    discovered: Remembered<Arc<Metadata>>,
    keys: Remembered<KeySet>,
}

impl RelyingParty {
    /// A relying party that has not called anybody yet: metadata is fetched and checked when it is
    /// first needed, so that a provider that is down does not keep the server from starting.
    ///
    /// # Errors
    /// `ProviderMisconfigured` when the profile contradicts itself or `key` is of another algorithm.
    pub fn new(profile: Profile, key: ClientKey, http: Http) -> Result<Self, Refusal> {
        let sound = pinned(&profile.issuer, &profile).is_some()
            && is_short(&profile.client_id)
            && is_short(&profile.redirect_uri)
            && key.alg() == profile.assertion_alg
            && (profile.provider == Provider::DigitalId
                || (profile.tenant.is_some() && profile.account_domain.is_some()));
        if !sound {
            return Err(Refusal::ProviderMisconfigured);
        }
        let endpoints = profile.endpoints.as_ref();
        let pinned = endpoints
            .map(|endpoints| Metadata::of(endpoints, &profile))
            .transpose()?;
        Ok(Self {
            profile,
            key,
            http,
            pinned: pinned.map(Arc::new),
            discovered: Remembered::new(METADATA),
            keys: Remembered::new(KEYS),
        })
    }

    /// Like [`Self::new`], with metadata and signing keys fetched and checked at once.
    ///
    /// # Errors
    /// As [`Self::new`]; `MetadataIssuer`, `MetadataPkce`, `KeysUnavailable`,
    /// `ProviderUnreachable`, `ProviderTimeout`, `ProviderFault`, `ProviderBadAnswer`.
    pub async fn connect(
        profile: Profile,
        key: ClientKey,
        http: Http,
        clock: Clock<'_>,
    ) -> Result<Self, Refusal> {
        let party = Self::new(profile, key, http)?;
        party.ready(clock).await?;
        Ok(party)
    }

    /// Makes sure that metadata and signing keys are there; for warming up and readiness probes.
    ///
    /// # Errors
    /// As [`Self::connect`].
    pub async fn ready(&self, clock: Clock<'_>) -> Result<(), Refusal> {
        let metadata = self.metadata(clock).await?;
        self.keys(&metadata, clock).await?;
        Ok(())
    }

    /// What is agreed with the provider.
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// The public half of our key there, as a JWK Set.
    pub fn client_jwks(&self) -> String {
        self.key.public_jwks()
    }

    /// Where to send the browser. Never without checked metadata (R-05, C-17, C-41).
    ///
    /// # Errors
    /// As [`Self::connect`], but for the keys.
    pub async fn authorization_url(
        &self,
        request: &AuthorizationRequest<'_>,
        clock: Clock<'_>,
    ) -> Result<String, Refusal> {
        let metadata = self.metadata(clock).await?;
        Ok(request.url(&metadata.authorization, &self.profile))
    }

    /// What an error answer means, after its `iss` was checked.
    pub async fn refusal(
        &self,
        error: &str,
        description: Option<&str>,
        iss: Option<&str>,
        clock: Clock<'_>,
    ) -> Refusal {
        let announced = self
            .metadata(clock)
            .await
            .is_ok_and(|metadata| metadata.iss_parameter);
        match self.check_issuer(iss, announced) {
            Ok(()) => classify_error(error, description),
            Err(refusal) => refusal,
        }
    }

    /// RFC 9207 section 2.4: an announced `iss` must be there, one that is there must be right.
    fn check_issuer(&self, iss: Option<&str>, announced: bool) -> Result<(), Refusal> {
        match iss {
            Some(iss) if iss == self.profile.issuer => Ok(()),
            None if !announced => Ok(()),
            _ => Err(Refusal::CallbackIssuer),
        }
    }
}

impl fmt::Debug for RelyingParty {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_tuple("RelyingParty")
            .field(&self.profile.provider)
            .finish()
    }
}

/// 1 to 255 printable ASCII characters, as both providers demand of their parameters.
fn is_short(text: &str) -> bool {
    (1..=255).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_graphic())
}
