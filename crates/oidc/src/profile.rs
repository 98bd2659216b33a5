//! What is agreed with one provider. All of it is configuration.

use ident_core::purpose::Provider;

use crate::alg::Alg;

/// What is agreed with one provider: who we are there, what it signs with, what it must state.
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one line of an agreement, none a state"
)]
pub struct Profile {
    /// Which of the two providers.
    pub provider: Provider,
    /// The issuer; compared byte by byte with `iss` wherever it comes.
    pub issuer: String,
    /// Our name there.
    pub client_id: String,
    /// The one registered redirect URI.
    pub redirect_uri: String,
    /// The one algorithm ID tokens are signed with.
    pub id_token_alg: Alg,
    /// The algorithm of our `client_assertion`; that of the registered key.
    pub assertion_alg: Alg,
    /// What the provider wants as `aud` of our `client_assertion`.
    pub assertion_audience: AudienceRule,
    /// `acr_values` of the authorization request.
    pub acr_values: Option<String>,
    /// The words that the `acr` claim must contain; a missing claim is then refused.
    pub required_acr: Option<String>,
    /// Whether an ID token without `at_hash` is refused (C-39). One that is there is always checked.
    pub at_hash_required: bool,
    /// Whether the answer to the authorization request must carry `iss`. Published metadata
    /// can only add to this.
    pub iss_parameter_required: bool,
    /// Whether metadata without `code_challenge_methods_supported` is refused. Entra supports
    /// PKCE without saying so. A list that is there must contain `S256` in any case.
    pub pkce_must_be_published: bool,
    /// The endpoints, if configuration pins them; else they are discovered.
    pub endpoints: Option<Endpoints>,
    /// The hosts that may be called, as `host`, or `host:port` where the port is not the usual one
    /// of the scheme; if empty, the issuer's alone.
    pub allowed_hosts: Vec<String>,
    /// Allows `http` URLs. Only ever set in sandbox mode.
    pub insecure_ok: bool,
    /// UTokyo Account: the tenant that `tid` must be.
    pub tenant: Option<String>,
    /// UTokyo Account: the domain of sign-in names.
    pub account_domain: Option<String>,
    /// UTokyo Account: the authentication context (`c1` …) that stands for a second factor.
    pub acrs_context: Option<String>,
    /// UTokyo Account: the role (`roles`) of a clerk at the office pages.
    pub clerk_role: Option<String>,
}

impl Profile {
    /// The Digital Agency's service with the values that are known of it: ES256 ID tokens with
    /// `at_hash`, `aal3 crl` asked for, our assertion addressed to the token endpoint.
    pub fn digital_id(issuer: &str, client_id: &str, redirect_uri: &str) -> Self {
        Self {
            provider: Provider::DigitalId,
            issuer: issuer.to_owned(),
            client_id: client_id.to_owned(),
            redirect_uri: redirect_uri.to_owned(),
            id_token_alg: Alg::Es256,
            assertion_alg: Alg::Es256,
            assertion_audience: AudienceRule::TokenEndpoint,
            acr_values: Some("aal3 crl".to_owned()),
            required_acr: None,
            at_hash_required: true,
            iss_parameter_required: false,
            pkce_must_be_published: true,
            endpoints: None,
            allowed_hosts: Vec::new(),
            insecure_ok: false,
            tenant: None,
            account_domain: None,
            acrs_context: None,
            clerk_role: None,
        }
    }

    /// UTokyo Account (Entra): RS256 ID tokens, a PS256 assertion, one tenant, one domain.
    pub fn account(issuer: &str, client_id: &str, redirect_uri: &str) -> Self {
        Self {
            provider: Provider::Account,
            id_token_alg: Alg::Rs256,
            assertion_alg: Alg::Ps256,
            acr_values: None,
            at_hash_required: false,
            pkce_must_be_published: false,
            acrs_context: Some("c1".to_owned()),
            ..Self::digital_id(issuer, client_id, redirect_uri)
        }
    }
}

/// The endpoints of a provider.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Endpoints {
    /// Where the browser is sent.
    pub authorization: String,
    /// Where the code is exchanged.
    pub token: String,
    /// Where the name is read.
    pub userinfo: Option<String>,
    /// Where the signing keys are published.
    pub jwks: String,
}

/// What the provider wants as `aud` of a `client_assertion` (RFC 7523 section 3).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AudienceRule {
    /// The URL of its token endpoint.
    TokenEndpoint,
    /// Its issuer.
    Issuer,
    /// Exactly this text.
    Exact(String),
}
