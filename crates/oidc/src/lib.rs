//! Relying-party protocol: pure verification, thin fetching.
//!
//! Speaks OpenID Connect (authorization code, PKCE, `private_key_jwt`) with two providers: the
//! Digital Agency's authentication service and UTokyo Account (Microsoft Entra).
//!
//! **Invariants**
//! - What leaves this crate as [`ident_core::proof::Verified`] has passed every check of its
//!   [`Profile`]; the only place that says so is `relying_party/exchange.rs`.
//! - No clock and no randomness of its own: both are arguments. No storage, no HTTP server.
//! - Only the hosts of the profile are ever called, no redirect is ever followed.
//! - Every failure is one [`ident_core::refusal::Refusal`]; tokens, codes and names reach no log.

mod address;
mod alg;
mod assertion;
mod callback;
mod claims;
mod http;
mod id_token;
mod json;
mod jws;
mod key;
mod kiosk;
mod metadata;
mod profile;
mod provider_error;
mod relying_party;
mod remembered;
mod request;
mod token;
mod userinfo;

pub use alg::Alg;
pub use assertion::AssertionSeed;
pub use callback::{Callback, MAX_PARAMETER_BYTES, MAX_QUERY_BYTES, parse_callback};
pub use http::Http;
pub use key::client::{ClientKey, public_jwks};
pub use kiosk::{
    KIOSK_ASSERTION_LIFETIME_S, KIOSK_ASSERTION_TYPE, KioskAssertion, UnverifiedKioskAssertion,
    is_kiosk_key,
};
pub use profile::{AudienceRule, Endpoints, Profile};
pub use provider_error::classify_error;
pub use relying_party::{Clock, CodeAnswer, Expected, RelyingParty};
pub use request::{AuthorizationRequest, Prompt, RequestSecrets};

#[cfg(test)]
mod tests;
