//! A decision as a list of guarded writes. The store applies all of them or none.

use thiserror::Error;

use crate::act::Act;
use crate::audit::AuditEvent;
use crate::contact::Contact;
use crate::deed::Entry;
use crate::flow::Flow;
use crate::id::{ActId, LinkId, ProofId, VisitId};
use crate::kiosk::Kiosk;
use crate::limit::Count;
use crate::link::Link;
use crate::mail::Mail;
use crate::proof::Proof;
use crate::reconcile::Attempt;
use crate::salvage::Case;
use crate::time::{Span, Timestamp};
use crate::visit::Visit;

/// One guarded write.
#[derive(Clone, Debug)]
pub enum Write {
    /// Counts an event. Guard: the allowance is not used up.
    Count(Count),
    /// Stores a new visit. Guard: neither its id nor its token exists.
    InsertVisit(Visit),
    /// Stores the next version of a visit. Guard: the stored version is `next.version - 1`.
    UpdateVisit(Visit),
    /// Removes a visit. Guard: it exists.
    DeleteVisit(VisitId),
    /// Stores a new flow. Guard: its id does not exist.
    InsertFlow(Flow),
    /// Stores the next version of a flow. Guard: the stored version is `next.version - 1`.
    UpdateFlow(Flow),
    /// Stores a new proof. Guard: neither its id nor another proof of its flow exists.
    InsertProof(Proof),
    /// Consumes a proof. Guard: it exists, is unused, and ends after `at`.
    UseProof {
        /// Which proof.
        proof: ProofId,
        /// For which act.
        act: ActId,
        /// When.
        at: Timestamp,
    },
    /// Stores a new link. Guard: neither its person nor its account has one.
    InsertLink(Link),
    /// Removes a link. Guard: it exists with this version.
    DeleteLink {
        /// Which link.
        link: LinkId,
        /// The version the decision was based on.
        version: u32,
    },
    /// Notes that a link was used. Guard: it exists.
    TouchLink {
        /// Which link.
        link: LinkId,
        /// When.
        at: Timestamp,
    },
    /// Stores the next version of a link. Guard: the stored version is `next.version - 1`.
    UpdateLink(Link),
    /// Stores a new act. Guard: its id does not exist, and no open act has its account.
    InsertAct(Act),
    /// Stores the next version of an act. Guard: the stored version is `next.version - 1`.
    UpdateAct(Act),
    /// Moves the end of a queue. Guard: it is where the decision saw it (`None`: there was none).
    MoveQueue {
        /// Which queue.
        queue: Queue,
        /// Where the decision saw its end.
        from: Option<Timestamp>,
        /// Where it is now.
        to: Timestamp,
    },
    /// Appends to the history of an account.
    InsertEntry(Entry),
    /// Stores a new notice address. Guard: its id does not exist.
    InsertContact(Contact),
    /// Stores the next version of a notice address. Guard: the stored version is
    /// `next.version - 1`.
    UpdateContact(Contact),
    /// Queues a mail.
    InsertMail(Mail),
    /// Stores the next version of a mail. Guard: the stored version is `next.version - 1`.
    UpdateMail(Mail),
    /// Stores a new application. Guard: its account has none for this service.
    InsertCase(Case),
    /// Stores the next version of an application. Guard: the stored version is
    /// `next.version - 1`.
    UpdateCase(Case),
    /// Stores a new kiosk. Guard: neither its id nor its code exists.
    InsertKiosk(Kiosk),
    /// Stores the next version of a kiosk. Guard: the stored version is `next.version - 1`.
    UpdateKiosk(Kiosk),
    /// Stores a new attempt. Guard: its id does not exist.
    InsertAttempt(Attempt),
    /// Stores the next version of an attempt. Guard: the stored version is `next.version - 1`.
    UpdateAttempt(Attempt),
    /// Notes that an entry of the directory's log has been dealt with. Guard: it has not.
    NoteTrace {
        /// SHA-256 of the directory's id of it.
        trace: [u8; 32],
        /// When it happened.
        at: Timestamp,
    },
    /// Appends to the audit log.
    Audit(AuditEvent),
}

/// A queue whose places are points in time, given out one after the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Queue {
    /// Acts, under the directory's write budget.
    Acts,
    /// Acts whose turn had come while the directory wanted to be left alone (F-21).
    Held,
    /// Not a line but a moment: until then the directory wants to be left alone by everybody.
    Quiet,
    /// A moment too: until then the directory's log has been read.
    LogRead,
    /// When the last whole day of that log was read again.
    LogLookedBack,
}

impl Queue {
    /// The name under which the store keeps it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Acts => "acts",
            Self::Held => "held",
            Self::Quiet => "quiet",
            Self::LogRead => "log_read",
            Self::LogLookedBack => "log_looked_back",
        }
    }
}

/// Writes that happen together or not at all.
#[derive(Clone, Debug, Default)]
pub struct Change(pub Vec<Write>);

impl Change {
    /// A change that does nothing yet.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// The same change with one more write.
    pub fn with(mut self, write: Write) -> Self {
        self.0.push(write);
        self
    }

    /// The same change with one more audit row.
    pub fn audited(self, event: AuditEvent) -> Self {
        self.with(Write::Audit(event))
    }
}

impl From<Write> for Change {
    fn from(write: Write) -> Self {
        Self(vec![write])
    }
}

/// Why a change was not applied; nothing of it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum CommitError {
    /// A guard did not hold.
    #[error("a guard did not hold: {0:?}")]
    Conflict(Conflict),
    /// The database did not answer, or could not write.
    #[error("the database is unavailable")]
    Unavailable,
}

/// Which guard did not hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conflict {
    /// The visit changed, ended, or exists already.
    Visit,
    /// The flow changed, or exists already.
    Flow,
    /// The proof is used, has ended, or exists already.
    Proof,
    /// The link changed or has gone.
    Link,
    /// The person has a link already.
    PersonLinked,
    /// The account has a link already.
    AccountLinked,
    /// The act changed, or exists already.
    Act,
    /// The account has an open act already.
    AccountBusy,
    /// The end of the queue moved.
    Queue,
    /// The notice address changed, or exists already.
    Contact,
    /// The mail changed, or exists already.
    Mail,
    /// The application changed.
    Case,
    /// There is an application for this service already.
    CaseExists,
    /// The kiosk changed, or exists already.
    Kiosk,
    /// The attempt changed, or exists already.
    Attempt,
    /// The entry of the directory's log has been dealt with already.
    Trace,
    /// The allowance is used up.
    Limit {
        /// How long to wait.
        retry_after: Span,
    },
}
