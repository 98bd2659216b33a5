//! The authorization request at the tenant.

use serde_json::Value;

use crate::encoding::Parameters;
use crate::oauth::{ProtocolError, ReturnAddress};

const SCOPES: [&str; 4] = ["openid", "profile", "email", "offline_access"];
const LONGEST: usize = 2048;

/// What the client wants done whatever the session says (OIDC Core 3.1.2.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Prompt {
    #[default]
    Usual,
    Login,
    SelectAccount,
    None,
}

/// A request that may be answered.
#[derive(Debug, Clone)]
pub(crate) struct AuthorizationRequest {
    pub(crate) back: ReturnAddress,
    pub(crate) nonce: String,
    pub(crate) scope: String,
    pub(crate) code_challenge: String,
    pub(crate) prompt: Prompt,
    pub(crate) login_hint: Option<String>,
    pub(crate) max_age: Option<i64>,
    /// Authentication context asked for by the `claims` parameter.
    pub(crate) acrs: Option<String>,
}

impl AuthorizationRequest {
    /// A sign-in with MFA that leads to a page of the tenant itself.
    pub(crate) fn local(page: &str) -> Self {
        Self {
            back: ReturnAddress {
                redirect_uri: page.to_owned(),
                state: None,
            },
            nonce: String::new(),
            scope: "openid".to_owned(),
            code_challenge: String::new(),
            prompt: Prompt::Usual,
            login_hint: None,
            max_age: None,
            acrs: Some("c1".to_owned()),
        }
    }
}

/// Why a request is refused.
#[derive(Debug, Clone)]
pub(crate) enum Refused {
    /// A page with this AADSTS text, never a redirect.
    Page(&'static str),
    /// The client is told.
    Client(ReturnAddress, ProtocolError),
}

/// Holds a request against what the tenant takes.
pub(crate) fn read(
    parameters: &Parameters,
    (client_id, redirect_uri): (&str, &str),
) -> Result<AuthorizationRequest, Refused> {
    if parameters.one("client_id") != Some(client_id) {
        return Err(Refused::Page(
            "AADSTS700016: Application was not found in the directory.",
        ));
    }
    if parameters.one("redirect_uri") != Some(redirect_uri) {
        return Err(Refused::Page(
            "AADSTS50011: The redirect URI does not match the redirect URIs configured.",
        ));
    }
    let state = parameters
        .one("state")
        .filter(|state| state.len() <= LONGEST);
    let back = ReturnAddress {
        redirect_uri: redirect_uri.to_owned(),
        state: state.map(str::to_owned),
    };
    let told = |error| Refused::Client(back.clone(), error);
    check(parameters).map_err(told)?;
    Ok(AuthorizationRequest {
        nonce: parameters.text("nonce").to_owned(),
        scope: parameters.text("scope").to_owned(),
        code_challenge: parameters.text("code_challenge").to_owned(),
        prompt: prompt(parameters.one("prompt")).map_err(told)?,
        login_hint: parameters.one("login_hint").map(str::to_owned),
        max_age: max_age(parameters.one("max_age")).map_err(told)?,
        acrs: acrs(parameters.one("claims")).map_err(told)?,
        back: back.clone(),
    })
}

fn invalid(what: &str) -> ProtocolError {
    ProtocolError::new("invalid_request", format!("AADSTS900144: {what}"))
}

fn check(parameters: &Parameters) -> Result<(), ProtocolError> {
    if let Some(name) = parameters.repeated() {
        return Err(invalid(&format!("duplicated parameter: {name}")));
    }
    if parameters.one("response_type") != Some("code") {
        return Err(ProtocolError::new(
            "unsupported_response_type",
            "AADSTS700054: only code",
        ));
    }
    if parameters
        .one("response_mode")
        .is_some_and(|mode| mode != "query")
    {
        return Err(invalid("response_mode"));
    }
    let scope = parameters.text("scope");
    if !scope.split(' ').any(|scope| scope == "openid")
        || !scope.split(' ').all(|scope| SCOPES.contains(&scope))
    {
        return Err(ProtocolError::new(
            "invalid_scope",
            "AADSTS70011: scope is not valid",
        ));
    }
    for name in ["state", "nonce"] {
        if !parameters
            .one(name)
            .is_some_and(|value| (1..=LONGEST).contains(&value.len()))
        {
            return Err(invalid(name));
        }
    }
    let challenge = parameters.text("code_challenge");
    let fits = |byte: u8| byte.is_ascii_alphanumeric() || b"-_".contains(&byte);
    if challenge.len() != 43 || !challenge.bytes().all(fits) {
        return Err(invalid("code_challenge"));
    }
    if parameters.one("code_challenge_method") != Some("S256") {
        return Err(invalid("code_challenge_method"));
    }
    Ok(())
}

fn prompt(text: Option<&str>) -> Result<Prompt, ProtocolError> {
    Ok(match text {
        None => Prompt::Usual,
        Some("login") => Prompt::Login,
        Some("select_account") => Prompt::SelectAccount,
        Some("none") => Prompt::None,
        Some(_) => return Err(invalid("prompt")),
    })
}

fn max_age(text: Option<&str>) -> Result<Option<i64>, ProtocolError> {
    match text.map(str::parse::<u32>) {
        None => Ok(None),
        Some(Ok(age)) => Ok(Some(i64::from(age))),
        Some(Err(_)) => Err(invalid("max_age")),
    }
}

/// The value in `{"id_token":{"acrs":{"essential":true,"value":"c1"}}}`.
fn acrs(claims: Option<&str>) -> Result<Option<String>, ProtocolError> {
    let Some(claims) = claims else {
        return Ok(None);
    };
    let claims: Value = serde_json::from_str(claims).map_err(|_| invalid("claims"))?;
    let value = claims
        .pointer("/id_token/acrs/value")
        .and_then(Value::as_str);
    match value {
        None => Ok(None),
        Some("c1") => Ok(Some("c1".to_owned())),
        Some(_) => Err(invalid(
            "claims: this authentication context is not published",
        )),
    }
}
