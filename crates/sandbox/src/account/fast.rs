//! The sign-in pressed through at once, for the control interface.

use serde_json::{Value, json};

use crate::account::authorize::{Begun, begin};
use crate::account::sign_in::finish;
use crate::account::{Entry, Stage, stage};
use crate::oauth::{Delivery, ProtocolError};
use crate::population::Account;
use crate::random;
use crate::world::World;

/// Signs in `person`, who passes MFA or is not asked; `answer` is an error to answer instead,
/// `stop` presses cancel.
///
/// # Errors
/// Says where the way ended.
pub(crate) fn approve(
    world: &World,
    query: &str,
    (person, mfa): (&str, bool),
    answer: Option<&str>,
) -> Result<Delivery, Value> {
    // A browser never seen before: no session stands in for the sign-in.
    let browser = random::token();
    let id = match begin(world, query.as_bytes(), &browser) {
        Begun::Asking(id) => id,
        Begun::Answered(delivery, _) => return Ok(delivery),
        Begun::Refused(text) => return Err(json!({ "error": "refused", "text": text })),
    };
    match answer {
        Some("stop") => enter(world, &id, Entry::Cancel)?,
        Some(error) => {
            let error = ProtocolError::new(error, "chosen for the test");
            world
                .tenant
                .with(&id, |sign_in| sign_in.stage = Stage::Failed(error));
        }
        None => through_pages(world, &id, person, mfa)?,
    }
    let delivery = finish(world, &id).ok_or_else(|| json!({ "error": "not finished" }));
    world.tenant.forget(&id, &browser);
    delivery
}

fn through_pages(world: &World, id: &str, person: &str, mfa: bool) -> Result<(), Value> {
    let (account, state) = {
        let population = crate::lock::locked(&world.population);
        let account = population.account(person);
        let account = account.ok_or_else(|| json!({ "error": "no such account" }))?;
        (account, population.state(account).clone())
    };
    let at_hand = state
        .methods
        .iter()
        .find(|method| method.kind.signs_in() && !method.lost);
    let factor = match at_hand {
        _ if !mfa => Entry::SkipMfa,
        Some(method) => Entry::Method(method.id.clone()),
        None => Entry::Approve,
    };
    let password = if state.password.is_known {
        state.password.value
    } else {
        Account::PASSWORD.to_owned()
    };
    enter(world, id, Entry::Another)?;
    enter(world, id, Entry::UserName(account.upn()))?;
    enter(world, id, Entry::UsePassword)?;
    enter(world, id, Entry::Password(password))?;
    enter(world, id, factor)?;
    // A blocked account shows a page whose only way on is back to the service.
    enter(world, id, Entry::Cancel)
}

/// Enters something, exactly as the pages do.
pub(super) fn enter(world: &World, id: &str, entry: Entry) -> Result<(), Value> {
    let now = world.clock.now();
    let outcome = world.tenant.with(id, |sign_in| {
        if sign_in.deadline <= now {
            return Ok(());
        }
        let next = stage::enter(world, (&sign_in.stage, &sign_in.request), entry);
        sign_in.notice = next.as_ref().err().copied();
        next.map(|next| sign_in.stage = next)
    });
    match outcome {
        Some(Err(code)) => Err(json!({ "error": code })),
        Some(Ok(())) => Ok(()),
        None => Err(json!({ "error": "no such sign-in" })),
    }
}
