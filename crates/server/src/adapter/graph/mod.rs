//! The university's directory over Microsoft Graph v1.0: one reading operation.
//!
//! Calls go to the two configured hosts and nowhere else, follow no redirect, and read at most
//! 64 KiB in at most five seconds. Whatever goes wrong is `DirectoryUnreachable` to
//! the person; the cause goes to the log with Graph's request id, never with a name or number.

mod call;
#[cfg(test)]
mod tests;
mod token;
mod user;

use std::time::Duration;

use async_trait::async_trait;
use ident_core::account::{AccountKey, AccountState, DirectoryAccount};
use ident_core::port::Directory;
use ident_core::refusal::Refusal;
use ident_oidc::ClientKey;
use tokio::time::timeout;
use url::Url;

use crate::clock::Clock;
use crate::config::{DirectoryConfig, TenantConfig};
use crate::entropy::Entropy;

use call::{Call, Failure, Http};
use token::Tokens;
use user::User;

/// One question in all: token, tries, waits between them.
const PATIENCE: Duration = Duration::from_secs(5);
/// Tries after the first.
const MORE_TRIES: u32 = 2;

/// Microsoft Graph.
pub struct Graph {
    base: Url,
    tenant: String,
    domain: String,
    use_instead: String,
    http: Http,
    tokens: Tokens,
    clock: Clock,
    entropy: Entropy,
}

impl Graph {
    /// A directory that has not been called yet.
    ///
    /// # Errors
    /// `Unexpected` when TLS cannot be set up.
    pub fn new(
        directory: &DirectoryConfig,
        tenant: &TenantConfig,
        key: ClientKey,
        clock: Clock,
        entropy: Entropy,
    ) -> Result<Self, Refusal> {
        Ok(Self {
            base: directory.url.clone(),
            tenant: tenant.id.to_ascii_lowercase(),
            domain: tenant.user_name_domain.clone(),
            use_instead: directory.use_instead.clone(),
            http: Http::new()?,
            tokens: Tokens::new(directory, key),
            clock,
            entropy,
        })
    }

    async fn find(&self, key: &AccountKey) -> Result<DirectoryAccount, Failure> {
        let mut tries = 0;
        loop {
            match self.ask(key).await {
                Err(Failure::Throttled { wait }) if tries < MORE_TRIES => {
                    tokio::time::sleep(wait).await;
                }
                // A token can be revoked before its time; a new one is fetched once.
                Err(Failure::Unauthorized) if tries == 0 => self.tokens.forget().await,
                outcome => return outcome,
            }
            tries += 1;
        }
    }

    async fn ask(&self, key: &AccountKey) -> Result<DirectoryAccount, Failure> {
        let token = self
            .tokens
            .get(&self.http, self.entropy, &self.clock)
            .await?;
        let call = Call {
            url: user::url(&self.base, key),
            request_id: self.entropy.id16(),
        };
        let Some(body) = self.http.get(&call, &token).await? else {
            return Ok(DirectoryAccount {
                state: AccountState::Unknown,
                use_instead: None,
                graduate: false,
                leaves_at: None,
            });
        };
        let user = User::parse(&body, key).ok_or(Failure::Form)?;
        Ok(user.account(&self.use_instead, &self.domain, self.clock.now()))
    }
}

#[async_trait]
impl Directory for Graph {
    async fn account(&self, key: &AccountKey) -> Result<DirectoryAccount, Refusal> {
        if key.tenant != self.tenant {
            return Ok(DirectoryAccount {
                state: AccountState::Unknown,
                use_instead: None,
                graduate: false,
                leaves_at: None,
            });
        }
        let outcome = timeout(PATIENCE, self.find(key))
            .await
            .unwrap_or(Err(Failure::Late));
        outcome.map_err(|failure| {
            tracing::error!(cause = %failure, "directory.unreachable");
            Refusal::DirectoryUnreachable
        })
    }
}

impl std::fmt::Debug for Graph {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Graph")
    }
}
