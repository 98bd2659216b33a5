//! Client authentication by `private_key_jwt` (RFC 7523, OIDC Core section 9), every check of it.

use std::sync::Mutex;

use crate::clock::Seconds;
use crate::encoding::Parameters;
use crate::key::ClientKey;
use crate::lock::locked;
use crate::swept::Swept;
use crate::token::Unverified;

const ASSERTION_TYPE: &str = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";
const LONGEST_LIFE: Seconds = 24 * 60 * 60;
const SKEW: Seconds = 60;

/// Why a client is not believed. The text is meant for developers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum AssertionError {
    #[error("client_assertion_type is missing or not taken")]
    Type,
    #[error("client_assertion parameter missing")]
    Missing,
    #[error("client_assertion is not a signed JWT")]
    Malformed,
    #[error("Token sub claim is required")]
    NoSubject,
    #[error("client_id parameter does not match sub claim")]
    ClientId,
    #[error("iss and sub must both be the client_id")]
    Issuer,
    #[error("client_assertion is signed by a key that is not registered")]
    UnknownKey,
    #[error("client_assertion is signed by an algorithm that is not registered")]
    Algorithm,
    #[error("client_assertion has a wrong signature")]
    Signature,
    #[error("aud must be one string and name this server")]
    Audience,
    #[error("exp is missing, past or more than a day ahead")]
    Expiry,
    #[error("iat is missing or in the future")]
    IssuedAt,
    #[error("nbf is in the future")]
    NotBefore,
    #[error("jti is missing")]
    NoId,
    #[error("client_assertion was used before")]
    Replay,
}

/// What an assertion is checked against.
#[derive(Debug)]
pub(crate) struct AssertionChecks<'a> {
    pub(crate) client_id: &'a str,
    pub(crate) keys: &'a [ClientKey],
    pub(crate) audiences: &'a [String],
    pub(crate) used: &'a ReplayGuard,
    pub(crate) now: Seconds,
}

impl AssertionChecks<'_> {
    /// Authenticates the client of a token request.
    pub(crate) fn check(&self, form: &Parameters) -> Result<(), AssertionError> {
        if form.one("client_assertion_type") != Some(ASSERTION_TYPE) {
            return Err(AssertionError::Type);
        }
        let assertion = form
            .one("client_assertion")
            .ok_or(AssertionError::Missing)?;
        let token = Unverified::read(assertion).ok_or(AssertionError::Malformed)?;
        self.identity(&token, form)?;
        self.signature(&token)?;
        if !token
            .text("aud")
            .is_some_and(|aud| self.audiences.iter().any(|known| known == aud))
        {
            return Err(AssertionError::Audience);
        }
        let expiry = self.times(&token)?;
        // Last, so that a refused assertion does not use up an honest client's jti.
        let id = token
            .text("jti")
            .filter(|id| !id.is_empty())
            .ok_or(AssertionError::NoId)?;
        self.used.take(id, expiry, self.now)
    }

    fn identity(&self, token: &Unverified<'_>, form: &Parameters) -> Result<(), AssertionError> {
        let subject = token.text("sub").ok_or(AssertionError::NoSubject)?;
        if form.one("client_id").is_some_and(|id| id != subject) {
            return Err(AssertionError::ClientId);
        }
        if subject != self.client_id || token.text("iss") != Some(self.client_id) {
            return Err(AssertionError::Issuer);
        }
        Ok(())
    }

    fn signature(&self, token: &Unverified<'_>) -> Result<(), AssertionError> {
        let kid = token.header_text("kid").ok_or(AssertionError::UnknownKey)?;
        let key = self
            .keys
            .iter()
            .find(|key| key.kid == kid)
            .ok_or(AssertionError::UnknownKey)?;
        let alg = token.header_text("alg").unwrap_or_default();
        if !key.allows(alg) {
            return Err(AssertionError::Algorithm);
        }
        if !key.verifies(alg, token.input.as_bytes(), &token.signature) {
            return Err(AssertionError::Signature);
        }
        Ok(())
    }

    fn times(&self, token: &Unverified<'_>) -> Result<Seconds, AssertionError> {
        let expiry = token
            .seconds("exp")
            .filter(|&exp| exp > self.now && exp <= self.now + LONGEST_LIFE)
            .ok_or(AssertionError::Expiry)?;
        token
            .seconds("iat")
            .filter(|&iat| iat <= self.now + SKEW)
            .ok_or(AssertionError::IssuedAt)?;
        match token.claims.get("nbf").map(serde_json::Value::as_i64) {
            None => {}
            Some(Some(nbf)) if nbf <= self.now + SKEW => {}
            Some(_) => return Err(AssertionError::NotBefore),
        }
        Ok(expiry)
    }
}

/// Remembers every `jti` until its assertion has expired.
#[derive(Debug, Default)]
pub(crate) struct ReplayGuard {
    seen: Mutex<Swept<Seconds>>,
}

impl ReplayGuard {
    fn take(&self, id: &str, expiry: Seconds, now: Seconds) -> Result<(), AssertionError> {
        let mut seen = locked(&self.seen);
        if let Some(former) = seen.get_mut(id) {
            *former = expiry.max(*former);
            return Err(AssertionError::Replay);
        }
        seen.insert(id.to_owned(), expiry, |&expiry| expiry > now);
        Ok(())
    }
}
