//! What is pressed on the security-information page.

use std::sync::Arc;

use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use bytes::Bytes;

use crate::account::{COOKIE, Session, change_password, read_change};
use crate::encoding::Parameters;
use crate::lock::locked;
use crate::page::Reader;
use crate::population::{Account, Method, MethodKind};
use crate::security_info::page::answer;
use crate::security_info::{PATH, sign_in_first, visitor};
use crate::world::World;

/// Whether this session may still register methods.
pub(super) fn may_register(session: &Session, now: i64) -> bool {
    session.pass.is_none_or(|pass| now < pass.registers_until)
}

/// `POST /security-info`.
pub(crate) async fn act(State(world): State<Arc<World>>, reader: Reader, body: Bytes) -> Response {
    world.settle();
    let form = Parameters::parse(&body);
    if form.text("act") == "sign_out" {
        world
            .tenant
            .sign_out(reader.cookie(COOKIE).unwrap_or_default());
        return Redirect::to(&world.addresses.main).into_response();
    }
    let Some((account, session)) = visitor(&world, &reader) else {
        return sign_in_first(&world, &reader);
    };
    let done = match form.text("act") {
        "add" => add(&world, (account, &session), form.text("kind")),
        "delete" => delete(&world, account, form.text("method")),
        "password" => change_password(&world, account, &read_change(&form)),
        _ => Err("UNKNOWN_ACT"),
    };
    match done {
        Ok(()) => Redirect::to(PATH).into_response(),
        Err(notice) => answer(
            &world,
            &reader,
            (account, &session),
            (StatusCode::BAD_REQUEST, Some(notice)),
        ),
    }
}

fn add(
    world: &World,
    (account, session): (&Account, &Session),
    kind: &str,
) -> Result<(), &'static str> {
    let now = world.clock.now();
    let kind = MethodKind::named(kind).ok_or("UNKNOWN_ACT")?;
    if !may_register(session, now) {
        return Err("REGISTRATION_TIME");
    }
    let mut population = locked(&world.population);
    let state = population.state_mut(account);
    let has = |kind| state.methods.iter().any(|method| method.kind == kind);
    if kind == MethodKind::AlternateMobile && !has(MethodKind::Mobile) {
        return Err("MOBILE_FIRST");
    }
    state.register(Method::new(kind, now));
    Ok(())
}

fn delete(world: &World, account: &Account, id: &str) -> Result<(), &'static str> {
    let mut population = locked(&world.population);
    let state = population.state_mut(account);
    let index = state.methods.iter().position(|method| method.id == id);
    state.methods.remove(index.ok_or("UNKNOWN_ACT")?);
    Ok(())
}
