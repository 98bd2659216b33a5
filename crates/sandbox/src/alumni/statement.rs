//! A statement and every check of it.

use serde_json::Value;

use crate::alumni::refusal::Refusal;
use crate::clock::Seconds;
use crate::key::ClientKey;
use crate::token::Unverified;

/// The `typ` of the header (RFC 8725 section 3.11).
const TYPE: &str = "ident-alumni+jwt";
/// Longest life in seconds.
const LONGEST_LIFE: Seconds = 300;
/// How far the clocks may differ, in seconds.
const SKEW: Seconds = 30;
/// Every claim there is, and no other.
const CLAIMS: [&str; 9] = [
    "iss", "aud", "sub", "name", "status", "iat", "nbf", "exp", "jti",
];

/// A statement that may be believed, if it was not used before.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Statement {
    pub(super) sub: String,
    pub(super) name: String,
    pub(super) jti: String,
    pub(super) expires: Seconds,
}

/// What a statement is held against.
pub(super) struct Expected<'a> {
    pub(super) keys: &'a [ClientKey],
    pub(super) issuer: &'a str,
    pub(super) audience: &'a str,
    pub(super) now: Seconds,
}

/// The key id a statement names, once type and algorithm are right.
pub(super) fn header(token: &Unverified<'_>) -> Result<(), Refusal> {
    if token.header_text("typ") != Some(TYPE) {
        return Err(Refusal::Type);
    }
    if token.header_text("alg") != Some("ES256") || token.header.contains_key("crit") {
        return Err(Refusal::Algorithm);
    }
    Ok(())
}

impl Expected<'_> {
    /// Holds a statement against everything.
    pub(super) fn check(&self, token: &Unverified<'_>) -> Result<Statement, Refusal> {
        header(token)?;
        self.signature(token)?;
        if token.text("iss") != Some(self.issuer) {
            return Err(Refusal::Issuer);
        }
        if token.text("aud") != Some(self.audience) {
            return Err(Refusal::Audience);
        }
        let is_whole = token.claims.len() == CLAIMS.len()
            && CLAIMS.iter().all(|name| token.claims.contains_key(*name));
        let text = |name: &str| {
            let value = token.text(name).filter(|value| !value.is_empty());
            value.map(str::to_owned).ok_or(Refusal::Claims)
        };
        if !is_whole {
            return Err(Refusal::Claims);
        }
        let statement = Statement {
            sub: text("sub")?,
            name: text("name")?,
            jti: text("jti")?,
            expires: self.times(token)?,
        };
        if token.text("status") != Some("graduated") {
            return Err(Refusal::Status);
        }
        Ok(statement)
    }

    fn signature(&self, token: &Unverified<'_>) -> Result<(), Refusal> {
        let kid = token.header_text("kid").ok_or(Refusal::UnknownKey)?;
        let mut keys = self.keys.iter();
        let key = keys
            .find(|key| key.kid == kid && key.allows("ES256"))
            .ok_or(Refusal::UnknownKey)?;
        if key.verifies("ES256", token.input.as_bytes(), &token.signature) {
            Ok(())
        } else {
            Err(Refusal::Signature)
        }
    }

    fn times(&self, token: &Unverified<'_>) -> Result<Seconds, Refusal> {
        let moment = |name: &str| {
            let value = token.claims.get(name).and_then(Value::as_i64);
            value.ok_or(Refusal::Claims)
        };
        let (issued, not_before, expires) = (moment("iat")?, moment("nbf")?, moment("exp")?);
        if issued > self.now + SKEW || not_before > self.now + SKEW {
            return Err(Refusal::NotYet);
        }
        if expires - issued > LONGEST_LIFE {
            return Err(Refusal::Lifetime);
        }
        if expires <= self.now {
            return Err(Refusal::Expired);
        }
        Ok(expires)
    }
}
