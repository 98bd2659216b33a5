//! The page where people manage how they sign in: methods, password, sign-out.

mod act;
mod page;

use axum::response::{IntoResponse, Redirect, Response};

pub(crate) use act::act;
pub(crate) use page::show;

use crate::account::{COOKIE, Session, begin_local};
use crate::page::{Reader, set_cookie};
use crate::population::Account;
use crate::random;
use crate::world::World;

/// The path of the page.
pub(crate) const PATH: &str = "/security-info";

/// Who is signed in in this browser with MFA, the latest of several.
fn visitor(world: &World, reader: &Reader) -> Option<(&'static Account, Session)> {
    let now = world.clock.now();
    let sessions = world
        .tenant
        .sessions(reader.cookie(COOKIE).unwrap_or_default(), now);
    let session = sessions.into_iter().rfind(|session| session.mfa)?;
    let population = crate::lock::locked(&world.population);
    let account = population.account(&session.number)?;
    population
        .state(account)
        .is_enabled(now)
        .then_some((account, session))
}

/// Sends the browser through a sign-in and back here.
fn sign_in_first(world: &World, reader: &Reader) -> Response {
    let known = reader
        .cookie(COOKIE)
        .filter(|value| random::is_token(value));
    let browser = known.map_or_else(random::token, str::to_owned);
    let id = begin_local(world, PATH, &browser);
    let to = Redirect::to(&format!("/login/{id}"));
    (set_cookie(COOKIE, &browser), to).into_response()
}
