//! Mails: queued in the same transaction as what they tell, sent later, kept until they are sent.

mod sending;

pub use sending::LEASE;

use serde::{Deserialize, Serialize};

use crate::account::AccountKey;
use crate::contact::CheckedFor;
use crate::deed::Entry;
use crate::id::MailId;
use crate::identity::Sealed;
use crate::salvage::{CloudService, Verdict};
use crate::time::Timestamp;

/// A mail as it is stored. Its text is made when it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// Its identifier, also its Message-ID, so that a mail sent twice is seen once.
    pub id: MailId,
    /// Counts the changes; one sender at a time takes it by the next version.
    pub version: u32,
    /// The account it is about; also what the address is encrypted beside.
    pub account: AccountKey,
    /// To whom, encrypted.
    pub to: Sealed,
    /// What it says.
    pub letter: Letter,
    /// When it was queued.
    pub queued_at: Timestamp,
    /// When it is to be tried next.
    pub due_at: Timestamp,
    /// Tries so far.
    pub tries: u32,
    /// How it ended.
    pub end: Option<MailEnd>,
}

/// How a mail ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MailEnd {
    /// The mail server took it.
    Sent {
        /// When.
        at: Timestamp,
    },
    /// The mail server will never take it, or it is too old to be of use.
    GivenUp {
        /// When.
        at: Timestamp,
    },
}

/// What a mail says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "letter", rename_all = "snake_case")]
pub enum Letter {
    /// Something was done.
    Notice {
        /// What, when and how.
        entry: Box<Entry>,
    },
    /// A code that confirms an address; derived from the seed when the mail is sent.
    Code {
        /// For what.
        checked_for: CheckedFor,
        /// What the code is derived from.
        seed: [u8; 16],
        /// Until when it is good.
        expires_at: Timestamp,
    },
    /// The automatic receipt of an application for rescue.
    SalvageReceived {
        /// What was applied for.
        service: CloudService,
        /// The entry of the history.
        entry: Box<Entry>,
    },
    /// The decision on an application for rescue.
    SalvageDecided {
        /// What was applied for.
        service: CloudService,
        /// How it was decided.
        verdict: Verdict,
        /// The entry of the history.
        entry: Box<Entry>,
    },
}
