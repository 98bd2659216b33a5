//! Temporary access passes: what the tenant's policy allows, and what the directory issues.

use crate::secret::Secret;
use crate::time::{Span, Timestamp};

/// What the tenant's policy says (Graph `temporaryAccessPassAuthenticationMethodConfiguration`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PassPolicy {
    /// Whether passes may be issued at all.
    pub enabled: bool,
    /// Whether the policy says that it leaves this account out.
    pub excluded: bool,
    /// The shortest lifetime.
    pub shortest: Span,
    /// The longest lifetime.
    pub longest: Span,
    /// How many characters a pass has.
    pub length: u16,
}

/// A pass as the directory has just issued it.
#[derive(Debug)]
pub struct NewPass {
    /// The directory's id of it.
    pub id: String,
    /// The pass itself: for one response and nowhere else.
    pub value: Secret<String>,
    /// When it begins.
    pub begins_at: Timestamp,
    /// How long it is good.
    pub lifetime: Span,
    /// Whether it can be used once only.
    pub once: bool,
}
