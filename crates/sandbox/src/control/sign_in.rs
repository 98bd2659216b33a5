//! Would this secret sign in now? Asked without a browser, answered by the code of the pages.

use std::sync::Arc;

use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::account::enter_pass;
use crate::control::account::{known, unknown};
use crate::lock::locked;
use crate::population::{Account, AccountState};
use crate::world::World;

/// Body of `POST /control/accounts/{number}/sign-in`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Trial {
    #[serde(default)]
    password: Option<String>,
    #[serde(default)]
    tap: Option<String>,
    /// Whether a one-time pass is used up by it.
    #[serde(default, rename = "use")]
    uses_up: bool,
}

/// `POST /control/accounts/{number}/sign-in`.
pub(crate) async fn try_sign_in(
    State(world): State<Arc<World>>,
    Path(key): Path<String>,
    Json(trial): Json<Trial>,
) -> Response {
    world.settle();
    let Some(account) = known(&world, &key) else {
        return unknown();
    };
    let state = locked(&world.population).state(account).clone();
    let why = match (&trial.password, &trial.tap) {
        (Some(password), None) => by_password(&world, &state, password),
        (None, Some(tap)) => by_pass(&world, (account, &state), tap, trial.uses_up),
        _ => {
            let error = json!({ "error": "exactly one of password and tap" });
            return (StatusCode::BAD_REQUEST, Json(error)).into_response();
        }
    };
    let must_change = trial.password.is_some() && state.password.must_change;
    Json::<Value>(json!({ "ok": why == "ok", "why": why, "must_change": must_change }))
        .into_response()
}

fn by_password(world: &World, state: &AccountState, password: &str) -> &'static str {
    if password != state.password.value {
        "wrong_password"
    } else if !state.is_enabled(world.clock.now()) {
        "disabled"
    } else if !state.has_mfa() {
        "no_mfa"
    } else if !state.can_pass_mfa() {
        "mfa_not_in_hand"
    } else {
        "ok"
    }
}

fn by_pass(
    world: &World,
    (account, state): (&'static Account, &AccountState),
    value: &str,
    uses_up: bool,
) -> &'static str {
    if !state.is_enabled(world.clock.now()) {
        return "disabled";
    }
    match enter_pass(world, account, value, uses_up) {
        Ok(_) => "ok",
        Err(why) => why.word(),
    }
}
