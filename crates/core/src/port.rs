//! What the domain needs of the outside: ports, implemented by adapters elsewhere.

use async_trait::async_trait;
use futures_core::stream::BoxStream;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::account::{AccountKey, DirectoryAccount};
use crate::act::{Act, Method, NewPass, PassPolicy, Seen};
use crate::change::{Change, CommitError, Queue};
use crate::contact::Contact;
use crate::deed::{Entry, Receipt};
use crate::flow::Flow;
use crate::id::{ActId, EntryId, FlowId, KioskId, ProofId, VisitId};
use crate::identity::PersonKey;
use crate::kiosk::Kiosk;
use crate::link::Link;
use crate::mail::Mail;
use crate::proof::Proof;
use crate::reconcile::{Attempt, RequestId, Trace};
use crate::refusal::Refusal;
use crate::salvage::Case;
use crate::secret::{Secret, TokenHash};
use crate::time::{Span, Timestamp};
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
    /// An act.
    async fn act(&self, id: ActId) -> Result<Option<Act>, Unavailable>;
    /// The open act of an account.
    async fn open_act(&self, account: &AccountKey) -> Result<Option<Act>, Unavailable>;
    /// How many open acts wait for an earlier point in time than `at`.
    async fn acts_before(&self, at: Timestamp) -> Result<u64, Unavailable>;
    /// The open acts that are due to be looked at by `at` (deadline over, or in the middle of
    /// being performed since before `working_since`), at most `limit`.
    async fn stale_acts(
        &self,
        at: Timestamp,
        working_since: Timestamp,
        limit: u32,
    ) -> Result<Vec<Act>, Unavailable>;
    /// The end of a queue.
    async fn queue_end(&self, queue: Queue) -> Result<Option<Timestamp>, Unavailable>;
    /// The history of an account, newest first, at most `limit` entries.
    async fn entries(&self, account: &AccountKey, limit: u32) -> Result<Vec<Entry>, Unavailable>;
    /// One entry of a history.
    async fn entry(&self, id: EntryId) -> Result<Option<Entry>, Unavailable>;
    /// All notice addresses of an account, removed ones too, oldest first.
    async fn contacts(&self, account: &AccountKey) -> Result<Vec<Contact>, Unavailable>;
    /// The mails that are due at `at` and have not ended, oldest first, at most `limit`.
    async fn mails_due(&self, at: Timestamp, limit: u32) -> Result<Vec<Mail>, Unavailable>;
    /// When the next mail that has not ended is due.
    async fn next_mail_due(&self) -> Result<Option<Timestamp>, Unavailable>;
    /// The application with this receipt number.
    async fn case_by_receipt(&self, receipt: &Receipt) -> Result<Option<Case>, Unavailable>;
    /// The applications of an account.
    async fn cases_of_account(&self, account: &AccountKey) -> Result<Vec<Case>, Unavailable>;
    /// The applications that are not ended or declined, oldest first, at most `limit`.
    async fn open_cases(&self, limit: u32) -> Result<Vec<Case>, Unavailable>;
    /// A kiosk.
    async fn kiosk(&self, id: KioskId) -> Result<Option<Kiosk>, Unavailable>;
    /// The kiosk that waits for this enrolment code.
    async fn kiosk_by_code(&self, code: &TokenHash) -> Result<Option<Kiosk>, Unavailable>;
    /// All kiosks, newest first, at most `limit`.
    async fn kiosks(&self, limit: u32) -> Result<Vec<Kiosk>, Unavailable>;
    /// The attempts about an account that began at `since` or later, oldest first.
    async fn attempts(
        &self,
        account: &AccountKey,
        since: Timestamp,
    ) -> Result<Vec<Attempt>, Unavailable>;
    /// The attempts that wait for the directory's log and began before `begun_before`, oldest
    /// first, at most `limit`.
    async fn waiting_attempts(
        &self,
        begun_before: Timestamp,
        limit: u32,
    ) -> Result<Vec<Attempt>, Unavailable>;
    /// Whether an entry of the directory's log, by the SHA-256 of its id, has been dealt with.
    async fn knows_trace(&self, trace: [u8; 32]) -> Result<bool, Unavailable>;
    /// The visits that were begun at a kiosk and have not been ended.
    async fn visits_of_kiosk(&self, id: KioskId) -> Result<Vec<Visit>, Unavailable>;
}

/// Writing, and what comes with time.
#[async_trait]
pub trait Store: Records {
    /// Applies all writes of a change, or none. Durable when it returns: the last commit before
    /// it survives a loss of power.
    async fn commit(&self, change: Change) -> Result<(), CommitError>;
    /// As [`Self::commit`], with the same guards, without the wait for the disk: it outlives this
    /// process, but perhaps not a loss of power, after which either all of it is there or none. For
    /// what a person begins anew without harm; a durable change that follows makes it durable, too.
    async fn commit_soon(&self, change: Change) -> Result<(), CommitError> {
        self.commit(change).await
    }
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
    /// Acts that ended and were asked for before this.
    pub acts: Timestamp,
    /// Entries of histories older than this.
    pub entries: Timestamp,
    /// Mails that ended and were queued before this.
    pub mails: Timestamp,
    /// Notice addresses removed before this.
    pub contacts: Timestamp,
    /// Applications ended or declined that were made before this.
    pub cases: Timestamp,
    /// Kiosks stopped, and enrolment codes that ended, before this.
    pub kiosks: Timestamp,
    /// Attempts, and entries of the directory's log, of before this.
    pub attempts: Timestamp,
}

