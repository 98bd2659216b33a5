//! Passwords and passes held against an account, for the pages and the control interface alike.

use crate::account::{PassSession, Session};
use crate::clock::Seconds;
use crate::graph::is_strong;
use crate::lock::locked;
use crate::population::{Account, AccountState, Usability};
use crate::world::World;

/// Seconds within which methods can be registered after a sign-in with a one-time pass.
const REGISTRATION: Seconds = 600;

/// Why a pass does not sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PassRefusal {
    None,
    Wrong,
    Unusable(Usability),
}

impl PassRefusal {
    /// The word for the control interface.
    pub(crate) fn word(self) -> &'static str {
        match self {
            Self::None => "no_tap",
            Self::Wrong => "wrong_tap",
            Self::Unusable(Usability::Expired) => "expired",
            Self::Unusable(Usability::NotYetValid) => "not_yet_valid",
            Self::Unusable(Usability::OneTimeUsed) => "one_time_used",
            Self::Unusable(Usability::DisabledByPolicy) => "disabled_by_policy",
            Self::Unusable(Usability::EnabledByPolicy) => "ok",
        }
    }
}

/// What the pass of an account is worth now, if it has one.
pub(crate) fn pass_usability(
    world: &World,
    account: &Account,
    state: &AccountState,
) -> Option<Usability> {
    let policy = world.directory.settings().policy;
    let pass = state.pass.as_ref()?;
    Some(pass.usability(world.clock.now(), policy.covers(account, state)))
}

/// Signs in with a pass; checked and, when `uses_up`, used under one lock.
///
/// # Errors
/// Says why the pass does not sign in.
pub(crate) fn enter_pass(
    world: &World,
    account: &Account,
    value: &str,
    uses_up: bool,
) -> Result<Session, PassRefusal> {
    let policy = world.directory.settings().policy;
    let now = world.clock.now();
    let mut population = locked(&world.population);
    let covered = policy.covers(account, population.state(account));
    let pass = &mut population.state_mut(account).pass;
    let pass = pass.as_mut().ok_or(PassRefusal::None)?;
    if pass.value != value.trim() {
        return Err(PassRefusal::Wrong);
    }
    match pass.usability(now, covered) {
        Usability::EnabledByPolicy => {}
        why => return Err(PassRefusal::Unusable(why)),
    }
    if uses_up {
        pass.used_at.get_or_insert(now);
    }
    let ends = pass.ends();
    let registers_until = if pass.is_one_time {
        ends.min(now + REGISTRATION)
    } else {
        ends
    };
    Ok(Session {
        number: account.number.to_owned(),
        auth_time: now,
        mfa: true,
        pass: Some(PassSession {
            ends,
            registers_until,
        }),
    })
}

/// A change of password as its owner makes it.
#[derive(Debug, Clone)]
pub(crate) struct PasswordChange {
    pub(crate) current: String,
    pub(crate) new: String,
    pub(crate) again: String,
}

/// Changes the password.
///
/// # Errors
/// A code for the page: the current one is wrong, the new ones differ or break the rules.
pub(crate) fn change_password(
    world: &World,
    account: &Account,
    change: &PasswordChange,
) -> Result<(), &'static str> {
    let now = world.clock.now();
    let mut population = locked(&world.population);
    let state = population.state_mut(account);
    if change.current != state.password.value {
        return Err("CURRENT_PASSWORD");
    }
    if change.new != change.again {
        return Err("NEW_PASSWORDS_DIFFER");
    }
    let length = change.new.chars().count();
    if !is_strong(&change.new) || !(12..=64).contains(&length) || change.new == change.current {
        return Err("PASSWORD_RULES");
    }
    let former = state.sessions_valid_from;
    state.set_password(&change.new, false, now);
    // The person who changes a password stays signed in.
    state.sessions_valid_from = former;
    Ok(())
}
