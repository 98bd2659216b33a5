//! The token endpoint: one call, one answer, read strictly (R-42, F-02, F-03).

use ident_core::refusal::Refusal;
use ident_core::secret::Secret;
use ident_core::time::Timestamp;
use url::form_urlencoded::Serializer;

use crate::assertion::{AssertionSeed, assertion};
use crate::http::{Answer, CallFailure, Http, Media};
use crate::json::{self, Object, WrongType};
use crate::key::client::ClientKey;
use crate::metadata::Metadata;
use crate::profile::Profile;
use crate::relying_party::Clock;

/// What is needed to exchange one code.
pub(crate) struct TokenCall<'a> {
    /// What is agreed with the provider.
    pub(crate) profile: &'a Profile,
    /// Our key there.
    pub(crate) key: &'a ClientKey,
    /// Its endpoints.
    pub(crate) metadata: &'a Metadata,
    /// The one-time code.
    pub(crate) code: &'a str,
    /// The PKCE verifier.
    pub(crate) verifier: &'a str,
}

/// The parts of a token response that are kept, for as long as the exchange takes. A refresh token
/// is not among them.
#[derive(Debug)]
pub(crate) struct Tokens {
    /// For UserInfo.
    pub(crate) access_token: Secret<String>,
    /// Not to be believed yet.
    pub(crate) unverified_id_token: Secret<String>,
}

impl TokenCall<'_> {
    /// Exchanges the code. Repeated once, with a fresh assertion, only when no connection came
    /// about and so nothing was sent.
    ///
    /// # Errors
    /// `CodeRefused`, `ClientRefused`, `ProviderUnreachable`, `ProviderTimeout`, `ProviderFault`,
    /// `ProviderBadAnswer`.
    pub(crate) async fn run(
        &self,
        http: &Http,
        seed: &AssertionSeed,
        clock: Clock<'_>,
    ) -> Result<Tokens, Refusal> {
        let [first, second] = seed.ids();
        let answer = match self.send(http, &first, clock()).await? {
            Err(CallFailure::NotConnected) => self.send(http, &second, clock()).await?,
            answer => answer,
        };
        read(&answer.map_err(CallFailure::refusal)?)
    }

    async fn send(
        &self,
        http: &Http,
        jti: &str,
        now: Timestamp,
    ) -> Result<Result<Answer, CallFailure>, Refusal> {
        let endpoint = &self.metadata.token;
        let assertion = assertion(self.profile, self.key, endpoint.as_str(), jti, now)?;
        Ok(http.post_form(endpoint, self.form(&assertion)).await)
    }

    fn form(&self, assertion: &str) -> String {
        let mut form = Serializer::new(String::with_capacity(1536))
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", self.code)
            .append_pair("redirect_uri", &self.profile.redirect_uri)
            .append_pair("client_id", &self.profile.client_id)
            .append_pair("code_verifier", self.verifier)
            .append_pair(
                "client_assertion_type",
                "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
            )
            .finish();
        // Base64url and full stops (RFC 7515 section 7.1) stand for themselves in a form.
        form.push_str("&client_assertion=");
        form.push_str(assertion);
        form
    }
}

/// Reads a token response.
pub(crate) fn read(answer: &Answer) -> Result<Tokens, Refusal> {
    if answer.status >= 500 {
        return Err(Refusal::ProviderFault);
    }
    if answer.media != Media::Json {
        return Err(Refusal::ProviderBadAnswer);
    }
    let object = json::parse_object(&answer.body).ok_or(Refusal::ProviderBadAnswer)?;
    match answer.status {
        200 => tokens(&object),
        400..500 => Err(refused(&object)),
        _ => Err(Refusal::ProviderBadAnswer),
    }
}

/// An error of the token endpoint (RFC 6749 section 5.2).
fn refused(object: &Object) -> Refusal {
    match json::text(object, "error") {
        Ok(Some("invalid_grant")) => Refusal::CodeRefused,
        Ok(Some("invalid_client" | "unauthorized_client")) => Refusal::ClientRefused,
        _ => Refusal::ProviderBadAnswer,
    }
}

fn tokens(object: &Object) -> Result<Tokens, Refusal> {
    let text = |name| json::text(object, name).map_err(bad);
    let required = |name| {
        text(name)?
            .filter(|text| !text.is_empty())
            .ok_or(Refusal::ProviderBadAnswer)
    };
    if !required("token_type")?.eq_ignore_ascii_case("bearer") {
        return Err(Refusal::ProviderBadAnswer);
    }
    json::integer(object, "expires_in").map_err(bad)?;
    text("scope")?;
    let access_token = required("access_token")?;
    // RFC 6750 section 2.1: nothing that would change the header it is sent in.
    if !access_token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(Refusal::ProviderBadAnswer);
    }
    Ok(Tokens {
        access_token: Secret::new(access_token.to_owned()),
        unverified_id_token: Secret::new(required("id_token")?.to_owned()),
    })
}

const fn bad(_: WrongType) -> Refusal {
    Refusal::ProviderBadAnswer
}
