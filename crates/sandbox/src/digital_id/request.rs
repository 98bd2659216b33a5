//! The authorization request, held against the OP's table of parameters.

use crate::encoding::Parameters;
use crate::oauth::{ProtocolError, ReturnAddress};

const LONGEST: usize = 255;
const LONGEST_CHALLENGE: usize = 128;
const ATTRIBUTES: [&str; 4] = ["name", "address", "birthdate", "gender"];

/// A request that may be answered.
#[derive(Debug, Clone)]
pub(crate) struct AuthorizationRequest {
    pub(crate) back: ReturnAddress,
    pub(crate) nonce: String,
    pub(crate) scope: String,
    pub(crate) code_challenge: String,
    /// The level to be asserted: `aal3`, also when no `acr_values` was sent.
    pub(crate) acr: String,
}

impl AuthorizationRequest {
    /// Whether an attribute of the person was asked for, which needs the second PIN.
    pub(crate) fn asks_attribute(&self) -> bool {
        self.scope
            .split(' ')
            .any(|scope| ATTRIBUTES.contains(&scope))
    }
}

/// Why a request is refused.
#[derive(Debug, Clone)]
pub(crate) enum Refused {
    /// The client is not known for sure: a page, never a redirect (RFC 6749 section 4.1.2.1).
    Page(&'static str),
    /// The client is told.
    Client(ReturnAddress, ProtocolError),
}

/// Holds a request against the table.
pub(crate) fn read(
    parameters: &Parameters,
    (client_id, redirect_uri): (&str, &str),
) -> Result<AuthorizationRequest, Refused> {
    if parameters
        .one("client_id")
        .is_none_or(|id| id != client_id || !alphanumeric(id))
    {
        return Err(Refused::Page("client_id"));
    }
    if parameters
        .one("redirect_uri")
        .is_none_or(|uri| uri != redirect_uri || uri.len() > LONGEST)
    {
        return Err(Refused::Page("redirect_uri"));
    }
    let state = parameters.one("state").filter(|state| printable(state));
    let back = ReturnAddress {
        redirect_uri: redirect_uri.to_owned(),
        state: state.map(str::to_owned),
    };
    check(parameters).map_err(|error| Refused::Client(back.clone(), error))?;
    Ok(AuthorizationRequest {
        back,
        nonce: parameters.text("nonce").to_owned(),
        scope: parameters.text("scope").to_owned(),
        code_challenge: parameters.text("code_challenge").to_owned(),
        acr: "aal3".to_owned(),
    })
}

fn check(parameters: &Parameters) -> Result<(), ProtocolError> {
    let invalid = |what: &str| Err(ProtocolError::new("invalid_request", what));
    if let Some(name) = parameters.repeated() {
        return invalid(&format!("duplicated parameter: {name}"));
    }
    for name in ["request", "request_uri"] {
        if parameters.has(name) {
            return Err(ProtocolError::new(
                &format!("{name}_not_supported"),
                "not supported",
            ));
        }
    }
    match parameters.one("response_type") {
        Some("code") => {}
        None => return invalid("Missing parameter: response_type"),
        Some(_) => return Err(ProtocolError::new("unsupported_response_type", "only code")),
    }
    if parameters
        .one("response_mode")
        .is_some_and(|mode| mode != "query")
    {
        return invalid("response_mode");
    }
    check_scope(parameters)?;
    for name in ["state", "nonce"] {
        if !parameters.one(name).is_some_and(printable) {
            return invalid(name);
        }
    }
    if !parameters.one("code_challenge").is_some_and(is_challenge) {
        return invalid("code_challenge");
    }
    if parameters.one("code_challenge_method") != Some("S256") {
        return invalid("code_challenge_method");
    }
    match parameters.one("acr_values") {
        Some(acr) if !acr.split(' ').all(|value| ["aal3", "crl"].contains(&value)) => {
            invalid("acr_values")
        }
        _ => Ok(()),
    }
}

fn check_scope(parameters: &Parameters) -> Result<(), ProtocolError> {
    let Some(scope) = parameters.one("scope") else {
        return Err(ProtocolError::new(
            "invalid_request",
            "Missing parameter: scope",
        ));
    };
    let known = |scope: &str| scope == "openid" || ATTRIBUTES.contains(&scope);
    if !scope.split(' ').any(|scope| scope == "openid") || !scope.split(' ').all(known) {
        return Err(ProtocolError::new("invalid_scope", "Invalid scopes"));
    }
    Ok(())
}

fn alphanumeric(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_alphanumeric())
}

fn printable(text: &str) -> bool {
    (1..=LONGEST).contains(&text.len()) && text.bytes().all(|byte| (0x20..=0x7e).contains(&byte))
}

fn is_challenge(text: &str) -> bool {
    (1..=LONGEST_CHALLENGE).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-".contains(&byte))
}
