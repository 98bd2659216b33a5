//! An act: a pass or a password issued to a proven person, recorded as intent, then outcome.
//!
//! The secret itself is never part of it: it exists in one response and nowhere else.

mod ask;
mod coach;
mod fit;
mod method;
#[cfg(test)]
mod model;
mod pass;
mod queue;
mod steps;
#[cfg(test)]
mod tests;
mod turn;

pub use ask::{AskCase, AskIds, Asked};
pub use coach::{Progress, mark, marks, progress};
pub use fit::{Desk, Seen, fits, resting_on};
pub use method::{Method, MethodKind};
pub use pass::{FEWEST, LONGEST, NewPass, PassPolicy, SHORTEST};
pub use queue::{Pace, TURN};
pub use steps::{FRESH, PassCall, PassReply, PassSteps};
pub use turn::{Failed, Moved, NotNow, STALE};

use serde::{Deserialize, Serialize};

use crate::account::{AccountKey, AccountNumber};
use crate::deed::Receipt;
use crate::id::{ActId, FlowId, LinkId, ProofId, VisitId};
use crate::identity::PersonKey;
use crate::purpose::{Purpose, Way};
use crate::refusal::Refusal;
use crate::time::{Span, Timestamp};

/// After the sign-in with a one-time pass, a method must be registered within this time
/// (Entra, "Configure a Temporary Access Pass").
pub const REGISTER_WITHIN: Span = Span::minutes(10);

/// What is issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// A temporary access pass, with which a person registers new sign-in methods.
    Pass,
    /// A temporary password, which must be changed at the first sign-in.
    Password,
}

impl ActKind {
    /// The purpose of the card check that it takes.
    pub const fn purpose(self) -> Purpose {
        match self {
            Self::Pass => Purpose::Pass,
            Self::Password => Purpose::Password,
        }
    }

    /// How many writes it usually takes of the credential that has most to do: ending the sessions
    /// and creating the pass, unless sessions are ended with another credential; or setting the
    /// password. An old pass is rarely there to be removed.
    pub const fn writes(self, sessions_apart: bool) -> u32 {
        match self {
            Self::Pass if sessions_apart => 1,
            Self::Pass => 2,
            Self::Password => 1,
        }
    }
}

/// An act as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Act {
    /// Its identifier.
    pub id: ActId,
    /// Counts the changes; every update names the version it was based on.
    pub version: u32,
    /// What is issued.
    pub kind: ActKind,
    /// The visit that asked; the secret goes to no other.
    pub visit: VisitId,
    /// Whose card was checked.
    pub person: PersonKey,
    /// The link it rests on.
    pub link: LinkId,
    /// For which account.
    pub account: AccountKey,
    /// The account's number, for display.
    pub number: AccountNumber,
    /// The number by which the person and the office speak of it.
    pub receipt: Receipt,
    /// The proof that it consumed.
    pub proof: ProofId,
    /// The flow that brought the proof.
    pub flow: FlowId,
    /// By which way the card was checked.
    pub way: Way,
    /// A plain name of the device that asked.
    pub device: String,
    /// When it was asked for.
    pub asked_at: Timestamp,
    /// Until when it may be performed, or performed again after an unknown outcome.
    pub deadline: Timestamp,
    /// Until when a request for this account, of this act or of the one before it, may still take
    /// effect. The act is not closed before, except by one that takes this time over.
    #[serde(default)]
    pub settles_at: Option<Timestamp>,
    /// Where it stands.
    pub stage: ActStage,
}

/// Why an act waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WaitCause {
    /// Its turn has not come (F-29).
    Queue,
    /// The directory asked us to come back later (F-21).
    Throttled,
}

/// Where an act stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum ActStage {
    /// Intent is recorded; it may be performed from `not_before` on.
    Waiting {
        /// From when on.
        not_before: Timestamp,
        /// Why not before.
        cause: WaitCause,
    },
    /// One process is performing it.
    Working {
        /// Since when.
        since: Timestamp,
    },
    /// The outcome is not known; it may be repaired from `again_at` on, by a press.
    Unknown {
        /// Since when.
        since: Timestamp,
        /// A request on its way may still take effect until then.
        again_at: Timestamp,
    },
    /// It has happened.
    Done {
        /// When.
        at: Timestamp,
        /// When the pass ends; `None` for a password.
        ends_at: Option<Timestamp>,
        /// Whether it can be used once only.
        once: bool,
        /// Keyed hashes of the sign-in methods that were registered before, to tell new ones.
        methods_before: Vec<[u8; 8]>,
    },
    /// It ended without success.
    Closed {
        /// Why.
        refusal: Refusal,
        /// When.
        at: Timestamp,
        /// The short reference shown to the person.
        reference: String,
    },
}

impl Act {
    /// Whether it still holds the account: one recovery at a time.
    pub const fn is_open(&self) -> bool {
        !matches!(self.stage, ActStage::Done { .. } | ActStage::Closed { .. })
    }

    /// The same act one change later.
    pub fn moved(self, stage: ActStage) -> Self {
        Self {
            version: self.version + 1,
            stage,
            ..self
        }
    }
}
