//! What a provider publishes about itself (OIDC Discovery 1.0, RFC 8414).

use ident_core::purpose::Provider;
use ident_core::refusal::Refusal;
use serde_json::Value;
use url::Url;

use crate::address::pinned;
use crate::http::{CallFailure, Http, MAX_BODY_BYTES, Media};
use crate::json::{self, Object, WrongType};
use crate::profile::{Endpoints, Profile};

/// Checked metadata: endpoints on allowed hosts, PKCE S256, the configured issuer.
#[derive(Clone, Debug)]
pub(crate) struct Metadata {
    /// Where the browser is sent.
    pub(crate) authorization: Url,
    /// Where the code is exchanged.
    pub(crate) token: Url,
    /// Where the name is read.
    pub(crate) userinfo: Option<Url>,
    /// Where the signing keys are published.
    pub(crate) jwks: Url,
    /// Whether every authorization response carries `iss` (RFC 9207 section 3).
    pub(crate) iss_parameter: bool,
}

impl Metadata {
    /// From endpoints that configuration pins.
    ///
    /// # Errors
    /// `ProviderMisconfigured` for an address that may not be called.
    pub(crate) fn of(endpoints: &Endpoints, profile: &Profile) -> Result<Self, Refusal> {
        let place = |text: &str| pinned(text, profile).ok_or(Refusal::ProviderMisconfigured);
        Ok(Self {
            authorization: place(&endpoints.authorization)?,
            token: place(&endpoints.token)?,
            userinfo: endpoints.userinfo.as_deref().map(place).transpose()?,
            jwks: place(&endpoints.jwks)?,
            iss_parameter: profile.iss_parameter_required,
        })
    }

    /// Fetches and checks what the provider publishes.
    ///
    /// # Errors
    /// `ProviderUnreachable`, `ProviderTimeout`, `ProviderFault`, `ProviderBadAnswer`,
    /// `MetadataIssuer`, `MetadataPkce`.
    pub(crate) async fn discover(profile: &Profile, http: &Http) -> Result<Self, Refusal> {
        let address = format!(
            "{}/.well-known/openid-configuration",
            profile.issuer.trim_end_matches('/')
        );
        let address = pinned(&address, profile).ok_or(Refusal::ProviderMisconfigured)?;
        let answer = http
            .get(&address, MAX_BODY_BYTES)
            .await
            .map_err(CallFailure::refusal)?;
        match (answer.status, answer.media) {
            (200, Media::Json) => Self::parse(&answer.body, profile),
            (500.., _) => Err(Refusal::ProviderFault),
            _ => Err(Refusal::ProviderBadAnswer),
        }
    }

    /// Reads a metadata document.
    ///
    /// # Errors
    /// `ProviderBadAnswer`, `MetadataIssuer`, `MetadataPkce`.
    pub(crate) fn parse(document: &[u8], profile: &Profile) -> Result<Self, Refusal> {
        let object = json::parse_object(document).ok_or(Refusal::ProviderBadAnswer)?;
        if json::text(&object, "issuer").map_err(bad)? != Some(&profile.issuer) {
            return Err(Refusal::MetadataIssuer);
        }
        check_pkce(&object, profile)?;
        let place = |name| -> Result<Url, Refusal> {
            let text = json::text(&object, name)
                .map_err(bad)?
                .ok_or(Refusal::ProviderBadAnswer)?;
            pinned(text, profile).ok_or(Refusal::ProviderBadAnswer)
        };
        let announced = match object.get("authorization_response_iss_parameter_supported") {
            None => false,
            Some(value) => value.as_bool().ok_or(Refusal::ProviderBadAnswer)?,
        };
        Ok(Self {
            authorization: place("authorization_endpoint")?,
            token: place("token_endpoint")?,
            // Entra's is at Graph, where we do not ask; only the Digital Agency's is ever read.
            userinfo: match profile.provider {
                Provider::DigitalId => Some(place("userinfo_endpoint")?),
                Provider::Account => None,
            },
            jwks: place("jwks_uri")?,
            iss_parameter: announced || profile.iss_parameter_required,
        })
    }
}

fn check_pkce(object: &Object, profile: &Profile) -> Result<(), Refusal> {
    let offers = match object.get("code_challenge_methods_supported") {
        None => !profile.pkce_must_be_published,
        Some(Value::Array(methods)) => methods.iter().any(|method| method == "S256"),
        Some(_) => false,
    };
    if offers {
        Ok(())
    } else {
        Err(Refusal::MetadataPkce)
    }
}

const fn bad(_: WrongType) -> Refusal {
    Refusal::ProviderBadAnswer
}
