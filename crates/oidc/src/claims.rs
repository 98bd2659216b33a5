//! What an ID token must state: OIDC Core 3.1.3.7 and the profile of the provider, as one pure
//! function over claims that are not believed yet.
//!
//! Cheap checks come before the costly one: a token that fails here never has its signature looked
//! at, and one that passes here is worth nothing until it has (`id_token.rs`).

use ident_core::identity::Subject;
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;
use subtle::ConstantTimeEq;

use crate::json::{self, Object};
use crate::jws::malformed;
use crate::profile::Profile;

/// Allowed difference of clocks, in seconds.
pub(crate) const SKEW: i64 = 60;
/// The oldest ID token that is taken, in seconds since `iat`.
const MAX_AGE: i64 = 10 * 60;
/// How far ahead `exp` may be, in seconds.
const MAX_AHEAD: i64 = 24 * 60 * 60;

/// Checks every claim but the signature and `at_hash`.
///
/// # Errors
/// The refusal of the first claim that does not fit; `TokenMalformed` for a wrong type.
pub(crate) fn check(
    unverified: &Object,
    profile: &Profile,
    nonce: &str,
    now: Timestamp,
) -> Result<(), Refusal> {
    check_parties(unverified, profile)?;
    check_nonce(unverified, nonce)?;
    check_times(unverified, now.seconds())?;
    let sub = json::text(unverified, "sub").map_err(malformed)?;
    sub.and_then(Subject::parse).ok_or(Refusal::TokenSubject)?;
    check_acr(unverified, profile.required_acr.as_deref())?;
    let at_hash = json::text(unverified, "at_hash").map_err(malformed)?;
    if profile.at_hash_required && at_hash.is_none() {
        return Err(Refusal::TokenAtHash);
    }
    Ok(())
}

/// `iss` byte by byte, `aud` ours alone, `azp` ours if it is there.
pub(crate) fn check_parties(unverified: &Object, profile: &Profile) -> Result<(), Refusal> {
    if json::text(unverified, "iss").map_err(malformed)? != Some(&profile.issuer) {
        return Err(Refusal::TokenIssuer);
    }
    // Several audiences would need one another's trust; there is nobody we trust (C-44).
    let audience = json::texts(unverified, "aud")
        .map_err(malformed)?
        .unwrap_or_default();
    if audience != [profile.client_id.as_str()] {
        return Err(Refusal::TokenAudience);
    }
    match json::text(unverified, "azp").map_err(malformed)? {
        Some(party) if party != profile.client_id => Err(Refusal::TokenAzp),
        _ => Ok(()),
    }
}

fn check_nonce(unverified: &Object, nonce: &str) -> Result<(), Refusal> {
    let found = json::text(unverified, "nonce")
        .map_err(malformed)?
        .ok_or(Refusal::TokenNonce)?;
    if bool::from(found.as_bytes().ct_eq(nonce.as_bytes())) {
        Ok(())
    } else {
        Err(Refusal::TokenNonce)
    }
}

fn check_times(unverified: &Object, now: i64) -> Result<(), Refusal> {
    let time = |name| json::integer(unverified, name).map_err(malformed);
    let ahead = |at: i64| at.saturating_sub(now);
    let expires = ahead(time("exp")?.ok_or(Refusal::TokenExpired)?);
    if !(-SKEW..=MAX_AHEAD).contains(&expires) {
        return Err(Refusal::TokenExpired);
    }
    let issued = ahead(time("iat")?.ok_or(Refusal::TokenIssuedAt)?);
    if !(-MAX_AGE..=SKEW).contains(&issued) {
        return Err(Refusal::TokenIssuedAt);
    }
    if time("nbf")?.is_some_and(|at| ahead(at) > SKEW) {
        return Err(Refusal::TokenNotBefore);
    }
    // A card reading in the future would count as fresh for as long as it pleases.
    if time("auth_time")?.is_some_and(|at| ahead(at) > SKEW) {
        return Err(Refusal::TokenIssuedAt);
    }
    Ok(())
}

/// Every word of `required` must be among the words of `acr`.
fn check_acr(unverified: &Object, required: Option<&str>) -> Result<(), Refusal> {
    let acr = json::text(unverified, "acr")
        .map_err(malformed)?
        .unwrap_or_default();
    let mut words = required.unwrap_or_default().split_ascii_whitespace();
    let has = |word| acr.split_ascii_whitespace().any(|found| found == word);
    if words.all(has) {
        Ok(())
    } else {
        Err(Refusal::TokenAcr)
    }
}
