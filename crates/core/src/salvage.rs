//! Rescue of cloud data after leaving: once for each service, within 180 days, decided by a clerk.

use serde::{Deserialize, Serialize};

use crate::account::{AccountKey, AccountNumber};
use crate::deed::Receipt;
use crate::id::CaseId;
use crate::identity::{PersonKey, Sealed};
use crate::time::Timestamp;

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
    },
    /// The time is over and the archive has ended the access.
    Ended {
        /// When.
        at: Timestamp,
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
