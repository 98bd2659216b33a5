//! Authorization codes and the access tokens made from them.

use std::sync::Mutex;

use crate::clock::Seconds;
use crate::lock::locked;
use crate::random;
use crate::swept::Swept;
use crate::token::digest_text;

/// What a code stands for.
#[derive(Debug, Clone)]
pub(crate) struct Grant {
    pub(crate) redirect_uri: String,
    pub(crate) code_challenge: String,
    pub(crate) nonce: String,
    pub(crate) scope: String,
    /// Id of the card or number of the account.
    pub(crate) person: String,
    pub(crate) auth_time: Seconds,
    pub(crate) session: String,
    /// What the token says of the authentication (`acr`, or the value of `acrs`).
    pub(crate) level: Option<String>,
    pub(crate) expires: Seconds,
}

/// Why a code is refused (RFC 6749 section 5.2, RFC 7636 section 4.6).
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub(crate) enum GrantError {
    #[error("Code not valid")]
    Unknown,
    #[error("Code was used before")]
    Used,
    #[error("Code is expired")]
    Expired,
    #[error("Incorrect redirect_uri")]
    RedirectUri,
    #[error("PKCE verification failed")]
    Verifier,
}

#[derive(Debug)]
struct Held {
    grant: Grant,
    used: bool,
}

/// All codes not yet forgotten.
#[derive(Debug, Default)]
pub(crate) struct Grants {
    held: Mutex<Swept<Held>>,
}

impl Grants {
    const REMEMBERED: Seconds = 600;

    /// Makes a code.
    pub(crate) fn issue(&self, grant: Grant, now: Seconds) -> String {
        let code = random::token();
        let alive = |held: &Held| held.grant.expires + Self::REMEMBERED > now;
        locked(&self.held).insert(code.clone(), Held { grant, used: false }, alive);
        code
    }

    /// Takes a code in; whatever comes of it, the code is used up.
    pub(crate) fn redeem(
        &self,
        code: &str,
        (redirect_uri, verifier): (&str, &str),
        now: Seconds,
    ) -> Result<Grant, GrantError> {
        let mut held = locked(&self.held);
        let held = held.get_mut(code).ok_or(GrantError::Unknown)?;
        if std::mem::replace(&mut held.used, true) {
            return Err(GrantError::Used);
        }
        if held.grant.expires <= now {
            return Err(GrantError::Expired);
        }
        if held.grant.redirect_uri != redirect_uri {
            return Err(GrantError::RedirectUri);
        }
        if !is_verifier(verifier) || digest_text(verifier.as_bytes()) != held.grant.code_challenge {
            return Err(GrantError::Verifier);
        }
        Ok(held.grant.clone())
    }

    pub(crate) fn clear(&self) {
        *locked(&self.held) = Swept::default();
    }
}

/// The form of a verifier (RFC 7636 section 4.1).
fn is_verifier(text: &str) -> bool {
    (43..=128).contains(&text.len())
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte))
}

#[derive(Debug, Clone)]
struct Access {
    code: String,
    person: String,
    scope: String,
    expires: Seconds,
}

/// Access tokens: opaque, only their digest is kept.
#[derive(Debug, Default)]
pub(crate) struct AccessTokens {
    held: Mutex<Swept<Access>>,
}

impl AccessTokens {
    /// Makes an access token for `person` and `scope` from a redeemed code.
    pub(crate) fn issue(
        &self,
        code: &str,
        (person, scope): (&str, &str),
        (now, life): (Seconds, i64),
    ) -> String {
        let token = random::token();
        let access = Access {
            code: digest_text(code.as_bytes()),
            person: person.to_owned(),
            scope: scope.to_owned(),
            expires: now + life,
        };
        let alive = |access: &Access| access.expires > now;
        locked(&self.held).insert(digest_text(token.as_bytes()), access, alive);
        token
    }

    /// Person and scope a token stands for.
    pub(crate) fn look_up(&self, token: &str, now: Seconds) -> Option<(String, String)> {
        let held = locked(&self.held);
        let access = held.get(&digest_text(token.as_bytes()))?;
        (access.expires > now).then(|| (access.person.clone(), access.scope.clone()))
    }

    /// Takes back what a code gave, after the code came a second time (RFC 6749 section 4.1.2).
    pub(crate) fn revoke_from(&self, code: &str) {
        let code = digest_text(code.as_bytes());
        locked(&self.held).retain(|access| access.code != code);
    }

    pub(crate) fn clear(&self) {
        *locked(&self.held) = Swept::default();
    }
}
