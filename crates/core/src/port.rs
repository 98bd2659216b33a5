//! What the domain needs of the outside: ports, implemented by adapters elsewhere.

use async_trait::async_trait;
use futures_core::stream::BoxStream;
use thiserror::Error;

use crate::account::{AccountKey, DirectoryAccount};
use crate::change::{Change, CommitError};
use crate::flow::Flow;
use crate::id::{FlowId, ProofId, VisitId};
use crate::identity::PersonKey;
use crate::link::Link;
use crate::proof::Proof;
use crate::refusal::Refusal;
use crate::secret::TokenHash;
use crate::time::Timestamp;
use crate::visit::Visit;

/// The database does not answer. Nothing is known about the record asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the database is unavailable")]
pub struct Unavailable;

/// Reading by key. "Not found" is `None`, never an error.
#[async_trait]
pub trait Records: Send + Sync {
    /// The visit of a bearer value.
    async fn visit_by_token(&self, token: &TokenHash) -> Result<Option<Visit>, Unavailable>;
    /// A visit.
    async fn visit(&self, id: VisitId) -> Result<Option<Visit>, Unavailable>;
    /// A flow.
    async fn flow(&self, id: FlowId) -> Result<Option<Flow>, Unavailable>;
    /// The flow whose last authorization request carried this `state`.
    async fn flow_by_state(&self, state: &TokenHash) -> Result<Option<Flow>, Unavailable>;
    /// The flow that is or was offered under this link.
    async fn flow_by_offer(&self, offer: &TokenHash) -> Result<Option<Flow>, Unavailable>;
    /// A proof.
    async fn proof(&self, id: ProofId) -> Result<Option<Proof>, Unavailable>;
    /// The link of a person, under any of the keyed hashes (one per key in rotation).
    async fn link_of_person(&self, person: &[PersonKey]) -> Result<Option<Link>, Unavailable>;
    /// The link of an account.
    async fn link_of_account(&self, account: &AccountKey) -> Result<Option<Link>, Unavailable>;
}

/// Writing, and what comes with time.
#[async_trait]
pub trait Store: Records {
    /// Applies all writes of a change, or none. Durable when it returns: the last commit before
    /// it survives a loss of power.
    async fn commit(&self, change: Change) -> Result<(), CommitError>;
    /// Removes what has outlived its lifetime; returns how many records.
    async fn sweep(&self, older_than: Retention) -> Result<u64, Unavailable>;
    /// The flows that change from now on, on any node, each named at least once per change.
    /// The stream ends when names may have been lost: ask for a new one, then look again at
    /// whatever is waited for.
    fn changes(&self) -> BoxStream<'static, FlowId>;
    /// Checks the audit chain from its beginning; the sequence number of the first broken row.
    async fn broken_audit_row(&self) -> Result<Option<u64>, Unavailable>;
    /// Whether the database can be written to.
    async fn ready(&self) -> Result<(), Unavailable>;
}

/// Before which point records of each kind go.
#[derive(Clone, Copy, Debug)]
pub struct Retention {
    /// Visits last seen before this.
    pub visits: Timestamp,
    /// Flows whose deadline was before this (and their proofs).
    pub flows: Timestamp,
    /// Audit rows are kept; counts of windows that began before this go.
    pub counts: Timestamp,
}

/// The university's directory (Microsoft Graph): operations that the domain names.
#[async_trait]
pub trait Directory: Send + Sync {
    /// The account as the directory describes it at this moment.
    ///
    /// # Errors
    /// `DirectoryUnreachable`.
    async fn account(&self, key: &AccountKey) -> Result<DirectoryAccount, Refusal>;
}
