//! Reading a token request, and the errors it can end in.

use axum::http::{HeaderMap, Uri, header};
use bytes::Bytes;

use crate::encoding::Parameters;
use crate::oauth::GrantError;
use crate::token::AssertionError;

/// Why a token request is refused (RFC 6749 section 5.2).
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum TokenError {
    #[error("{0}")]
    Request(String),
    #[error(transparent)]
    Client(#[from] AssertionError),
    #[error("{0}")]
    ClientRefused(&'static str),
    #[error(transparent)]
    Grant(#[from] GrantError),
    #[error("{0}")]
    GrantRefused(&'static str),
    #[error("Unsupported grant_type")]
    GrantType,
    #[error("Unsupported scope")]
    Scope,
}

impl TokenError {
    /// The `error` code.
    pub(crate) fn code(&self) -> &'static str {
        match self {
            Self::Request(_) => "invalid_request",
            Self::Client(_) | Self::ClientRefused(_) => "invalid_client",
            Self::Grant(_) | Self::GrantRefused(_) => "invalid_grant",
            Self::GrantType => "unsupported_grant_type",
            Self::Scope => "invalid_scope",
        }
    }
}

/// Reads the form; parameters anywhere but in the body do not count.
pub(crate) fn read_form(
    headers: &HeaderMap,
    uri: &Uri,
    body: &Bytes,
) -> Result<Parameters, TokenError> {
    let refuse = |text: &str| Err(TokenError::Request(text.to_owned()));
    let media_type = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok());
    let essence = media_type
        .unwrap_or_default()
        .split(';')
        .next()
        .unwrap_or_default()
        .trim();
    if uri.query().is_some() || !essence.eq_ignore_ascii_case("application/x-www-form-urlencoded") {
        return refuse("Missing form parameter: grant_type");
    }
    if headers.contains_key(header::AUTHORIZATION) {
        return Err(TokenError::ClientRefused("Only private_key_jwt is taken"));
    }
    let form = Parameters::parse(body);
    if let Some(name) = form.repeated() {
        return Err(TokenError::Request(format!("duplicated parameter: {name}")));
    }
    if !form.has("grant_type") {
        return refuse("Missing form parameter: grant_type");
    }
    if form.has("client_secret") {
        return Err(TokenError::ClientRefused("client_secret is not taken"));
    }
    Ok(form)
}
