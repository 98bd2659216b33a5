//! What a kiosk signs: a short-lived statement that it is itself (the form of RFC 7523 section 3,
//! signed with ES256, told apart from all other tokens by its type, RFC 8725 section 3.11).

use ident_core::id::KioskId;
use ident_core::kiosk::KioskKey;
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;

use crate::alg::Alg;
use crate::claims::SKEW;
use crate::json::{self, Object};
use crate::jws::UnverifiedJws;
use crate::key::verifying::VerifyingKey;

/// The `typ` of its header.
pub const KIOSK_ASSERTION_TYPE: &str = "ident-kiosk+jwt";
/// The longest life of one, in seconds.
pub const KIOSK_ASSERTION_LIFETIME_S: i64 = 60;
/// Lengths of a `jti` that is random enough, and short enough to be handled.
const JTI_LENGTHS: std::ops::RangeInclusive<usize> = 16..=64;

/// A statement whose form is good and whose signature has not been looked at.
#[derive(Debug)]
pub struct UnverifiedKioskAssertion<'a> {
    token: UnverifiedJws<'a>,
    issuer: KioskId,
}

/// A statement that was made by the kiosk, for us, just now. It is good once; whoever takes it
/// remembers its `id` for as long as it lives.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct KioskAssertion {
    /// Its `jti`.
    pub id: String,
    /// When it was made, by the kiosk's clock.
    pub issued_at: Timestamp,
}

impl<'a> UnverifiedKioskAssertion<'a> {
    /// Takes a statement apart.
    ///
    /// # Errors
    /// `KioskAssertion`.
    pub fn parse(token: &'a str) -> Result<Self, Refusal> {
        let token = UnverifiedJws::parse(token, Alg::Es256).map_err(|_| Refusal::KioskAssertion)?;
        if token.typ.as_deref() != Some(KIOSK_ASSERTION_TYPE) {
            return Err(Refusal::KioskAssertion);
        }
        let issuer = text(&token.unverified_claims, "iss")?;
        let issuer = KioskId::parse(issuer).ok_or(Refusal::KioskAssertion)?;
        Ok(Self { token, issuer })
    }

    /// Which kiosk it says it is from; not to be believed yet.
    pub const fn issuer(&self) -> KioskId {
        self.issuer
    }

    /// The statement, if the kiosk's key made it for `audience` and its time is now.
    ///
    /// # Errors
    /// `KioskAssertion`; `KioskClock` when only its time is wrong.
    pub fn verify(
        self,
        key: &KioskKey,
        audience: &str,
        now: Timestamp,
    ) -> Result<KioskAssertion, Refusal> {
        let key = VerifyingKey::of_kiosk(key).ok_or(Refusal::KioskAssertion)?;
        let claims = self
            .token
            .verify(&[key], Alg::Es256)
            .map_err(|_| Refusal::KioskAssertion)?;
        let issuer = self.issuer.to_string();
        if text(&claims, "sub")? != issuer || text(&claims, "aud")? != audience {
            return Err(Refusal::KioskAssertion);
        }
        let id = text(&claims, "jti")?;
        if !JTI_LENGTHS.contains(&id.len()) {
            return Err(Refusal::KioskAssertion);
        }
        let issued_at = check_times(&claims, now.seconds())?;
        Ok(KioskAssertion {
            id: id.to_owned(),
            issued_at,
        })
    }
}

/// Whether this is a point on the curve, so that it can be a key.
pub fn is_kiosk_key(key: &KioskKey) -> bool {
    VerifyingKey::of_kiosk(key).is_some()
}

fn check_times(claims: &Object, now: i64) -> Result<Timestamp, Refusal> {
    let (iat, exp) = (time(claims, "iat")?, time(claims, "exp")?);
    let life = exp.checked_sub(iat).ok_or(Refusal::KioskAssertion)?;
    if !(1..=KIOSK_ASSERTION_LIFETIME_S).contains(&life) {
        return Err(Refusal::KioskAssertion);
    }
    let is_now = iat.saturating_sub(now) <= SKEW && now.saturating_sub(exp) < SKEW;
    if is_now {
        Ok(Timestamp::from_seconds(iat))
    } else {
        Err(Refusal::KioskClock)
    }
}

fn text<'a>(claims: &'a Object, name: &str) -> Result<&'a str, Refusal> {
    let found = json::text(claims, name).map_err(|_| Refusal::KioskAssertion)?;
    found.ok_or(Refusal::KioskAssertion)
}

fn time(claims: &Object, name: &str) -> Result<i64, Refusal> {
    let found = json::integer(claims, name).map_err(|_| Refusal::KioskAssertion)?;
    found.ok_or(Refusal::KioskAssertion)
}
