//! The university's directory over Microsoft Graph v1.0: what the domain names, nothing else.
//!
//! Calls go to the two configured hosts and nowhere else, follow no redirect, and read at most
//! 64 KiB. Questions are asked again for five seconds in all; orders are sent once,
//! and an order of which nobody can say whether it was carried out is told as such. The
//! cause of a failure goes to the log with Graph's request id, never with a name or number.

mod call;
mod exchange;
mod failure;
mod log;
mod method;
mod pass;
mod password;
mod policy;
mod role;
#[cfg(test)]
mod tests;
mod token;
mod user;

use std::sync::Arc;
use std::time::Duration;

use async_trait::async_trait;
use ident_core::account::{AccountKey, AccountState, DirectoryAccount};
use ident_core::act::{Method, Seen};
use ident_core::port::{Directory, Fault};
use ident_core::refusal::Refusal;
use ident_core::time::Timestamp;
use time::OffsetDateTime;
use time::format_description::well_known::Rfc3339;
use url::Url;

use crate::adapter::client_key::DirectoryKeys;
use crate::clock::Clock;
use crate::config::{DirectoryConfig, TenantConfig};
use crate::entropy::Entropy;

use call::Http;
use log::Watched;
use token::Tokens;
use user::User;

/// One question in all: token, tries, waits between them.
const PATIENCE: Duration = Duration::from_secs(5);
/// One order. What has not been answered by then may still be carried out.
const WRITE_PATIENCE: Duration = Duration::from_secs(10);

const UNREADABLE: Fault = Fault::NotDone(Refusal::DirectoryUnreachable);
const NOBODY: DirectoryAccount = DirectoryAccount {
    state: AccountState::Unknown,
    use_instead: None,
    graduate: false,
    leaves_at: None,
};

/// Microsoft Graph.
pub struct Graph {
    base: Url,
    tenant: String,
    domain: String,
    use_instead: String,
    temporary_passwords: bool,
    http: Http,
    tokens: Tokens,
    for_sessions: Option<Tokens>,
    for_log: Option<Tokens>,
    watched: Option<Watched>,
    clock: Clock,
    entropy: Entropy,
    calls: Calls,
}

/// Hears of each call: what was asked, and in one word what it came to.
#[derive(Clone)]
pub struct Calls(Arc<dyn Fn(&'static str, &'static str) + Send + Sync>);

impl Calls {
    /// Tells whoever counts.
    pub fn new(count: impl Fn(&'static str, &'static str) + Send + Sync + 'static) -> Self {
        Self(Arc::new(count))
    }

    fn note(&self, op: &'static str, outcome: &'static str) {
        (self.0)(op, outcome);
    }
}

impl Graph {
    /// A directory that has not been called yet.
    ///
    /// # Errors
    /// `Unexpected` when TLS cannot be set up.
    pub fn new(
        directory: &DirectoryConfig,
        tenant: &TenantConfig,
        keys: DirectoryKeys,
        (clock, entropy): (Clock, Entropy),
        calls: Calls,
    ) -> Result<Self, Refusal> {
        Ok(Self {
            base: directory.url.clone(),
            tenant: tenant.id.to_ascii_lowercase(),
            domain: tenant.user_name_domain.clone(),
            use_instead: directory.use_instead.clone(),
            temporary_passwords: directory.temporary_passwords,
            http: Http::new()?,
            tokens: Tokens::new(directory, &directory.client_id, keys.main),
            for_sessions: keys
                .sessions
                .zip(directory.sessions.as_ref())
                .map(|(key, config)| Tokens::new(directory, &config.client_id, key)),
            for_log: keys
                .log
                .zip(directory.log.as_ref())
                .map(|(key, config)| Tokens::new(directory, &config.client_id, key)),
            watched: directory
                .log
                .as_ref()
                .map(|config| Watched::new(config, clients(directory))),
            clock,
            entropy,
            calls,
        })
    }

    async fn user(&self, key: &AccountKey) -> Result<DirectoryAccount, Fault> {
        if key.tenant != self.tenant {
            return Ok(NOBODY);
        }
        let Some(body) = self.question("user", user::url(&self.base, key)).await? else {
            return Ok(NOBODY);
        };
        let user = User::parse(&body, key).ok_or(UNREADABLE)?;
        Ok(user.account(&self.use_instead, &self.domain, self.clock.now()))
    }

    async fn privileged(&self, key: &AccountKey) -> Result<bool, Fault> {
        let answer = self.question("roles", role::url(&self.base, key)).await?;
        let body = answer.ok_or(Fault::NotDone(Refusal::AccountUnknown))?;
        role::parse(&body).ok_or(UNREADABLE)
    }

    async fn registered(&self, key: &AccountKey) -> Result<Vec<Method>, Fault> {
        let answer = self
            .question("methods", method::url(&self.base, key))
            .await?;
        let body = answer.ok_or(Fault::NotDone(Refusal::AccountUnknown))?;
        method::parse(&body).ok_or(UNREADABLE)
    }
}

#[async_trait]
impl Directory for Graph {
    async fn account(&self, key: &AccountKey) -> Result<DirectoryAccount, Refusal> {
        self.user(key).await.map_err(told)
    }

    async fn is_privileged(&self, key: &AccountKey) -> Result<bool, Refusal> {
        self.privileged(key).await.map_err(told)
    }

    async fn methods(&self, key: &AccountKey) -> Result<Vec<Method>, Refusal> {
        self.registered(key).await.map_err(told)
    }

    async fn look(&self, key: &AccountKey) -> Result<Seen, Fault> {
        let account = self.user(key).await?;
        // What is not there, or not to be acted on anyway, has no roles to be asked for.
        if account.state != AccountState::Active {
            return Ok(Seen {
                account,
                privileged: false,
                methods: Vec::new(),
            });
        }
        let (privileged, methods) = tokio::join!(self.privileged(key), self.registered(key));
        Ok(Seen {
            account,
            privileged: privileged?,
            methods: methods?,
        })
    }
}

/// The client ids whose use is watched.
fn clients(directory: &DirectoryConfig) -> Vec<String> {
    let sessions = directory.sessions.as_ref();
    let sessions = sessions.map(|sessions| sessions.client_id.clone());
    let main = directory.client_id.clone();
    std::iter::once(main).chain(sessions).collect()
}

/// A question to which there is no answer: later, or never with this credential.
fn told(fault: Fault) -> Refusal {
    match fault {
        Fault::NotDone(refusal) => refusal,
        Fault::Throttled(_) => Refusal::DirectoryBusy,
        Fault::Unknown => Refusal::DirectoryUnreachable,
    }
}

/// An address below the base.
fn path(base: &Url, segments: &[&str]) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(segments);
    }
    url
}

/// A point in time as Graph writes it (RFC 3339).
fn moment(text: &str) -> Option<Timestamp> {
    let at = OffsetDateTime::parse(text, &Rfc3339).ok()?;
    Some(Timestamp::from_seconds(at.unix_timestamp()))
}

impl std::fmt::Debug for Graph {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Graph")
    }
}
