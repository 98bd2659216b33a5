//! Rescue of cloud data after leaving: once for each service, within 180 days, decided by a clerk.
//!
//! What is used up is the access, not the application: a no of a clerk can be answered by another
//! application, and an access that nobody could use, or that was stopped before its time, is
//! opened again for what is left of it.

mod apply;
mod decide;
mod term;
#[cfg(test)]
mod tests;

use serde::{Deserialize, Serialize};

pub use apply::{Application, ApplyCase, FreshCase, MOST_DECLINED, available, last_moment};
pub use decide::{Desk, clerk_at, may_read};
pub use term::{Over, SETTLE, Term, Turn};

use crate::account::{AccountKey, AccountNumber};
use crate::deed::Receipt;
use crate::id::CaseId;
use crate::identity::{PersonKey, Sealed};
use crate::time::Timestamp;

/// The longest reason, in characters.
pub const LONGEST_REASON: usize = 1_000;
/// The longest note of a clerk, in characters.
pub const LONGEST_NOTE: usize = 500;

/// The cloud services whose data can be rescued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CloudService {
    /// ECCS Cloud Mail (Google Workspace).
    Mail,
    /// The files of the personal OneDrive.
    #[serde(rename = "onedrive")]
    OneDrive,
}

impl CloudService {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Mail, Self::OneDrive];

    /// A short stable name, as archives know it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::OneDrive => "onedrive",
        }
    }
}

/// An application for one service, as it is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Case {
    /// Its identifier.
    pub id: CaseId,
    /// Counts the changes.
    pub version: u32,
    /// The number that the person was given.
    pub receipt: Receipt,
    /// Whose account.
    pub account: AccountKey,
    /// Its number, for the clerk.
    pub number: AccountNumber,
    /// Whose card was checked.
    pub person: PersonKey,
    /// What is to be rescued.
    pub service: CloudService,
    /// Why, encrypted beside the account.
    pub reason: Sealed,
    /// A confirmed mail address, encrypted beside the account.
    pub contact: Sealed,
    /// When the account was revoked.
    pub revoked_at: Timestamp,
    /// When it was applied for.
    pub applied_at: Timestamp,
    /// Where it stands.
    pub state: CaseState,
}

/// Where an application stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum CaseState {
    /// It waits for a clerk.
    Applied,
    /// A clerk has said yes; the access is still to be opened by the archive.
    Opening {
        /// Who.
        by: AccountNumber,
        /// When.
        at: Timestamp,
        /// When the access ends.
        until: Timestamp,
        /// Since when the archive may have been asked: from then on `until` stands.
        #[serde(default)]
        asked_at: Option<Timestamp>,
        /// Which opening it is, and for how long.
        #[serde(default)]
        term: Term,
    },
    /// The access is open.
    Open {
        /// Who approved.
        by: AccountNumber,
        /// When it was opened.
        at: Timestamp,
        /// When the access ends.
        until: Timestamp,
        /// Where the person goes.
        address: String,
        /// The special password, where the service needs one, encrypted beside the account. It
        /// goes with this state.
        #[serde(default)]
        password: Option<Sealed>,
        /// Which opening it is.
        #[serde(default)]
        term: Term,
    },
    /// It is over, and the archive has ended the access.
    Ended {
        /// When.
        at: Timestamp,
        /// Whether the person could use the access: then it was the only one.
        #[serde(default = "used")]
        used: bool,
    },
    /// A clerk has said no.
    Declined {
        /// Who.
        by: AccountNumber,
        /// When.
        at: Timestamp,
        /// What the person is told, encrypted beside the account.
        note: Option<Sealed>,
    },
}

/// What was stored before the word was there had been used.
const fn used() -> bool {
    true
}

impl CaseState {
    /// Whether it waits for somebody or something.
    pub const fn is_open(&self) -> bool {
        matches!(
            self,
            Self::Applied | Self::Opening { .. } | Self::Open { .. }
        )
    }

    /// Whether it keeps its service from being applied for once more.
    pub const fn holds(&self) -> bool {
        self.is_open() || matches!(self, Self::Ended { used: true, .. })
    }
}

/// How an application was decided, as the mail tells it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "verdict", rename_all = "snake_case")]
pub enum Verdict {
    /// Yes.
    Approved {
        /// When the access ends.
        until: Timestamp,
        /// Where the person goes.
        address: String,
    },
    /// No.
    Declined {
        /// What the person is told, encrypted beside the account.
        note: Option<Sealed>,
    },
}
