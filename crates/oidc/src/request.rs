//! The authorization request: which URL the browser is sent to, and the secrets behind it.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ident_core::purpose::{Goal, Purpose};
use ident_core::secret::{DerivationKey, Token, s256};
use url::Url;
use zeroize::{Zeroize, ZeroizeOnDrop};

use crate::profile::Profile;

/// The `nonce` and the PKCE verifier of one request. Both follow from its `state` under a server
/// key, so neither is stored and no two requests share one.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct RequestSecrets {
    nonce: String,
    verifier: String,
}

impl RequestSecrets {
    /// The secrets of the request that carries `state`.
    pub fn of(state: &Token, key: &DerivationKey) -> Self {
        Self {
            nonce: URL_SAFE_NO_PAD.encode(state.derive(key, "nonce")),
            verifier: URL_SAFE_NO_PAD.encode(state.derive(key, "pkce")),
        }
    }

    /// The `nonce`: 43 characters of base64url.
    pub fn nonce(&self) -> &str {
        &self.nonce
    }

    /// The PKCE verifier: 43 characters of base64url, 256 bits (RFC 7636 section 4.1).
    pub fn verifier(&self) -> &str {
        &self.verifier
    }

    /// The PKCE challenge, method `S256` (RFC 7636 section 4.2).
    pub fn challenge(&self) -> String {
        s256(&self.verifier)
    }
}

impl fmt::Debug for RequestSecrets {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[request secrets]")
    }
}

/// The `prompt` of a sign-in request (OIDC Core 3.1.2.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Prompt {
    /// Credentials have to be entered again.
    Login,
    /// The person chooses the account.
    SelectAccount,
}

/// One request to send a browser to a provider.
#[derive(Clone, Copy, Debug)]
pub struct AuthorizationRequest<'a> {
    /// `state`: one-time, bound to the browser by the caller.
    pub state: &'a Token,
    /// The secrets that belong to `state`.
    pub secrets: &'a RequestSecrets,
    /// `scope`.
    pub scope: &'a str,
    /// `prompt`; never sent to the Digital Agency's service.
    pub prompt: Option<Prompt>,
    /// `max_age` in seconds; never sent to the Digital Agency's service.
    pub max_age: Option<u32>,
    /// `login_hint`; never sent to the Digital Agency's service.
    pub login_hint: Option<&'a str>,
    /// Whether the profile's authentication context is asked for (`claims` with `acrs`).
    pub strong: bool,
}

impl<'a> AuthorizationRequest<'a> {
    /// A card check.
    pub const fn card(purpose: Purpose, state: &'a Token, secrets: &'a RequestSecrets) -> Self {
        Self {
            state,
            secrets,
            scope: purpose.scope(),
            prompt: None,
            max_age: None,
            login_hint: None,
            strong: false,
        }
    }

    /// A sign-in. `profile` is the scope that brings `preferred_username`. On a shared screen the
    /// provider may still remember the person before, so the account is always chosen anew.
    pub const fn sign_in(goal: Goal, state: &'a Token, secrets: &'a RequestSecrets) -> Self {
        let strong = matches!(goal, Goal::Secure);
        Self {
            state,
            secrets,
            scope: "openid profile",
            prompt: Some(if strong { Prompt::Login } else { Prompt::SelectAccount }),
            max_age: if strong { Some(0) } else { None },
            login_hint: None,
            strong,
        }
    }
}
