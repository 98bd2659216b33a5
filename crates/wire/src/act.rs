//! Passes and passwords: asking for one, its turn, and the one answer that carries the secret.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::refusal::RefusalView;

/// What is issued.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ActKind {
    /// A temporary access pass.
    Pass,
    /// A temporary password.
    Password,
}

/// The body of `POST /api/v1/acts`; it takes a card check made for this kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AskAct {
    /// What is to be issued.
    pub kind: ActKind,
}

/// Why an act waits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum WaitCause {
    /// Others are before it.
    Queue,
    /// The directory asked us to come back later.
    Throttled,
}

/// Where an act stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "stage", rename_all = "snake_case")]
pub enum ActStageView {
    /// `POST …/perform` is accepted from `not_before` on (maybe at once).
    Waiting {
        /// From when on.
        not_before: String,
        /// How many are before it.
        ahead: u32,
        /// Why.
        cause: WaitCause,
    },
    /// It is being done.
    Working {
        /// Since when.
        since: String,
    },
    /// The outcome is not known; `POST …/perform` repairs it from `again_at` on.
    Unknown {
        /// From when on.
        again_at: String,
    },
    /// It has happened; the secret was in the answer to `perform` and is nowhere now.
    Done {
        /// When.
        at: String,
        /// When the pass ends; `null` for a password.
        ends_at: Option<String>,
    },
    /// It ended without success.
    Closed {
        /// Why.
        refusal: RefusalView,
    },
}

/// An act as the visit that asked for it sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct ActView {
    /// Its id.
    pub id: String,
    /// What is issued.
    pub kind: ActKind,
    /// For which account.
    pub account_number: String,
    /// Its sign-in name.
    pub user_name: String,
    /// The receipt number.
    pub receipt: String,
    /// When it was asked for.
    pub asked_at: String,
    /// Until when it can be performed.
    pub deadline: String,
    /// Where it stands.
    pub stage: ActStageView,
}

/// An act of the same account on another device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct UnderWayView {
    /// What is issued.
    pub kind: ActKind,
    /// Since when.
    pub since: String,
    /// A plain name of the other device.
    pub device: String,
}

/// The answer to `POST /api/v1/acts/{id}/perform`: the only place where the secret ever is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct IssuedView {
    /// The act, done.
    pub act: ActView,
    /// The pass or password.
    pub secret: String,
    /// Whether it can be used once only.
    pub once: bool,
}

/// The kinds of sign-in methods.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum MethodKind {
    /// Microsoft Authenticator.
    Authenticator,
    /// A phone number.
    Phone,
    /// Another app with codes.
    SoftwareOath,
    /// A security key or passkey.
    Fido2,
    /// This computer or phone itself.
    Device,
    /// A mail address for resetting the password.
    Email,
    /// Something else.
    Other,
}

/// A registered sign-in method.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MethodView {
    /// Of which kind.
    pub kind: MethodKind,
    /// What the person called it, or a masked number.
    pub label: Option<String>,
    /// When it was registered.
    pub added_at: Option<String>,
    /// Whether it was registered after the pass was issued.
    pub is_new: bool,
    /// Whether it can be the second factor of a sign-in.
    pub is_second_factor: bool,
}

/// The answer of `GET /api/v1/coach`, for a visit whose pass was issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CoachView {
    /// When the directory was asked.
    pub checked_at: String,
    /// When the pass ends.
    pub pass_ends_at: Option<String>,
    /// What is registered, passwords and passes left out.
    pub methods: Vec<MethodView>,
    /// A second factor was registered after the pass.
    pub has_new: bool,
    /// At least two second factors at hand, one of them new; the lost one does not count.
    pub has_second: bool,
    /// How many of the methods from before the pass are still there.
    pub old_left: u32,
}
