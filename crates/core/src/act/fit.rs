//! Whether something may be issued for an account, as the directory describes it at this moment.

use serde::{Deserialize, Serialize};

use super::{ActKind, Method, PassPolicy};
use crate::account::DirectoryAccount;
use crate::link::Link;
use crate::policy::{Wish, permits};
use crate::refusal::Refusal;
use crate::time::Timestamp;

/// What the directory says of an account right now, read in one go (R-67, F-26).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seen {
    /// Its state.
    pub account: DirectoryAccount,
    /// Whether it holds a directory role.
    pub privileged: bool,
    /// Its sign-in methods.
    pub methods: Vec<Method>,
}

/// What the system that issues says before it is asked to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Desk {
    /// The policy for passes.
    Pass(PassPolicy),
    /// Whether temporary passwords are issued at all.
    Password {
        /// By configuration.
        open: bool,
    },
}

impl Desk {
    /// Whether it would issue.
    ///
    /// # Errors
    /// `PassPolicyOff`, `PassPolicyExcludes`, `PasswordDeskClosed`.
    pub fn issues(&self) -> Result<(), Refusal> {
        match self {
            Self::Pass(policy) => policy.lifetime().map(|_| ()),
            Self::Password { open: true } => Ok(()),
            Self::Password { open: false } => Err(Refusal::PasswordDeskClosed),
        }
    }
}

/// The link on which an act can rest.
///
/// # Errors
/// `NotLinked`, `LinkFrozen`.
pub fn resting_on(link: Option<&Link>) -> Result<&Link, Refusal> {
    let link = link.ok_or(Refusal::NotLinked)?;
    match link.frozen {
        Some(_) => Err(Refusal::LinkFrozen),
        None => Ok(link),
    }
}

/// Whether the account may be given a pass or password at all.
///
/// # Errors
/// The refusal that tells the person why not.
pub fn fits(kind: ActKind, seen: &Seen, now: Timestamp) -> Result<(), Refusal> {
    let wish = match kind {
        ActKind::Pass => Wish::Pass,
        ActKind::Password => Wish::Password,
    };
    permits(wish, seen.account.state, true, now)?;
    if seen.privileged {
        return Err(Refusal::AccountPrivileged);
    }
    let has_second = seen.methods.iter().any(|m| m.kind.is_second_factor());
    if kind == ActKind::Password && !has_second {
        return Err(Refusal::SecondMethodMissing);
    }
    Ok(())
}
