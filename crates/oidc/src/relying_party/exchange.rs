//! From a code to what it proves. The only place that says [`Verified`].

use std::sync::Arc;

use ident_core::account::{AccountKey, AccountNumber, SignIn};
use ident_core::identity::{Identity, Subject};
use ident_core::proof::Verified;
use ident_core::purpose::Provider;
use ident_core::refusal::Refusal;
use ident_core::secret::Secret;
use ident_core::time::{Span, Timestamp};

use super::{Clock, CodeAnswer, Expected, RelyingParty};
use crate::assertion::AssertionSeed;
use crate::id_token::{Request, SignedClaims, UnverifiedIdToken};
use crate::json::Object;
use crate::metadata::Metadata;
use crate::profile::Profile;
use crate::token::{TokenCall, Tokens};
use crate::userinfo::{self, Unverified};

/// Allowed difference of clocks.
const SKEW: Span = Span::seconds(60);

impl RelyingParty {
    /// Exchanges the code of a card check and checks all that comes back.
    ///
    /// # Errors
    /// Every refusal of this crate; nothing of a refused answer is kept.
    pub async fn card(
        &self,
        answer: CodeAnswer<'_>,
        expected: Expected<'_>,
        seed: AssertionSeed,
        clock: Clock<'_>,
    ) -> Result<Verified<Identity>, Refusal> {
        self.serves(Provider::DigitalId)?;
        let exchanged = self.exchange(answer, expected, &seed, clock).await?;
        let claims = &exchanged.claims;
        let subject = Subject::parse(claims.subject().as_str()).ok_or(Refusal::TokenSubject)?;
        let auth_time = auth_time(claims);
        if auth_time.is_some_and(|at| at + SKEW < expected.issued_at) {
            return Err(Refusal::TokenNotFresh);
        }
        let name = if expected.name || expected.userinfo {
            let information = self.userinfo(&exchanged, clock).await?;
            userinfo::name(&information, &subject, expected.name)?
        } else {
            None
        };
        let issuer = self.profile.issuer.clone();
        Ok(Verified::assertion(Identity {
            issuer,
            subject,
            name,
            auth_time,
        }))
    }

    /// Exchanges the code of a sign-in and checks all that comes back.
    ///
    /// # Errors
    /// Every refusal of this crate; `AccountTenant` and `AccountMalformed` about the account.
    pub async fn account(
        &self,
        answer: CodeAnswer<'_>,
        expected: Expected<'_>,
        seed: AssertionSeed,
        clock: Clock<'_>,
    ) -> Result<Verified<SignIn>, Refusal> {
        self.serves(Provider::Account)?;
        let exchanged = self.exchange(answer, expected, &seed, clock).await?;
        sign_in(&exchanged.claims, &self.profile).map(Verified::assertion)
    }

    fn serves(&self, provider: Provider) -> Result<(), Refusal> {
        if self.profile.provider == provider {
            Ok(())
        } else {
            Err(Refusal::Unexpected)
        }
    }

    /// Keys are made sure of before the code is spent: without them nothing could be checked.
    async fn exchange(
        &self,
        answer: CodeAnswer<'_>,
        expected: Expected<'_>,
        seed: &AssertionSeed,
        clock: Clock<'_>,
    ) -> Result<Exchanged, Refusal> {
        let metadata = self.metadata(clock).await?;
        self.check_issuer(answer.iss, metadata.iss_parameter)?;
        self.keys(&metadata, clock).await?;
        let call = TokenCall {
            profile: &self.profile,
            key: &self.key,
            metadata: &metadata,
            code: answer.code,
            verifier: expected.secrets.verifier(),
        };
        let tokens = call.run(&self.http, seed, clock).await?;
        let claims = self
            .verify(&tokens, expected.secrets.nonce(), &metadata, clock)
            .await?;
        Ok(Exchanged {
            metadata,
            access_token: tokens.access_token,
            claims,
        })
    }

    async fn verify(
        &self,
        tokens: &Tokens,
        nonce: &str,
        metadata: &Metadata,
        clock: Clock<'_>,
    ) -> Result<SignedClaims, Refusal> {
        let request = Request {
            nonce,
            now: clock(),
        };
        let unverified_token =
            UnverifiedIdToken::parse(tokens.unverified_id_token.expose(), &self.profile, request)?;
        let access_token = tokens.access_token.expose();
        let kid = unverified_token.kid();
        let fitting = self.fitting(kid, metadata, clock).await?;
        match unverified_token.verify(&fitting.keys, access_token) {
            // Without a `kid`, a changed key shows itself only by a signature that does not fit.
            Err(Refusal::TokenSignature) if kid.is_none() => {
                let fitting = self
                    .fitting_newer(kid, &fitting.seen, metadata, clock)
                    .await?;
                unverified_token.verify(&fitting.keys, access_token)
            }
            verified => verified,
        }
    }

    async fn userinfo(&self, exchanged: &Exchanged, clock: Clock<'_>) -> Result<Object, Refusal> {
        let metadata = &exchanged.metadata;
        let place = metadata.userinfo.as_ref().ok_or(Refusal::UserinfoFailed)?;
        let answer = userinfo::fetch(&self.http, place, exchanged.access_token.expose()).await?;
        match userinfo::parse(&answer, &self.profile, clock())? {
            Unverified::Plain(object) => Ok(object),
            Unverified::Signed(jws) => {
                let fitting = self.fitting(jws.kid.as_deref(), metadata, clock).await?;
                jws.verify(&fitting.keys, self.profile.id_token_alg)
                    .map_err(|_| Refusal::UserinfoBadAnswer)
            }
        }
    }
}

/// What a checked ID token and its access token leave behind.
struct Exchanged {
    metadata: Arc<Metadata>,
    access_token: Secret<String>,
    claims: SignedClaims,
}

fn auth_time(claims: &SignedClaims) -> Option<Timestamp> {
    claims
        .auth_time()
        .map(|at| Timestamp::from_seconds(at.timestamp()))
}

/// The account of a sign-in: one tenant exactly, one domain exactly.
fn sign_in(claims: &SignedClaims, profile: &Profile) -> Result<SignIn, Refusal> {
    let entra = claims.additional_claims();
    let tenant = entra
        .tid
        .as_deref()
        .filter(|tid| Some(*tid) == profile.tenant.as_deref());
    let tenant = tenant.ok_or(Refusal::AccountTenant)?;
    let key = entra
        .oid
        .as_deref()
        .and_then(|oid| AccountKey::parse(tenant, oid));
    let user_name = claims.preferred_username().map(|name| name.as_str());
    let number = user_name
        .zip(profile.account_domain.as_deref())
        .and_then(|(name, domain)| AccountNumber::from_user_name(name, domain));
    let (key, number) = key.zip(number).ok_or(Refusal::AccountMalformed)?;
    let context = profile.acrs_context.as_deref();
    let strong = entra
        .acrs
        .as_ref()
        .zip(context)
        .is_some_and(|(acrs, word)| acrs.contains(word));
    let role = profile.clerk_role.as_deref();
    let clerk = entra
        .roles
        .as_ref()
        .zip(role)
        .is_some_and(|(roles, role)| roles.contains(role));
    Ok(SignIn {
        clerk,
        key,
        number,
        auth_time: auth_time(claims),
        strong,
    })
}
