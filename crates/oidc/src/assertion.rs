//! Our proof of being the registered client: `private_key_jwt` (RFC 7523 section 2.2, OIDC Core 9).

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;
use serde::Serialize;

use crate::key::client::ClientKey;
use crate::profile::{AudienceRule, Profile};

/// How long one assertion is good for, in seconds (R-41: at most five minutes).
const LIFETIME: i64 = 60;

/// 256 random bits from the caller's CSPRNG, for the `jti` of a `client_assertion` and of its one
/// possible repetition.
#[derive(Clone)]
pub struct AssertionSeed([u8; 32]);

impl AssertionSeed {
    /// From 32 bytes of a cryptographic random source.
    pub const fn from_random(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// The `jti` of the first assertion and of the second: 128 bits each.
    pub(crate) fn ids(&self) -> [String; 2] {
        let (first, second) = self.0.split_at(16);
        [
            URL_SAFE_NO_PAD.encode(first),
            URL_SAFE_NO_PAD.encode(second),
        ]
    }
}

#[derive(Serialize)]
struct Claims<'a> {
    iss: &'a str,
    sub: &'a str,
    aud: &'a str,
    jti: &'a str,
    iat: i64,
    nbf: i64,
    exp: i64,
}

/// A signed assertion for one call of the token endpoint.
///
/// # Errors
/// `Unexpected` when signing fails.
pub(crate) fn assertion(
    profile: &Profile,
    key: &ClientKey,
    token_endpoint: &str,
    jti: &str,
    now: Timestamp,
) -> Result<String, Refusal> {
    let aud = match &profile.assertion_audience {
        AudienceRule::TokenEndpoint => token_endpoint,
        AudienceRule::Issuer => &profile.issuer,
        AudienceRule::Exact(audience) => audience,
    };
    signed(key, &profile.client_id, aud, jti, now)
}

impl ClientKey {
    /// A signed assertion for a token endpoint that is asked for a token of our own (client
    /// credentials, RFC 7523 section 2.2).
    ///
    /// # Errors
    /// `Unexpected` when signing fails.
    pub fn assertion(
        &self,
        client_id: &str,
        audience: &str,
        seed: &AssertionSeed,
        now: Timestamp,
    ) -> Result<String, Refusal> {
        let [jti, _] = seed.ids();
        signed(self, client_id, audience, &jti, now)
    }
}

fn signed(
    key: &ClientKey,
    client_id: &str,
    aud: &str,
    jti: &str,
    now: Timestamp,
) -> Result<String, Refusal> {
    let iat = now.seconds();
    let claims = Claims {
        iss: client_id,
        sub: client_id,
        aud,
        jti,
        iat,
        nbf: iat,
        exp: iat + LIFETIME,
    };
    let claims = serde_json::to_vec(&claims).map_err(|_| Refusal::Unexpected)?;
    key.sign(&claims)
}
