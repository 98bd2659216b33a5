//! After leaving: rescue of cloud data, its decision by a clerk, and the alumni service.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::notice::PendingAddress;

/// The cloud services whose data can be rescued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum CloudService {
    /// ECCS Cloud Mail.
    Mail,
    /// The files of the personal OneDrive.
    #[serde(rename = "onedrive")]
    OneDrive,
}

/// Where the rescue of one service stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum RescueState {
    /// It can be applied for.
    Available {},
    /// It cannot be applied for.
    Refused {
        /// A code of the closed list.
        code: String,
    },
    /// It waits for a clerk.
    Applied {
        /// The receipt number.
        receipt: String,
        /// When.
        at: String,
    },
    /// It is approved and being opened, or open.
    Approved {
        /// The receipt number.
        receipt: String,
        /// When the access ends.
        until: String,
        /// Where the person goes; `null` while it is being opened.
        address: Option<String>,
        /// The special password, where the service needs one; only right after a card check for
        /// `salvage`.
        password: Option<String>,
    },
    /// A report of misuse has stopped it. It goes on when its owner starts the link again.
    Stopped {
        /// The receipt number.
        receipt: String,
    },
    /// It is over.
    Ended {
        /// The receipt number.
        receipt: String,
        /// When.
        at: String,
        /// Whether it can be applied for once more, because nobody could use it.
        again: bool,
    },
    /// It was declined.
    Declined {
        /// The receipt number.
        receipt: String,
        /// When.
        at: String,
        /// What the clerk wrote.
        note: Option<String>,
        /// Whether it can be applied for once more.
        again: bool,
    },
}

/// The answer of `GET /api/v1/salvage`, for a visit with a card check for `salvage` (or, after it,
/// the same card).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct SalvageView {
    /// The account's number.
    pub account_number: String,
    /// When the account was revoked; `null` while it is not.
    pub revoked_at: Option<String>,
    /// The last day on which one can apply, as a date in Japan (YYYY-MM-DD).
    pub last_day: Option<String>,
    /// For how many days an access is opened.
    pub access_days: u32,
    /// How many of the two services can still be applied for.
    pub uses_left: u8,
    /// ECCS Cloud Mail.
    pub mail: RescueState,
    /// OneDrive.
    pub onedrive: RescueState,
    /// The contact address of this application.
    pub contact: Option<PendingAddress>,
    /// Whether an application can be sent now (card check at hand).
    pub can_apply: bool,
}

/// The body of `POST /api/v1/salvage/apply`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct ApplySalvage {
    /// ECCS Cloud Mail is wanted.
    pub mail: bool,
    /// OneDrive is wanted.
    pub onedrive: bool,
    /// Why, up to 1,000 characters.
    pub reason: String,
    /// The person has understood the conditions.
    pub understood: bool,
}

/// An application as a clerk sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CaseView {
    /// The receipt number.
    pub receipt: String,
    /// The account's number.
    pub account_number: String,
    /// What is to be rescued.
    pub service: CloudService,
    /// Why.
    pub reason: String,
    /// The contact address with most of its letters covered.
    pub contact_masked: String,
    /// When the account was revoked.
    pub revoked_at: String,
    /// When it was applied for.
    pub applied_at: String,
    /// Until when an access is open; `null` before it is.
    pub open_until: Option<String>,
    /// Whether it is approved and waits for the archive to open it.
    pub opening: bool,
    /// Whether it waits for a decision.
    pub undecided: bool,
    /// Whether its owner has reported a misuse, or the card is not linked any more: it can be
    /// declined only.
    pub stopped: bool,
}

/// The answer of `GET /api/v1/office`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct OfficeView {
    /// The clerk's account.
    pub clerk_number: String,
    /// Applications that are not over, oldest first.
    pub cases: Vec<CaseView>,
    /// Whether the system that opens the data is configured; while it is not, what is approved
    /// waits.
    pub archive_configured: bool,
    /// Until when this sign-in may decide; `null`: sign in again first.
    pub may_decide_until: Option<String>,
}

/// The body of `POST /api/v1/office/cases/{receipt}`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct DecideCase {
    /// Yes or no.
    pub approve: bool,
    /// What the person is told with a no, up to 500 characters.
    pub note: Option<String>,
}

/// The answer of `POST /api/v1/alumni`: the page posts the statement to the address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AlumniView {
    /// Where the form goes.
    pub url: String,
    /// The form field `statement`.
    pub statement: String,
    /// Until when it is good.
    pub expires_at: String,
}
