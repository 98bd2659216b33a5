//! The directory as the server sees it: each port is a question to the process with the credential.

use async_trait::async_trait;
use ident_core::account::{AccountKey, DirectoryAccount};
use ident_core::act::{Method, NewPass, PassPolicy, Seen};
use ident_core::port::{Directory, DirectoryLog, Fault, PassDesk, PasswordDesk, TracePage};
use ident_core::reconcile::RequestId;
use ident_core::refusal::Refusal;
use ident_core::secret::Secret;
use ident_core::time::{Span, Timestamp};

use super::dial::Dial;
use super::line::Line;
use super::message::{Answer, Ask, Veiled};
use crate::config::DirectoryConfig;
use crate::http::metrics::Metrics;

/// The directory behind the process that holds its credential.
pub struct Agent {
    line: Line,
    temporary_passwords: bool,
    reads_log: bool,
}

impl Agent {
    /// Nobody is asked yet.
    pub fn new(dial: Dial, directory: &DirectoryConfig, metrics: Metrics) -> Self {
        Self {
            line: Line::new(dial, metrics),
            temporary_passwords: directory.temporary_passwords,
            reads_log: directory.log.is_some(),
        }
    }

    /// Whether the process is there and has its keys.
    ///
    /// # Errors
    /// When it cannot be started or reached.
    pub async fn ready(&self) -> std::io::Result<()> {
        self.line.ready().await
    }
}

/// An answer to another question than was asked: the two are not of one version.
const FOREIGN: Fault = Fault::NotDone(Refusal::DirectoryUnreachable);

/// A question without an answer.
fn told(fault: Fault) -> Refusal {
    match fault {
        Fault::NotDone(refusal) => refusal,
        Fault::Throttled(_) => Refusal::DirectoryBusy,
        Fault::Unknown => Refusal::DirectoryUnreachable,
    }
}

#[async_trait]
impl Directory for Agent {
    async fn account(&self, key: &AccountKey) -> Result<DirectoryAccount, Refusal> {
        match self.line.ask(Ask::Account(key.clone())).await {
            Ok(Answer::Account(account)) => account,
            Ok(_) => Err(told(FOREIGN)),
            Err(fault) => Err(told(fault)),
        }
    }

    async fn is_privileged(&self, key: &AccountKey) -> Result<bool, Refusal> {
        match self.line.ask(Ask::Privileged(key.clone())).await {
            Ok(Answer::Privileged(privileged)) => privileged,
            Ok(_) => Err(told(FOREIGN)),
            Err(fault) => Err(told(fault)),
        }
    }

    async fn methods(&self, key: &AccountKey) -> Result<Vec<Method>, Refusal> {
        match self.line.ask(Ask::Methods(key.clone())).await {
            Ok(Answer::Methods(methods)) => methods,
            Ok(_) => Err(told(FOREIGN)),
            Err(fault) => Err(told(fault)),
        }
    }

    async fn look(&self, key: &AccountKey) -> Result<Seen, Fault> {
        match self.line.ask(Ask::Look(key.clone())).await? {
            Answer::Look(seen) => seen,
            _ => Err(FOREIGN),
        }
    }
}

impl Agent {
    async fn order(&self, ask: Ask) -> Result<(), Fault> {
        match self.line.ask(ask).await? {
            Answer::Done(done) => done,
            _ => Err(Fault::Unknown),
        }
    }
}

#[async_trait]
impl PassDesk for Agent {
    async fn policy(&self, key: &AccountKey) -> Result<PassPolicy, Fault> {
        match self.line.ask(Ask::Policy(key.clone())).await? {
            Answer::Policy(policy) => policy,
            _ => Err(FOREIGN),
        }
    }

    async fn list(&self, key: &AccountKey) -> Result<Vec<String>, Fault> {
        match self.line.ask(Ask::Passes(key.clone())).await? {
            Answer::Passes(passes) => passes,
            _ => Err(FOREIGN),
        }
    }

    async fn delete(&self, key: &AccountKey, pass: &str, request: RequestId) -> Result<(), Fault> {
        let pass = pass.to_owned();
        self.order(Ask::DeletePass(key.clone(), pass, request))
            .await
    }

    async fn revoke_sessions(&self, key: &AccountKey, request: RequestId) -> Result<(), Fault> {
        self.order(Ask::EndSessions(key.clone(), request)).await
    }

    async fn create(
        &self,
        key: &AccountKey,
        lifetime: Span,
        request: RequestId,
    ) -> Result<NewPass, Fault> {
        let ask = Ask::CreatePass(key.clone(), lifetime, request);
        match self.line.ask(ask).await? {
            Answer::Created(created) => created.map(Into::into),
            _ => Err(Fault::Unknown),
        }
    }
}

#[async_trait]
impl PasswordDesk for Agent {
    fn is_open(&self) -> bool {
        self.temporary_passwords
    }

    async fn set_temporary(
        &self,
        key: &AccountKey,
        password: &Secret<String>,
        request: RequestId,
    ) -> Result<(), Fault> {
        let password = Veiled(password.clone());
        self.order(Ask::SetPassword(key.clone(), password, request))
            .await
    }
}

#[async_trait]
impl DirectoryLog for Agent {
    fn is_open(&self) -> bool {
        self.reads_log
    }

    async fn page(
        &self,
        span: (Timestamp, Timestamp),
        next: Option<String>,
    ) -> Result<TracePage, Fault> {
        match self.line.ask(Ask::Log(span, next)).await? {
            Answer::Page(page) => page,
            _ => Err(FOREIGN),
        }
    }
}

impl std::fmt::Debug for Agent {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Agent")
    }
}
