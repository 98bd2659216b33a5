//! The authorization request: which URL the browser is sent to, and the secrets behind it.

use std::fmt;

use base64::{Engine, engine::general_purpose::URL_SAFE_NO_PAD};
use ident_core::purpose::{Goal, Provider, Purpose};
use ident_core::secret::{DerivationKey, Token, s256};
use serde_json::json;
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

impl Prompt {
    const fn name(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::SelectAccount => "select_account",
        }
    }
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
        let anew = matches!(goal, Goal::Secure | Goal::Office);
        // A sign-in for the status page asks for the second factor too, so that one that has just
        // been made need not be repeated for cutting a link. It keeps nobody out: without one
        // nobody has signed in anywhere at the university since 2026-08-04.
        let strong = anew || matches!(goal, Goal::My);
        Self {
            state,
            secrets,
            scope: "openid profile",
            prompt: Some(if anew {
                Prompt::Login
            } else {
                Prompt::SelectAccount
            }),
            max_age: if anew { Some(0) } else { None },
            login_hint: None,
            strong,
        }
    }

    /// The address to send the browser to.
    pub(crate) fn url(&self, endpoint: &Url, profile: &Profile) -> String {
        let mut url = endpoint.clone();
        let mut pairs = url.query_pairs_mut();
        pairs
            .append_pair("response_type", "code")
            .append_pair("client_id", &profile.client_id)
            .append_pair("redirect_uri", &profile.redirect_uri)
            .append_pair("scope", self.scope)
            .append_pair("state", &self.state.to_text())
            .append_pair("nonce", self.secrets.nonce())
            .append_pair("code_challenge", &self.secrets.challenge())
            .append_pair("code_challenge_method", "S256");
        if let Some(values) = &profile.acr_values {
            pairs.append_pair("acr_values", values);
        }
        if profile.provider == Provider::Account {
            self.append_sign_in(&mut pairs, profile);
        }
        drop(pairs);
        url.into()
    }

    fn append_sign_in(&self, pairs: &mut Pairs<'_>, profile: &Profile) {
        if let Some(prompt) = self.prompt {
            pairs.append_pair("prompt", prompt.name());
        }
        if let Some(seconds) = self.max_age {
            pairs.append_pair("max_age", &seconds.to_string());
        }
        if let Some(hint) = self.login_hint {
            pairs.append_pair("login_hint", hint);
        }
        if let Some(context) = profile.acrs_context.as_deref().filter(|_| self.strong) {
            let claims = json!({ "id_token": { "acrs": { "essential": true, "value": context } } });
            pairs.append_pair("claims", &claims.to_string());
        }
    }
}

type Pairs<'a> = url::form_urlencoded::Serializer<'a, url::UrlQuery<'a>>;
