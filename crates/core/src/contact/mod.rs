//! Notice addresses: where the owner of an account hears of what was done (N-05).

mod address;
mod change;
mod code;

pub use address::MailAddress;
pub use change::{Added, Known, add, may_add, remove};
pub use code::{CODE_TRIES, Typed, code_of};

use serde::{Deserialize, Serialize};

use crate::account::AccountKey;
use crate::deed::Standing;
use crate::id::ContactId;
use crate::identity::Sealed;
use crate::time::{Span, Timestamp};

/// How long the code in a mail is good.
pub const CODE_LIFETIME: Span = Span::minutes(30);

/// How long a visit may change the notice addresses once it has shown that it may.
pub const DESK_TIME: Span = Span::minutes(10);

/// How many notice addresses an account may have (N-05 asks for two at least).
pub const MOST_CONTACTS: usize = 2;

/// A notice address as it is stored: confirmed by a code, encrypted.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// Its identifier.
    pub id: ContactId,
    /// Counts the changes.
    pub version: u32,
    /// Of which account.
    pub account: AccountKey,
    /// The address, encrypted beside the account.
    pub address: Sealed,
    /// When its code was typed.
    pub verified_at: Timestamp,
    /// When it was removed. For some days it is still told of everything, so that nobody can
    /// silence the owner by removing the addresses first.
    pub removed_at: Option<Timestamp>,
}

/// What a mail address is confirmed for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckedFor {
    /// As a notice address.
    Notices,
    /// As the contact of an application for rescue.
    Salvage,
}

/// A mail address that waits for its code, or was confirmed by it. It belongs to one visit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressCheck {
    /// What it is for.
    pub checked_for: CheckedFor,
    /// Of which account.
    pub account: AccountKey,
    /// The address, encrypted beside the account.
    pub address: Sealed,
    /// The code is derived from this and a server key, and is stored nowhere.
    pub seed: [u8; 16],
    /// Wrong tries so far.
    pub wrong: u8,
    /// Until when the code is good.
    pub expires_at: Timestamp,
    /// When it was confirmed.
    pub confirmed_at: Option<Timestamp>,
}

/// The right of one visit to change the notice addresses of one account, for a while.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContactDesk {
    /// Of which account.
    pub account: AccountKey,
    /// By what.
    pub by: Standing,
    /// Until when.
    pub until: Timestamp,
}
