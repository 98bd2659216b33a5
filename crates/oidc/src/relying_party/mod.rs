//! One provider, as its relying party sees it.

use ident_core::account::SignIn;
use ident_core::identity::Identity;
use ident_core::proof::Verified;
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;

use crate::key::client::ClientKey;
use crate::profile::Profile;
use crate::request::{AuthorizationRequest, RequestSecrets};

/// The server's one clock.
pub type Clock<'a> = &'a (dyn Fn() -> Timestamp + Sync);

/// 256 random bits from the caller's CSPRNG, for the `jti` of a `client_assertion` and of its one
/// possible repetition.
#[derive(Clone)]
pub struct AssertionSeed([u8; 32]);

impl AssertionSeed {
    /// From 32 bytes of a cryptographic random source.
    pub const fn from_random(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

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
}

/// Outbound HTTP with its limits.
#[derive(Clone, Debug)]
pub struct Http;

impl Http {
    /// A client with a connection pool of its own.
    ///
    /// # Errors
    /// `Unexpected` when TLS cannot be set up.
    pub fn new() -> Result<Self, Refusal> {
        Ok(Self)
    }
}

/// The relying party of one provider. Made once, shared by all requests.
pub struct RelyingParty {
    profile: Profile,
}

impl RelyingParty {
    /// A relying party that has not called anybody yet: metadata is fetched and checked when it is
    /// first needed, so that a provider that is down does not keep the server from starting.
    ///
    /// # Errors
    /// `ProviderMisconfigured` when the profile contradicts itself.
    pub fn new(profile: Profile, key: ClientKey, http: Http) -> Result<Self, Refusal> {
        let _ = (key, http);
        Ok(Self { profile })
    }

    /// Like [`Self::new`], with the metadata fetched and checked at once.
    ///
    /// # Errors
    /// As [`Self::new`]; `MetadataIssuer`, `MetadataPkce`, `ProviderUnreachable`,
    /// `ProviderTimeout`, `ProviderBadAnswer`.
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

    /// Makes sure that metadata and signing keys are there; for a readiness probe and for warming up.
    ///
    /// # Errors
    /// As [`Self::connect`].
    pub async fn ready(&self, clock: Clock<'_>) -> Result<(), Refusal> {
        let _ = clock;
        Err(Refusal::Unexpected)
    }

    /// What is agreed with the provider.
    pub const fn profile(&self) -> &Profile {
        &self.profile
    }

    /// Where to send the browser. Never without checked metadata (R-05, C-17, C-41).
    ///
    /// # Errors
    /// As [`Self::connect`].
    pub async fn authorization_url(
        &self,
        request: &AuthorizationRequest<'_>,
        clock: Clock<'_>,
    ) -> Result<String, Refusal> {
        let _ = (request, clock);
        Err(Refusal::Unexpected)
    }

    /// What an error answer means, after its `iss` was checked.
    pub async fn refusal(
        &self,
        error: &str,
        description: Option<&str>,
        iss: Option<&str>,
        clock: Clock<'_>,
    ) -> Refusal {
        let _ = (error, description, iss, clock);
        Refusal::Unexpected
    }

    /// Exchanges the code of a card check and checks all that comes back.
    ///
    /// # Errors
    /// Every refusal of this crate; nothing of a refused answer is kept.
    pub async fn card(
        &self,
        answer: CodeAnswer<'_>,
        expected: Expected<'_>,
        seed: AssertionSeed,
        clock: Clock<'_>,
    ) -> Result<Verified<Identity>, Refusal> {
        let _ = (answer, expected, seed, clock);
        Err(Refusal::Unexpected)
    }

    /// Exchanges the code of a sign-in and checks all that comes back.
    ///
    /// # Errors
    /// Every refusal of this crate; `AccountTenant` and `AccountMalformed` about the account.
    pub async fn account(
        &self,
        answer: CodeAnswer<'_>,
        expected: Expected<'_>,
        seed: AssertionSeed,
        clock: Clock<'_>,
    ) -> Result<Verified<SignIn>, Refusal> {
        let _ = (answer, expected, seed, clock);
        Err(Refusal::Unexpected)
    }
}
