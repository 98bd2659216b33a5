//! UserInfo (OIDC Core 5.3): the name, and only of the person the ID token is about.

use ident_core::identity::{CardName, Subject};
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;

use crate::claims::{SKEW, check_parties};
use crate::http::{Answer, Http, Media};
use crate::json::{self, Object, WrongType};
use crate::jws::UnverifiedJws;
use crate::profile::Profile;

/// Fetches UserInfo.
///
/// # Errors
/// `UserinfoFailed`, whatever went wrong on the way.
pub(crate) async fn fetch(
    http: &Http,
    url: &url::Url,
    access_token: &str,
) -> Result<Answer, Refusal> {
    let answer = http
        .get_with_token(url, access_token)
        .await
        .map_err(|_| Refusal::UserinfoFailed)?;
    if answer.status == 200 {
        Ok(answer)
    } else {
        Err(Refusal::UserinfoFailed)
    }
}

/// A UserInfo answer whose form is good.
#[derive(Debug)]
pub(crate) enum Unverified<'a> {
    /// Plain JSON: as good as the TLS connection it came over.
    Plain(Object),
    /// A signed token, to be verified (C-25).
    Signed(UnverifiedJws<'a>),
}

/// Takes an answer apart.
///
/// # Errors
/// `UserinfoBadAnswer`.
pub(crate) fn parse<'a>(
    answer: &'a Answer,
    profile: &Profile,
    now: Timestamp,
) -> Result<Unverified<'a>, Refusal> {
    match answer.media {
        Media::Json => json::parse_object(&answer.body).map(Unverified::Plain),
        Media::Jwt => signed(&answer.body, profile, now).map(Unverified::Signed),
        Media::JwkSet | Media::Other => None,
    }
    .ok_or(Refusal::UserinfoBadAnswer)
}

fn signed<'a>(body: &'a [u8], profile: &Profile, now: Timestamp) -> Option<UnverifiedJws<'a>> {
    let token = std::str::from_utf8(body).ok()?.trim_ascii();
    let jws = UnverifiedJws::parse(token, profile.id_token_alg).ok()?;
    check_parties(&jws.unverified_claims, profile).ok()?;
    let exp = json::integer(&jws.unverified_claims, "exp").ok()?;
    let over = exp.is_some_and(|exp| now.seconds().saturating_sub(exp) > SKEW);
    (!over).then_some(jws)
}

/// The name, if it was asked for.
///
/// # Errors
/// `UserinfoSubject` when the answer is not about `subject`, `UserinfoBadAnswer`,
/// `NameMissing`.
pub(crate) fn name(
    object: &Object,
    subject: &Subject,
    asked: bool,
) -> Result<Option<CardName>, Refusal> {
    if json::text(object, "sub").map_err(bad)? != Some(subject.expose()) {
        return Err(Refusal::UserinfoSubject);
    }
    let name = json::text(object, "name").map_err(bad)?;
    if !asked {
        return Ok(None);
    }
    name.and_then(CardName::parse)
        .ok_or(Refusal::NameMissing)
        .map(Some)
}

const fn bad(_: WrongType) -> Refusal {
    Refusal::UserinfoBadAnswer
}
