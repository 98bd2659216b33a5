//! Notice addresses, history, receipts and the freeze.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::flow::Way;

/// A notice address as its owner sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactView {
    /// Its id.
    pub id: String,
    /// The address with most of its letters covered.
    pub masked: String,
    /// When it was confirmed.
    pub verified_at: String,
    /// When it was removed: it is still told of everything for some days.
    pub removed_at: Option<String>,
}

/// An address that waits for its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct PendingAddress {
    /// The address with most of its letters covered.
    pub masked: String,
    /// Until when the code is good.
    pub expires_at: String,
    /// Tries left.
    pub tries_left: u8,
    /// Whether the code was typed (only for the contact of an application).
    pub confirmed: bool,
}

/// The answer of `GET /api/v1/contacts` and of everything that changes them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ContactsView {
    /// The addresses.
    pub contacts: Vec<ContactView>,
    /// An address that waits for its code.
    pub pending: Option<PendingAddress>,
    /// Until when this visit may change them; `null`: a card check for `manage` or a fresh sign-in
    /// is needed, then `POST /api/v1/contacts/open`.
    pub open_until: Option<String>,
    /// Whether `POST /api/v1/contacts/open` would be accepted now.
    pub can_open: bool,
    /// How many there may be.
    pub max: u8,
}

/// The body of `POST /api/v1/contacts` and `POST /api/v1/salvage/contact`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AddAddress {
    /// A mail address.
    pub address: String,
}

/// The body of `POST /api/v1/contacts/confirm` and `POST /api/v1/salvage/contact/confirm`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ConfirmAddress {
    /// The six digits of the mail.
    pub code: String,
}

/// By what somebody stood for the account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// A card check.
    Card,
    /// A sign-in.
    Account,
    /// The link in a notice.
    Notice,
    /// A clerk.
    Clerk,
    /// A time that came.
    Time,
}

/// What was done. The texts are in the catalogue under the same keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Deed {
    /// A card was linked.
    Linked,
    /// The card id was replaced.
    Relinked,
    /// The link was cut.
    Unlinked,
    /// The link was frozen.
    Frozen,
    /// The freeze was lifted.
    Unfrozen,
    /// A pass was asked for.
    PassAsked,
    /// A pass was issued.
    PassIssued,
    /// A password was asked for.
    PasswordAsked,
    /// A password was issued.
    PasswordIssued,
    /// A notice address was added.
    ContactAdded,
    /// A notice address was removed.
    ContactRemoved,
    /// Rescue was applied for.
    SalvageApplied,
    /// Rescue was approved.
    SalvageApproved,
    /// Rescue was declined.
    SalvageDeclined,
    /// The access to rescued data was stopped.
    SalvageStopped,
    /// It goes on.
    SalvageResumed,
    /// The access to rescued data ended.
    SalvageEnded,
    /// A statement went to the alumni service.
    AlumniHandedOver,
}

/// One entry of the history; also what a receipt shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct EntryView {
    /// The receipt number.
    pub receipt: String,
    /// When.
    pub at: String,
    /// What.
    pub deed: Deed,
    /// By what.
    pub by: Standing,
    /// By which way, where a card was checked.
    pub way: Option<Way>,
    /// A plain name of the device.
    pub device: Option<String>,
    /// The place of a kiosk.
    pub place: Option<String>,
    /// The account's number with its middle covered.
    pub account_masked: String,
    /// How many notice addresses were told.
    pub told: u8,
}

/// The answer of `GET /api/v1/history`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct HistoryView {
    /// Newest first.
    pub entries: Vec<EntryView>,
    /// How long entries are kept, in days.
    pub kept_days: u32,
}

/// The answer of `GET` and `POST /api/v1/notices/{token}`: what a notice's link leads to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct FreezeView {
    /// What the notice told.
    pub deed: Deed,
    /// When that was.
    pub at: String,
    /// The account's number with its middle covered.
    pub account_masked: String,
    /// Since when the link is frozen; `null` while it is not.
    pub frozen_since: Option<String>,
    /// Whether there is a link at all.
    pub linked: bool,
}