/// The university's directory (Microsoft Graph): operations that the domain names.
#[async_trait]
pub trait Directory: Send + Sync {
    /// The account as the directory describes it at this moment.
    ///
    /// # Errors
    /// `DirectoryUnreachable`.
    async fn account(&self, key: &AccountKey) -> Result<DirectoryAccount, Refusal>;
    /// Whether the account holds a directory role.
    ///
    /// # Errors
    /// `DirectoryUnreachable`, `DirectoryRefused`.
    async fn is_privileged(&self, _key: &AccountKey) -> Result<bool, Refusal> {
        Err(Refusal::DirectoryUnreachable)
    }
    /// The sign-in methods registered for the account.
    ///
    /// # Errors
    /// `DirectoryUnreachable`, `DirectoryRefused`, `AccountUnknown`.
    async fn methods(&self, _key: &AccountKey) -> Result<Vec<Method>, Refusal> {
        Err(Refusal::DirectoryUnreachable)
    }
    /// Account, roles and methods at this moment, read anew (F-26).
    ///
    /// # Errors
    /// `Throttled`, or `NotDone` with `DirectoryUnreachable` or `DirectoryRefused`.
    async fn look(&self, _key: &AccountKey) -> Result<Seen, Fault> {
        Err(Fault::NotDone(Refusal::DirectoryUnreachable))
    }
}

/// How one call to the directory that may change something ended without success.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Fault {
    /// Nothing happened.
    NotDone(Refusal),
    /// Nothing happened; the directory asks us to come back after this time.
    Throttled(Span),
    /// It may have happened, or may still happen.
    Unknown,
}

/// A page of the directory's own log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TracePage {
    /// The entries that name one of our credentials.
    pub traces: Vec<Trace>,
    /// Where the next page is; `None` on the last one.
    pub next: Option<String>,
}

/// The directory's own log of what was changed.
#[async_trait]
pub trait DirectoryLog: Send + Sync {
    /// Whether it is read at all, by configuration.
    fn is_open(&self) -> bool;
    /// The entries from `from` to `to`, both included, oldest first; `next` is what the page before
    /// named.
    ///
    /// # Errors
    /// `Throttled`, or `NotDone`.
    async fn page(
        &self,
        span: (Timestamp, Timestamp),
        next: Option<String>,
    ) -> Result<TracePage, Fault>;
}

/// Temporary access passes in the university's directory, call by call. No call is ever repeated
/// by the adapter; the order of calls is decided in [`crate::act`]. What changes something carries
/// the id under which it is sent.
#[async_trait]
pub trait PassDesk: Send + Sync {
    /// What the tenant's policy allows for the account.
    async fn policy(&self, key: &AccountKey) -> Result<PassPolicy, Fault>;
    /// The ids of the passes that exist (none or one).
    async fn list(&self, key: &AccountKey) -> Result<Vec<String>, Fault>;
    /// Removes a pass; one that is gone already counts as removed.
    async fn delete(&self, key: &AccountKey, pass: &str, request: RequestId) -> Result<(), Fault>;
    /// Ends the sessions of the account.
    async fn revoke_sessions(&self, key: &AccountKey, request: RequestId) -> Result<(), Fault>;
    /// Creates a pass that can be used once.
    async fn create(
        &self,
        key: &AccountKey,
        lifetime: Span,
        request: RequestId,
    ) -> Result<NewPass, Fault>;
}

/// Temporary passwords, by whichever system the university has for them.
#[async_trait]
pub trait PasswordDesk: Send + Sync {
    /// Whether it is configured at all.
    fn is_open(&self) -> bool;
    /// Sets a password that must be changed at the first sign-in.
    async fn set_temporary(
        &self,
        key: &AccountKey,
        password: &Secret<String>,
        request: RequestId,
    ) -> Result<(), Fault>;
}

/// The system that opens the data of people who have left, for a while.
#[async_trait]
pub trait Archive: Send + Sync {
    /// Opens the access of an application until a point in time; the same opening twice
    /// ([`Case::grant`]) is the same access.
    ///
    /// # Errors
    /// `NotDone` with `ArchiveUnreachable` when the archive has certainly not heard of it.
    async fn open(&self, case: &Case, until: Timestamp) -> Result<Access, Fault>;
    /// Ends the access; one that has ended already, or never was, counts as ended.
    ///
    /// # Errors
    /// As [`Self::open`].
    async fn end(&self, case: &Case) -> Result<(), Fault>;
}

/// An access that an archive has opened.
#[derive(Debug)]
pub struct Access {
    /// Where the person goes.
    pub address: String,
    /// The special password, where the service needs one.
    pub password: Option<Secret<String>>,
}
