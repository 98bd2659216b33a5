//! An ID token from its text to claims that may be believed.

use chrono::{DateTime, Utc};
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;
use openidconnect::core::{CoreGenderClaim, CoreJweContentEncryptionAlgorithm};
use openidconnect::{
    AccessToken, AccessTokenHash, AdditionalClaims, ClaimsVerificationError, ClientId, IdToken,
    IdTokenClaims, IdTokenVerifier, IssuerUrl, JsonWebKeySet, Nonce, SignatureVerificationError,
};
use serde::{Deserialize, Serialize};

use crate::alg::Alg;
use crate::claims::{self, SKEW};
use crate::jws::UnverifiedJws;
use crate::key::verifying::VerifyingKey;
use crate::profile::Profile;

/// The claims of Entra that we read.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(crate) struct EntraClaims {
    /// The tenant.
    pub(crate) tid: Option<String>,
    /// The object id of the account.
    pub(crate) oid: Option<String>,
    /// The authentication contexts that the sign-in satisfied.
    pub(crate) acrs: Option<OneOrMany>,
    /// The roles at our application that the university gave the account (app roles).
    pub(crate) roles: Option<OneOrMany>,
}

impl AdditionalClaims for EntraClaims {}

/// A text or a list of texts.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub(crate) enum OneOrMany {
    /// A text.
    One(String),
    /// A list.
    Many(Vec<String>),
}

impl OneOrMany {
    /// Whether `word` is there.
    pub(crate) fn contains(&self, word: &str) -> bool {
        match self {
            Self::One(text) => text == word,
            Self::Many(list) => list.iter().any(|text| text == word),
        }
    }
}

/// Claims after every check.
pub(crate) type SignedClaims = IdTokenClaims<EntraClaims, CoreGenderClaim>;

type Token = IdToken<EntraClaims, CoreGenderClaim, CoreJweContentEncryptionAlgorithm, Alg>;

/// What a token has to fit, besides the profile.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Request<'a> {
    /// The `nonce` that was sent.
    pub(crate) nonce: &'a str,
    /// When it is checked.
    pub(crate) now: Timestamp,
}

/// A token whose claims fit and whose signature has not been looked at.
#[derive(Debug)]
pub(crate) struct UnverifiedIdToken<'a> {
    text: &'a str,
    jws: UnverifiedJws<'a>,
    profile: &'a Profile,
    request: Request<'a>,
}

impl<'a> UnverifiedIdToken<'a> {
    /// Takes a token apart and checks form, algorithm and claims.
    ///
    /// # Errors
    /// Every `Token…` refusal but those about key, signature and `at_hash`.
    pub(crate) fn parse(
        text: &'a str,
        profile: &'a Profile,
        request: Request<'a>,
    ) -> Result<Self, Refusal> {
        let jws = UnverifiedJws::parse(text, profile.id_token_alg)?;
        claims::check(&jws.unverified_claims, profile, request.nonce, request.now)?;
        Ok(Self {
            text,
            jws,
            profile,
            request,
        })
    }

    /// The key it names.
    pub(crate) fn kid(&self) -> Option<&str> {
        self.jws.kid.as_deref()
    }

    /// Has the library check signature and claims with each key that may fit, then ties the access
    /// token to it. The claims are those the library read: nothing is checked in one reading and
    /// taken from another.
    ///
    /// # Errors
    /// `TokenKeyUnknown` without a key, `TokenSignature`, `TokenAtHash`.
    pub(crate) fn verify(
        &self,
        keys: &[VerifyingKey],
        access_token: &str,
    ) -> Result<SignedClaims, Refusal> {
        let token: Token = self.text.parse().map_err(|_| Refusal::TokenMalformed)?;
        let nonce = Nonce::new(self.request.nonce.to_owned());
        let mut failure = Refusal::TokenKeyUnknown;
        for key in keys {
            match token.claims(&self.verifier(key)?, &nonce) {
                Ok(claims) => {
                    check_at_hash(claims, access_token, self.profile.id_token_alg, key)?;
                    return Ok(claims.clone());
                }
                Err(error) => failure = refusal_of(&error),
            }
        }
        Err(failure)
    }

    fn verifier(
        &self,
        key: &VerifyingKey,
    ) -> Result<IdTokenVerifier<'static, VerifyingKey>, Refusal> {
        let issuer = IssuerUrl::new(self.profile.issuer.clone())
            .map_err(|_| Refusal::ProviderMisconfigured)?;
        let keys = JsonWebKeySet::new(vec![key.clone()]);
        // The library allows no difference of clocks (C-47 still fails by minutes).
        let reference = self.request.now.seconds().saturating_sub(SKEW + 1);
        let reference = DateTime::<Utc>::from_timestamp(reference, 0).unwrap_or_default();
        Ok(IdTokenVerifier::new_public_client(
            ClientId::new(self.profile.client_id.clone()),
            issuer,
            keys,
        )
        .set_allowed_algs([self.profile.id_token_alg])
        .set_time_fn(move || reference))
    }
}

/// `at_hash`, if it is there, must be the left half of the hash of the access token (OIDC Core
/// 3.1.3.6); whether it may be missing was decided with the claims.
fn check_at_hash(
    claims: &SignedClaims,
    access_token: &str,
    alg: Alg,
    key: &VerifyingKey,
) -> Result<(), Refusal> {
    let Some(stated) = claims.access_token_hash() else {
        return Ok(());
    };
    let actual = AccessTokenHash::from_token(&AccessToken::new(access_token.to_owned()), &alg, key)
        .map_err(|_| Refusal::TokenAtHash)?;
    if *stated == actual {
        Ok(())
    } else {
        Err(Refusal::TokenAtHash)
    }
}

/// After our own checks only a signature can fail here; the rest is mapped all the same.
fn refusal_of(error: &ClaimsVerificationError) -> Refusal {
    match error {
        ClaimsVerificationError::SignatureVerification(error) => match error {
            SignatureVerificationError::NoMatchingKey => Refusal::TokenKeyUnknown,
            SignatureVerificationError::DisallowedAlg(_)
            | SignatureVerificationError::UnsupportedAlg(_)
            | SignatureVerificationError::NoSignature => Refusal::TokenAlgorithm,
            _ => Refusal::TokenSignature,
        },
        ClaimsVerificationError::Expired(_) => Refusal::TokenExpired,
        ClaimsVerificationError::InvalidAudience(_) => Refusal::TokenAudience,
        ClaimsVerificationError::InvalidIssuer(_) => Refusal::TokenIssuer,
        ClaimsVerificationError::InvalidNonce(_) => Refusal::TokenNonce,
        ClaimsVerificationError::InvalidSubject(_) => Refusal::TokenSubject,
        ClaimsVerificationError::InvalidAuthContext(_) => Refusal::TokenAcr,
        ClaimsVerificationError::InvalidAuthTime(_) => Refusal::TokenNotFresh,
        _ => Refusal::TokenMalformed,
    }
}
