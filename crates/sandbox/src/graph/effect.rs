//! What a write does to an account, apart from how it is answered.

use crate::graph::directory::SecondPass;
use crate::graph::trail::Origin;
use crate::lock::locked;
use crate::population::{Account, Pass};
use crate::world::World;

/// One change of an account.
#[derive(Debug, Clone)]
pub(crate) enum Effect {
    CreatePass(&'static Account, Pass),
    DeletePass(&'static Account, String),
    RevokeSessions(&'static Account),
    SetPassword {
        account: &'static Account,
        value: String,
        must_change: bool,
    },
}

/// Why a change could not be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Conflict {
    /// A live pass exists.
    SecondPass,
    /// There is no pass of that id.
    NoPass,
}

/// Makes the change and writes it into the log.
pub(super) fn apply(world: &World, effect: Effect, origin: &Origin) -> Result<(), Conflict> {
    let told = effect.clone();
    change(world, effect)?;
    let (habits, now) = (world.directory.settings().log, world.clock.now());
    world.directory.trail().write(&told, origin, habits, now);
    Ok(())
}

/// Makes the change, checked and done under one lock.
fn change(world: &World, effect: Effect) -> Result<(), Conflict> {
    let now = world.clock.now();
    let second = world.directory.settings().second_pass;
    let mut population = locked(&world.population);
    match effect {
        Effect::CreatePass(account, pass) => {
            let state = population.state_mut(account);
            let live = state.pass.as_ref().is_some_and(|known| known.is_live(now));
            if live && second == SecondPass::Refuse {
                return Err(Conflict::SecondPass);
            }
            state.pass = Some(pass);
        }
        Effect::DeletePass(account, id) => {
            let state = population.state_mut(account);
            if state.pass.as_ref().is_none_or(|known| known.id != id) {
                return Err(Conflict::NoPass);
            }
            state.pass = None;
        }
        Effect::RevokeSessions(account) => {
            population.state_mut(account).sessions_valid_from = now;
            drop(population);
            world.tenant.end_sessions(account.number);
        }
        Effect::SetPassword {
            account,
            value,
            must_change,
        } => {
            let state = population.state_mut(account);
            state.set_password(&value, must_change, now);
            drop(population);
            world.tenant.end_sessions(account.number);
        }
    }
    Ok(())
}

/// Makes the changes that were put off and whose time has come. One that has become impossible
/// is dropped, as nobody waits for its answer.
pub(crate) fn settle(world: &World) {
    for (effect, origin) in world.directory.due(world.clock.now()) {
        let _ = apply(world, effect, &origin);
    }
}

/// Somebody else uses our credential and creates a pass for an account.
pub(crate) fn misuse(world: &World, account: &str) -> bool {
    let Some(account) = locked(&world.population).account(account) else {
        return false;
    };
    let now = world.clock.now();
    let policy = world.directory.settings().policy;
    let lifetime = policy.default_lifetime_in_minutes;
    let pass = Pass::issue((now, now), (policy.default_length, lifetime), true);
    let thief = &world.registrations[0];
    let origin = Origin {
        app: (thief.id, thief.principal, thief.name),
        request: None,
        late_s: Some(0),
    };
    locked(&world.population).state_mut(account).pass = None;
    apply(world, Effect::CreatePass(account, pass), &origin).is_ok()
}
