//! Graph's settings by the control interface.

use std::sync::Arc;

use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use crate::control::field::Field;
use crate::graph::{Grants, Habits, SecondPass, TapPolicy, WriteBudget, misuse as use_credential};
use crate::world::World;

/// Body of `POST /control/graph`; what is absent stays.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Change {
    #[serde(default)]
    policy: Map<String, Value>,
    #[serde(default)]
    second_pass: Option<SecondPass>,
    #[serde(default)]
    write_budget: Field<WriteBudget>,
    /// Habits of the log; what is absent is as usual.
    #[serde(default)]
    log: Option<Habits>,
    /// Permissions by client id, in place of the usual ones.
    #[serde(default)]
    grants: Option<Grants>,
}

/// `GET /control/graph`.
pub(crate) async fn settings(State(world): State<Arc<World>>) -> Json<Value> {
    let settings = world.directory.settings();
    Json(json!({
        "policy": settings.policy,
        "second_pass": settings.second_pass,
        "write_budget": settings.write_budget,
        "log": settings.log,
        "grants": settings.grants,
    }))
}

/// `POST /control/graph`.
pub(crate) async fn change_settings(
    State(world): State<Arc<World>>,
    Json(change): Json<Change>,
) -> Response {
    let changed = world.directory.change(|settings| {
        let policy = merged(&settings.policy, &change.policy)?;
        settings.policy = policy;
        if let Some(second) = change.second_pass {
            settings.second_pass = second;
        }
        change.write_budget.put(&mut settings.write_budget);
        if let Some(log) = change.log {
            settings.log = log;
        }
        if let Some(grants) = change.grants {
            settings.grants = grants;
        }
        Some(())
    });
    if changed.is_some() {
        settings(State(world)).await.into_response()
    } else {
        let error = json!({ "error": "such a policy is not possible" });
        (StatusCode::BAD_REQUEST, Json(error)).into_response()
    }
}

fn merged(policy: &TapPolicy, changes: &Map<String, Value>) -> Option<TapPolicy> {
    let mut whole = serde_json::to_value(policy).ok()?;
    for (name, value) in changes {
        *whole.get_mut(name)? = value.clone();
    }
    let policy: TapPolicy = serde_json::from_value(whole).ok()?;
    policy.is_possible().then_some(policy)
}

/// Body of `POST /control/graph/log`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Misuse {
    /// Whose pass is created, by whoever has our credential.
    account: String,
}

/// `POST /control/graph/log`: somebody else uses our credential and creates a pass. It is a pass
/// like any other; nobody is told of it but the log.
pub(crate) async fn misuse(
    State(world): State<Arc<World>>,
    Json(misuse): Json<Misuse>,
) -> StatusCode {
    if use_credential(&world, &misuse.account) {
        StatusCode::NO_CONTENT
    } else {
        StatusCode::NOT_FOUND
    }
}
