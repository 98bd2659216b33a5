//! What the tenant keeps: its client, its keys, sign-ins under way, SSO sessions.

use std::sync::Mutex;

use aws_lc_rs::hmac;

use crate::account::SignIn;
use crate::clock::Seconds;
use crate::encoding::base64url;
use crate::key::{Algorithm, KeyError, KeyRing, Vault};
use crate::lock::locked;
use crate::oauth::{AccessTokens, Grants};
use crate::swept::Swept;
use crate::world::Client;

/// An account that is signed in in a browser.
#[derive(Debug, Clone)]
pub(crate) struct Session {
    pub(crate) number: String,
    pub(crate) auth_time: Seconds,
    /// Whether MFA was passed.
    pub(crate) mfa: bool,
    /// Set when it came from a Temporary Access Pass.
    pub(crate) pass: Option<PassSession>,
}

/// The bounds of a session that came from a Temporary Access Pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct PassSession {
    /// The session ends with the pass.
    pub(crate) ends: Seconds,
    /// Until when methods can be registered.
    pub(crate) registers_until: Seconds,
}

impl Session {
    /// How long an SSO session lasts, in seconds.
    const LIFE: Seconds = 8 * 60 * 60;

    fn is_alive(&self, now: Seconds) -> bool {
        self.auth_time + Self::LIFE > now && self.pass.is_none_or(|pass| pass.ends > now)
    }
}

/// The state of the UTokyo Account OP.
#[derive(Debug)]
pub(crate) struct Tenant {
    pub(crate) client: Client,
    pub(crate) keys: KeyRing,
    pub(crate) grants: Grants,
    /// Access tokens for Graph.
    pub(crate) access: AccessTokens,
    pairwise: hmac::Key,
    sign_ins: Mutex<Swept<SignIn>>,
    sessions: Mutex<Swept<Vec<Session>>>,
    nonces: Mutex<[String; 2]>,
}

impl Tenant {
    const REMEMBERED: Seconds = 600;

    pub(crate) fn new(client: Client, vault: &Vault) -> Result<Self, KeyError> {
        let secret = vault.secret("utokyo-pairwise")?;
        Ok(Self {
            client,
            keys: KeyRing::open("utokyo", vault, Algorithm::Rs256)?,
            grants: Grants::default(),
            access: AccessTokens::default(),
            pairwise: hmac::Key::new(hmac::HMAC_SHA256, &secret),
            sign_ins: Mutex::default(),
            sessions: Mutex::default(),
            nonces: Mutex::default(),
        })
    }

    /// `sub` of an account for our client.
    pub(crate) fn subject(&self, number: &str) -> String {
        let input = format!("{}|{number}", self.client.id);
        base64url(hmac::sign(&self.pairwise, input.as_bytes()).as_ref())
    }

    /// Keeps a new sign-in.
    pub(crate) fn keep(&self, sign_in: SignIn, now: Seconds) {
        if !sign_in.is_local {
            let mut nonces = locked(&self.nonces);
            nonces.swap(0, 1);
            sign_in.request.nonce.clone_into(&mut nonces[1]);
        }
        let alive = |sign_in: &SignIn| sign_in.deadline + Self::REMEMBERED > now;
        locked(&self.sign_ins).insert(sign_in.id.clone(), sign_in, alive);
    }

    /// Works on the sign-in of that id.
    pub(crate) fn with<T>(&self, id: &str, work: impl FnOnce(&mut SignIn) -> T) -> Option<T> {
        locked(&self.sign_ins).get_mut(id).map(work)
    }

    /// Forgets a sign-in, and the session of its browser, that nobody will come back to.
    pub(crate) fn forget(&self, id: &str, browser: &str) {
        locked(&self.sign_ins).remove(id);
        self.sign_out(browser);
    }

    /// The accounts signed in in that browser.
    pub(crate) fn sessions(&self, browser: &str, now: Seconds) -> Vec<Session> {
        let mut held = locked(&self.sessions)
            .get(browser)
            .cloned()
            .unwrap_or_default();
        held.retain(|known| known.is_alive(now));
        held
    }

    /// Remembers that an account is signed in.
    pub(crate) fn remember(&self, browser: &str, session: Session) {
        let now = session.auth_time;
        let alive = |known: &Session| known.is_alive(now);
        let mut sessions = locked(&self.sessions);
        let mut held = sessions.remove(browser).unwrap_or_default();
        held.retain(|known| known.number != session.number && alive(known));
        held.push(session);
        sessions.insert(browser.to_owned(), held, |held| held.iter().any(alive));
    }

    /// Ends all sessions of a browser.
    pub(crate) fn sign_out(&self, browser: &str) {
        locked(&self.sessions).remove(browser);
    }

    /// Ends all sessions of an account, in whatever browser.
    pub(crate) fn end_sessions(&self, number: &str) {
        locked(&self.sessions).for_each(|held| held.retain(|known| known.number != number));
    }

    /// How many sessions an account has.
    pub(crate) fn session_count(&self, number: &str, now: Seconds) -> usize {
        let sessions = locked(&self.sessions);
        let alive = |known: &&Session| known.number == number && known.is_alive(now);
        sessions.values().flatten().filter(alive).count()
    }

    /// The nonce of the request before the one with `nonce`.
    pub(crate) fn other_nonce(&self, nonce: &str) -> String {
        let nonces = locked(&self.nonces);
        nonces
            .iter()
            .find(|known| *known != nonce)
            .cloned()
            .unwrap_or_default()
    }

    /// Forgets everything but keys and secrets.
    pub(crate) fn clear(&self) {
        *locked(&self.sign_ins) = Swept::default();
        *locked(&self.sessions) = Swept::default();
        *locked(&self.nonces) = <[String; 2]>::default();
        self.grants.clear();
        self.access.clear();
    }
}
