//! A visit as its client sees it: all that a screen needs, nothing more.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::act::{ActView, UnderWayView};
use crate::flow::{FlowView, Purpose};
use crate::kiosk::KioskView;

/// How a client talks to the server.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Channel {
    /// A browser.
    Web,
    /// An installed app.
    App,
}

/// A card check that the visit may still use.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ProofView {
    /// For what.
    pub purpose: Purpose,
    /// The card-face name, if it was asked for.
    pub name: Option<String>,
    /// When it ends.
    pub expires_at: String,
}

/// The UTokyo Account signed in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct AccountView {
    /// Its ten-digit number.
    pub number: String,
    /// Its sign-in name.
    pub user_name: String,
    /// Until when it may cut or replace a link.
    pub fresh_until: Option<String>,
}

/// How the link became known to this visit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Via {
    /// By the card.
    Card,
    /// By the account.
    Account,
}

/// What is kept of a person, beside the keyed id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Kept {
    /// The card-face name.
    pub name: Option<String>,
}

/// The link as this visit may see it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "state", rename_all = "snake_case")]
pub enum LinkView {
    /// There is none.
    None {
        /// By what this is known.
        via: Via,
    },
    /// There is one.
    Linked {
        /// By what this is known.
        via: Via,
        /// The account's number.
        account_number: String,
        /// Whether it is the account signed in; `null` when none is.
        account_is_mine: Option<bool>,
        /// Since when.
        since: String,
        /// When a card check last found it.
        last_used_at: Option<String>,
        /// What is kept.
        kept: Kept,
        /// Since when the link is frozen; `null` when it is not.
        frozen_since: Option<String>,
    },
}

/// How far one step of the pre-link is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum StepState {
    /// Not begun.
    Todo,
    /// Under way.
    Doing,
    /// Done.
    Done,
}

/// The three steps of the pre-link; complete only when the link exists.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Steps {
    /// The card check.
    pub card: StepState,
    /// The sign-in.
    pub sign_in: StepState,
    /// The link.
    pub link: StepState,
}

/// Something the server would accept from this visit now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Can {
    /// Start a card check to link.
    StartLink,
    /// Start a card check to see or cut the link.
    StartManage,
    /// Sign in.
    SignIn,
    /// Link.
    Link,
    /// Replace the account's old card id.
    Relink,
    /// Cut the link.
    Unlink,
    /// Freeze the link.
    Freeze,
    /// Lift the freeze.
    Unfreeze,
    /// See and change the notice addresses.
    Contacts,
    /// See the history.
    History,
    /// Have a pass issued with the card check at hand.
    IssuePass,
    /// Have a temporary password issued with the card check at hand.
    IssuePassword,
    /// Apply for rescue with the card check at hand.
    Salvage,
    /// Hand a statement to the alumni service with the card check at hand.
    Alumni,
    /// Work at the office pages.
    Office,
}

/// The answer of `GET /api/v1/visit`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct VisitView {
    /// How the client talks to us.
    pub channel: Channel,
    /// The kiosk that the visit was begun at.
    pub kiosk: Option<KioskView>,
    /// When the visit ends if nothing happens.
    pub expires_at: String,
    /// A usable card check.
    pub proof: Option<ProofView>,
    /// The account signed in.
    pub account: Option<AccountView>,
    /// The link; `null` while nobody has proved anything.
    pub link: Option<LinkView>,
    /// The running or last flow.
    pub flow: Option<FlowView>,
    /// The running or last issue of a pass or password by this visit.
    pub act: Option<ActView>,
    /// An issue for the same account that another device has under way.
    pub under_way: Option<UnderWayView>,
    /// The three steps.
    pub steps: Steps,
    /// What is possible now.
    pub can: Vec<Can>,
}

/// The body of `POST /api/v1/link`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct LinkRequest {
    /// Whether to replace the account's old card id.
    pub relink: bool,
}
