//! How a refusal is told.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::flow::Purpose;

/// On whose side the cause lies.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    /// The person.
    You,
    /// The service that was asked: the Digital Agency's, or the sign-in service.
    DigitalAgency,
    /// The university.
    University,
    /// This service.
    Ident,
}

/// What the person can do next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Next {
    /// Try the same step again.
    Retry,
    /// Begin again.
    Restart,
    /// Wait, then try again.
    Wait,
    /// Sign in with UTokyo Account.
    SignIn,
    /// Sign in again with a second factor.
    SignInAgain,
    /// Replace the old card id.
    Relink,
    /// Go on in this browser, from the start.
    OtherBrowser,
    /// Go back to the first screen.
    BackToFirstScreen,
    /// Go to the office.
    Office,
    /// Look at the present state.
    Status,
    /// Ask support.
    Support,
    /// Have a temporary access pass issued first.
    PassFirst,
    /// Lift the freeze.
    Unfreeze,
    /// Card check or fresh sign-in again.
    ProveAgain,
    /// Look into the guide.
    Guide,
}

/// An end without success, as told to a client.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct RefusalView {
    /// A code of the closed list in `docs/FAILURE-CODES.md`.
    pub code: String,
    /// On whose side the cause lies.
    pub side: Side,
    /// What to do next.
    pub next: Next,
    /// A short reference for support, as in the audit log.
    pub reference: String,
    /// How many seconds to wait, if waiting helps.
    pub retry_after_s: Option<u32>,
    /// Tries left at the six digits.
    pub tries_left: Option<u8>,
    /// What the person wanted, so that a new start needs no new choice.
    pub purpose: Option<Purpose>,
}

/// The body of every answer that is not a success (`application/problem+json`).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Problem {
    /// The refusal.
    pub refusal: RefusalView,
}
