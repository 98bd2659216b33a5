//! Compact serialization (RFC 7515 section 3.1).

use aws_lc_rs::digest::{SHA256, digest};
use serde_json::{Map, Value};

use crate::encoding::{base64url, from_base64url};
use crate::key::SigningKey;

/// Claims of a token, in the order they were set.
pub(crate) type Claims = Map<String, Value>;

/// SHA-256 of `bytes` as base64url.
pub(crate) fn digest_text(bytes: &[u8]) -> String {
    base64url(digest(&SHA256, bytes).as_ref())
}

/// `at_hash` of an access token: the left half of its SHA-256 (OIDC Core 3.1.3.6).
pub(crate) fn at_hash(access_token: &str) -> String {
    base64url(&digest(&SHA256, access_token.as_bytes()).as_ref()[..16])
}

/// The signing input of a token.
pub(crate) fn unsigned(header: &Value, claims: &Claims) -> String {
    let claims = Value::Object(claims.clone());
    format!(
        "{}.{}",
        base64url(header.to_string().as_bytes()),
        base64url(claims.to_string().as_bytes())
    )
}

/// A signed token.
pub(crate) fn encode(header: &Value, claims: &Claims, key: &SigningKey) -> String {
    let input = unsigned(header, claims);
    let signature = key.sign(input.as_bytes());
    format!("{input}.{}", base64url(&signature))
}

/// A token taken apart, nothing in it believed yet.
#[derive(Debug)]
pub(crate) struct Unverified<'a> {
    pub(crate) header: Claims,
    pub(crate) claims: Claims,
    pub(crate) input: &'a str,
    pub(crate) signature: Vec<u8>,
}

impl<'a> Unverified<'a> {
    /// Takes a token apart; `None` when it has not the form.
    pub(crate) fn read(token: &'a str) -> Option<Self> {
        let (input, signature) = token.rsplit_once('.')?;
        let (header, claims) = input.split_once('.')?;
        Some(Self {
            header: object(header)?,
            claims: object(claims)?,
            input,
            signature: from_base64url(signature)?,
        })
    }

    /// A text member of the header.
    pub(crate) fn header_text(&self, name: &str) -> Option<&str> {
        self.header.get(name).and_then(Value::as_str)
    }

    /// A text claim.
    pub(crate) fn text(&self, name: &str) -> Option<&str> {
        self.claims.get(name).and_then(Value::as_str)
    }

    /// A claim that is a moment in seconds.
    pub(crate) fn seconds(&self, name: &str) -> Option<i64> {
        self.claims.get(name).and_then(Value::as_i64)
    }
}

fn object(part: &str) -> Option<Claims> {
    serde_json::from_slice(&from_base64url(part)?).ok()
}
